"""Groups, forums and channels: who is in them, who may what, how a group becomes a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.model import ANONYMOUS_ADMIN_ID, PRESENT, Chat, Json, Member, Message, User
from bot.sandbox.topics import open_topic
from bot.sandbox.views import USUAL_RIGHTS, user_json

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.sandbox import Sandbox


class Room:
    """A group, supergroup or channel, acted on by its owner unless another person is named."""

    def __init__(self, sandbox: Sandbox, chat: Chat) -> None:
        self._sandbox = sandbox
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id."""
        return self.chat.id

    @property
    def title(self) -> str:
        """The chat's title."""
        return self.chat.title

    def _owner(self) -> User:
        owner = next(member for member in self.chat.members.values() if member.status == "creator")
        return self._sandbox.world.users[owner.user_id]

    def _service(self, content: Json, by: User, chat: Chat | None = None) -> Message:
        """Post a service message (somebody joined, the group moved …)."""
        chat = chat or self.chat
        message = Message(0, chat.id, 0, 0, content, sender_id=by.id)
        return self._sandbox.world.post(chat, message, by_bot=False, kind="service")

    # --- people -----------------------------------------------------------------------------------------------

    def add(self, person: Person, *, by: Person | None = None) -> None:
        """Let a person join."""
        actor = by.user if by else person.user
        self._sandbox.world.change_member(self.chat, person.user, Member(person.id, "member"), by=actor)
        if self.chat.type != "channel":
            shown = user_json(person.user)
            joined: Json = {
                "new_chat_participant": shown,
                "new_chat_member": shown,
                "new_chat_members": [shown],
            }
            self._service(joined, actor)

    def remove(self, person: Person, *, by: Person | None = None) -> None:
        """Take a person out: by herself (left) or by somebody else (kicked)."""
        actor = by.user if by else person.user
        status = "left" if actor.id == person.id else "kicked"
        if self.chat.type != "channel":
            shown = user_json(person.user)
            self._service({"left_chat_participant": shown, "left_chat_member": shown}, actor)
        self._sandbox.world.change_member(self.chat, person.user, Member(person.id, status), by=actor)

    def promote(
        self, person: Person, *, anonymous: bool = False, rights: frozenset[str] = USUAL_RIGHTS
    ) -> None:
        """Make a person an administrator."""
        member = Member(person.id, "administrator", anonymous, rights=rights)
        self._sandbox.world.change_member(self.chat, person.user, member, by=self._owner())

    def demote(self, person: Person) -> None:
        """Make an administrator an ordinary member again."""
        self._sandbox.world.change_member(
            self.chat, person.user, Member(person.id, "member"), by=self._owner()
        )

    # --- the bot ----------------------------------------------------------------------------------------------

    def add_bot(self, *, by: Person | None = None, admin: bool | None = None) -> None:
        """Bring the bot in; into a channel always as an administrator."""
        actor = by.user if by else self._owner()
        actor.met = True
        bot = self._sandbox.world.bot
        is_admin = self.chat.type == "channel" if admin is None else admin
        member = (
            Member(bot.id, "administrator", rights=USUAL_RIGHTS) if is_admin else Member(bot.id, "member")
        )
        self._sandbox.world.change_member(self.chat, bot, member, by=actor)
        if self.chat.type != "channel":
            shown = user_json(bot)
            self._service(
                {"new_chat_participant": shown, "new_chat_member": shown, "new_chat_members": [shown]}, actor
            )

    def remove_bot(self, *, by: Person | None = None) -> None:
        """Throw the bot out."""
        actor = by.user if by else self._owner()
        bot = self._sandbox.world.bot
        if self.chat.type == "group":
            shown = user_json(bot)
            self._service({"left_chat_participant": shown, "left_chat_member": shown}, actor)
        self._sandbox.world.change_member(self.chat, bot, Member(bot.id, "kicked"), by=actor)

    def promote_bot(self, rights: frozenset[str] = USUAL_RIGHTS) -> None:
        """Make the bot an administrator."""
        bot = self._sandbox.world.bot
        member = Member(bot.id, "administrator", rights=rights)
        self._sandbox.world.change_member(self.chat, bot, member, by=self._owner())

    def silence_bot(self) -> None:
        """Take the bot's right to send messages."""
        bot = self._sandbox.world.bot
        self._sandbox.world.change_member(
            self.chat, bot, Member(bot.id, "restricted", can_send=False), by=self._owner()
        )

    # --- the room ---------------------------------------------------------------------------------------------

    def create_topic(self, name: str, *, by: Person | None = None) -> int:
        """Open a topic in a forum and return its thread id. Raises ValueError outside of forums."""
        actor = self._owner() if by is None else by.user
        return open_topic(self._sandbox.world, self.chat, name, actor).id

    def link_discussion(self, group: Room) -> None:
        """Make a supergroup the discussion group of this channel: posts are forwarded into it automatically."""
        self.chat.linked_chat_id, group.chat.linked_chat_id = group.id, self.id

    def delete(self) -> None:
        """Delete the chat for everybody."""
        self.chat.deleted = True

    def migrate(self) -> Room:
        """Turn the group into a supergroup: a new chat id, the two service messages, the old id refuses from now on."""
        if self.chat.type != "group" or self.chat.migrated_to is not None:
            raise ValueError(f"{self.title!r} is no group that can become a supergroup")
        world = self._sandbox.world
        owner = self._owner()
        new = world.new_chat("supergroup", self.title, owner)
        for member in self.chat.members.values():
            if member.status in PRESENT:
                new.members[member.user_id] = member
        self._service({"migrate_to_chat_id": new.id}, owner)
        self.chat.migrated_to = new.id
        content: Json = {"migrate_from_chat_id": self.id}
        message = Message(0, new.id, 0, 0, content, sender_id=ANONYMOUS_ADMIN_ID, sender_chat_id=new.id)
        world.post(new, message, by_bot=False)
        return Room(self._sandbox, new)
