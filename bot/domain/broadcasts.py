"""Messages from the admins to everybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class BroadcastState(StrEnum):
    """draft: waits for its admin. sending: promised to every chat. done: nothing is left to send. cancelled: never sent."""

    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text for everybody; `code` has to be typed where many would receive it."""

    id: int
    text: str
    author_id: int
    receivers: int
    state: BroadcastState
    created_at: datetime
    code: str | None = None
