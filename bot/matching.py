"""Whom a development concerns: the keys that subscriptions are held against (storage holds them, in one statement)."""

from collections.abc import Iterable

from bot.domain.circles import Spot, reach_of, spot
from bot.domain.claims import ActorRef, Role
from bot.domain.events import Event
from bot.domain.places import RegionKind
from bot.domain.subscriptions import CASUALTIES, Audience, Dimension, generic_key, source_key
from bot.knowledge import World

MOST_SPOTS = 8
_PARTS = {Dimension.ACTOR: list(Role), Dimension.BY: [Role.INITIATOR], Dimension.ON: [Role.TARGET]}
# Too large or too long to be in a circle because their middle is.
_NO_SPOT = {
    RegionKind.CONTINENT,
    RegionKind.BLOC,
    RegionKind.COUNTRY,
    RegionKind.ADMIN1,
    RegionKind.ROAD,
    RegionKind.RIVER,
    RegionKind.SEA,
    RegionKind.FRONT,
}


def audience(event: Event, world: World) -> Audience:
    """Return whom an event concerns: followers of its places and parties and of all that includes them.

    A party counts whatever its part, and as the one who did it or to whom it was done by its part. An event whose places are all
    unknown has no region key, and so reaches only who wants events without a place; a known country is a place, and
    so is the place around one that is unknown.
    """
    around = {place.parent_id for place in event.places if place.parent_id and not place.region_id}
    countries = {f"cc:{place.country}" for place in event.places if place.country and not place.region_id}
    types = {event.type.value, event.subtype} | ({CASUALTIES} if event.killed or event.injured else set())
    parties = {
        part: frozenset(key for actor in event.actors if actor.role in roles for key in _party(actor, world))
        for part, roles in _PARTS.items()
    }
    keys = {
        **parties,
        Dimension.REGION: world.widen((*event.region_ids, *around, *countries), ()).regions,
        Dimension.TYPE: frozenset(types),
        Dimension.SOURCE: frozenset(source_key(entry.source) for entry in event.ledger),
    }
    spots = dict.fromkeys(found for key in (*event.region_ids, *around) if (found := point(key, world)))
    return Audience(keys, event.severity, event.status, tuple(spots)[:MOST_SPOTS], reach_of(event.type))


def point(region_id: str, world: World) -> Spot | None:
    """Return where a place is, if it is small enough to be at one point; its town's where its own is not known."""
    for key in world.regions.ancestors(region_id):
        region = world.regions.get(key)
        if region is None or region.kind in _NO_SPOT:
            continue
        if region.latitude is not None and region.longitude is not None:
            return spot(region.latitude, region.longitude)
    return None


def _party(actor: ActorRef, world: World) -> Iterable[str]:
    if actor.actor_id:
        return world.widen((), (actor.actor_id,)).actors
    return (generic_key(actor.canonical),) if actor.generic else ()
