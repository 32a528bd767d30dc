"""Telegram's updates on their way to the handlers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from storage.dialects import insert_new
from storage.schema import inbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that waits to be handled: `chat_id` orders it, `attempts` counts the tries that failed."""

    update_id: int
    chat_id: int
    payload: Mapping[str, Any]
    attempts: int


class Inbox:
    """The inbox table. new → done, or new → poison when it cannot be handled; both are final."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, updates: Sequence[tuple[int, int, Mapping[str, Any]]]) -> int:
        """Store raw updates as (update_id, chat_id, payload); return how many were not known yet."""
        if not updates:
            return 0
        now = self._now()
        rows = [
            {
                "update_id": update_id,
                "chat_id": chat_id,
                "payload": payload,
                "state": "new",
                "received_at": now,
            }
            for update_id, chat_id, payload in updates
        ]
        statement = insert_new(self._connection, inbox).values(rows).returning(inbox.c.update_id)
        return len((await self._connection.execute(statement)).all())

    async def last_id(self) -> int | None:
        """Return the highest update id ever stored, None for an empty inbox."""
        last: int | None = await self._connection.scalar(select(func.max(inbox.c.update_id)))
        return last

    async def waiting(self, limit: int, busy_chats: Sequence[int], held: Sequence[int]) -> list[Waiting]:
        """Return the oldest waiting update of each chat that is not busy, in the order of arrival.

        Args:
            limit: how many at most.
            busy_chats: chats whose update is being handled now.
            held: updates that wait before their next try; they hold back the later ones of their chat.
        """
        first = (
            select(func.min(inbox.c.update_id))
            .where(inbox.c.state == "new", inbox.c.chat_id.not_in(busy_chats))
            .group_by(inbox.c.chat_id)
        )
        rows = await self._connection.execute(
            select(inbox.c.update_id, inbox.c.chat_id, inbox.c.payload, inbox.c.attempts)
            .where(inbox.c.update_id.in_(first), inbox.c.update_id.not_in(held))
            .order_by(inbox.c.update_id)
            .limit(limit)
        )
        return [Waiting(*row) for row in rows]

    async def finish(self, update_id: int) -> bool:
        """Mark an update as done and drop its payload; say whether it was still waiting."""
        result = await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == "new")
            .values(state="done", payload=null())
        )
        return result.rowcount == 1

    async def failed(self, update_id: int, error: str) -> None:
        """Count a try that failed."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == "new")
            .values(attempts=inbox.c.attempts + 1, error=error)
        )

    async def quarantine(self, update_id: int, error: str) -> None:
        """Set an update aside, with its payload, so that it holds up nobody."""
        await self._connection.execute(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.state == "new")
            .values(state="poison", error=error)
        )

    async def forget_chat(self, chat_id: int) -> None:
        """Forget whose the handled updates of a chat were; their ids stay, so that none is handled twice."""
        await self._connection.execute(
            update(inbox).where(inbox.c.chat_id == chat_id, inbox.c.state == "done").values(chat_id=0)
        )

    async def counts(self) -> dict[str, int]:
        """Return how many updates there are in each state."""
        rows = await self._connection.execute(
            select(inbox.c.state, func.count().label("n")).group_by(inbox.c.state)
        )
        return {row.state: row.n for row in rows}

    async def prune(self, done: timedelta, poison: timedelta) -> int:
        """Forget updates that are done or quarantined for so long; the newest id always stays. Return how many."""
        newest = select(func.max(inbox.c.update_id)).scalar_subquery()
        now = self._now()
        result = await self._connection.execute(
            delete(inbox).where(
                inbox.c.update_id != newest,
                ((inbox.c.state == "done") & (inbox.c.received_at < now - done))
                | ((inbox.c.state == "poison") & (inbox.c.received_at < now - poison)),
            )
        )
        return result.rowcount
