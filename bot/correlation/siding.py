"""Sides: whether the same parties act, and which way control went."""

from bot.correlation.cues import Cue
from bot.correlation.evidence import FAR, NOTHING, Evidence, recent
from bot.domain.claims import EventType
from bot.domain.traces import Trace
from bot.knowledge import World

SIEGE = frozenset(("encircled",))
"""Outcomes that somebody else than their doer may end."""


def by_sides(new: Trace, known: Trace, _: World) -> Evidence:
    """Weigh who did it to whom."""
    if EventType.TERRITORY_CHANGE in {new.type, known.type}:
        return _control(new, known)
    if known.type in {EventType.BATTLE, EventType.AGREEMENT_CEASEFIRE, EventType.PROTEST_RIOT}:
        return _together(new, known)
    return _one_upon_another(new, known)


def _crossed(new: Trace, known: Trace) -> bool:
    """Whether who acts in one account is who suffers in the other."""
    one, other = new.who, known.who
    if one.doers & other.doers or (one.harmed - one.doers) & (other.harmed - other.doers):
        return False
    return bool(one.doers & (other.harmed - other.doers) or other.doers & (one.harmed - one.doers))


def _control(new: Trace, known: Trace) -> Evidence:
    one, other = new.who, known.who
    if Cue.INCOMPLETE in new.cues and recent(new, known) and new.who.all & (other.harmed - other.doers):
        return 1.0, "the other side holds on to a part"
    if _crossed(new, known):
        return FAR, "control went the other way"
    if one.doers & other.doers or one.harmed & (other.harmed - other.doers):
        return 2.0, "the same side"
    return (-2.0, "") if one.doers and other.doers else NOTHING


def _together(new: Trace, known: Trace) -> Evidence:
    """Weigh parties of what takes two sides, whoever is named first."""
    if new.who.all & known.who.all:
        return 1.5, "the same parties"
    if not (new.who.all and known.who.all):
        return NOTHING
    return (-1.0, "") if known.type is EventType.AGREEMENT_CEASEFIRE else (-2.0, "")


def _one_upon_another(new: Trace, known: Trace) -> Evidence:
    if known.subtypes & SIEGE and Cue.ENDED in new.cues:
        return NOTHING  # whoever breaks a siege is not the one who laid it
    if _crossed(new, known):
        return -3.0, ""
    one, other = new.who, known.who
    weight = 1.5 if one.doers & other.doers else -1.0 if one.doers and other.doers else 0.0
    weight += 1.0 if one.harmed & other.harmed else 0.0
    return weight, "the same sides" if weight > 0 else ""
