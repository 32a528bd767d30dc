"""What a claim changes: alerts are about developments, not about reports."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Development:
    """What one claim changes in one event, and the named reason for saying so."""

    change: Change
    reason: str
    event: Event
    claim: Claim

    @property
    def loudness(self) -> Loudness:
        """How loud this change is by itself."""
        return LOUDNESS[self.change]
