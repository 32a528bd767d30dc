"""The outcome of a deed, told more exactly by what did it or what it befell: a bridge "blown up", drones that "hit"."""

from bot.domain.claims import SubType
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.triggers import Trigger

_BY_WEAPON = frozenset(
    {SubType.ROCKET_ATTACK, SubType.STRUCK, SubType.EXPLOSION, SubType.AIRSTRIKE, SubType.SHELLED}
)
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
    if trigger.sense.rule == "weapon used":
        thrown = _subject(analysis, trigger) if trigger.passive else _object(analysis, trigger)
        return _named_weapon(analysis, thrown) or general
    if general in _BY_WEAPON and not trigger.noun:
        return _named_weapon(analysis, _subject(analysis, trigger)) or general
    if general is SubType.POWER_OUT:
        return _thing(analysis, trigger) or general
    if general is SubType.FACILITY_DAMAGED:
        found = _thing(analysis, trigger)
        stopped = not _OUT.isdisjoint(analysis.sentence.lows[trigger.first : trigger.last])
        told = found is SubType.BRIDGE_DESTROYED or (found is SubType.HOSPITAL_OUT and stopped)
        return found if found is not None and told else general
    return general


def _named_weapon(analysis: Analysis, words: list[str]) -> SubType | None:
    """The weapon that words name; of "a drone-dropped grenade" the last word counts."""
    lexicon = analysis.lexicon
    for low in reversed(words):
        name = lexicon.weapons.get(low)
        if name is not None:
            return SubType(name) if name in _WEAPONS else None
    return None


def _thing(analysis: Analysis, trigger: Trigger) -> SubType | None:
    """What stopped working: the object of an active verb, else the subject, or the words of the trigger itself."""
    things = analysis.lexicon.things
    lows = analysis.sentence.lows
    own = lows[trigger.first : trigger.last]
    behind = _object(analysis, trigger)
    subject = _subject(analysis, trigger) if not trigger.noun and (trigger.passive or not behind) else []
    for words in (own, behind, subject):
        for low in words:
            if low in things:
                return SubType(things[low])
    return None


def _object(analysis: Analysis, trigger: Trigger) -> list[str]:
    """The words of the object behind the trigger."""
    found = trigger.object
    return analysis.sentence.lows[found.first : found.last] if found.head >= 0 else []


def _subject(analysis: Analysis, trigger: Trigger) -> list[str]:
    """The words of the trigger's clause before its verb; those of who says so are left out."""
    sentence, clause = analysis.sentence, analysis.clauses[trigger.first]
    end = trigger.group.start if trigger.group is not None else trigger.first
    start = end
    while start > 0 and analysis.clauses[start - 1] is clause and not sentence.flags[start - 1] & tags.COMMA:
        start -= 1
    return [sentence.lows[at] for at in range(start, end) if not analysis.blocked[at]]


__all__ = ["outcome"]
