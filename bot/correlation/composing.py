"""Compose: an event, computed from the claims in its ledger."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.correlation.history import fold_told, trace_of_told
from bot.correlation.statuses import status_of, voices
from bot.correlation.tolls import toll_of
from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status
from bot.domain.events import Event, EventState, LedgerEntry, Telling
from bot.knowledge import World

Headline = Callable[[Claim, Status], str]
"""Says a claim in one line, as surely as the status allows (rendering is a sibling layer, so it is handed in)."""
_MOST_PLACES = 24


def compose(
    event_id: int,
    ledger: Sequence[LedgerEntry],
    world: World,
    headline: Headline,
    previous: Event | None = None,
) -> Event:
    """Compute an event from its ledger; the order in which the entries are given does not matter.

    `previous` is the event as it was: the revision grows when something that a follower sees has changed, and the state
    "merged" stays. Raises ValueError where the ledger is empty.
    """
    if not ledger:
        raise ValueError("an event without claims cannot be composed")
    entries = tuple(sorted(ledger, key=lambda entry: entry.order))
    live = [entry for entry in entries if not entry.retracted]
    told = fold_told(live, world)
    trace = trace_of_told(told)
    status = status_of(live, trace, world)
    shown = live or list(entries)
    lead = lead_claim([entry.claim for entry in shown])
    dead, hurt = toll_of(told, lambda claim: claim.killed), toll_of(told, lambda claim: claim.injured)
    killed, injured = dead[0] if dead else None, hurt[0] if hurt else None
    places, actors = _places(shown), _actors(shown)
    summary = replace(
        lead,
        places=lead.places or places,
        actors=lead.actors or actors,
        killed=(killed,) if killed else (),
        injured=(injured,) if injured else (),
    )
    counted_by = (dead or hurt or (None, lead if lead.captured or lead.displaced else None))[1]
    if counted_by is not None:
        summary = replace(
            summary, attribution=counted_by.attribution, attribution_actor=counted_by.attribution_actor
        )
    told_as = _as_sure_as(counted_by, status)
    event = Event(
        id=event_id,
        type=lead.type,
        subtype=lead.subtype,
        status=status,
        severity=max(entry.claim.severity for entry in shown),
        headline=headline(summary, told_as),
        places=places,
        actors=actors,
        on=_day(shown),
        killed=killed,
        injured=injured,
        ledger=entries,
        first_at=min(entry.said_at for entry in shown),
        changed_at=max(entry.learned_at for entry in entries),
        state=EventState.OPEN if live else EventState.RETRACTED,
        sources=max(1, len(voices(live, world))),
        trace=trace,
        scene=summary.places[:_MOST_PLACES],
        telling=_telling(summary, told_as),
    )
    return _revised(event, previous)


def _telling(summary: Claim, status: Status) -> Telling:
    """Return what a headline of another language tells: the same as the English one, which is made of this claim."""
    people = summary.captured or summary.displaced
    if summary.denied_by:
        return Telling(status, voice=summary.denied_by, actors=summary.actors, people=people)
    flat = summary.basis is Basis.FLAT or not summary.attribution
    voice, voice_id = ("", None) if flat else (summary.attribution or "", summary.attribution_actor)
    return Telling(status, voice, voice_id, summary.actors, people)


def _as_sure_as(counted_by: Claim | None, status: Status) -> Status:
    """Return the status for a headline: a number is told no more surely than by the claim that counts it."""
    if counted_by is None:
        return status
    known = {Status.CLAIMED, Status.REPORTED, Status.DECLARED, Status.CONFIRMED}
    weaker = counted_by.shown_status.strength < status.strength
    return counted_by.shown_status if {status, counted_by.shown_status} <= known and weaker else status


def _revised(event: Event, previous: Event | None) -> Event:
    if previous is None:
        return event
    if previous.state is EventState.MERGED:
        event = replace(event, state=EventState.MERGED)
    same = _visible(event) == _visible(previous)
    return replace(event, revision=previous.revision if same else previous.revision + 1)


def _visible(event: Event) -> tuple[object, ...]:
    return (
        event.type,
        event.subtype,
        event.status,
        event.severity,
        event.headline,
        event.places,
        event.actors,
        event.on,
        event.killed,
        event.injured,
        event.sources,
        event.state,
    )


def lead_claim(claims: Sequence[Claim]) -> Claim:
    """Return the claim that says best what happened.

    Of the type that most of the claims have it is the one told most surely that names a place, the latest of equals.
    A denial leads only where there is nothing else.
    """
    asserted = [claim for claim in claims if claim.status is not Status.DENIED] or list(claims)
    kind = _commonest(claim.type for claim in asserted)
    fitting = [claim for claim in asserted if claim.type is kind]
    return max(
        enumerate(fitting),
        key=lambda item: (bool(item[1].places), item[1].shown_status.strength, bool(item[1].actors), item[0]),
    )[1]


def _commonest(types: Iterable[EventType]) -> EventType:
    """Return the most frequent type, the earliest of equals; a statement only where there is nothing else."""
    counted = Counter(types)
    return max(counted, key=lambda kind: (kind is not EventType.STATEMENT, counted[kind]))


def _places(entries: Sequence[LedgerEntry]) -> tuple[PlaceRef, ...]:
    found: dict[str, PlaceRef] = {}
    for entry in entries:
        for place in entry.claim.places:
            found.setdefault(place.region_id or place.surface.casefold(), place)
    return tuple(found.values())[:_MOST_PLACES]


def _actors(entries: Sequence[LedgerEntry]) -> tuple[ActorRef, ...]:
    """Return each party once, in the role that most claims give it; nameless ones only where nobody is named."""
    roles: dict[str, Counter[Role]] = {}
    first: dict[str, ActorRef] = {}
    for entry in entries:
        for actor in entry.claim.actors:
            key = actor.actor_id or actor.canonical.casefold()
            roles.setdefault(key, Counter())[actor.role] += 1
            first.setdefault(key, actor)
    actors = [replace(actor, role=roles[key].most_common(1)[0][0]) for key, actor in first.items()]
    named = {actor.role for actor in actors if not actor.generic}
    return tuple(actor for actor in actors if not actor.generic or actor.role not in named)


def _day(entries: Sequence[LedgerEntry]) -> date | None:
    days = Counter(entry.claim.on for entry in entries if entry.claim.on is not None)
    return min(days, key=lambda day: (-days[day], day)) if days else None
