"""What a claim changes: alerts are about developments, not about reports."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.claims import Claim
from bot.domain.events import Event


class Change(StrEnum):
    """How a development changes the picture (CAP msgType Alert, Update, Cancel); the values stay."""

    NEW = "new"
    REPEAT = "repeat"
    FIRMER = "firmer"
    TOLL_UP = "toll_up"
    CORRECTED = "corrected"
    DENIED = "denied"
    OVER = "over"
    BACKGROUND = "background"
    RETRACTED = "retracted"


class Loudness(StrEnum):
    """How a chat experiences it: rings, is a quiet update, or is not told."""

    RING = "ring"
    QUIET = "quiet"
    SILENT = "silent"


LOUDNESS = {
    Change.NEW: Loudness.RING,
    Change.RETRACTED: Loudness.RING,
    Change.FIRMER: Loudness.QUIET,
    Change.TOLL_UP: Loudness.QUIET,
    Change.CORRECTED: Loudness.QUIET,
    Change.DENIED: Loudness.QUIET,
    Change.OVER: Loudness.QUIET,
    Change.REPEAT: Loudness.SILENT,
    Change.BACKGROUND: Loudness.SILENT,
}


def worth_telling(change: Change) -> bool:
    """Whether a change is more than a silent edit: it then has a revision of the event for itself."""
    return LOUDNESS[change] is not Loudness.SILENT


@dataclass(frozen=True, slots=True)
class Development:
    """What one claim (or an editor) changes in one event, and the named reason for saying so.

    `note` is what an editor adds to it in words of his own.
    """

    change: Change
    reason: str
    event: Event
    claim: Claim
    note: str = ""

    @property
    def loudness(self) -> Loudness:
        """How loud this change is by itself."""
        return LOUDNESS[self.change]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What surrounds the claims of one report: who published it and when (aware UTC), and on which page.

    Parts of one page (or one thread) share `page`, so that "the ministry denied this" finds what it speaks of.
    """

    source: str
    said_at: datetime
    page: str | None = None
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one report changes in one event, and the named reason.

    `event_id` None with change `new` opens an event; None with `background` means that nothing is to be kept, or, with
    `keep`, that an event is opened which nobody is told of. `positions` are the claims of the report, in its order, that
    belong to the event.
    """

    event_id: int | None
    change: Change
    reason: str
    positions: tuple[int, ...]
    keep: bool = False
