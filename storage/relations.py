"""How events stand to each other: parts of a bigger one, merged into another one, and whose the claims are."""

from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.events import Event, EventState
from storage.events import event_of_row
from storage.schema import claims, event_keys, event_spots, events

_LONGEST_CHAIN = 10


class Relations:
    """Events as parts of others, and their claims on the move."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def join(self, parts: Collection[int], whole: int) -> None:
        """Write down that events are parts of a bigger one."""
        await self._connection.execute(
            update(events).where(events.c.id.in_(parts), events.c.id != whole).values(part_of=whole)
        )

    async def whole_of(self, event_id: int) -> int | None:
        """Return the bigger event that an event is a part of."""
        key: int | None = await self._connection.scalar(
            select(events.c.part_of).where(events.c.id == event_id)
        )
        return key

    async def parts_of(self, event_id: int) -> list[Event]:
        """Return the events that are parts of a bigger one, the oldest first, without their ledgers."""
        rows = await self._connection.execute(
            select(events)
            .where(events.c.part_of == event_id, events.c.state != EventState.MERGED)
            .order_by(events.c.first_at, events.c.id)
        )
        return [event_of_row(row, ()) for row in rows.mappings()]

    async def wholes(self, event_ids: Collection[int]) -> dict[int, int]:
        """Return the bigger events of those of these events that are parts of one."""
        rows = await self._connection.execute(
            select(events.c.id, events.c.part_of).where(
                events.c.id.in_(event_ids), events.c.part_of.is_not(None)
            )
        )
        return {row.id: row.part_of for row in rows}

    async def move(self, claim_ids: Collection[int], event_id: int) -> None:
        """Move claims into the ledger of another event; both events have to be computed anew."""
        await self._connection.execute(
            update(claims).where(claims.c.id.in_(claim_ids)).values(event_id=event_id)
        )

    async def merge(self, event_id: int, into: int | None) -> None:
        """Let an event whose claims have moved stand for another one, or (None) for itself again."""
        state = EventState.OPEN if into is None else EventState.MERGED
        this = events.c.id == event_id
        await self._connection.execute(update(events).where(this).values(state=state, merged_into=into))
        if into is not None:
            await self._connection.execute(delete(event_keys).where(event_keys.c.event_id == event_id))
            await self._connection.execute(delete(event_spots).where(event_spots.c.event_id == event_id))
            await self._connection.execute(
                update(events).where(events.c.part_of == event_id).values(part_of=into)
            )

    async def standing_for(self, event_id: int) -> int:
        """Return the event that stands for this one: itself, or what it was merged into."""
        for _ in range(_LONGEST_CHAIN):
            into = await self._connection.scalar(
                select(events.c.merged_into).where(
                    events.c.id == event_id, events.c.state == EventState.MERGED
                )
            )
            if into is None:
                break
            event_id = into
        return event_id
