"""Where: the places of a claim or an event, and how two of them lie to each other."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from bot.correlation.spellings import is_spelled, own_spelling, same_spelling, spelled
from bot.domain.claims import PlaceRef
from bot.domain.places import RegionKind
from bot.domain.traces import Whereabouts
from bot.knowledge import World

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
_ONE_TOWN_KM = 4.0
_NEAR_KM = 80.0


class Lie(StrEnum):
    """How a claim's places lie to an event's.

    same: one place is told by both. inside, around: the claim's is a part of the event's, or the whole of it, and the
    whole is a town. near: one is told as being near the other. within, over: as inside and around, with a whole province,
    country or the like. unknown: one of them names no place, or none that can be compared. apart: different places.
    """

    SAME = "same"
    INSIDE = "inside"
    AROUND = "around"
    NEAR = "near"
    WITHIN = "within"
    OVER = "over"
    UNKNOWN = "unknown"
    APART = "apart"


_ORDER = tuple(Lie)


def whereabouts(
    places: Iterable[PlaceRef], world: World, *, last_part: bool = False, around: bool = False
) -> Whereabouts:
    """Read off where something happened.

    `last_part` says that the most specific place stands for the town above it, `around` that "near" means the place itself
    (who withdraws from around a town gives the town up).
    """
    at: set[str] = set()
    above: set[str] = set()
    beside: set[str] = set()
    for place in places:
        key, climb = _placed(place, world)
        if not key:
            continue
        above.update(climb)
        if place.relation in _IN or (around and place.relation in _AT_ITS_EDGE):
            at.add(key)
        else:
            beside.add(key)
    whole = {key for key in at & above if not is_broad(key, world)} if last_part else set()
    return Whereabouts(frozenset(at - above - beside), frozenset(above), frozenset(beside), frozenset(whole))


_IN = frozenset((None, "in", "inside", "at", "across", "within", "off", "on", "around"))
"""Relations in which the place itself is what the news is about."""
_AT_ITS_EDGE = frozenset(("near", "outside"))


def _placed(place: PlaceRef, world: World) -> tuple[str, tuple[str, ...]]:
    """Return the key of a place and what lies above it.

    A name that stands for several places is read as the region that they share; here it keeps its own spelling inside
    that region, or all of that region's news would be of one place.
    """
    key = place.region_id
    if key and is_broad(key, world) and not _names(place.surface, key, world):
        return spelled(place.surface), world.regions.ancestors(key)
    if key:
        return key, world.regions.ancestors(key)[1:]
    parent = place.parent_id or (f"cc:{place.country}" if place.country else "")
    return spelled(place.surface), world.regions.ancestors(parent) if parent else ()


@lru_cache(maxsize=4096)
def _names(surface: str, key: str, world: World) -> bool:
    """Whether a wide region goes by this name, or by its adjective, or by a part of it ("eastern Ukraine")."""
    bare_name = _COMPASS.sub("", surface)
    if key in world.regions.named(surface) or key in world.regions.named(bare_name):
        return True
    return world.actors.demonym_country(surface.rsplit(" ", maxsplit=1)[-1]) is not None


_COMPASS = re.compile(r"\b(?:north|south|east|west|central)[- ]?(?:east|west)?(?:ern)?\b\s*", re.IGNORECASE)


def lie(claim: Whereabouts, event: Whereabouts, world: World) -> Lie:
    """Tell how a claim's places lie to an event's: the closest relation between any two of them."""
    if not claim.known or not event.known:
        return Lie.UNKNOWN
    if (claim.at | claim.whole) & (event.at | event.whole):
        return Lie.SAME
    if not claim.at and not event.at:
        return Lie.SAME if claim.beside & event.beside else Lie.APART
    found = {_pair(one, other, claim, event, world) for one in claim.at for other in event.at}
    found |= {Lie.OVER if is_broad(key, world) else Lie.AROUND for key in claim.at & event.above}
    found |= {Lie.WITHIN if is_broad(key, world) else Lie.INSIDE for key in event.at & claim.above}
    if not claim.at:
        found |= {_beside(one, other, world) for one in claim.beside for other in event.at}
    if not event.at:
        found |= {_beside(one, other, world) for one in event.beside for other in claim.at}
    return min(found, key=_ORDER.index, default=Lie.APART)


def _pair(one: str, other: str, claim: Whereabouts, event: Whereabouts, world: World) -> Lie:
    if is_spelled(one) or is_spelled(other):
        return _spelled_pair(one, other, claim, event, world)
    if other in world.regions.ancestors(one):
        return Lie.WITHIN if is_broad(other, world) else Lie.INSIDE
    if one in world.regions.ancestors(other):
        return Lie.OVER if is_broad(one, world) else Lie.AROUND
    if is_broad(one, world) or is_broad(other, world):
        return Lie.APART
    distance = world.regions.distance_km(one, other)
    return Lie.INSIDE if distance is not None and distance <= _ONE_TOWN_KM else Lie.APART


def _spelled_pair(one: str, other: str, claim: Whereabouts, event: Whereabouts, world: World) -> Lie:
    """Compare places of which at least one is known by its spelling alone."""
    spell_one = one if is_spelled(one) else own_spelling(one, world)
    spell_other = other if is_spelled(other) else own_spelling(other, world)
    if spell_one and spell_other and same_spelling(spell_one, spell_other):
        return Lie.SAME
    if is_spelled(one):
        around, whole, inward, outward = claim.above, other, Lie.INSIDE, Lie.WITHIN
    else:
        around, whole, inward, outward = event.above, one, Lie.AROUND, Lie.OVER
    if whole in around:
        return outward if is_broad(whole, world) else inward
    if is_spelled(one) != is_spelled(other):
        spelling, place = (one, other) if is_spelled(one) else (other, one)
        above = _named_above(spelling, place, world)
        if above is not None:
            broad = is_broad(above, world)
            return (
                (Lie.OVER if broad else Lie.AROUND)
                if is_spelled(one)
                else Lie.WITHIN
                if broad
                else Lie.INSIDE
            )
    return Lie.APART if around else Lie.UNKNOWN


def _named_above(spelling: str, place: str, world: World) -> str | None:
    """Return what lies above a known place and goes by a spelled name, None where nothing does."""
    above = world.regions.ancestors(place)[1:]
    return next((key for key in above if same_spelling(own_spelling(key, world), spelling)), None)


def _beside(near: str, place: str, world: World) -> Lie:
    """Compare a place told as "south of" something with a place told by its name."""
    if near == place:
        return Lie.NEAR
    if place in world.regions.ancestors(near):
        return Lie.OVER if is_broad(place, world) else Lie.NEAR
    distance = world.regions.distance_km(near, place)
    if distance is not None and distance <= _NEAR_KM and not is_broad(place, world):
        return Lie.NEAR
    if is_spelled(place):
        return Lie.UNKNOWN
    return Lie.OVER if near in world.regions.ancestors(place) and is_broad(near, world) else Lie.APART


def is_broad(key: str, world: World) -> bool:
    """Whether a region is so large that much happens in it at once."""
    region = world.regions.get(key)
    return region is not None and region.kind in BROAD
