"""Muted stories: what a chat does not want to hear of for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.claims import Status

UNDO_WITHIN = timedelta(minutes=5)


class MuteKind(StrEnum):
    """What ends a mute: time: an instant. status: another status of the event. over: its end. Each ends with a retraction."""

    TIME = "time"
    STATUS = "status"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Mute:
    """A story that a chat does not want to hear of.

    `until` is UTC, for the kind `time` only; `status` is the one that the event had when it was muted.
    """

    target_id: int
    event_id: int
    kind: MuteKind
    status: Status
    created_at: datetime
    until: datetime | None = None
