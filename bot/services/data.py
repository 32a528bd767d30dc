"""What is kept about a chat: say it, and erase it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.chats import Asker
from bot.domain.errors import UserError
from bot.rendering import data as say
from bot.services.conversation import Conversation
from storage.dialogues import Dialogue

ERASE = "erase"
ASKED_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Privacy: what is kept, and the right to have it erased."""

    conversation: Conversation

    async def privacy(self, asker: Asker) -> None:
        """Say what is kept about the chat, with buttons to take it along and to erase it."""
        async with self.conversation.open(asker) as talk:
            talk.say(*say.privacy(talk.texts))

    async def ask(self, asker: Asker) -> None:
        """Ask whether everything about the chat shall be erased; the question is good for ten minutes and one answer."""
        async with self.conversation.open(asker) as talk:
            following = await talk.tx.subscriptions.count(talk.chat.id)
            due = talk.tx.now() + ASKED_FOR
            await talk.tx.dialogues.put(Dialogue(talk.chat.id, asker.user_id or 0, ERASE, {}, due))
            talk.say(*say.sure(talk.texts, following))

    async def keep(self, asker: Asker) -> None:
        """Erase nothing after all."""
        async with self.conversation.open(asker) as talk:
            await talk.tx.dialogues.end(talk.chat.id, asker.user_id or 0)
            talk.replace(say.kept(talk.texts))

    async def erase(self, asker: Asker) -> None:
        """Erase everything about the chat, with all its topics.

        Raises:
            UserError: nobody asked for it in the last ten minutes.
        """
        async with self.conversation.open(asker) as talk:
            asked = await talk.tx.dialogues.get(talk.chat.id, asker.user_id or 0)
            if asked is None or asked.kind != ERASE or asked.due_at <= talk.tx.now():
                raise UserError("This question is too old. Send /deleteme again.")
            chat_id = talk.chat.target.chat_id
            await talk.tx.targets.erase(chat_id)
            await talk.tx.inbox.forget_chat(chat_id)
            if chat_id == talk.home.target.chat_id:
                talk.home = await talk.tx.targets.leaving(talk.home)
            talk.replace(say.erased(talk.texts))
