"""Standing requests, and whom a development concerns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.claims import Status


class Dimension(StrEnum):
    """What a term speaks about; terms of one dimension are alternatives, dimensions must all agree."""

    REGION = "region"
    ACTOR = "actor"
    TYPE = "type"
    SOURCE = "source"


class Cadence(StrEnum):
    """When a subscription speaks."""

    INSTANT = "instant"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Term:
    """One name in a subscription: a region id, an actor id (`by:` or `on:` before it narrows the role), a type, a source."""

    dimension: Dimension
    key: str
    negated: bool = False


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

    def keys(self, dimension: Dimension, *, negated: bool = False) -> tuple[str, ...]:
        """Return the keys of one dimension in the order they were given."""
        return tuple(t.key for t in self.terms if t.dimension is dimension and t.negated is negated)


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a development concerns, as keys that subscriptions are matched against.

    `keys` holds, for each dimension, every key that a term may have: a region with everything above it, an actor
    likewise, plain and by role. An empty region set means that the event has no known place.
    """

    keys: Mapping[Dimension, frozenset[str]]
    severity: int
    status: Status

    @property
    def located(self) -> bool:
        """Whether the event has a known place."""
        return bool(self.keys.get(Dimension.REGION))
