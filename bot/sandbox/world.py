"""The state of the local Telegram and the few ways in which it changes: people, chats, messages, what the bot hears of them.

Nothing here knows HTTP. All times are Unix seconds from the world's clock; ids are chosen the way Telegram's look (groups
negative, supergroups and channels below -1000000000000) and are the same for the same name in every run.
"""

import time
from collections.abc import Callable
from hashlib import sha256

from bot.sandbox.journal import Journal
from bot.sandbox.model import (
    ADMIN_ID,
    ANONYMOUS_ADMIN_ID,
    CHANNEL_BOT_ID,
    PRESENT,
    SERVICE_ID,
    Chat,
    Json,
    Member,
    Message,
    StoredFile,
    User,
)
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.views import chat_json, member_json, message_fields, user_json

FIRST_PERSON_ID = 2**33
"""Personas other than Admin have ids above this, so that nobody stores a user id in 32 bits."""
FIRST_DAY = 1_700_000_000
"""Message ids count from the seconds since this moment, so that a later run does not reuse those of an earlier one."""
CHANNEL_BASE = -1_000_000_000_000
ADMIN_NAME = "Admin"


def stable_number(text: str, bits: int) -> int:
    """Return the same number below 2**bits for the same text, always."""
    return int.from_bytes(sha256(text.casefold().encode()).digest()[:8], "big") >> (64 - bits)


