"""Status of an event: how surely it may be told, computed from its claims by named rules.

| rule | status |
|---|---|
| every claim is retracted | retracted |
| nobody says that it is so | denied |
| the losing side admits it, or somebody who did not make the claim confirms it | confirmed |
| a party denies it, or its own side took it back in part, and nobody of rank has said it again since | disputed |
| `INDEPENDENT` sources of their own tell it flatly, and none of them copies another | confirmed |
| otherwise | the strongest claim, as it was worded; one outlet's flat sentence is a report |

Repetition by one voice never raises it: what is counted are voices, and a reprint or a second outlet that quotes the same
speaker is the same voice.
"""

from collections.abc import Sequence

from bot.correlation.echoes import is_reprint
from bot.correlation.parties import speaker
from bot.domain.claims import Basis, Status
from bot.domain.events import LedgerEntry
from bot.domain.traces import Trace
from bot.knowledge import World, phrase

INDEPENDENT = 3
"""Flat accounts in words of their own, each from another source, that make a happening confirmed."""


def status_of(live: Sequence[LedgerEntry], trace: Trace | None, world: World) -> Status:
    """Return the status of an event from its claims that are not retracted and from their trace."""
    if not live or trace is None:
        return Status.RETRACTED
    asserted = [entry for entry in live if entry.claim.status is not Status.DENIED]
    if not asserted:
        return Status.DENIED
    standing = trace.standing
    if standing.level >= 3:
        return Status.CONFIRMED
    if (standing.denied_by or standing.corrected) and not standing.formal:
        return Status.DISPUTED
    flat = [entry for entry in asserted if entry.claim.basis is Basis.FLAT]
    if len(voices(flat, world)) >= INDEPENDENT:
        return Status.CONFIRMED
    return max((entry.claim.shown_status for entry in asserted), key=lambda status: status.strength)


def voices(entries: Sequence[LedgerEntry], world: World) -> frozenset[str]:
    """Return who speaks, each once: the upstream speaker where one is quoted, else the source.

    A reprint of an earlier sentence has no voice of its own.
    """
    found: set[str] = set()
    told: list[str] = []
    for entry in entries:
        if is_reprint(entry.claim.quote, told):
            continue
        told.append(entry.claim.quote)
        found.add(_voice(entry, world))
    return frozenset(found)


def _voice(entry: LedgerEntry, world: World) -> str:
    camps = speaker(entry.claim, world)
    state = sorted(camp for camp in camps if camp.startswith("state:"))
    if camps:
        return state[0] if state else min(camps)
    if entry.claim.attribution:
        return f"~{phrase(entry.claim.attribution)}"
    return f"source:{entry.source.casefold()}"
