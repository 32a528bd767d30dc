"""Kinds of happening: how long each goes on, and which of them reports take for one another."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.claims import EventType

FAR = -100.0
"""Points that nothing outweighs."""


class Kind(StrEnum):
    """What sort of happening it is for the purpose of telling one from another; one per event type."""

    CONTROL = "control"
    FIGHT = "fight"
    MOVE = "move"
    STRIKE = "strike"
    HARM = "harm"
    DEAL = "deal"
    HELD = "held"
    UNREST = "unrest"
    NEED = "need"
    SERVICE = "service"
    SPEECH = "speech"
    DISASTER = "disaster"
    OTHER = "other"


KIND_OF = {
    EventType.TERRITORY_CHANGE: Kind.CONTROL,
    EventType.BATTLE: Kind.FIGHT,
    EventType.TROOP_MOVEMENT: Kind.MOVE,
    EventType.EXPLOSION_REMOTE_VIOLENCE: Kind.STRIKE,
    EventType.VIOLENCE_AGAINST_CIVILIANS: Kind.HARM,
    EventType.AGREEMENT_CEASEFIRE: Kind.DEAL,
    EventType.ARREST_DETENTION: Kind.HELD,
    EventType.PROTEST_RIOT: Kind.UNREST,
    EventType.HUMANITARIAN: Kind.NEED,
    EventType.INFRASTRUCTURE_DISRUPTION: Kind.SERVICE,
    EventType.STATEMENT: Kind.SPEECH,
    EventType.DISASTER: Kind.DISASTER,
    EventType.OTHER: Kind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Span:
    """How a kind of happening lies in time.

    `silence` is after how many days without a word the next word is about another happening; `point` says that it
    happens on one day, so that another day means another happening.
    """

    silence: int
    point: bool = False


SPANS = {
    Kind.CONTROL: Span(silence=21),
    Kind.FIGHT: Span(silence=5),
    Kind.MOVE: Span(silence=4),
    Kind.STRIKE: Span(silence=4, point=True),
    Kind.HARM: Span(silence=4, point=True),
    Kind.DEAL: Span(silence=5),
    Kind.HELD: Span(silence=5),
    Kind.UNREST: Span(silence=4),
    Kind.NEED: Span(silence=7),
    Kind.SERVICE: Span(silence=7),
    Kind.SPEECH: Span(silence=3),
    Kind.DISASTER: Span(silence=21),
    Kind.OTHER: Span(silence=5),
}

VIOLENT = frozenset((Kind.FIGHT, Kind.STRIKE, Kind.HARM, Kind.DISASTER))
"""Kinds that reports of one happening take for one another, because all of them kill people at a place."""

_NEIGHBOURS = {
    frozenset((Kind.STRIKE, Kind.HARM)): -1.0,
    frozenset((Kind.STRIKE, Kind.FIGHT)): -1.5,
    frozenset((Kind.FIGHT, Kind.HARM)): -1.5,
    frozenset((Kind.FIGHT, Kind.MOVE)): -2.5,
    frozenset((Kind.CONTROL, Kind.MOVE)): -3.0,
    frozenset((Kind.CONTROL, Kind.FIGHT)): -3.5,
    frozenset((Kind.STRIKE, Kind.DISASTER)): -1.5,
    frozenset((Kind.STRIKE, Kind.SERVICE)): -2.5,
    frozenset((Kind.DISASTER, Kind.SERVICE)): -2.5,
    frozenset((Kind.HELD, Kind.HARM)): -2.0,
    frozenset((Kind.UNREST, Kind.HARM)): -2.0,
    frozenset((Kind.UNREST, Kind.FIGHT)): -2.5,
    frozenset((Kind.DEAL, Kind.HELD)): -2.5,
    frozenset((Kind.NEED, Kind.STRIKE)): -2.5,
    frozenset((Kind.NEED, Kind.HARM)): -2.5,
    frozenset((Kind.NEED, Kind.DISASTER)): -1.5,
    frozenset((Kind.NEED, Kind.FIGHT)): -3.0,
}
_TOLD_OF_ANY = frozenset((Kind.SPEECH, Kind.OTHER))


def kinship(one: Kind, other: Kind) -> float:
    """Return the points for calling one happening two kinds: 0 for the same, less the odder, FAR for never."""
    if one is other:
        return 0.0
    if one in _TOLD_OF_ANY or other in _TOLD_OF_ANY:
        return -3.0
    return _NEIGHBOURS.get(frozenset((one, other)), FAR)
