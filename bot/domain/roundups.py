"""Roundups: one message for several events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RoundupKind(StrEnum):
    """Why events share a message.

    report: one report told them together. quiet: they came in quiet hours. more: the chat had heard all the rings of an
    hour. late: they waited for another reason, such as an outage.
    """

    REPORT = "report"
    QUIET = "quiet"
    MORE = "more"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Roundup:
    """One message for several events, the most important first.

    `data` is what its heading says: `from` and `until` of quiet hours (wall times), `region` that holds all of them.
    """

    kind: RoundupKind
    event_ids: tuple[int, ...]
    created_at: datetime
    data: Mapping[str, str] = field(default_factory=dict)
    revision: int = 1
    id: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """An alert that was held back and may be told now: a row of the outbox.

    `sounds` says that the chat wants to hear it, `rings_left` how many rings its hour still has, `grave_rings` that what is
    grave rings all the same.
    """

    id: int
    target_id: int
    event_id: int
    language: str
    sounds: bool
    rings_left: int
    grave_rings: bool
    since: datetime
