"""Decide: which event each claim of a report belongs to, and what the report changes in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.correlation.changes import told as tell
from bot.correlation.cues import Cue
from bot.correlation.echoes import is_reprint
from bot.correlation.evidence import FAR
from bot.correlation.facts import Facts, short_hash, told_together
from bot.correlation.history import trace_of
from bot.correlation.joining import elsewhere, join
from bot.correlation.likeness import SAME, likeness
from bot.correlation.opening import breach_in_deed, has_no_place, open_event, told_with, weight
from bot.correlation.tracing import gather
from bot.domain.claims import Claim, EventType
from bot.domain.developments import Change, Decision, ReportContext
from bot.domain.events import Event
from bot.domain.traces import Trace, Whereabouts
from bot.knowledge import World

_REPRINT = 6.0
_REPRINT_DAYS = 3
_SAME_PAGE = 1.5
_MUCH_TOLD = 0.1
"""Points for each sentence that told of an event lately: what no place parts is likelier to be what everybody tells."""
_CHANGED_HANDS_SINCE = (6.0, 3.0)
"""Points that the earlier capture of a place loses once the other side has it again: less for what looks back on it."""
SAME_WITHOUT_PLACE = 2.5
"""Points from which a claim without a place is taken to be of the happening that fits it best …"""
MARGIN = 1.0
"""… by at least so much more than the next."""

PRECEDENCE = (
    Change.NEW,
    Change.DENIED,
    Change.CORRECTED,
    Change.FIRMER,
    Change.OVER,
    Change.TOLL_UP,
    Change.REPEAT,
    Change.BACKGROUND,
)
"""Of several changes that one report makes in one event, the first of these is what a follower is told."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A candidate event with what is remembered of it."""

    id: int
    trace: Trace
    on_page: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """How well a candidate fits, and why."""

    points: float
    known: _Known
    reason: str


@dataclass(slots=True)
class _Home:
    """An event that the report tells of: a known one or one that it opens, with the positions of its claims."""

    known: _Known | None
    why: str
    positions: list[int]


def correlate(
    claims: Sequence[Claim], report: ReportContext, candidates: Sequence[Event], world: World
) -> tuple[Decision, ...]:
    """Decide what a report changes.

    `claims` are all claims of the report in its order, `candidates` the open events found under `lookup`'s keys.
    Returns one decision for each event the report tells of, in the order of the report.
    """
    told = told_together(claims, report.said_at, world)
    known = [one for event in candidates if (one := _know(event, report, world)) is not None]
    homes: dict[int, _Home] = {}
    strangers: list[tuple[int, ...]] = []
    groups = join(told, world)
    for positions in groups:
        group = [told[position] for position in positions]
        if breach_in_deed(group, [[told[at] for at in other] for other in groups if other != positions]):
            continue
        found, why = _find(group, known, world)
        if found is None:
            strangers.append(positions)
        else:
            homes.setdefault(found.id, _Home(found, why, [])).positions.extend(positions)
    settled = list(homes.values())
    dropped = _settle(strangers, settled, told)
    decisions = [_tell(home, told) for home in settled]
    return tuple(sorted((*decisions, *dropped), key=lambda one: one.positions))


def _settle(
    strangers: Sequence[tuple[int, ...]], homes: list[_Home], told: Sequence[Facts]
) -> list[Decision]:
    """Open events for what fits no known one, the weightiest first, or put it to what is told beside it.

    Adds to `homes`; returns the decisions about what is told to nobody.
    """
    dropped: list[Decision] = []
    for positions in sorted(strangers, key=lambda group: (-weight([told[at] for at in group]), group)):
        group = [told[position] for position in positions]
        beside = [[told[position] for position in home.positions] for home in homes]
        near = [
            at for at, other in enumerate(beside) if not (elsewhere(group, other) or elsewhere(other, group))
        ]
        place = told_with(group, [beside[at] for at in near])
        if place is not None:
            homes[near[place]].positions.extend(positions)
            continue
        decision = open_event(group, positions, beside)
        if decision.change is Change.NEW:
            homes.append(_Home(None, decision.reason, list(positions)))
        else:
            dropped.append(decision)
    return dropped


