"""Types of event: how long each goes on, and which of them reports take for one another."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.correlation.cues import Cue
from bot.correlation.evidence import FAR, NOTHING, Evidence, recent
from bot.domain.claims import EventType
from bot.domain.traces import Trace
from bot.knowledge import World


@dataclass(frozen=True, slots=True)
class Span:
    """How a kind of happening lies in time.

    `silence` is after how many days without a word the next word is about another happening; `point` says that it
    happens on one day, so that another day means another happening.
    """

    silence: int
    point: bool = False


SPANS = {
    EventType.TERRITORY_CHANGE: Span(silence=21),
    EventType.BATTLE: Span(silence=5),
    EventType.TROOP_MOVEMENT: Span(silence=4),
    EventType.EXPLOSION_REMOTE_VIOLENCE: Span(silence=4, point=True),
    EventType.VIOLENCE_AGAINST_CIVILIANS: Span(silence=4, point=True),
    EventType.AGREEMENT_CEASEFIRE: Span(silence=5),
    EventType.ARREST_DETENTION: Span(silence=5),
    EventType.PROTEST_RIOT: Span(silence=4),
    EventType.HUMANITARIAN: Span(silence=7),
    EventType.INFRASTRUCTURE_DISRUPTION: Span(silence=7),
    EventType.STATEMENT: Span(silence=3),
    EventType.DISASTER: Span(silence=21),
    EventType.OTHER: Span(silence=5),
}

VIOLENT = frozenset(
    (
        EventType.BATTLE,
        EventType.EXPLOSION_REMOTE_VIOLENCE,
        EventType.VIOLENCE_AGAINST_CIVILIANS,
        EventType.DISASTER,
    )
)
"""Kinds that reports of one happening take for one another, because all of them kill people at a place."""

_NEIGHBOURS = {
    frozenset((EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.VIOLENCE_AGAINST_CIVILIANS)): -1.0,
    frozenset((EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.BATTLE)): -1.5,
    frozenset((EventType.BATTLE, EventType.VIOLENCE_AGAINST_CIVILIANS)): -1.5,
    frozenset((EventType.BATTLE, EventType.TROOP_MOVEMENT)): -4.0,
    frozenset((EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT)): -4.0,
    frozenset((EventType.TERRITORY_CHANGE, EventType.BATTLE)): -4.0,
    frozenset((EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.DISASTER)): -1.5,
    frozenset((EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.INFRASTRUCTURE_DISRUPTION)): -3.5,
    frozenset((EventType.VIOLENCE_AGAINST_CIVILIANS, EventType.DISASTER)): -2.0,
    frozenset((EventType.DISASTER, EventType.INFRASTRUCTURE_DISRUPTION)): -2.5,
    frozenset((EventType.ARREST_DETENTION, EventType.VIOLENCE_AGAINST_CIVILIANS)): -2.0,
    frozenset((EventType.PROTEST_RIOT, EventType.VIOLENCE_AGAINST_CIVILIANS)): -2.0,
    frozenset((EventType.PROTEST_RIOT, EventType.BATTLE)): -2.5,
    frozenset((EventType.AGREEMENT_CEASEFIRE, EventType.ARREST_DETENTION)): -2.5,
    frozenset((EventType.HUMANITARIAN, EventType.EXPLOSION_REMOTE_VIOLENCE)): -2.5,
    frozenset((EventType.HUMANITARIAN, EventType.VIOLENCE_AGAINST_CIVILIANS)): -2.5,
    frozenset((EventType.HUMANITARIAN, EventType.DISASTER)): -1.5,
    frozenset((EventType.HUMANITARIAN, EventType.BATTLE)): -3.0,
}
_TOLD_OF_ANY = frozenset((EventType.STATEMENT, EventType.OTHER))


def by_kind(new: Trace, known: Trace, _: World) -> Evidence:
    """Weigh the types: nothing for the same one, less the less often reports take one for the other."""
    if new.type is known.type:
        return (0.5, "the captives are free") if _frees(new, known) else NOTHING
    for holds, points, reason in _TAKEN_FOR_ANOTHER:
        if holds(new, known):
            return points, reason
    if known.types <= _TOLD_OF_ANY and new.type not in _TOLD_OF_ANY:
        return -5.0, "a deed, not what was said"
    points = kinship(new.type, known.type)
    if new.type in known.types and points > _SELDOM:
        return -0.5, ""
    return points, "another kind of happening"


_SELDOM = -3.0
"""Types that are hardly ever taken for one another."""


def kinship(one: EventType, other: EventType) -> float:
    """Return the points for calling one happening two types: less the odder, FAR for never."""
    if one in _TOLD_OF_ANY or other in _TOLD_OF_ANY:
        return -3.0
    return _NEIGHBOURS.get(frozenset((one, other)), FAR)


def _counts_victims(new: Trace, known: Trace) -> bool:
    return _violence(new, known) and Cue.TOLL_STORY in new.cues and bool(new.figures)


def _says_attack(new: Trace, known: Trace) -> bool:
    return _violence(new, known) and new.subtypes <= _ANY_ATTACK


def _violence(new: Trace, known: Trace) -> bool:
    return known.type in VIOLENT and new.type in VIOLENT | {EventType.HUMANITARIAN, EventType.OTHER}


def _frees(new: Trace, known: Trace) -> bool:
    return Cue.FREED in new.cues and bool(known.subtypes & {"abducted", "taken_prisoner"})


def _wrecks(new: Trace, known: Trace) -> bool:
    types = {new.type, known.type}
    return (
        EventType.INFRASTRUCTURE_DISRUPTION in types
        and bool(types & VIOLENT)
        and bool((new.subtypes | known.subtypes) & _WRECKED)
    )


def _takes_people(new: Trace, known: Trace) -> bool:
    return bool(new.subtypes & _TAKEN) and bool(known.subtypes & _TAKEN)


def _ends_siege(new: Trace, known: Trace) -> bool:
    return Cue.ENDED in new.cues and known.type in VIOLENT and "encircled" in new.subtypes


def _denies(new: Trace, _: Trace) -> bool:
    return "denied" in new.subtypes


def _takes_back(new: Trace, known: Trace) -> bool:
    return known.type is EventType.TERRITORY_CHANGE and Cue.INCOMPLETE in new.cues and recent(new, known)


def _enters_taken(new: Trace, known: Trace) -> bool:
    entered = new.type is EventType.TROOP_MOVEMENT and new.subtypes <= {"advanced", "deployed"}
    return entered and known.type is EventType.TERRITORY_CHANGE and bool(new.who.doers & known.who.doers)


def _gives_up(new: Trace, known: Trace) -> bool:
    move, other = (new, known) if new.type is EventType.TROOP_MOVEMENT else (known, new)
    return other.type is EventType.TERRITORY_CHANGE and move.outcome == "withdrew"


_WRECKED = frozenset(("facility_damaged", "bridge_destroyed"))
_TAKEN = frozenset(("abducted", "taken_prisoner"))
_ANY_ATTACK = frozenset(("attacked", "killed", "injured", "toll", "bodies_found"))
"""Outcomes that reports use for every sort of violence."""
_TAKEN_FOR_ANOTHER: tuple[tuple[Callable[[Trace, Trace], bool], float, str], ...] = (
    (_counts_victims, -0.1, "it counts the victims"),
    (_says_attack, -0.5, ""),
    (_frees, 0.5, "the captives are free"),
    (_wrecks, -0.5, "what was hit is out of use"),
    (_takes_people, -0.3, "the same captives"),
    (_ends_siege, -0.1, "the siege of the same place"),
    (_denies, -1.0, ""),
    (_takes_back, -0.5, "it is not all of it"),
    (_gives_up, -0.5, "who leaves a place gives it up"),
    (_enters_taken, -2.5, "who took a place is in it"),
)
"""Where reports use words of another type: "the attack" for a bombing, "left" for "gave up"."""
