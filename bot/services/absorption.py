"""A bigger event swallows the smaller ones under it: the city's fall lists the districts instead of adding messages."""

from dataclasses import dataclass, replace

from bot.correlation.parts import TOGETHER, closest, is_part
from bot.domain.claims import EventType
from bot.domain.events import Event
from bot.domain.subscriptions import Dimension
from bot.knowledge import World
from storage import Transaction
from storage.events import CORRELATE

MOST_BIGGER = 10
MOST_PARTS = 50


@dataclass(frozen=True, slots=True)
class Absorption:
    """Finds what a new event is a part of, and what its parts are."""

    world: World

    async def relate(self, tx: Transaction, event: Event) -> int | None:
        """Write down what a new event is a part of and which known events are parts of it; return the bigger one."""
        if event.type is not EventType.TERRITORY_CHANGE:
            return None
        bigger = await self._bigger(tx, event)
        if bigger is not None:
            await tx.relations.join([event.id], bigger)
        parts = [part.id for part in await self._smaller(tx, event)]
        if parts:
            await tx.relations.join(parts, event.id)
        return bigger

    async def _bigger(self, tx: Transaction, event: Event) -> int | None:
        """Return the smallest event that this one is a part of."""
        above = {
            f"at:{up}" for key in closest(event, self.world) for up in self.world.regions.ancestors(key)[1:]
        }
        if not above:
            return None
        known = await tx.events.latest({CORRELATE: above}, event.first_at - TOGETHER, MOST_BIGGER)
        found = [bigger for bigger in known if is_part(event, bigger, self.world)]
        return min(found, key=lambda bigger: (-self._depth(bigger), bigger.id)).id if found else None

    async def _smaller(self, tx: Transaction, event: Event) -> list[Event]:
        under = {Dimension.REGION.value: closest(event, self.world)}
        known = await tx.events.latest(under, event.first_at - TOGETHER, MOST_PARTS)
        taken = await tx.relations.wholes([part.id for part in known])
        return [part for part in known if part.id not in taken and is_part(part, event, self.world)]

    def _depth(self, event: Event) -> int:
        return max(len(self.world.regions.ancestors(key)) for key in event.region_ids)


async def refreshed(tx: Transaction, event_id: int) -> Event:
    """Return an event with its next revision, because what its message shows beside it has changed."""
    (event,) = await tx.events.find([event_id])
    event = replace(event, revision=event.revision + 1)
    await tx.events.revise(event)
    return event
