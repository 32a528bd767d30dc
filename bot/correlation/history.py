"""An event's ledger, told again claim by claim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.correlation.changes import told as tell
from bot.correlation.facts import Facts, facts_of, short_hash
from bot.domain.developments import Change
from bot.domain.events import Event, LedgerEntry
from bot.domain.traces import Trace
from bot.knowledge import World

VERSION = 12
"""Of the rules that make traces: raised whenever stored ones would mislead."""


@dataclass(frozen=True, slots=True)
class Told:
    """One claim of a ledger, what it changed when it was read, and the trace of the event from then on."""

    entry: LedgerEntry
    facts: Facts
    change: Change
    trace: Trace


def fold_told(ledger: Sequence[LedgerEntry], world: World) -> tuple[Told, ...]:
    """Tell a ledger again in the order in which its claims were read; retracted ones are left out."""
    told: list[Told] = []
    for entry in sorted(ledger, key=lambda entry: entry.order):
        if entry.retracted:
            continue
        facts = facts_of(entry.claim, entry.said_at, world)
        change, _, trace = tell(told[-1].trace if told else None, facts)
        told.append(Told(entry, facts, change, trace))
    return tuple(told)


def is_current(event: Event) -> bool:
    """Whether what is remembered of an event was made by this version of the code; else its ledger is needed."""
    return event.trace is not None and event.trace.version == VERSION


def trace_of(event: Event, world: World) -> Trace | None:
    """Return what is remembered of an event; None where all of its ledger is retracted.

    The stored trace is used where this version of the code made it, else the ledger is told again.
    """
    if event.trace is not None and is_current(event):
        return event.trace
    return trace_of_told(fold_told(event.ledger, world))


def trace_of_told(told: Sequence[Told]) -> Trace | None:
    """Return what a ledger that has been told again amounts to, with the pages that told it."""
    if not told:
        return None
    pages = frozenset(short_hash(step.entry.url) for step in told if step.entry.url)
    return replace(told[-1].trace, pages=pages, version=VERSION)
