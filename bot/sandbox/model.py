"""What the local Telegram consists of: users, chats, memberships, messages, files."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set; for tables of names."""
    return frozenset(text.split())


GENERAL_TOPIC = 1
"""Thread id of a forum's General topic; the real server never lets a bot name it (Client.cpp, check_message_topic)."""

ADMIN_ID = 1_000_001
"""User id of the persona called "Admin"; the bot's admin when no other is configured."""

ANONYMOUS_ADMIN_ID = 1087968824
"""GroupAnonymousBot: the `from` of everything an anonymous group admin says."""

CHANNEL_BOT_ID = 136817688
"""Channel_Bot: the `from` of everything said in a group in the name of a channel."""

SERVICE_ID = 777000
"""Telegram: the `from` of channel posts forwarded automatically into the discussion group."""

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
"""Member statuses of somebody who is in the chat."""


@dataclass(slots=True)
class User:
    """Somebody: a persona or a bot. `met` means the bot has seen the user, `started` that a private chat exists."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False
    blocked_bot: bool = False
    started: bool = False
    met: bool = False


@dataclass(slots=True)
class Member:
    """A user's place in a group or channel; status in the Bot API's words."""

    user_id: int
    status: str
    anonymous: bool = False
    can_send: bool = True
    rights: frozenset[str] = frozenset()


@dataclass(slots=True)
class Message:
    """A message as it is now; `history` keeps what it said before each edit, with the time of that saying.

    `content` holds the Bot API fields of the content (text and entities, document, location, …). Times are Unix
    seconds; `order` is the world's running number of the event that created it.
    """

    id: int
    chat_id: int
    date: int
    order: int
    content: Json
    by_bot: bool = False
    sender_id: int | None = None
    sender_chat_id: int | None = None
    author_signature: str | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    quote: Json | None = None
    forward_origin: Json | None = None
    reply_markup: Json | None = None
    keyboard: Json | None = None
    silent: bool = False
    protected: bool = False
    automatic_forward: bool = False
    opens_topic: bool = False
    edit_date: int | None = None
    deleted: bool = False
    pinned: bool = False
    preview: Json | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    history: list[Json] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What the message says now: its text or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")


@dataclass(slots=True)
class Chat:
    """A private chat, group, supergroup or channel with everything said in it, by message id."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    deleted: bool = False
    migrated_to: int | None = None
    linked_chat_id: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_own_id: int = 0

    @property
    def is_group(self) -> bool:
        """Whether people talk here together (a group or supergroup)."""
        return self.type in {"group", "supergroup"}

    def member(self, user_id: int) -> Member:
        """Return the user's membership; somebody never seen here counts as left."""
        return self.members.get(user_id) or Member(user_id, "left")

    def has(self, user_id: int) -> bool:
        """Whether the user is in the chat now."""
        return self.member(user_id).status in PRESENT


@dataclass(slots=True, frozen=True)
class StoredFile:
    """An uploaded file; `kind` is the Bot API's content field (document, photo)."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0
