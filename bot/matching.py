"""Whom a development concerns: the keys that subscriptions are held against (storage holds them, in one statement)."""

from bot.domain.claims import Role
from bot.domain.events import Event
from bot.domain.subscriptions import Audience, Dimension
from bot.knowledge import World

_ROLE_PREFIX = {Role.INITIATOR: "by:", Role.TARGET: "on:"}


def audience(event: Event, world: World) -> Audience:
    """Return whom an event concerns: followers of its places and parties and of all that includes them.

    A party counts plainly whatever its part, and as `by:` or `on:` it by its part. An event whose places are all
    unknown has no region key, and so reaches only who wants events without a place; a known country is a place.
    """
    countries = {f"cc:{place.country}" for place in event.places if place.country and not place.region_id}
    actors: set[str] = set()
    for actor in event.actors:
        above = world.widen((), (actor.actor_id,)).actors if actor.actor_id else frozenset[str]()
        prefix = _ROLE_PREFIX.get(actor.role)
        actors |= above
        actors |= {f"{prefix}{key}" for key in above if prefix}
    keys = {
        Dimension.REGION: world.widen((*event.region_ids, *countries), ()).regions,
        Dimension.ACTOR: frozenset(actors),
        Dimension.TYPE: frozenset({event.type, event.subtype}),
        Dimension.SOURCE: frozenset(entry.source for entry in event.ledger),
    }
    return Audience(keys, event.severity, event.status)
