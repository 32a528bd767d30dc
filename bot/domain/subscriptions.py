"""Standing requests, and whom a development concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from bot.domain.circles import Circle, Reach, Spot, circle_of
from bot.domain.claims import Status


class Dimension(StrEnum):
    """What a term speaks about; terms of one dimension are alternatives, dimensions must all agree.

    actor: a party whatever its part; by: one that does it; on: one to whom it is done.
    """

    REGION = "region"
    ACTOR = "actor"
    BY = "by"
    ON = "on"
    TYPE = "type"
    SOURCE = "source"


CASUALTIES = "casualties"
"""The key, among types, of every event in which people were killed or injured."""


def generic_key(name: str) -> str:
    """Return the key of a party without a name of its own: of what reading calls it ("Civilians")."""
    return f"generic:{name.casefold()}"[:110]


def source_key(name: str) -> str:
    """Return the key of a source: its name without regard to case and spaces."""
    return " ".join(name.casefold().split())[:120]


FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
"""A pause until then has no end; only a person ends it."""


PARTIES = (Dimension.ACTOR, Dimension.BY, Dimension.ON)
"""The dimensions whose keys are actors."""


class Cadence(StrEnum):
    """When a subscription speaks."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Term:
    """One name in a subscription.

    A region's id or a circle's key (`bot.domain.circles`); an actor's id, or `generic:` with what a party without a name
    is called; a type, a sub-type or `casualties`; a source (`source_key`).
    """

    dimension: Dimension
    key: str
    negated: bool = False

    @property
    def circle(self) -> Circle | None:
        """The circle that it asks for, None for everything else."""
        return circle_of(self.key) if self.dimension is Dimension.REGION else None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's standing request.

    Alternatives inside a dimension, all dimensions together, and nothing that is negated; at least this severe and
    at least this sure. `unlocated` admits events without a known place. Paused until an instant, or not at all.
    """

    terms: tuple[Term, ...]
    min_severity: int = 1
    min_status: Status = Status.CLAIMED
    cadence: Cadence = Cadence.INSTANT
    sound: bool = True
    unlocated: bool = False
    paused_until: datetime | None = None
    id: int = 0
    target_id: int = 0

    @property
    def strength(self) -> int:
        """How strong a status has to be; what is disputed was claimed by somebody, so `claimed` admits it."""
        least = Status.DISPUTED if self.min_status is Status.CLAIMED else self.min_status
        return least.strength

    def keys(self, dimension: Dimension, *, negated: bool = False) -> tuple[str, ...]:
        """Return the keys of one dimension in the order they were given."""
        return tuple(t.key for t in self.terms if t.dimension is dimension and t.negated is negated)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a development concerns, as keys that subscriptions are matched against.

    `keys` holds, for each dimension, every key that a term may have: a region with everything above it, an actor
    likewise. An empty region set means that the event has no known place. `spots` are the points
    where it happened, for circles, and `reach` is how far it is felt.
    """

    keys: Mapping[Dimension, frozenset[str]]
    severity: int
    status: Status
    spots: tuple[Spot, ...] = ()
    reach: Reach = Reach.CLOSE

    @property
    def located(self) -> bool:
        """Whether the event has a known place."""
        return bool(self.keys.get(Dimension.REGION))