def _know(event: Event, report: ReportContext, world: World) -> _Known | None:
    trace = trace_of(event, world)
    if trace is None:
        return None
    return _Known(event.id, trace, report.page is not None and short_hash(report.page) in trace.pages)


def _find(told: Sequence[Facts], known: Sequence[_Known], world: World) -> tuple[_Known | None, str]:
    """Return the event that the claims are about, None where it is a new one, and why.

    Claims that stand in the place of others are first looked for there, then as claims without a place.
    """
    ranked = _rank(told, known, world)
    if ranked and ranked[0].points >= SAME:
        return ranked[0].known, ranked[0].reason
    if all(has_no_place(facts) for facts in told):
        ranked = _rank([replace(facts, where=Whereabouts()) for facts in told], known, world)
    elif not ranked or ranked[0].known.trace.where.known:
        return None, ""
    return _only_one_that_fits(ranked)


def _only_one_that_fits(ranked: Sequence[_Match]) -> tuple[_Known | None, str]:
    """Return the best match where no place is told, if it fits and the next one fits clearly worse."""
    if not ranked:
        return None, ""
    best = ranked[0]
    rival = ranked[1].points if len(ranked) > 1 else -MARGIN
    fits = best.points >= SAME or (best.points >= SAME_WITHOUT_PLACE and best.points - rival >= MARGIN)
    return (best.known, best.reason) if fits else (None, "")


def _rank(told: Sequence[Facts], known: Sequence[_Known], world: World) -> list[_Match]:
    """Return how well each candidate fits the claims, the best first."""
    new = gather(told)
    ranked = []
    for one in known:
        found = likeness(new, one.trace, world)
        points = found.points
        if points > FAR / 2:
            recent = (new.first_said - one.trace.last_said).days <= _REPRINT_DAYS
            if recent and any(is_reprint(facts.quote, one.trace.sentences) for facts in told):
                points += _REPRINT
            points += _SAME_PAGE * one.on_page - _superseded(new, one, known)
            if not new.where.known:
                points += min(len(one.trace.sentences), 5) * _MUCH_TOLD
        ranked.append(_Match(points, one, found.reason))
    return sorted(ranked, key=lambda match: (-match.points, -match.known.id))


def _superseded(new: Trace, one: _Known, known: Sequence[_Known]) -> float:
    """Return the points that a change of control loses when the place has changed hands again since."""
    if one.trace.type is not EventType.TERRITORY_CHANGE:
        return 0.0
    looks_back = Cue.HISTORY in new.cues or any(day <= one.trace.last_said for day in new.firm_days)
    for other in known:
        if other is one or other.trace.type is not EventType.TERRITORY_CHANGE:
            continue
        back = other.trace.who.doers & (one.trace.who.harmed - one.trace.who.doers)
        if (
            back
            and other.trace.where.at & one.trace.where.at
            and other.trace.first_said > one.trace.last_said
        ):
            return _CHANGED_HANDS_SINCE[looks_back]
    return 0.0


def _tell(home: _Home, told: Sequence[Facts]) -> Decision:
    """Return what the claims change in their event, told one after the other; the strongest change counts."""
    positions = tuple(sorted(home.positions))
    if home.known is None:
        return Decision(None, Change.NEW, home.why, positions)
    trace, best, best_reason = home.known.trace, Change.BACKGROUND, ""
    for position in positions:
        change, reason, trace = tell(trace, told[position])
        if not best_reason or PRECEDENCE.index(change) < PRECEDENCE.index(best):
            best, best_reason = change, reason
    reason = f"{home.why}: {best_reason}" if home.why else best_reason
    return Decision(home.known.id, best, reason, positions)
