"""Likeness: how much speaks for two accounts being of one happening, each point with its reason.

Structured evidence only: place, sides, kind, day, sequence, figures, and the sort of thing it happened to. Words are
never compared. The points are documented in docs/correlation.md; `SAME` of them make one happening.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.correlation.cues import Cue
from bot.correlation.kinds import FAR, VIOLENT, kinship
from bot.correlation.timing import NOTHING, Evidence, by_mention, by_sequence, by_time
from bot.correlation.whereabouts import Lie, is_broad, lie
from bot.domain.claims import EventType
from bot.domain.traces import Trace
from bot.knowledge import World

SAME = 4.0
"""Points from which two accounts are of one happening."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """The points for two accounts being of one happening, and what they rest on."""

    points: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reasons as one phrase."""
        return ", ".join(self.reasons)


def likeness(new: Trace, known: Trace, world: World) -> Likeness:
    """Weigh whether `new`, told later, is the happening that `known` stands for."""
    points, reasons = 0.0, []
    for rule in _EVIDENCE:
        weight, reason = rule(new, known, world)
        points += weight
        if weight > 0 and reason:
            reasons.append(reason)
        if points <= FAR:
            return Likeness(points, (reason,))
    return Likeness(points, tuple(reasons))


def _kind(new: Trace, known: Trace, _: World) -> Evidence:
    if new.type is known.type:
        return 0.0, ""
    exception = _taken_for_another(new, known)
    if exception != NOTHING:
        return exception
    points = kinship(new.type, known.type)
    return (max(-0.5, points), "") if new.type in known.types else (points, "another kind of happening")


def _taken_for_another(new: Trace, known: Trace) -> Evidence:
    """Return the points where reports use words of another kind: "the attack" for a bombing, "left" for "gave up"."""
    if known.type in VIOLENT and new.type in VIOLENT | {EventType.HUMANITARIAN, EventType.OTHER}:
        if Cue.TOLL_STORY in new.cues and new.figures:
            return -0.1, "it counts the victims"
        if new.subtypes <= _ANY_ATTACK:
            return -0.5, ""
    if Cue.FREED in new.cues and known.subtypes & _CAPTIVE:
        return -0.1, "the captives are free"
    if Cue.ENDED in new.cues and known.type in VIOLENT and "encircled" in new.subtypes:
        return -0.1, "the siege of the same place"
    if "denied" in new.subtypes:
        return -1.0, ""
    control = {new.type, known.type} == {EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT}
    if control and "withdrew" in new.subtypes | known.subtypes:
        return -0.5, "who leaves a place gives it up"
    return NOTHING


_CAPTIVE = frozenset(("abducted", "taken_prisoner"))
_ANY_ATTACK = frozenset(("attacked", "killed", "injured", "toll", "bodies_found"))
"""Outcomes that reports use for every sort of violence."""
_INSIDE = {EventType.TERRITORY_CHANGE: -2.0, EventType.TROOP_MOVEMENT: 0.5, EventType.ARREST_DETENTION: 2.0}
_WITHIN = {
    EventType.TERRITORY_CHANGE: -1.0,
    EventType.TROOP_MOVEMENT: -1.0,
    EventType.BATTLE: 0.5,
    EventType.DISASTER: 3.0,
    EventType.AGREEMENT_CEASEFIRE: 3.0,
    EventType.PROTEST_RIOT: 1.0,
    EventType.INFRASTRUCTURE_DISRUPTION: 1.5,
}
_BOUND_TO_NO_PLACE = frozenset((EventType.AGREEMENT_CEASEFIRE, EventType.STATEMENT, EventType.OTHER))


def _place(new: Trace, known: Trace, world: World) -> Evidence:
    relation = lie(new.where, known.where, world)
    control = EventType.TERRITORY_CHANGE in {new.type, known.type}
    if relation is Lie.SAME and control and new.parts != known.parts:
        relation = Lie.INSIDE
    if relation is Lie.SAME:
        shared = new.where.at & known.where.at
        broad = bool(shared) and all(is_broad(key, world) for key in shared)
        return (2.5, "the same region") if broad else (4.0, "the same place")
    if relation in {Lie.INSIDE, Lie.AROUND}:
        return _INSIDE.get(known.type, 2.5), "a part of the same town"
    if relation is Lie.NEAR:
        return (1.0, "") if control else (2.0, "near the same place")
    if relation in {Lie.WITHIN, Lie.OVER}:
        return _WITHIN.get(known.type, 2.0), "a part of the same region"
    if relation is Lie.UNKNOWN:
        return 1.0, ""
    if known.type is EventType.AGREEMENT_CEASEFIRE and _lands(new) & _lands(known):
        return 2.5, "the same country"
    return (-1.5, "") if known.type in _BOUND_TO_NO_PLACE else (FAR, "another place")


