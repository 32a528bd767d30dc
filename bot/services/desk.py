"""What admins hand in from their chats: reports typed, pasted in parts, forwarded, or as documents."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.cleaning import clean, utf16_length
from bot.domain.reports import Report
from bot.rendering import reports as say
from bot.services.conversation import Conversation, Talk
from bot.services.ingestion import Ingested, Ingestion
from bot.sources.text import parse_text
from storage.dialogues import Dialogue

PASTE = "paste"
# Telegram cuts a long paste at 4,096: a message this long may have a sequel, which follows within seconds.
MAY_GO_ON = 3_000
SEQUEL_WITHIN = timedelta(seconds=3)
# A text this long, or with lines, is no name that somebody looks for.
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Desk:
    """Takes reports from admins and answers what they amounted to."""

    conversation: Conversation
    ingestion: Ingestion

    def may_hand_in(self, asker: Asker) -> bool:
        """Whether the asker's texts are reports."""
        return self.conversation.is_admin(asker)

    def require_right(self, asker: Asker) -> None:
        """Let only those pass whose texts are reports.

        Raises:
            NotAllowedError: the asker is no admin.
        """
        self.conversation.require_admin(asker)

    async def paste(self, asker: Asker, text: str) -> None:
        """Take a report that follows /ingest; a long one may go on in the next message.

        Raises:
            NotAllowedError: the asker is no admin.
        """
        self.conversation.require_admin(asker)
        if not text:
            async with self.conversation.open(asker) as talk:
                talk.say(say.ask_text(talk.texts))
        elif utf16_length(text) >= MAY_GO_ON:
            await self._wait_for_more(asker, text)
        else:
            await self.hand_in(asker, text)

    async def take(self, asker: Asker, text: str, origin: str | None) -> bool:
        """Take an admin's words that are a report: forwarded (`origin` is from whom), a sequel, or long; say whether."""
        if not self.may_hand_in(asker):
            return False
        if origin is not None:
            await self.hand_in(asker, text, source=origin)
            return True
        async with self.conversation.storage.reading() as tx:
            chat = await tx.targets.find(asker.target)
            begun = await tx.dialogues.get(chat.id, asker.user_id or 0) if chat else None
        if begun is not None and begun.kind == PASTE:
            await self._wait_for_more(asker, text)
            return True
        if len(text) <= LONGEST_NAME and "\n" not in text:
            return False
        await self.paste(asker, text)
        return True

    async def hand_in(self, asker: Asker, text: str, source: str | None = None) -> None:
        """Read a report and answer what it amounted to."""
        report = self._report(text, source)
        claims = await self.ingestion.read(report)
        async with self.conversation.open(asker) as talk:
            self._answer(talk, await self.ingestion.enter(talk.tx, report, claims))
            await talk.tx.audit.note(asker.user_id, "ingest", report.source)

    async def finish_pastes(self) -> None:
        """Read the pastes whose sequel did not come in time. Called every second."""
        async with self.conversation.storage.reading() as tx:
            due = await tx.dialogues.due(PASTE, self.conversation.now())
            chats = {
                chat.id: chat for chat in await tx.targets.by_ids([dialogue.target_id for dialogue in due])
            }
        for dialogue in due:
            chat = chats[dialogue.target_id]
            report = self._report("\n".join(dialogue.data["parts"]), None)
            claims = await self.ingestion.read(report)
            asker = Asker(chat.target, chat.kind, dialogue.user_id, dialogue.data["update_id"])
            async with self.conversation.open(asker) as talk:
                if await talk.tx.dialogues.end(dialogue.target_id, dialogue.user_id):
                    self._answer(talk, await self.ingestion.enter(talk.tx, report, claims))
                    await talk.tx.audit.note(dialogue.user_id, "ingest", report.source)

    async def _wait_for_more(self, asker: Asker, text: str) -> None:
        async with self.conversation.open(asker) as talk:
            user_id = asker.user_id or 0
            begun = await talk.tx.dialogues.get(talk.chat.id, user_id)
            parts = [*begun.data["parts"], text] if begun and begun.kind == PASTE else [text]
            due = self.conversation.now() + SEQUEL_WITHIN
            data = {"parts": parts, "update_id": asker.update_id}
            await talk.tx.dialogues.put(Dialogue(talk.chat.id, user_id, PASTE, data, due))

    def _report(self, text: str, source: str | None) -> Report:
        return parse_text(clean(text), now=self.conversation.now(), source=source)

    def _answer(self, talk: Talk, result: Ingested) -> None:
        if result.known:
            talk.say(say.known(talk.texts))
        else:
            talk.say(say.read(talk.texts, result.developments, result.promised))
