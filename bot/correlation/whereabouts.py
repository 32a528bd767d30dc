"""Where: the places of a claim or an event, and how two of them lie to each other."""

from collections.abc import Iterable
from enum import StrEnum

from bot.domain.claims import PlaceRef
from bot.domain.places import RegionKind
from bot.domain.traces import Whereabouts
from bot.knowledge import World, phrase
from bot.knowledge.normalise import skeleton

BROAD = frozenset(
    (
        RegionKind.CONTINENT,
        RegionKind.BLOC,
        RegionKind.COUNTRY,
        RegionKind.ADMIN1,
        RegionKind.ADMIN2,
        RegionKind.SEA,
        RegionKind.RIVER,
        RegionKind.FRONT,
    )
)
"""Kinds of region so large that much happens in them at once."""
_NEAR_KM = 4.0


class Lie(StrEnum):
    """How a claim's places lie to an event's.

    same: one place is told by both. inside, around: the claim's is a part of the event's, or the whole of it, and the
    whole is a town. within, over: the same with a whole province, country or the like. apart: different places.
    unknown: one of them names no place.
    """

    SAME = "same"
    INSIDE = "inside"
    AROUND = "around"
    WITHIN = "within"
    OVER = "over"
    APART = "apart"
    UNKNOWN = "unknown"


_ORDER = (Lie.SAME, Lie.INSIDE, Lie.AROUND, Lie.WITHIN, Lie.OVER, Lie.UNKNOWN, Lie.APART)


def whereabouts(places: Iterable[PlaceRef], world: World, *, last_part: bool = False) -> Whereabouts:
    """Read off where something happened; `last_part` says that the most specific place stands for the town above it."""
    at: set[str] = set()
    above: set[str] = set()
    beside: set[str] = set()
    for place in places:
        key = place.region_id or spelled(place.surface)
        if not key:
            continue
        climb = world.regions.ancestors(key) if place.region_id else ()
        above.update(climb[1:])
        if place.country and key != f"cc:{place.country}":
            above.add(f"cc:{place.country}")
        if place.relation in {None, "in", "inside", "at", "across", "within"}:
            at.add(key)
        else:
            beside.add(key)
            above.update(climb)
    whole = {key for key in at & above if not is_broad(key, world)} if last_part else set()
    return Whereabouts(frozenset(at - above), frozenset(above), frozenset(beside), frozenset(whole))


def spelled(surface: str) -> str:
    """Return the key of a place the gazetteer does not know: how it sounds, so that spellings meet."""
    folded = phrase(surface)
    return f"~{skeleton(folded) or folded}" if folded else ""


def lie(claim: Whereabouts, event: Whereabouts, world: World) -> Lie:
    """Tell how a claim's places lie to an event's: the closest relation between any two of them."""
    if not claim.known or not event.known:
        return Lie.UNKNOWN
    if (claim.at | claim.whole) & (event.at | event.whole) or (claim.beside & event.beside):
        return Lie.SAME
    found = {_pair(one, other, claim, event, world) for one in claim.at for other in event.at}
    found |= {Lie.UNKNOWN for _ in (1,) if _may_be_beside(claim, event) or _may_be_beside(event, claim)}
    return min(found, key=_ORDER.index, default=Lie.APART)


def _pair(one: str, other: str, claim: Whereabouts, event: Whereabouts, world: World) -> Lie:
    climb_one = _climb(one, claim, world)
    climb_other = _climb(other, event, world)
    if other in climb_one:
        return Lie.WITHIN if is_broad(other, world) else Lie.INSIDE
    if one in climb_other:
        return Lie.OVER if is_broad(one, world) else Lie.AROUND
    if is_broad(one, world) or is_broad(other, world) or one[0] == "~" or other[0] == "~":
        return Lie.APART
    distance = world.regions.distance_km(one, other)
    return Lie.INSIDE if distance is not None and distance <= _NEAR_KM else Lie.APART


def _climb(key: str, home: Whereabouts, world: World) -> frozenset[str]:
    """Return what lies above a place; for a place without an entry what lies above its companions."""
    climb = world.regions.ancestors(key)
    return frozenset(climb[1:]) if climb else home.above


def _may_be_beside(one: Whereabouts, other: Whereabouts) -> bool:
    """Whether "a village south of Mosul" may be the place that the other one names."""
    return bool(one.beside) and not one.at and not (other.at & one.beside) and bool(one.above & other.above)


def is_broad(key: str, world: World) -> bool:
    """Whether a region is so large that much happens in it at once."""
    region = world.regions.get(key)
    return region is not None and region.kind in BROAD
