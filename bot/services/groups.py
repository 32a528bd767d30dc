"""Who manages what a chat follows: people their private chat, administrators their group, and channels from in private."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.chats import Asker, ChatKind, Target
from bot.domain.errors import NotAllowedError, UserError
from bot.rendering import groups as say
from bot.services.conversation import Conversation

REMEMBERED = timedelta(seconds=60)
MOST_REMEMBERED = 10_000
CHANNEL_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Room:
    """A chat as Telegram names it."""

    id: int
    kind: ChatKind
    title: str


IsAdmin = Callable[[int, int], Awaitable[bool | None]]
"""Asks Telegram whether a person administers a chat (chat id, person's id); None when nobody can tell just now."""
FindRoom = Callable[[str], Awaitable[Room | None]]
"""Asks Telegram for a chat by its @name or number; None where it is unknown or we are not in it."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Checks rights, and remembers for a minute what Telegram said; who cannot be checked has none."""

    conversation: Conversation
    is_admin: IsAdmin
    find_room: FindRoom
    _known: dict[tuple[int, int], tuple[datetime, bool]] = field(default_factory=dict)

    async def managing(self, asker: Asker, *, changing: bool = True) -> Asker:
        """Return the asker with the chat that they manage here: this one, or the channel that they have chosen.

        Args:
            asker: who asks.
            changing: whether something will be changed; everybody may look at what their group follows.

        Raises:
            NotAllowedError: the asker has no right to.
        """
        match asker.kind:
            case ChatKind.PRIVATE:
                return await self._with_channel(asker)
            case ChatKind.CHANNEL:
                raise NotAllowedError(
                    "A channel is managed from your private chat with me: /channel there, and its @name."
                )
        if not changing or asker.anonymous or await self._administers(asker.target.chat_id, asker.user_id):
            return asker
        raise NotAllowedError("Only administrators of this group can change what it follows.")

    async def choose_channel(self, asker: Asker, named: str) -> None:
        """Manage a channel (its @name or number) from this private chat for an hour; "off" or nothing ends that.

        Raises:
            UserError: it is no channel that we are in, or this is no private chat.
            NotAllowedError: the asker does not administer it.
        """
        if asker.kind is not ChatKind.PRIVATE:
            raise UserError("Channels are managed from your private chat with me.")
        if named in {"", "off"}:
            async with self.conversation.open(asker) as talk:
                ended = await talk.tx.managed.end(talk.chat.id)
                talk.say(say.channel_left(talk.texts) if ended else say.ask_channel(talk.texts))
            return
        room = await self.find_room(named)
        if room is None:
            raise UserError("I know no such channel. Add me to it as an administrator first.")
        if room.kind is not ChatKind.CHANNEL:
            raise UserError(
                "This is no channel. In a group, its administrators manage what it follows right there."
            )
        if not await self._administers(room.id, asker.user_id):
            raise NotAllowedError("You are no administrator of this channel, or I am none.")
        async with self.conversation.open(asker) as talk:
            await talk.tx.managed.begin(talk.chat.id, room.id, room.title, talk.tx.now() + CHANNEL_FOR)
            talk.say(*say.channel_chosen(talk.texts, room.title))

    async def arrived(self, asker: Asker, room: Room) -> None:
        """Greet a group that has let us in; of a channel, tell the person who added us, if we know them."""
        if room.kind is not ChatKind.CHANNEL:
            async with self.conversation.open(asker) as talk:
                talk.say(say.group_greeting(talk.texts))
            return
        if asker.user_id is None:
            return
        private = Asker(Target(asker.user_id), ChatKind.PRIVATE, asker.user_id, asker.update_id)
        async with self.conversation.storage.reading() as tx:
            known = await tx.targets.find(private.target)
        if known is not None:
            async with self.conversation.open(private) as talk:
                talk.say(*say.channel_greeting(talk.texts, room.title, room.id))

    def forget(self, chat_id: int) -> None:
        """Forget what was known of a chat's administrators: something has changed there."""
        for key in [key for key in self._known if key[0] == chat_id]:
            del self._known[key]

    async def _with_channel(self, asker: Asker) -> Asker:
        async with self.conversation.storage.reading() as tx:
            chat = await tx.targets.find(asker.target)
            managed = await tx.managed.of(chat.id) if chat else None
        if managed is None or managed.until <= self.conversation.now():
            return asker
        if not await self._administers(managed.chat_id, asker.user_id):
            raise NotAllowedError(
                "You do not administer “{title}” any more. /channel off ends this.", title=managed.title
            )
        return replace(asker, subject=Target(managed.chat_id), subject_title=managed.title)

    async def _administers(self, chat_id: int, user_id: int | None) -> bool:
        if user_id is None:
            return False
        now, key = self.conversation.now(), (chat_id, user_id)
        known = self._known.get(key)
        if known is not None and now - known[0] < REMEMBERED:
            return known[1]
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        found = await self.is_admin(chat_id, user_id)
        if found is not None:
            self._known[key] = (now, found)
        return found or False
