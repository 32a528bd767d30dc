"""An event's ledger, told again claim by claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.correlation.changes import told as tell
from bot.correlation.facts import Facts, facts_of
from bot.correlation.trace import Trace
from bot.domain.developments import Change
from bot.domain.events import LedgerEntry
from bot.knowledge import World


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
    for entry in sorted(ledger, key=lambda entry: (entry.learned_at, entry.claim_id)):
        if entry.retracted:
            continue
        facts = facts_of(entry.claim, entry.said_at, world)
        change, _, trace = tell(told[-1].trace if told else None, facts)
        told.append(Told(entry, facts, change, trace))
    return tuple(told)


def trace_of(ledger: Sequence[LedgerEntry], world: World) -> Trace | None:
    """Return what a ledger amounts to; None where all of it is retracted."""
    told = fold_told(ledger, world)
    return told[-1].trace if told else None
