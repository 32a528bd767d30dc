"""The type of a deed, settled by weapon, victims and doers once everything about it is known."""

from dataclasses import replace

from bot.domain.claims import EventType, Role, SubType
from bot.extraction.drafts import VIOLENT, Draft

_E, _S = EventType, SubType


def refine(draft: Draft) -> None:
    """Settle the type by weapon, victims and doers once everything about a deed is known."""
    if draft.harm_only:
        _refine_harm(draft)
    if draft.type is _E.BATTLE and draft.rule in {"attack", "attack as a noun", "under attack"}:
        armed, civil = targets(draft)
        if draft.weapon is not None:
            draft.type, draft.subtype = _E.EXPLOSION_REMOTE_VIOLENCE, draft.weapon
        elif civil and not armed:
            draft.type = _E.VIOLENCE_AGAINST_CIVILIANS
    if draft.rule == "explosion" and draft.accidental and not draft.has_role(Role.INITIATOR):
        draft.type, draft.subtype = _E.DISASTER, _S.ACCIDENT
    _refine_protest(draft)
    if draft.type is _E.DISASTER:
        _suffer(draft)


def _suffer(draft: Draft) -> None:
    """People do not do a disaster; they suffer it."""
    for key, actor in list(draft.actors.items()):
        if actor.role is Role.INITIATOR and actor.generic:
            del draft.actors[key]
            draft.add_actor(actor.with_role(Role.TARGET))


def _refine_protest(draft: Draft) -> None:
    """What protesters do is riot, what is done to them is its repression."""
    if draft.type is _E.PROTEST_RIOT:
        _protest(draft)
    if draft.type not in VIOLENT | {_E.INFRASTRUCTURE_DISRUPTION, _E.TERRITORY_CHANGE}:
        return
    parts = {actor.role for actor in draft.actors.values() if actor.canonical == "Protesters"}
    if Role.INITIATOR in parts:
        draft.type, draft.subtype = _E.PROTEST_RIOT, _S.RIOT
    elif Role.TARGET in parts and draft.type is not _E.INFRASTRUCTURE_DISRUPTION:
        draft.type, draft.subtype = _E.PROTEST_RIOT, _S.CRACKDOWN


def _protest(draft: Draft) -> None:
    """People who protest are protesters."""
    for key, actor in list(draft.actors.items()):
        if actor.role is Role.INITIATOR and actor.canonical == "Civilians":
            del draft.actors[key]
            draft.add_actor(replace(actor, canonical="Protesters"))


def _refine_harm(draft: Draft) -> None:
    armed, civil = targets(draft)
    if draft.cumulative or draft.subtype is _S.TOLL:
        draft.type, draft.subtype = _E.HUMANITARIAN, _S.TOLL
    elif armed and not civil:
        draft.type = _E.BATTLE
    else:
        draft.type = _E.VIOLENCE_AGAINST_CIVILIANS


def targets(draft: Draft) -> tuple[bool, bool]:
    """Whether armed and whether unarmed people are among the sufferers."""
    targets = [actor for actor in draft.actors.values() if actor.role is Role.TARGET]
    civil = any(actor.canonical in {"Civilians", "Protesters"} for actor in targets)
    return any(actor.canonical not in {"Civilians", "Protesters"} for actor in targets), civil
