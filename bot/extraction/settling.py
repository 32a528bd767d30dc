"""What the claims of a paragraph settle among themselves about who did it to whom, once all of it was read."""

from bot.domain.actors import ActorKind
from bot.domain.claims import ActorRef, EventType, Role, SubType
from bot.extraction.context import Context
from bot.extraction.drafts import Draft
from bot.extraction.sides import SIDED, STATE_FORCES

_PROTESTERS, _CIVILIANS = "Protesters", "Civilians"
_MARCHING = frozenset({SubType.PROTEST, SubType.CRACKDOWN})
_BODIES = frozenset({ActorKind.NGO, ActorKind.IGO, ActorKind.MEDIA})
_NEAR = 1
"""Sentences between a fight and the prisoners that it brought."""


def settle(drafts: list[Draft], context: Context) -> None:
    """Name the parties that a kind of claim always has, and turn the parts where people died."""
    for place, draft in enumerate(drafts):
        if draft.type is EventType.PROTEST_RIOT:
            _protest(draft, context)
        elif draft.type is EventType.HUMANITARIAN:
            _people_moved(draft)
        elif draft.type is EventType.ARREST_DETENTION:
            _taken_in(draft, drafts[:place])
        elif draft.type in SIDED:
            _staff(draft, context)


def _protest(draft: Draft, context: Context) -> None:
    """Who protests are protesters; of those who die in a protest the protesters suffer, and the state acts."""
    if draft.subtype in _MARCHING and not draft.has_role(Role.INITIATOR):
        draft.add_actor(ActorRef(draft.words[0], Role.INITIATOR, _PROTESTERS, generic=True))
    if not draft.tolls("killed"):
        _answered(draft, context)
        return
    for key, actor in list(draft.actors.items()):
        people = actor.canonical in {_PROTESTERS, _CIVILIANS}
        if actor.role is Role.MENTIONED:
            continue
        del draft.actors[key]
        name = _PROTESTERS if people else actor.canonical
        part = Role.TARGET if people else Role.INITIATOR
        draft.add_actor(ActorRef(actor.surface, part, name, actor.actor_id, generic=actor.generic))


def _answered(draft: Draft, context: Context) -> None:
    """Where protesters act, the state answers, though another word of the report made it the doer of a clash."""
    if (_PROTESTERS, Role.INITIATOR) not in draft.actors:
        return
    for key, actor in list(draft.actors.items()):
        known = context.world.actors.get(actor.actor_id) if actor.actor_id else None
        if actor.role is Role.INITIATOR and known is not None and known.kind in STATE_FORCES:
            del draft.actors[key]
            draft.add_actor(actor.with_role(Role.TARGET))


def _people_moved(draft: Draft) -> None:
    """The displaced and the evacuated are civilians, also where only their number is told, and they suffer it."""
    if draft.subtype not in {SubType.DISPLACED, SubType.EVACUATED}:
        return
    moved = draft.actors.pop((_CIVILIANS, Role.INITIATOR), None)
    if moved is not None:
        draft.add_actor(moved.with_role(Role.TARGET))
    for key, actor in list(draft.actors.items()):
        if draft.subtype is SubType.DISPLACED and actor.role is Role.INITIATOR and not actor.generic:
            del draft.actors[key]
            draft.add_actor(actor.with_role(Role.MENTIONED))
    if draft.subtype is SubType.DISPLACED and not draft.has_role(Role.TARGET):
        draft.add_actor(ActorRef(draft.words[0], Role.TARGET, _CIVILIANS, generic=True))


def _taken_in(draft: Draft, before: list[Draft]) -> None:
    """Read "X ambushed Y … Two others were captured": X took them, and they are of Y."""
    told = any(not actor.generic for actor in draft.actors.values())
    fight = next((old for old in reversed(before) if old.type in SIDED), None)
    if told or fight is None or draft.sentence - fight.sentence > _NEAR or not draft.trigger.passive:
        return
    for actor in fight.actors.values():
        if actor.role is not Role.MENTIONED and not actor.generic:
            draft.add_actor(actor)


def _staff(draft: Draft, context: Context) -> None:
    """Where the staff of a body suffer, the body is named and not "civilians" beside it."""
    sufferers = [actor for actor in draft.actors.values() if actor.role is Role.TARGET and actor.actor_id]
    known = [context.world.actors.get(actor.actor_id or "") for actor in sufferers]
    if known and all(actor is not None and actor.kind in _BODIES for actor in known):
        draft.actors.pop((_CIVILIANS, Role.TARGET), None)
