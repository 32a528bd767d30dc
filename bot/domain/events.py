"""Events: the happenings that claims are joined into."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.claims import ActorRef, Claim, EventType, PlaceRef, Status, Toll
from bot.domain.traces import Trace


class EventState(StrEnum):
    """Whether an event is live. open: yes. merged: another event holds its claims. retracted: taken back."""

    OPEN = "open"
    MERGED = "merged"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A claim with where it came from: one line of an event's ledger.

    `said_at` is when the source published it, `learned_at` when we read it (both UTC); `content_hash` tells reprints.
    """

    claim: Claim
    source: str
    said_at: datetime
    learned_at: datetime
    report_id: int = 0
    url: str | None = None
    claim_id: int = 0
    content_hash: str = ""
    retracted: bool = False

    @property
    def order(self) -> tuple[datetime, float, datetime]:
        """What ledgers are sorted by: as they were read; a claim that is still to be stored comes after its contemporaries."""
        return self.learned_at, self.claim_id or math.inf, self.said_at


@dataclass(frozen=True, slots=True)
class Telling:
    """What a headline tells besides what, where and how many: how surely, by whose word, and who had which part.

    `status` may be weaker than the event's: a toll is told no more surely than by who counts it. `voice` is who says (or
    denies) it, in the words of the source, and `voice_id` the party that this is; nobody where it is told flatly. `people` are those
    taken, let go, displaced or rescued, where somebody counted them.
    """

    status: Status
    voice: str = ""
    voice_id: str | None = None
    actors: tuple[ActorRef, ...] = ()
    people: tuple[Toll, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A happening as we know it now, computed from its ledger; `revision` counts the changes a follower could see.

    `sources` is how many independent sources tell of it: reprints and copies of one upstream count once. `trace` is what
    correlation compares with the next claim, so that the ledgers of candidates need not be read. `scene` are the places
    that the headline speaks of, `telling` what else it tells.
    """

    id: int
    type: EventType
    subtype: str
    status: Status
    severity: int
    headline: str
    places: tuple[PlaceRef, ...]
    actors: tuple[ActorRef, ...]
    on: date | None
    killed: Toll | None
    injured: Toll | None
    ledger: tuple[LedgerEntry, ...]
    first_at: datetime
    changed_at: datetime
    revision: int = 1
    state: EventState = EventState.OPEN
    sources: int = 1
    trace: Trace | None = None
    scene: tuple[PlaceRef, ...] = ()
    telling: Telling | None = None

    @property
    def region_ids(self) -> tuple[str, ...]:
        """The known places, in the order they were told."""
        return tuple(dict.fromkeys(place.region_id for place in self.places if place.region_id))

    @property
    def latest(self) -> LedgerEntry:
        """The claim that was read last."""
        return self.ledger[-1]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which stored events may tell of the same happening: those under one of `keys` that changed at `since` or later.

    The keys are of the dimension `correlate` (see `bot.correlation.event_keys`); `since` is aware UTC. The newest
    events are worth most, so a caller with too many takes the newest.
    """

    keys: tuple[str, ...]
    since: datetime
