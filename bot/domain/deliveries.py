"""Messages and their way to a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from bot.domain.chats import Target
from bot.domain.mutes import MuteKind
from bot.domain.subscriptions import Audience
from bot.domain.volume import Ringing


class Lane(IntEnum):
    """What goes first."""

    REPLY = 0
    ALERT = 1
    DIGEST = 2
    BROADCAST = 3
    BODY = 4


class DeliveryKind(StrEnum):
    """What a delivery is for; decides its lane, and what happens when its fate is in doubt (see `IN_DOUBT`).

    alert: the live message of an event. update: a short reply to it. body: an edit of it. retraction: takes it back.
    roundup: one message for several events. rewrite: an edit of it.
    """

    ALERT = "alert"
    UPDATE = "update"
    RETRACTION = "retraction"
    BODY = "body"
    ROUNDUP = "roundup"
    REWRITE = "rewrite"
    DIGEST = "digest"
    BROADCAST = "broadcast"
    REPLY = "reply"
    TEST = "test"

    @property
    def lane(self) -> Lane:
        """The lane that it goes in."""
        return _LANES.get(self, Lane.ALERT)


_LANES = {
    DeliveryKind.REPLY: Lane.REPLY,
    DeliveryKind.DIGEST: Lane.DIGEST,
    DeliveryKind.BROADCAST: Lane.BROADCAST,
    DeliveryKind.BODY: Lane.BODY,
    DeliveryKind.REWRITE: Lane.BODY,
}


FIRST = frozenset({DeliveryKind.ALERT, DeliveryKind.ROUNDUP})
"""Live messages: what edits and short replies need."""
EDITS = frozenset({DeliveryKind.BODY, DeliveryKind.REWRITE})
"""Edits of them."""


class DeliveryState(StrEnum):
    """Where a delivery stands.

    held: waits for the end of quiet hours, or for its place in a roundup (the service Roundups moves it on).
    pending: waits for its turn (the dispatcher moves it on). sending: on the wire; after a crash it is in doubt.
    sent, failed, expired, cancelled, superseded, unknown: final. unknown: nobody can tell whether it arrived.
    """

    HELD = "held"
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
class Doubt:
    """What becomes of a delivery when nobody can tell whether it arrived.

    `marked` says that the person who may read it twice is told so, `silent` that the repetition does not ring.
    """

    state: DeliveryState
    marked: bool = False
    silent: bool = False


# Telegram has no idempotency key, so a delivery in doubt is either sent again or given up. What must not be lost is sent
# again, what can be asked for again (a reply, a digest) is not, and an edit may be repeated without anybody noticing.
IN_DOUBT: Mapping[DeliveryKind, Doubt] = {
    DeliveryKind.ALERT: Doubt(DeliveryState.PENDING, marked=True, silent=True),
    DeliveryKind.UPDATE: Doubt(DeliveryState.PENDING, marked=True, silent=True),
    DeliveryKind.RETRACTION: Doubt(DeliveryState.PENDING, marked=True),
    DeliveryKind.BROADCAST: Doubt(DeliveryState.PENDING, marked=True, silent=True),
    DeliveryKind.ROUNDUP: Doubt(DeliveryState.PENDING, marked=True, silent=True),
    DeliveryKind.BODY: Doubt(DeliveryState.PENDING),
    DeliveryKind.REWRITE: Doubt(DeliveryState.PENDING),
    DeliveryKind.DIGEST: Doubt(DeliveryState.UNKNOWN),
    DeliveryKind.REPLY: Doubt(DeliveryState.UNKNOWN),
    DeliveryKind.TEST: Doubt(DeliveryState.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A message for many targets, who are found by the database itself.

    Who they are follows from the kind. alert: active targets that `audience` matches and that have no alert of the event
    `cause` yet. update: those that have one and have not muted it. body: those that have one, by editing it. retraction:
    those whose alert has arrived or may have. rewrite: those that have the roundup `cause`. broadcast: all active targets.

    `messages` names a written message for each language; `language` is the one for everybody else. Under the same
    kind, cause and version nothing is promised twice. An alert rings where a matching subscription does; `silent` keeps
    the whole plan from ringing. Not sent after `expires_at` (UTC; None: at any time).

    `together` holds an alert back, so that it can go into a roundup with others. `host` is a bigger event: who has its
    alert gets no further one. An update or retraction with `mute` is for those only whose mute of this kind it has ended;
    `ringing` is the kind of update that it is, which rings where a chat wants that.
    """

    kind: DeliveryKind
    cause: int
    version: int
    messages: Mapping[str, int]
    language: str
    audience: Audience | None = None
    silent: bool = False
    expires_at: datetime | None = None
    together: bool = False
    host: int | None = None
    mute: MuteKind | None = None
    ringing: Ringing = Ringing.NONE


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for one target, claimed for sending.

    `epoch` and `token` say whose claim it is: only that one may settle it. `anchor` is the Telegram id of the live alert
    that it edits or replies to, resolved when it was claimed. `repeated` says that an earlier attempt may have arrived,
    `attempt` counts from 1.
    """

    id: int
    target_id: int
    target: Target
    kind: DeliveryKind
    message: Message
    epoch: int
    token: int
    attempt: int = 1
    silent: bool = False
    repeated: bool = False
    anchor: int | None = None


class Fate(StrEnum):
    """What became of one attempt.

    sent: it arrived. later: it certainly did not, and may be tried again. unknown: nobody can tell.
    plain, too_long, lost_anchor: it did not, and may be tried at once without formatting, in parts, without the message
    that it edits or answers. deleted: the same, because a person has deleted the message to edit. failed: it never will. gone: this chat cannot be written to; topic_gone: nor this topic.
    migrated: the chat has a new id. unauthorized: the token was not accepted.
    """

    SENT = "sent"
    LATER = "later"
    PLAIN = "plain"
    TOO_LONG = "too_long"
    FAILED = "failed"
    GONE = "gone"
    TOPIC_GONE = "topic_gone"
    MIGRATED = "migrated"
    LOST_ANCHOR = "lost_anchor"
    DELETED = "deleted"
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
    """What the committer writes for one finished delivery.

    A delivery that waits again does so until `send_after` (UTC). `counted` says that the attempt counts: it does not
    when nothing can have left. `marked` and `silent` are added to the row, never taken away.
    """

    delivery: Delivery
    outcome: Outcome
    state: DeliveryState
    send_after: datetime | None = None
    counted: bool = True
    marked: bool = False
    silent: bool = False
