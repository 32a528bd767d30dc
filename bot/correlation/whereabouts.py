"""Where: the places of a claim or an event, and how two of them lie to each other."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.correlation.spellings import spelled
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


def whereabouts(
    places: Iterable[PlaceRef],
    world: World,
    *,
    last_part: bool = False,
    of_town: bool = False,
    around: bool = False,
) -> Whereabouts:
    """Read off where something happened.

    `last_part` says that the most specific place stands for the town above it that is named too (or, with `of_town`, only
    spoken of as "the city"), `around` that "near" means the place itself
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
    whole = (
        {key for key in (above if of_town else at & above) if not is_broad(key, world)}
        if last_part
        else set()
    )
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


def is_broad(key: str, world: World) -> bool:
    """Whether a region is so large that much happens in it at once."""
    region = world.regions.get(key)
    return region is not None and region.kind in BROAD
