"""The books: an event is computed from its ledger with what editors say of it, and stored with all that finds it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.correlation import compose, event_keys
from bot.domain.claims import Claim, Status
from bot.domain.corrections import Correction, amend, status_by_editor
from bot.domain.events import Event, EventState, LedgerEntry
from bot.domain.subscriptions import Audience
from bot.knowledge import World
from bot.matching import audience
from bot.rendering.headlines import headline
from storage import Transaction
from storage.events import CORRELATE


def composed(
    ledger: Sequence[LedgerEntry],
    world: World,
    previous: Event | None,
    corrections: Sequence[Correction] = (),
) -> Event:
    """Compute an event from its ledger, as its editors say that it should have been told; the ledger itself stays.

    Args:
        ledger: every claim, as it was read.
        world: what the bot knows.
        previous: the event as it was, None for a new one.
        corrections: the entries of editors, the oldest first.
    """
    event_id = previous.id if previous else 0
    amended = [amend(entry, corrections) for entry in ledger]
    chosen = _chosen_status(amended, corrections, world)

    def said(claim: Claim, status: Status) -> str:
        return headline(claim, status if chosen is None or status is Status.RETRACTED else chosen)

    event = compose(event_id, amended, world, said, previous)
    if chosen is not None and event.status is not Status.RETRACTED:
        event = replace(event, status=chosen)
    as_read = {(entry.claim_id, entry.claim.quote, entry.learned_at): entry for entry in ledger}
    kept = [as_read[entry.claim_id, entry.claim.quote, entry.learned_at] for entry in event.ledger]
    return replace(event, ledger=tuple(kept))


def _chosen_status(
    amended: Sequence[LedgerEntry], corrections: Sequence[Correction], world: World
) -> Status | None:
    """Return the status that an editor chose, as long as no claim that was read later changes the computed one."""
    chosen = status_by_editor(corrections)
    if chosen is None:
        return None
    earlier = [entry for entry in amended if entry.learned_at <= chosen.at]
    later = any(entry.learned_at > chosen.at for entry in amended)
    if later and _computed(earlier, world) is not _computed(amended, world):
        return None
    return Status(chosen.data["status"])


def _computed(ledger: Sequence[LedgerEntry], world: World) -> Status | None:
    return compose(0, ledger, world, lambda _claim, _status: "").status if ledger else None


async def enter(tx: Transaction, event: Event, world: World) -> Audience:
    """Store what an event amounts to now, and return whom it concerns."""
    concerned = audience(event, world)
    keys = {dimension.value: found for dimension, found in concerned.keys.items()}
    found_by = {**keys, CORRELATE: event_keys(event, world)}
    await tx.events.save(event, found_by, concerned.spots, concerned.reach)
    return concerned


async def recompose(tx: Transaction, event_id: int, world: World) -> Event:
    """Compute an event anew from its ledger as it stands, as a change that followers see, and store it."""
    (previous,) = await tx.events.find([event_id])
    event = composed(previous.ledger, world, previous, await tx.corrections.of(event_id))
    # What is struck through is what was told.
    told = previous.headline if event.state is EventState.RETRACTED else event.headline
    event = replace(event, headline=told, revision=previous.revision + 1, changed_at=tx.now())
    await enter(tx, event, world)
    return event
