"""Decide: which event each claim of a report belongs to, and what the report changes in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.correlation.changes import told as tell
from bot.correlation.echoes import is_reprint
from bot.correlation.facts import Facts, short_hash, told_together
from bot.correlation.history import trace_of
from bot.correlation.joining import join
from bot.correlation.likeness import SAME, likeness
from bot.correlation.opening import open_event
from bot.correlation.tracing import gather
from bot.domain.claims import Claim, EventType
from bot.domain.developments import Change, Decision, ReportContext
from bot.domain.events import Event
from bot.domain.traces import Trace
from bot.knowledge import World

_REPRINT = 6.0
_REPRINT_DAYS = 3
_SAME_PAGE = 1.5
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


def correlate(
    claims: Sequence[Claim], report: ReportContext, candidates: Sequence[Event], world: World
) -> tuple[Decision, ...]:
    """Decide what a report changes.

    `claims` are all claims of the report in its order, `candidates` the open events found under `lookup`'s keys.
    Returns one decision for each event the report tells of, in the order of the report.
    """
    all_facts = told_together(claims, report.said_at, world)
    known = [one for event in candidates if (one := _know(event, report, world)) is not None]
    groups = [
        (positions, tuple(all_facts[position] for position in positions))
        for positions in join(all_facts, world)
    ]
    decisions: dict[int, Decision] = {}
    opened: list[Decision] = []
    matched = [(positions, told, *_find(gather(told), told, known, world)) for positions, told in groups]
    rung = [told for _, told, found, _ in matched if found is not None]
    for positions, told, found, why in matched:
        if found is not None:
            decision = _tell(found, told, positions, why)
            earlier = decisions.get(found.id)
            decisions[found.id] = _stronger(earlier, decision) if earlier else decision
            continue
        decision = open_event(told, positions, rung)
        opened.append(decision)
        if decision.change is Change.NEW:
            rung.append(told)
    return tuple(sorted((*decisions.values(), *opened), key=lambda one: one.positions))


def _know(event: Event, report: ReportContext, world: World) -> _Known | None:
    trace = trace_of(event, world)
    if trace is None:
        return None
    return _Known(event.id, trace, report.page is not None and short_hash(report.page) in trace.pages)


def _find(
    new: Trace, told: Sequence[Facts], known: Sequence[_Known], world: World
) -> tuple[_Known | None, str]:
    """Return the event that the claims are about, None where it is a new one, and why."""
    placeless = all(facts.borrowed or not facts.where.known for facts in told)
    ranked: list[tuple[float, int, _Known, str]] = []
    for one in known:
        found = likeness(new, one.trace, world)
        points = found.points
        recent = (new.first_said - one.trace.last_said).days <= _REPRINT_DAYS
        if points > -50 and recent and any(is_reprint(facts.quote, one.trace.sentences) for facts in told):
            points += _REPRINT
        if one.on_page and points > -50:
            points += _SAME_PAGE
        points -= _superseded(one, known)
        if placeless:
            points += min(len(one.trace.sentences), 5) * 0.1
        ranked.append((points, one.id, one, found.reason))
    ranked.sort(key=lambda item: (-item[0], -item[1]))
    if not ranked:
        return None, ""
    points, _, best, reason = ranked[0]
    if placeless or not best.trace.where.known:
        rival = ranked[1][0] if len(ranked) > 1 else -MARGIN
        fits = points >= SAME or (points >= SAME_WITHOUT_PLACE and points - rival >= MARGIN)
    else:
        fits = points >= SAME
    return (best, reason) if fits else (None, "")


def _superseded(one: _Known, known: Sequence[_Known]) -> float:
    """Return the points that a change of control loses when the place has changed hands again since."""
    if one.trace.type is not EventType.TERRITORY_CHANGE:
        return 0.0
    for other in known:
        if other is one or other.trace.type is not EventType.TERRITORY_CHANGE:
            continue
        back = other.trace.who.doers & (one.trace.who.harmed - one.trace.who.doers)
        if (
            back
            and other.trace.where.at & one.trace.where.at
            and other.trace.first_said > one.trace.last_said
        ):
            return 3.0
    return 0.0


def _tell(known: _Known, told: Sequence[Facts], positions: tuple[int, ...], why: str) -> Decision:
    """Return what the claims change in an event, told one after the other; the strongest change counts."""
    trace, best, best_reason = known.trace, Change.BACKGROUND, ""
    for facts in told:
        change, reason, trace = tell(trace, facts)
        if not best_reason or PRECEDENCE.index(change) < PRECEDENCE.index(best):
            best, best_reason = change, reason
    reason = f"{why}: {best_reason}" if why else best_reason
    return Decision(known.id, best, reason, positions)


def _stronger(one: Decision, other: Decision) -> Decision:
    best = min((one, other), key=lambda decision: PRECEDENCE.index(decision.change))
    return Decision(best.event_id, best.change, best.reason, tuple(sorted(one.positions + other.positions)))
