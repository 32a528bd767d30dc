"""The outcome of a deed, told more exactly by what did it or what it befell: a bridge "blown up", drones that "hit"."""

from bot.domain.claims import SubType
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.triggers import Trigger

_BY_WEAPON = frozenset({SubType.ROCKET_ATTACK, SubType.STRUCK, SubType.EXPLOSION, SubType.AIRSTRIKE})
_WEAPONS = frozenset({
    SubType.AIRSTRIKE, SubType.DRONE_STRIKE, SubType.ROCKET_ATTACK, SubType.SHELLED, SubType.IED, SubType.MINE,
})  # fmt: skip
_OUT = frozenset({
    "service", "services", "action", "commission", "operation", "operations", "operational", "functional", "functioning",
    "non-functional", "working", "inoperable", "close", "closed", "shut", "doors", "halted",
})  # fmt: skip
"""With one of these a facility does not work any more; without, it is only damaged."""


def outcome(analysis: Analysis, trigger: Trigger) -> SubType:
    """Return the trigger's sub-type, narrowed by the weapon that is its subject or by the thing that it befell."""
    general = trigger.sense.subtype
    if general in _BY_WEAPON and not trigger.noun:
        return _weapon(analysis, trigger) or general
    if general is SubType.POWER_OUT:
        return _thing(analysis, trigger) or general
    if general is SubType.FACILITY_DAMAGED:
        found = _thing(analysis, trigger)
        stopped = not _OUT.isdisjoint(analysis.sentence.lows[trigger.first : trigger.last])
        told = found is SubType.BRIDGE_DESTROYED or (found is SubType.HOSPITAL_OUT and stopped)
        return found if found is not None and told else general
    return general


def _weapon(analysis: Analysis, trigger: Trigger) -> SubType | None:
    """What the subject is, where it is a weapon; of "a drone-dropped grenade" the last word counts."""
    lexicon = analysis.lexicon
    for low in reversed(_subject(analysis, trigger)):
        name = lexicon.weapons.get(low)
        if name is not None:
            return SubType(name) if name in _WEAPONS else None
    return None


def _thing(analysis: Analysis, trigger: Trigger) -> SubType | None:
    """What stopped working: the object of an active verb, else the subject, or the words of the trigger itself."""
    things = analysis.lexicon.things
    lows = analysis.sentence.lows
    own = lows[trigger.first : trigger.last]
    behind = lows[trigger.object.first : trigger.object.last] if trigger.object.head >= 0 else []
    subject = _subject(analysis, trigger) if not trigger.noun and (trigger.passive or not behind) else []
    for words in (own, behind, subject):
        for low in words:
            if low in things:
                return SubType(things[low])
    return None


def _subject(analysis: Analysis, trigger: Trigger) -> list[str]:
    """The words of the trigger's clause before its verb; those of who says so are left out."""
    sentence, clause = analysis.sentence, analysis.clauses[trigger.first]
    end = trigger.group.start if trigger.group is not None else trigger.first
    start = end
    while start > 0 and analysis.clauses[start - 1] is clause and not sentence.flags[start - 1] & tags.COMMA:
        start -= 1
    return [sentence.lows[at] for at in range(start, end) if not analysis.blocked[at]]


__all__ = ["outcome"]
