"""Messages from the admins to everybody: draft, preview, confirm, result."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.broadcasts import Broadcast, BroadcastState
from bot.domain.chats import Asker
from bot.domain.deliveries import DeliveryKind, DeliveryState, Plan
from bot.domain.errors import UserError
from bot.rendering import broadcasts as say
from bot.rendering.answers import html_message
from bot.rendering.texts import texts_for
from bot.services.conversation import Conversation, Talk

LONGEST_TEXT = 3500
CODE_ABOVE = 100
DRAFT_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """Write to every chat that listens; a draft is confirmed by a button, above 100 receivers by a typed code."""

    conversation: Conversation

    async def draft(self, asker: Asker, text: str) -> None:
        """Show what would be sent, and to how many.

        Raises:
            NotAllowedError: the asker is no admin.
            UserError: the text is too long.
        """
        self.conversation.require_admin(asker)
        if len(text) > LONGEST_TEXT:
            raise UserError(
                "A broadcast has at most {most} letters; this one has {n}.", most=LONGEST_TEXT, n=len(text)
            )
        async with self.conversation.open(asker) as talk:
            if not text:
                talk.say(say.ask_text(talk.texts))
                return
            receivers = await talk.tx.targets.count_active()
            code = f"{secrets.randbelow(10_000):04}" if receivers > CODE_ABOVE else None
            broadcast = await talk.tx.broadcasts.draft(text, asker.user_id or 0, receivers, code)
            talk.say(*say.preview(talk.texts, broadcast))

    async def confirm(self, asker: Asker, key: int) -> None:
        """Send a draft whose button was pressed.

        Raises:
            NotAllowedError: the asker is no admin.
            UserError: there is no such draft any more, or it wants its code.
        """
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            broadcast = await self._waiting(talk, key)
            if broadcast.code:
                raise UserError("This broadcast wants its code typed.")
            await self._send(talk, broadcast)

    async def answer(self, asker: Asker, words: str) -> bool:
        """Take words for the code of the asker's draft; say whether they were."""
        if not self.conversation.is_admin(asker):
            return False
        async with self.conversation.storage.reading() as tx:
            broadcast = await tx.broadcasts.waiting(asker.user_id or 0)
        if broadcast is None or broadcast.code is None or broadcast.code != words.strip():
            return False
        async with self.conversation.open(asker) as talk:
            await self._send(talk, await self._waiting(talk, broadcast.id))
        return True

    async def drop(self, asker: Asker, key: int) -> None:
        """Throw a draft away.

        Raises:
            NotAllowedError: the asker is no admin.
            UserError: there is no such draft any more.
        """
        self.conversation.require_admin(asker)
        async with self.conversation.open(asker) as talk:
            broadcast = await self._waiting(talk, key)
            await talk.tx.broadcasts.move(broadcast.id, BroadcastState.DRAFT, BroadcastState.CANCELLED)
            talk.replace(say.dropped(talk.texts))

    async def report_finished(self) -> None:
        """Tell the authors of broadcasts that have nothing left to send how they went. Called every few seconds."""
        async with self.conversation.storage.reading() as tx:
            sending = await tx.broadcasts.in_state(BroadcastState.SENDING)
        for broadcast in sending:
            async with self.conversation.storage.transaction() as tx:
                counts = await tx.broadcasts.finished(broadcast.id)
                if counts is None:
                    continue
                await tx.broadcasts.move(broadcast.id, BroadcastState.SENDING, BroadcastState.DONE)
                sent, unknown = counts.get(DeliveryState.SENT, 0), counts.get(DeliveryState.UNKNOWN, 0)
                failed = sum(counts.values()) - sent - unknown
                for author in await tx.targets.of_chat(broadcast.author_id):
                    text = say.result(texts_for(author.language), sent, failed, unknown)
                    written = await tx.outbox.write(html_message(text))
                    await tx.outbox.promise(DeliveryKind.REPLY, -broadcast.id, 0, {author.id: written})

    async def _waiting(self, talk: Talk, key: int) -> Broadcast:
        broadcast = await talk.tx.broadcasts.find(key)
        if broadcast is None or broadcast.state is not BroadcastState.DRAFT:
            raise UserError("This draft is not there any more.")
        if self.conversation.now() - broadcast.created_at > DRAFT_LASTS:
            raise UserError("This draft is too old; please write it again.")
        if broadcast.author_id != talk.asker.user_id:
            raise UserError("This is another admin's draft.")
        return broadcast

    async def _send(self, talk: Talk, broadcast: Broadcast) -> None:
        await talk.tx.broadcasts.move(broadcast.id, BroadcastState.DRAFT, BroadcastState.SENDING)
        written = await talk.tx.outbox.write(html_message(say.message(talk.texts, broadcast.text)))
        language = self.conversation.language
        plan = Plan(DeliveryKind.BROADCAST, broadcast.id, 0, {language: written}, language)
        await talk.tx.outbox.fan_out(plan)
        await talk.tx.audit.note(
            talk.asker.user_id, "broadcast", str(broadcast.id), {"receivers": broadcast.receivers}
        )
        talk.replace(say.sending(talk.texts, broadcast.receivers))
