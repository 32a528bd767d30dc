"""Types of event: how long each goes on, and which of them reports take for one another."""

from dataclasses import dataclass

from bot.domain.claims import EventType

FAR = -100.0
"""Points that nothing outweighs."""


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
    frozenset((EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.INFRASTRUCTURE_DISRUPTION)): -2.5,
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


def kinship(one: EventType, other: EventType) -> float:
    """Return the points for calling one happening two kinds: 0 for the same, less the odder, FAR for never."""
    if one is other:
        return 0.0
    if one in _TOLD_OF_ANY or other in _TOLD_OF_ANY:
        return -3.0
    return _NEIGHBOURS.get(frozenset((one, other)), FAR)
