"""Messages and their way to a chat."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.chats import Target


class DeliveryKind(StrEnum):
    """What a delivery is for; decides what happens when its fate is in doubt.

    alert, retraction and broadcast are sent again (marked), update and body are idempotent or harmless to repeat,
    digest and reply are never repeated.
    """

    ALERT = "alert"
    UPDATE = "update"
    RETRACTION = "retraction"
    BODY = "body"
    DIGEST = "digest"
    BROADCAST = "broadcast"
    REPLY = "reply"


class Lane(IntEnum):
    """What goes first."""

    REPLY = 0
    ALERT = 1
    DIGEST = 2
    BROADCAST = 3
    BODY = 4


class DeliveryState(StrEnum):
    """Where a delivery stands.

    pending: waits for its turn (the dispatcher moves it on). sending: on the wire; after a crash it is in doubt.
    sent, failed, expired, cancelled, superseded, unknown: final. unknown: nobody can tell whether it arrived.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Message:
    """One prepared Bot API call without its target: a method and its JSON parameters.

    `file` is the content of a document to upload, named by the parameter `document`.
    """

    method: str
    payload: Mapping[str, Any]
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one target, claimed for sending.

    `anchor` is the Telegram id of the live alert it edits or replies to, resolved when it was claimed. `repeated`
    says that an earlier attempt may have arrived.
    """

    id: int
    target_id: int
    target: Target
    kind: DeliveryKind
    message: Message
    token: int
    attempt: int = 0
    repeated: bool = False
    anchor: int | None = None
    event_id: int | None = None


class Fate(StrEnum):
    """What became of one attempt."""

    SENT = "sent"
    LATER = "later"
    PLAIN = "plain"
    FAILED = "failed"
    GONE = "gone"
    MIGRATED = "migrated"
    LOST_ANCHOR = "lost_anchor"
    UNAUTHORIZED = "unauthorized"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended, as the classifier read it.

    `retry_after` is in seconds; `everyone` says that the whole bot has to wait, not only this chat.
    """

    fate: Fate
    message_id: int | None = None
    retry_after: float = 0.0
    everyone: bool = False
    new_chat_id: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the committer writes for one finished delivery."""

    delivery: Delivery
    outcome: Outcome
    state: DeliveryState
    send_after: datetime | None = None
    message: Message | None = field(default=None)
