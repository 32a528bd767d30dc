"""Who stands against whom: what one sentence says of the two sides completes what the sentences around it leave open."""

from bot.domain.actors import ActorKind
from bot.domain.claims import ActorRef, EventType, Role, SubType
from bot.extraction.context import NOT_ARMED, Context
from bot.extraction.drafts import VIOLENT, Draft

SIDED = VIOLENT | {EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT}
"""Types of claims that have two sides."""
_FOUGHT = frozenset({EventType.TERRITORY_CHANGE, EventType.BATTLE})
"""Types in which the enemy of the doer is the one who suffers, if nobody else is named."""
_REACH = 2
"""Sentences over which the sides of a fight stay the same."""
STATE_FORCES = frozenset(
    {
        ActorKind.ARMED_FORCES,
        ActorKind.BRANCH,
        ActorKind.POLICE,
        ActorKind.PARAMILITARY,
        ActorKind.SPECIAL_FORCES,
    }
)


def same_side(one: str, other: str, context: Context) -> bool:
    """Whether two parties of the register belong together: one is part of the other, or both serve one state."""
    actors = context.world.actors
    mine, theirs = actors.ancestors(one), actors.ancestors(other)
    if not set(mine).isdisjoint(theirs):
        return True
    first, second = actors.get(one), actors.get(other)
    return (
        first is not None
        and second is not None
        and first.kind in STATE_FORCES
        and second.kind in STATE_FORCES
        and not set(first.countries).isdisjoint(second.countries)
    )


def share(drafts: list[Draft], context: Context) -> None:
    """Name the enemy that a draft leaves out, where the sentences beside it say who fights whom."""
    foes = [
        (draft.sentence, doer, sufferer)
        for draft in drafts
        if draft.type in SIDED
        for doer in _armed(draft, Role.INITIATOR, context)
        for sufferer in _armed(draft, Role.TARGET, context)
        if not same_side(doer.actor_id or "", sufferer.actor_id or "", context)
    ]
    for draft in drafts:
        _left_to(draft, drafts, context)
        if draft.type in _FOUGHT and not draft.has_role(Role.TARGET):
            _add(draft, Role.TARGET, _against(draft, Role.INITIATOR, foes, context))
        elif draft.type in SIDED and not draft.has_role(Role.INITIATOR):
            _add(draft, Role.INITIATOR, _against(draft, Role.TARGET, foes, context))


def _left_to(draft: Draft, drafts: list[Draft], context: Context) -> None:
    """Read "X took control after Y pulled out": who left the place lost it."""
    own = _armed(draft, Role.INITIATOR, context)
    if draft.type is not EventType.TERRITORY_CHANGE or draft.has_role(Role.TARGET) or not own:
        return
    gone = {
        actor.canonical: actor
        for other in drafts
        if other.subtype is SubType.WITHDREW
        and other is not draft
        and abs(other.sentence - draft.sentence) <= 1
        for actor in _armed(other, Role.INITIATOR, context)
        if not any(same_side(actor.actor_id or "", mine.actor_id or "", context) for mine in own)
    }
    _add(draft, Role.TARGET, list(gone.values()))


def _armed(draft: Draft, role: Role, context: Context) -> list[ActorRef]:
    """The named armed parties of a draft in a part."""
    found = []
    for actor in draft.actors.values():
        known = context.world.actors.get(actor.actor_id) if actor.actor_id else None
        if actor.role is role and known is not None and known.kind not in NOT_ARMED:
            found.append(actor)
    return found


def _against(
    draft: Draft, known: Role, foes: list[tuple[int, ActorRef, ActorRef]], context: Context
) -> list[ActorRef]:
    """Those who stand against the known side of a draft in the sentences around it."""
    found: dict[str, ActorRef] = {}
    for own in _armed(draft, known, context):
        for sentence, one, other in foes:
            if abs(sentence - draft.sentence) > _REACH:
                continue
            for mine, theirs in ((one, other), (other, one)):
                if same_side(own.actor_id or "", mine.actor_id or "", context):
                    found[theirs.canonical] = theirs
    return list(found.values())


def _add(draft: Draft, role: Role, found: list[ActorRef]) -> None:
    if len(found) == 1:
        draft.add_actor(found[0].with_role(role))