def _lands(trace: Trace) -> set[str]:
    where = trace.where
    return {key for key in where.at | where.above | where.beside if key[:3] == "cc:"}


def _who(new: Trace, known: Trace, _: World) -> Evidence:
    one, other = new.who, known.who
    crossed = bool(one.doers & (other.harmed - other.doers)) or bool(other.doers & (one.harmed - one.doers))
    straight = bool(one.doers & other.doers)
    if known.type is EventType.TERRITORY_CHANGE or new.type is EventType.TERRITORY_CHANGE:
        if crossed and not straight:
            return FAR, "control went the other way"
        if straight or one.harmed & (other.harmed - other.doers):
            return 2.0, "the same side"
        return (-2.0, "") if one.doers and other.doers else NOTHING
    if known.type in {EventType.BATTLE, EventType.AGREEMENT_CEASEFIRE, EventType.PROTEST_RIOT}:
        shared = bool(one.all & other.all)
        return (1.5, "the same parties") if shared else (-2.0, "") if one.all and other.all else NOTHING
    if crossed and not straight:
        return -3.0, ""
    weight = 1.5 if straight else -1.0 if one.doers and other.doers else 0.0
    weight += 1.0 if one.harmed & other.harmed else 0.0
    return weight, "the same sides" if weight > 0 else ""


_PHASES = (
    frozenset(("repelled",)),
    frozenset(("withdrew",)),
    frozenset(("encircled",)),
    frozenset(("siege_broken",)),
    frozenset(("deployed",)),
    frozenset(("prisoner_swap",)),
    frozenset(("quake",)),
    frozenset(("flood",)),
    frozenset(("fire",)),
    frozenset(("storm",)),
    frozenset(("epidemic",)),
    frozenset(("water_cut",)),
    frozenset(("internet_cut",)),
    frozenset(("road_cut", "road_reopened")),
    frozenset(("bridge_destroyed",)),
    frozenset(("displaced", "evacuated")),
    frozenset(("released", "freed")),
)
"""Outcomes that are happenings of their own beside others of their type."""
_AFTER_ANY = frozenset(("power_restored",))
"""Outcomes that end whichever of them there was."""


def _phase(new: Trace, known: Trace, _: World) -> Evidence:
    if new.type is not known.type:
        return NOTHING
    if new.subtypes & _AFTER_ANY:
        return NOTHING
    for phase in _PHASES:
        if bool(new.subtypes & phase) != bool(known.subtypes & phase):
            return -4.0, "another phase"
    return (0.5, "") if new.subtypes & known.subtypes else NOTHING


def _figures(new: Trace, known: Trace, _: World) -> Evidence:
    shared = {figure for figure in new.figures & known.figures if figure >= 3}
    if shared:
        return 2.0, "the same figure"
    if Cue.TOLL_STORY in new.cues and known.figures:
        return 1.0, "it goes on counting"
    return NOTHING


_OF_A_SITE = frozenset(
    (
        EventType.EXPLOSION_REMOTE_VIOLENCE,
        EventType.VIOLENCE_AGAINST_CIVILIANS,
        EventType.DISASTER,
        EventType.ARREST_DETENTION,
        EventType.INFRASTRUCTURE_DISRUPTION,
        EventType.BATTLE,
    )
)


def _sites(new: Trace, known: Trace, _: World) -> Evidence:
    if known.type not in _OF_A_SITE or not new.sites or not known.sites:
        return NOTHING
    return (1.5, "the same sort of target") if new.sites & known.sites else (-1.0, "")


_EVIDENCE: tuple[Callable[[Trace, Trace, World], Evidence], ...] = (
    _kind,
    _place,
    _who,
    lambda new, known, _: by_time(new, known),
    lambda new, known, _: by_sequence(new, known),
    _phase,
    lambda new, known, _: by_mention(new, known),
    _figures,
    _sites,
)
