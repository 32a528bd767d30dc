"""How two places lie to each other: the same, one inside the other, side by side, or apart."""

import math
from enum import StrEnum
from functools import lru_cache

from bot.correlation.spellings import is_spelled, own_spelling, same_spelling
from bot.correlation.whereabouts import is_broad
from bot.domain.traces import Whereabouts
from bot.knowledge import World

_ONE_TOWN_KM = 4.0
_NEAR_KM = 80.0
_TOWN, _CITY, _FARTHEST_KM = 250_000, 300_000, 25.0
"""People of a town that stands for itself, of a city that has outskirts, and how far those go at most."""


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
    return _by_distance(one, other, distance, world) if distance is not None else Lie.APART


def _by_distance(one: str, other: str, km: float, world: World) -> Lie:
    """Compare places of which none is known to lie in the other."""
    if km <= _ONE_TOWN_KM or (km <= _FARTHEST_KM and other in cities_around(one, world)):
        return Lie.INSIDE
    return Lie.AROUND if km <= _FARTHEST_KM and one in cities_around(other, world) else Lie.APART


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


def _reach(key: str, world: World) -> float:
    """Return how far from its middle a city goes, in km: more for more people, nothing for places that are no city."""
    region = world.regions.get(key)
    people = region.population if region is not None else 0
    return _ONE_TOWN_KM + 6 * math.sqrt(people / 1_000_000) if people >= _CITY else 0.0


@lru_cache(maxsize=4096)
def cities_around(key: str, world: World) -> frozenset[str]:
    """Return the large cities that a small place or a venue lies in or at the edge of."""
    region, spot = world.regions.get(key), world.regions.spot(key)
    if region is None or spot is None or is_broad(key, world) or region.population >= _TOWN:
        return frozenset()
    found = set()
    for near in world.regions.near(*spot, _FARTHEST_KM):
        reach = _reach(near, world)
        distance = world.regions.distance_km(key, near) if reach else None
        if near != key and distance is not None and distance <= reach:
            found.add(near)
    return frozenset(found)


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
