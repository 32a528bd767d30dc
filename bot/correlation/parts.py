"""Parts: the quarters and villages whose fall is a part of a bigger one, so that a city's fall can list them."""

from datetime import timedelta

from bot.domain.claims import EventType, Status
from bot.domain.events import Event, EventState
from bot.domain.places import RegionKind
from bot.knowledge import World

TOGETHER = timedelta(days=14)
"""A smaller event is a part of a bigger one only when they were first told so near to each other."""
_TOO_WIDE = frozenset((RegionKind.CONTINENT, RegionKind.BLOC))


def is_part(smaller: Event, bigger: Event, world: World) -> bool:
    """Whether one change of control is a part of another: the same way, below its places, within the same days.

    Only changes of control have parts: two fights, or two strikes, in one province are two happenings.
    """
    if smaller.id == bigger.id or {smaller.type, bigger.type} != {EventType.TERRITORY_CHANGE}:
        return False
    if bigger.state is not EventState.OPEN or bigger.status is Status.DENIED:
        return False
    if abs(smaller.first_at - bigger.first_at) > TOGETHER:
        return False
    return _same_way(smaller, bigger) and _inside(smaller, bigger, world)


def closest(event: Event, world: World) -> tuple[str, ...]:
    """Return the known places that an event is in (not south of, not near), without those that another one lies in."""
    at = dict.fromkeys(
        place.region_id for place in event.places if place.region_id and place.relation in {None, "in"}
    )
    above = {up for key in at for up in world.regions.ancestors(key)[1:]}
    return tuple(key for key in at if key not in above)


def _inside(smaller: Event, bigger: Event, world: World) -> bool:
    wide = {key for key in closest(bigger, world) if _may_have_parts(key, world)}
    small = closest(smaller, world)
    return bool(small) and all(wide & set(world.regions.ancestors(key)[1:]) for key in small)


def _may_have_parts(key: str, world: World) -> bool:
    region = world.regions.get(key)
    return region is not None and region.kind not in _TOO_WIDE


def _same_way(smaller: Event, bigger: Event) -> bool:
    """Whether the same side holds the place now; where one of them names no side, it is taken to be the same."""
    if smaller.trace is None or bigger.trace is None:
        return False
    here, there = smaller.trace.who, bigger.trace.who
    if here.doers and there.doers:
        return bool(here.doers & there.doers)
    return not (here.doers & there.harmed or here.harmed & there.doers)
