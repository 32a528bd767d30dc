"""Who: the sides of a claim or an event, and whether two names stand in one camp."""

import re
from collections.abc import Iterable

from bot.domain.actors import ActorKind
from bot.domain.claims import ActorRef, Claim, Role
from bot.domain.traces import Sides
from bot.knowledge import World, phrase

_OF_A_STATE = frozenset(
    (
        ActorKind.STATE,
        ActorKind.GOVERNMENT,
        ActorKind.ARMED_FORCES,
        ActorKind.BRANCH,
        ActorKind.COMMAND,
        ActorKind.POLICE,
        ActorKind.SPECIAL_FORCES,
    )
)


def camps(actor_id: str | None, name: str, world: World) -> frozenset[str]:
    """Return the camps of an actor; one that the register does not know is a camp by its name."""
    if not actor_id:
        folded = phrase(name)
        return frozenset((f"~{folded}",)) if folded else frozenset()
    found = set(world.actors.ancestors(actor_id)) or {actor_id}
    for key in tuple(found):
        actor = world.actors.get(key)
        if actor is not None and actor.kind in _OF_A_STATE and len(actor.countries) == 1:
            found.add(f"state:{actor.countries[0]}")
    return frozenset(found)


def sides(claim: Claim, world: World) -> Sides:
    """Read off who did it and to whom; parties without a name of their own belong to no camp."""
    doers = _camps_of(claim.by_role(Role.INITIATOR), world)
    harmed = _camps_of(claim.by_role(Role.TARGET), world)
    others = _camps_of(claim.by_role(Role.MENTIONED), world)
    if claim.subtype in _GIVEN_UP and doers and not harmed:
        doers, harmed = frozenset(), doers
    return Sides(doers, harmed - doers, others)


_GIVEN_UP = frozenset(("lost", "withdrew", "ceded", "surrendered"))
"""Outcomes in which the one who acts is the one who no longer holds the place."""


def _camps_of(actors: Iterable[ActorRef], world: World) -> frozenset[str]:
    found: set[str] = set()
    for actor in actors:
        if not actor.generic:
            found |= camps(actor.actor_id, actor.canonical, world)
    return frozenset(found)


_STATE_MEDIA = re.compile(
    r"(\w+)(?:['’]s)? state(?:-run)? (?:tv|television|media|news|radio|agency)", re.IGNORECASE
)
"""What a state's own media say, the state says."""


def speaker(claim: Claim, world: World) -> frozenset[str]:
    """Return the camps of who says so; empty where the text names nobody or somebody unknown."""
    if claim.attribution_actor:
        return camps(claim.attribution_actor, claim.attribution or "", world)
    if not claim.attribution:
        return frozenset()
    found: set[str] = set()
    state = _STATE_MEDIA.search(claim.attribution)
    country = world.actors.demonym_country(state.group(1)) if state else None
    if country:
        found.add(f"state:{country}")
    for hit in world.actors.scan(claim.attribution):
        if len(hit.ids) == 1:
            found |= camps(hit.ids[0], "", world)
    return frozenset(found)
