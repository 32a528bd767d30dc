"""Place: whether two accounts are of one place, of a part and its whole, or of places apart."""

from bot.correlation.cues import Cue
from bot.correlation.evidence import FAR, Evidence
from bot.correlation.lies import Lie, lie
from bot.correlation.whereabouts import is_broad
from bot.domain.claims import EventType
from bot.domain.traces import Sides, Trace, Whereabouts
from bot.knowledge import World

_INSIDE = {EventType.TERRITORY_CHANGE: -2.0, EventType.TROOP_MOVEMENT: 0.5}
"""Points for a part and the whole of one town; a quarter's fall is not the town's. Others 2.5."""
_WITHIN = {
    EventType.TERRITORY_CHANGE: -1.0,
    EventType.TROOP_MOVEMENT: -1.0,
    EventType.BATTLE: 0.5,
    EventType.DISASTER: 3.0,
    EventType.AGREEMENT_CEASEFIRE: 3.0,
    EventType.PROTEST_RIOT: 1.0,
    EventType.INFRASTRUCTURE_DISRUPTION: 1.5,
}
"""Points for a place and the province or country around it. Others 2."""
_BOUND_TO_NO_PLACE = frozenset((EventType.AGREEMENT_CEASEFIRE, EventType.STATEMENT, EventType.OTHER))


def by_place(new: Trace, known: Trace, world: World) -> Evidence:
    """Weigh how the places lie to each other."""
    relation = lie(new.where, known.where, world)
    if known.type is EventType.AGREEMENT_CEASEFIRE and _shared_lands(new, known) > 1:
        return 4.0, "the same countries"
    if EventType.TERRITORY_CHANGE in {new.type, known.type}:
        special = _control(new, known, relation)
        if special is not None:
            return special
    if relation is Lie.SAME:
        shared = new.where.at & known.where.at
        broad = bool(shared) and all(is_broad(key, world) for key in shared)
        return (2.5, "the same region") if broad else (4.0, "the same place")
    if relation is Lie.APART:
        return _apart(new, known)
    return {
        Lie.INSIDE: (_INSIDE.get(known.type, 2.5), "a part of the same town"),
        Lie.AROUND: (_INSIDE.get(known.type, 2.5), "a part of the same town"),
        Lie.NEAR: (2.5 if _beside_it(new, known) else 2.0, "near the same place"),
        Lie.WITHIN: (_WITHIN.get(known.type, 2.0), "a part of the same region"),
        Lie.OVER: (_WITHIN.get(known.type, 2.0), "a part of the same region"),
        Lie.UNKNOWN: (1.0, ""),
    }[relation]


def _control(new: Trace, known: Trace, relation: Lie) -> Evidence | None:
    """Return the points where control of a place is told more exactly than elsewhere."""
    if relation is Lie.SAME and new.parts != known.parts:
        relation = Lie.INSIDE
    if relation is Lie.INSIDE:
        remains = Cue.INCOMPLETE in new.cues
        return (2.5, "a part of it remains") if remains else (_INSIDE[EventType.TERRITORY_CHANGE], "")
    if relation is Lie.NEAR:
        return (FAR, "a place beside it") if _beside_it(new, known) else (1.0, "")
    return None


def _beside_it(new: Trace, known: Trace) -> bool:
    """Whether one is told as being beside the very place of the other."""
    return bool((new.where.beside & known.where.at) | (known.where.beside & new.where.at))


def _apart(new: Trace, known: Trace) -> Evidence:
    if known.type is EventType.AGREEMENT_CEASEFIRE and _shared_lands(new, known):
        return 2.5, "the same country"
    return (-1.5, "") if known.type in _BOUND_TO_NO_PLACE else (FAR, "another place")


def lands(where: Whereabouts, who: Sides) -> set[str]:
    """Return the countries of an agreement: those it names as places, and those whose states are parties to it."""
    named = {key for key in where.at | where.above | where.beside if key.startswith("cc:")}
    return named | {f"cc:{camp[6:]}" for camp in who.all if camp.startswith("state:")}


def _shared_lands(new: Trace, known: Trace) -> int:
    return len(lands(new.where, new.who) & lands(known.where, known.who))