class World:
    """Everybody and everything, in memory.

    Fields: bot (the bot's own user), users and chats by id, files by file id, updates (what the bot has not confirmed yet),
    journal (numbered events), privacy (whether the bot hears only commands, replies and mentions in groups).
    """

    def __init__(self, bot: User, clock: Callable[[], float] = time.time, *, privacy: bool = True) -> None:
        self.bot = bot
        self.clock = clock
        self.privacy = privacy
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.journal = Journal()
        self.updates = UpdateQueue(clock)
        self._first_id = max(int(clock()) - FIRST_DAY, 0)
        self._last_message_id = self._first_id
        for user_id, name, username in (
            (ANONYMOUS_ADMIN_ID, "Group", "GroupAnonymousBot"),
            (CHANNEL_BOT_ID, "Channel", "Channel_Bot"),
            (SERVICE_ID, "Telegram", None),
        ):
            is_bot = user_id != SERVICE_ID
            self.users[user_id] = User(user_id, name, username, is_bot=is_bot, met=True)

    # --- people and chats -------------------------------------------------------------------------------------

    def person(self, name: str, *, username: str | None = None, user_id: int | None = None) -> User:
        """Return the persona of this name, made on first use. Raises ValueError when an id is taken by another name."""
        if user_id is None:
            user_id = (
                ADMIN_ID
                if name.casefold() == ADMIN_NAME.casefold()
                else FIRST_PERSON_ID + stable_number(name, 43)
            )
        user = self.users.get(user_id)
        if user is None:
            user = self.users[user_id] = User(user_id, name, username, "en")
        elif user.first_name.casefold() != name.casefold():
            raise ValueError(f"the user id {user_id} of {name!r} is already {user.first_name!r}'s")
        elif username is not None:
            user.username = username
        return user

    def private_chat(self, user: User) -> Chat:
        """Return a person's chat with the bot, made on first use."""
        chat = self.chats.get(user.id)
        if chat is None:
            chat = self.chats[user.id] = Chat(user.id, "private", user.first_name, user.username)
        return chat

    def new_chat(
        self, kind: str, title: str, owner: User, *, username: str | None = None, is_forum: bool = False
    ) -> Chat:
        """Make a group, supergroup or channel with its owner in it."""
        base = CHANNEL_BASE - 1_000_000_000 if kind != "group" else -1_000_000
        chat_id = base - stable_number(f"{kind}:{title}", 32)
        while chat_id in self.chats:
            chat_id -= 1
        chat = Chat(chat_id, kind, title, username, is_forum=is_forum)
        chat.members[owner.id] = Member(owner.id, "creator")
        self.chats[chat_id] = chat
        return chat

    def find_chat(self, reference: str) -> Chat | None:
        """Return the chat with this id or @username."""
        if reference.startswith("@"):
            name = reference[1:].casefold()
            found = (chat for chat in self.chats.values() if (chat.username or "").casefold() == name)
            return next((chat for chat in found if chat.type in {"supergroup", "channel"}), None)
        try:
            return self.chats.get(int(reference))
        except ValueError:
            return None

    # --- messages ---------------------------------------------------------------------------------------------

    def post(
        self, chat: Chat, message: Message, *, by_bot: bool, method: str = "", kind: str = "message"
    ) -> Message:
        """Put a new message into its chat: number it, journal it under its kind, tell the bot if it should hear it."""
        message.id = self._next_id(chat)
        message.date = int(self.clock())
        message.by_bot = by_bot
        chat.messages[message.id] = message
        if message.opens_topic:
            message.thread_id = message.id
        message.order = self._journal_message(kind, message, by_bot=by_bot, method=method)
        if not by_bot and self.bot_hears(chat, message):
            self.updates.push("channel_post" if chat.type == "channel" else "message", self.show(message))
        return message

    def edited(self, message: Message, content: Json, *, by_bot: bool, method: str = "") -> None:
        """Replace a message's content, keep what it said, journal it and tell the bot about other people's edits."""
        chat = self.chats[message.chat_id]
        message.history.append({**message.content, "at": message.edit_date or message.date})
        message.content = content
        message.edit_date = int(self.clock())
        self._journal_message("edit", message, by_bot=by_bot, method=method)
        if not by_bot and self.bot_hears(chat, message):
            kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
            self.updates.push(kind, self.show(message))

    def react(self, message: Message, user: User, reaction: list[Json]) -> None:
        """Let a person react to a message, and tell the bot where it may know."""
        chat = self.chats[message.chat_id]
        old = message.reactions.get(user.id, [])
        message.reactions[user.id] = reaction
        if chat.type != "private" and chat.member(self.bot.id).status != "administrator":
            return
        changed = {"old_reaction": old, "new_reaction": reaction, "user": user_json(user)}
        where = {"chat": chat_json(chat), "message_id": message.id, "date": int(self.clock())}
        self.updates.push("message_reaction", where | changed)

    def note(self, kind: str, message: Message, *, method: str) -> None:
        """Journal something the bot did to a message other than changing its words."""
        self._journal_message(kind, message, by_bot=True, method=method)

    def _journal_message(self, kind: str, message: Message, *, by_bot: bool, method: str) -> int:
        return self.journal.add(
            kind,
            message.chat_id,
            self.clock(),
            by_bot=by_bot,
            method=method,
            message_id=message.id,
            thread=message.thread_id,
            text=message.words,
            silent=message.silent,
            reply_to=message.reply_to,
        ).order

    def _next_id(self, chat: Chat) -> int:
        """Number a message: supergroups and channels count by themselves, all other chats together."""
        if chat.type in {"supergroup", "channel"}:
            chat.last_own_id = max(chat.last_own_id, self._first_id) + 1
            return chat.last_own_id
        self._last_message_id += 1
        return self._last_message_id

    def show(self, message: Message, *, with_reply: bool = True) -> Json:
        """Return a Message as the Bot API has it now, with the message it replies to (one level)."""
        chat = self.chats[message.chat_id]
        sender = None if message.sender_id is None else self.users[message.sender_id]
        sender_chat = None if message.sender_chat_id is None else self.chats[message.sender_chat_id]
        shown = message_fields(message, chat, sender, sender_chat)
        if with_reply:
            target = chat.messages.get(message.reply_to or message.thread_id or 0)
            if target is not None and target is not message and not target.deleted:
                shown["reply_to_message"] = self.show(target, with_reply=False)
        return shown

    def live_message(self, chat: Chat, message_id: int) -> Message | None:
        """Return a message that is there and not deleted."""
        message = chat.messages.get(message_id)
        return None if message is None or message.deleted else message

    # --- what the bot hears -----------------------------------------------------------------------------------

    def bot_hears(self, chat: Chat, message: Message) -> bool:
        """Whether a message of somebody else reaches the bot: it is there, not blocked, and privacy mode lets it through."""
        if chat.type == "private":
            return not self.users[chat.id].blocked_bot
        member = chat.member(self.bot.id)
        if member.status not in PRESENT or chat.migrated_to is not None:
            return False
        if chat.type == "channel" or member.status in {"administrator", "creator"} or not self.privacy:
            return True
        return self._addressed(chat, message)

    def _addressed(self, chat: Chat, message: Message) -> bool:
        content = message.content
        if message.reply_to is not None:
            target = chat.messages.get(message.reply_to)
            if target is not None and target.sender_id == self.bot.id:
                return True
        text = content.get("text", content.get("caption"))
        if text is None:
            return not any(name in content for name in ("location", "venue", "document", "photo"))
        me = f"@{self.bot.username}".casefold()
        encoded = text.encode("utf-16-le")
        for entity in content.get("entities") or content.get("caption_entities") or ():
            word = (
                encoded[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
                .decode("utf-16-le")
                .casefold()
            )
            if entity["type"] == "bot_command" and ("@" not in word or word.endswith(me)):
                return True
            if entity["type"] == "mention" and word == me:
                return True
        return False

    def change_member(self, chat: Chat, user: User, new: Member, *, by: User) -> None:
        """Change somebody's membership and tell the bot, if it is concerned and there (or was)."""
        old = chat.member(user.id)
        chat.members[user.id] = new
        about_bot = user.id == self.bot.id
        kind = "my_chat_member" if about_bot else "chat_member"
        mine = chat.member(self.bot.id).status
        if about_bot or mine in {"administrator", "creator"}:
            self.updates.push(kind, self._member_update(chat, user, old, new, by))

    def _member_update(self, chat: Chat, user: User, old: Member, new: Member, by: User) -> Json:
        return {
            "chat": chat_json(chat),
            "from": user_json(by),
            "date": int(self.clock()),
            "old_chat_member": member_json(chat, old, user),
            "new_chat_member": member_json(chat, new, user),
        }

    def block(self, user: User, *, blocked: bool) -> None:
        """Let a person block or unblock the bot; the bot hears of it as a change of its own membership."""
        if user.blocked_bot == blocked:
            return
        user.blocked_bot = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        bot_id = self.bot.id
        update = self._member_update(
            self.private_chat(user), self.bot, Member(bot_id, old), Member(bot_id, new), user
        )
        self.updates.push("my_chat_member", update)
