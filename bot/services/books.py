"""The books: an event is computed from its ledger, and stored with everything under which it is found."""

from dataclasses import replace

from bot.correlation import compose, event_keys
from bot.domain.events import Event, EventState
from bot.domain.subscriptions import Audience
from bot.knowledge import World
from bot.matching import audience
from bot.rendering.headlines import headline
from storage import Transaction
from storage.events import CORRELATE


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
    event = compose(event_id, previous.ledger, world, headline, previous)
    # What is struck through is what was told.
    told = previous.headline if event.state is EventState.RETRACTED else event.headline
    event = replace(event, headline=told, revision=previous.revision + 1, changed_at=tx.now())
    await enter(tx, event, world)
    return event
