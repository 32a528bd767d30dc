"""What every use case shares that answers a chat: the transaction, the chat, its language, and the answers.

An answer is promised in the transaction that has the effect, so that neither exists without the other.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import time

from markupsafe import Markup

from bot.digests import next_due
from bot.domain.chats import Asker, Chat, ChatKind, ChatState, Target
from bot.domain.clock import Clock
from bot.domain.deliveries import Message
from bot.domain.errors import NotAllowedError
from bot.domain.languages import spoken
from bot.knowledge import World
from bot.rendering.answers import Answer, messages, reply_to
from bot.rendering.buttons import Button, Keyboards
from bot.rendering.groups import for_channel
from bot.rendering.markup import lines
from bot.rendering.texts import Texts, texts_for
from storage import Storage, Transaction

DIGEST_TIME = time(18, 0)


@dataclass(slots=True)
class Talk:
    """One exchange with a chat: an open transaction, and what will be answered when it ends.

    `chat` is the one that it is about, `home` the one that is answered: they differ where a channel is managed from a
    private chat.
    """

    asker: Asker
    chat: Chat
    tx: Transaction
    texts: Texts
    home: Chat
    answers: list[Answer | Message] = field(default_factory=list)

    def say(self, text: Markup, rows: list[list[Button]] | None = None) -> None:
        """Answer with a new message."""
        self.answers.append(Answer(text, rows or []))

    def replace(self, text: Markup, rows: list[list[Button]] | None = None) -> None:
        """Put the answer in place of the message whose button was pressed; without one, say it anew."""
        replaced = self.asker.message_id if self.asker.pressed else None
        self.answers.append(Answer(text, rows or [], replaces=replaced))

    def reply(self, text: Markup, rows: list[list[Button]] | None = None) -> None:
        """Answer with a new message that hangs below the one that asked, or whose button was pressed."""
        self.answers.append(Answer(text, rows or [], below=self.asker.message_id))

    def show(self, message: Message) -> None:
        """Answer with something that is no text, below the message that asked."""
        self.answers.append(
            Message(message.method, {**message.payload, **reply_to(self.asker.message_id)}, message.file)
        )


@dataclass(frozen=True, slots=True)
class Conversation:
    """Opens exchanges: knows the defaults of new chats and who is an admin."""

    storage: Storage
    keyboards: Keyboards
    now: Clock
    language: str
    timezone: str
    admins: frozenset[int]
    world: World | None = None

    @asynccontextmanager
    async def open(self, asker: Asker) -> AsyncIterator[Talk]:
        """Run one exchange: what is said is promised with the commit, and an error takes everything back."""
        async with self.storage.transaction() as tx:
            home = await self._chat(tx, asker.target, asker.kind, self._guess(asker))
            subject = asker.subject
            chat = await self._chat(tx, subject, ChatKind.CHANNEL, home.language) if subject else home
            talk = Talk(asker, chat, tx, texts_for(home.language, self.world), home)
            yield talk
            said: list[Message] = []
            for answer in talk.answers:
                said += (
                    [answer]
                    if isinstance(answer, Message)
                    else messages(self._headed(talk, answer), self.keyboards)
                )
            await tx.outbox.reply(talk.home.id, said, update_id=asker.update_id)

    def is_admin(self, asker: Asker) -> bool:
        """Whether the asker is one of the bot's admins, speaking in a private chat."""
        return asker.kind is ChatKind.PRIVATE and asker.user_id is not None and asker.user_id in self.admins

    def require_admin(self, asker: Asker) -> None:
        """Let only admins pass.

        Raises:
            NotAllowedError: the asker is none, or does not ask in a private chat.
        """
        if not self.is_admin(asker):
            raise NotAllowedError("Only this bot's admins can do that, in their private chat with me.")

    def _headed(self, talk: Talk, answer: Answer) -> Answer:
        """Say above an answer that it is about another chat."""
        if talk.asker.subject is None:
            return answer
        return replace(answer, text=lines(for_channel(talk.texts, talk.asker.subject_title), answer.text))

    def _guess(self, asker: Asker) -> str:
        """Return the language of a new chat: of a person's Telegram; groups begin with the default one."""
        return spoken(asker.language, self.language) if asker.kind is ChatKind.PRIVATE else self.language

    async def _chat(self, tx: Transaction, target: Target, kind: ChatKind, language: str) -> Chat:
        chat = await tx.targets.find(target)
        if chat is None:
            chat = await tx.targets.ensure(
                target, kind, language=language, timezone=self.timezone, digest=DIGEST_TIME
            )
            chat = replace(chat, next_digest_at=next_due(self.now(), DIGEST_TIME, chat.timezone))
            await tx.targets.choose(chat)
        elif chat.state in {ChatState.SUSPENDED, ChatState.ERASED}:
            await tx.targets.set_state(target.chat_id, ChatState.ACTIVE)
            chat = replace(chat, state=ChatState.ACTIVE)
        return chat
