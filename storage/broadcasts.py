"""Messages from the admins to everybody."""

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.broadcasts import Broadcast, BroadcastState
from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState
from storage.schema import broadcasts, fanouts, outbox


class Broadcasts:
    """The broadcasts table. draft → sending → done, or draft → cancelled."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def draft(self, text: str, author_id: int, receivers: int, code: str | None) -> Broadcast:
        """Store a draft; drafts of the same author that wait are dropped."""
        await self._connection.execute(
            update(broadcasts)
            .where(broadcasts.c.author_id == author_id, broadcasts.c.state == BroadcastState.DRAFT)
            .values(state=BroadcastState.CANCELLED)
        )
        statement = (
            insert(broadcasts)
            .values(
                text=text,
                author_id=author_id,
                receivers=receivers,
                code=code,
                state=BroadcastState.DRAFT,
                created_at=self._now(),
            )
            .returning(broadcasts)
        )
        return _broadcast((await self._connection.execute(statement)).mappings().one())

    async def find(self, key: int) -> Broadcast | None:
        """Return a broadcast."""
        rows = await self._connection.execute(select(broadcasts).where(broadcasts.c.id == key))
        row = rows.mappings().first()
        return _broadcast(row) if row else None

    async def waiting(self, author_id: int) -> Broadcast | None:
        """Return the draft of an author that waits for its code."""
        rows = await self._connection.execute(
            select(broadcasts).where(
                broadcasts.c.author_id == author_id, broadcasts.c.state == BroadcastState.DRAFT
            )
        )
        row = rows.mappings().first()
        return _broadcast(row) if row else None

    async def in_state(self, state: BroadcastState) -> list[Broadcast]:
        """Return the broadcasts in a state, oldest first."""
        rows = await self._connection.execute(
            select(broadcasts).where(broadcasts.c.state == state).order_by(broadcasts.c.id)
        )
        return [_broadcast(row) for row in rows.mappings()]

    async def move(self, key: int, before: BroadcastState, after: BroadcastState) -> bool:
        """Move a broadcast from one state to another; say whether it was in the first one."""
        result = await self._connection.execute(
            update(broadcasts).where(broadcasts.c.id == key, broadcasts.c.state == before).values(state=after)
        )
        return result.rowcount == 1

    async def finished(self, key: int) -> dict[DeliveryState, int] | None:
        """Return how its deliveries ended, by state; None while some are still to come."""
        planned = select(fanouts.c.id).where(fanouts.c.kind == DeliveryKind.BROADCAST, fanouts.c.cause == key)
        if (await self._connection.execute(planned.limit(1))).first():
            return None
        rows = await self._connection.execute(
            select(outbox.c.state, func.count().label("n"))
            .where(outbox.c.kind == DeliveryKind.BROADCAST, outbox.c.cause == key)
            .group_by(outbox.c.state)
        )
        counts = {DeliveryState(row.state): row.n for row in rows}
        unfinished = {DeliveryState.PENDING, DeliveryState.SENDING}
        return None if unfinished & counts.keys() else counts


def _broadcast(row: RowMapping) -> Broadcast:
    return Broadcast(
        id=row["id"],
        text=row["text"],
        author_id=row["author_id"],
        receivers=row["receivers"],
        state=BroadcastState(row["state"]),
        created_at=row["created_at"],
        code=row["code"],
    )
