"""Likeness: how much speaks for two accounts being of one happening, each point with its reason.

Structured evidence only: place, sides, kind, day, sequence, figures, and the sort of thing it happened to. Words are
never compared. The points are documented in docs/correlation.md; `SAME` of them make one happening.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.correlation.cues import Cue
from bot.correlation.kinds import FAR, SPANS, VIOLENT, kinship
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


Evidence = tuple[float, str]
_NOTHING: Evidence = (0.0, "")


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
    counts = Cue.TOLL_STORY in new.cues and bool(new.figures)
    if counts and known.type in VIOLENT and new.type in VIOLENT | {EventType.HUMANITARIAN, EventType.OTHER}:
        return 0.0, "it counts the victims"
    if new.type in known.types:
        return max(-0.5, kinship(new.type, known.type)), ""
    return kinship(new.type, known.type), "another kind of happening"


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
    kind = known.type
    if relation is Lie.SAME:
        shared = new.where.at & known.where.at
        broad = bool(shared) and all(is_broad(key, world) for key in shared)
        return (2.5, "the same region") if broad else (4.0, "the same place")
    if relation in {Lie.INSIDE, Lie.AROUND}:
        return _INSIDE.get(kind, 2.5), "a part of the same town"
    if relation in {Lie.WITHIN, Lie.OVER}:
        return _WITHIN.get(kind, 2.0), "a part of the same region"
    if relation is Lie.UNKNOWN:
        return 1.0, ""
    return (-1.5, "") if kind in _BOUND_TO_NO_PLACE else (FAR, "another place")


def _who(new: Trace, known: Trace, _: World) -> Evidence:
    one, other = new.who, known.who
    crossed = bool(one.doers & (other.harmed - other.doers)) or bool(other.doers & (one.harmed - one.doers))
    straight = bool(one.doers & other.doers)
    if known.type is EventType.TERRITORY_CHANGE or new.type is EventType.TERRITORY_CHANGE:
        if crossed and not straight:
            return FAR, "control went the other way"
        if straight:
            return 2.0, "the same side"
        return (-2.0, "") if one.doers and other.doers else _NOTHING
    if known.type in {EventType.BATTLE, EventType.AGREEMENT_CEASEFIRE, EventType.PROTEST_RIOT}:
        shared = bool(one.all & other.all)
        return (1.5, "the same parties") if shared else (-2.0, "") if one.all and other.all else _NOTHING
    if crossed and not straight:
        return -3.0, ""
    weight = 1.5 if straight else -1.0 if one.doers and other.doers else 0.0
    weight += 1.0 if one.harmed & other.harmed else 0.0
    return weight, "the same sides" if weight > 0 else ""


def _time(new: Trace, known: Trace, _: World) -> Evidence:
    span = SPANS[known.type]
    gap = (new.first_said - known.last_said).days
    day = max(new.firm_days, default=None)
    if day is not None and not (new.cues & _AFTERMATH and (new.first_said - day).days <= 1):
        return _dated(day, known, point=span.point, silence=span.silence)
    if gap <= 1:
        return 1.0, "told within a day"
    if gap <= span.silence:
        return _NOTHING
    if known.type is EventType.TERRITORY_CHANGE and gap <= 400:
        return -1.0, ""
    return _NOTHING if new.cues & _LATE else (-4.0, "too long ago")


_AFTERMATH = frozenset(
    (Cue.TOLL_STORY, Cue.LOWERED, Cue.RECALLED, Cue.DENIAL, Cue.ADMITTED, Cue.RESPONSIBILITY)
)
"""Cues of sentences whose day is often the day somebody spoke."""
_LATE = frozenset((Cue.LOWERED, Cue.RECALLED, Cue.ADMITTED, Cue.HISTORY, Cue.VERIFIED, Cue.RESPONSIBILITY))
"""Cues of sentences that come back to a happening after a silence."""


def _dated(day: date, known: Trace, *, point: bool, silence: int) -> Evidence:
    first, last = known.days
    if point:
        off = 0 if first <= day <= last else min(abs((day - first).days), abs((day - last).days))
        slack = 0 if known.firm_days else 1
        if off <= slack:
            return (2.0, "the same day") if known.firm_days else (1.0, "about the same day")
        return (-0.5, "") if off == slack + 1 and slack == 0 else (-6.0, "another day")
    if day < first - timedelta(days=3):
        return -6.0, "an earlier day"
    return (1.0, "in the same days") if (day - known.last_said).days <= silence else (-5.0, "a later day")


def _sequence(new: Trace, known: Trace, _: World) -> Evidence:
    fresh = new.cues & {Cue.ANOTHER, Cue.AGAIN}
    if fresh and not known.first_cues & fresh and known.first_said < new.first_said - timedelta(days=1):
        return -4.0, "it is called another one"
    if (
        known.standing.over
        and known.type in {EventType.AGREEMENT_CEASEFIRE, EventType.BATTLE}
        and known.last_said < new.first_said
    ):
        return -2.5, "the earlier one is over"
    return _NOTHING


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
    frozenset(("power_out",)),
    frozenset(("water_out",)),
    frozenset(("internet_out",)),
    frozenset(("road_cut",)),
    frozenset(("bridge_destroyed",)),
    frozenset(("displaced",)),
    frozenset(("released",)),
    frozenset(("intercepted",)),
)
"""Outcomes that are happenings of their own beside others of their kind."""


def _phase(new: Trace, known: Trace, _: World) -> Evidence:
    if new.type is not known.type:
        return _NOTHING
    for phase in _PHASES:
        if bool(new.subtypes & phase) != bool(known.subtypes & phase):
            return -4.0, "another phase"
    return (0.5, "") if new.subtypes & known.subtypes else _NOTHING


def _figures(new: Trace, known: Trace, _: World) -> Evidence:
    shared = {figure for figure in new.figures & known.figures if figure >= 3}
    if shared:
        return 2.0, "the same figure"
    if Cue.TOLL_STORY in new.cues and known.figures:
        return 1.0, "it goes on counting"
    return _NOTHING


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
        return _NOTHING
    return (1.5, "the same sort of target") if new.sites & known.sites else (-1.0, "")


_EVIDENCE: tuple[Callable[[Trace, Trace, World], Evidence], ...] = (
    _kind,
    _place,
    _who,
    _time,
    _sequence,
    _phase,
    _figures,
    _sites,
)
