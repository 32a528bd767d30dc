"""Chats: where people and the bot meet."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class ChatKind(StrEnum):
    """The Bot API's chat types."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Whether we write to a chat.

    active: yes. stopped: the chat said /stop; it moves back on /start. suspended: Telegram says that we cannot
    (blocked, kicked, deactivated); it moves back on the next sign of life, and is forgotten after 90 days. erased: it
    said /deleteme; nothing but its number is left, and that goes when the last answer has been sent.
    """

    ACTIVE = "active"
    STOPPED = "stopped"
    SUSPENDED = "suspended"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: a chat, and inside a forum one of its topics (0: none)."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """What a target has chosen.

    `digest_time` is local wall time in `timezone` (an IANA name), None for no digest; `next_digest_at` and
    `digested_at` are UTC instants: when the next one is due and what the last one
    covered; `digested_on` is the local date of the last daily one, which has no second one.
    """

    id: int
    target: Target
    kind: ChatKind
    state: ChatState
    language: str
    timezone: str
    digest_time: time | None
    next_digest_at: datetime | None
    digested_at: datetime
    empty_digest: bool = False
    digested_on: date | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for something, and where: everything a use case may know of a Telegram update.

    `user_id` is None for channels and anonymous senders, who therefore never have a bot admin's rights.
    `message_id` is the message that asked; `pressed` tells that it is the bot's own message whose button was pressed.
    `reply_to` is the message that it answers. `anonymous` tells that it speaks as the group itself, which only the
    group's administrators can. `subject` is the chat that is managed from here, where it is another one (a channel), and
    `subject_title` its title.
    """

    target: Target
    kind: ChatKind
    user_id: int | None
    update_id: int
    message_id: int | None = None
    language: str | None = None
    pressed: bool = False
    reply_to: int | None = None
    anonymous: bool = False
    subject: Target | None = None
    subject_title: str = ""
