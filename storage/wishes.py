"""What somebody asked for in words and could not have at once: open questions, and names that nobody knows yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from storage.schema import wishes


@dataclass(frozen=True, slots=True)
class OpenWish:
    """One line that somebody wrote, and the name in it that is open.

    `picked` holds what was decided already (name → `region:<id>` or `actor:<id>`), `found` the keys that are offered for
    the open name. It is `waiting` when the chat has asked that the name be added to what the bot knows.
    """

    target_id: int
    line: str
    name: str
    folded: str
    picked: Mapping[str, str]
    found: Sequence[str] = ()
    waiting: bool = False
    id: int = 0
    created_at: datetime | None = None


class Wishes:
    """The wishes table."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, wish: OpenWish) -> int:
        """Keep a wish and return its id."""
        statement = (
            insert(wishes)
            .values(
                target_id=wish.target_id,
                line=wish.line,
                name=wish.name,
                folded=wish.folded[:120],
                picked=dict(wish.picked),
                found=list(wish.found),
                waiting=wish.waiting,
                created_at=self._now(),
            )
            .returning(wishes.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def get(self, target_id: int, key: int) -> OpenWish | None:
        """Return a wish of a target."""
        rows = await self._connection.execute(
            select(wishes).where(wishes.c.id == key, wishes.c.target_id == target_id)
        )
        row = rows.mappings().first()
        return _wish(row) if row else None

    async def wait(self, key: int) -> None:
        """Let a wish wait until somebody adds its name; the same wish of the same chat waits once."""
        this = await self._connection.execute(
            select(wishes.c.target_id, wishes.c.line).where(wishes.c.id == key)
        )
        row = this.first()
        if row is None:
            return
        await self._connection.execute(
            delete(wishes).where(
                wishes.c.target_id == row.target_id,
                wishes.c.line == row.line,
                wishes.c.waiting.is_(True),
                wishes.c.id != key,
            )
        )
        await self._connection.execute(update(wishes).where(wishes.c.id == key).values(waiting=True))

    async def forget(self, keys: Collection[int]) -> None:
        """Drop wishes."""
        await self._connection.execute(delete(wishes).where(wishes.c.id.in_(keys)))

    async def waiting_of(self, target_id: int) -> list[OpenWish]:
        """Return what a target waits for, oldest first."""
        rows = await self._connection.execute(
            select(wishes)
            .where(wishes.c.target_id == target_id, wishes.c.waiting.is_(True))
            .order_by(wishes.c.id)
        )
        return [_wish(row) for row in rows.mappings()]

    async def waiting_for(self, folded: Collection[str], limit: int = 500) -> list[OpenWish]:
        """Return the wishes of all targets that wait for one of these folded names, oldest first."""
        rows = await self._connection.execute(
            select(wishes)
            .where(wishes.c.folded.in_(folded), wishes.c.waiting.is_(True))
            .order_by(wishes.c.id)
            .limit(limit)
        )
        return [_wish(row) for row in rows.mappings()]

    async def wanted(self, limit: int) -> list[tuple[str, int]]:
        """Return the names that are waited for with the number of chats, the most wanted first."""
        chats = func.count(wishes.c.target_id.distinct())
        rows = await self._connection.execute(
            select(func.min(wishes.c.name), chats)
            .where(wishes.c.waiting.is_(True))
            .group_by(wishes.c.folded)
            .order_by(chats.desc(), wishes.c.folded)
            .limit(limit)
        )
        return [(row[0], row[1]) for row in rows]

    async def prune(self, open_before: datetime, waiting_before: datetime) -> int:
        """Drop questions and waits that are older than these instants; return how many."""
        result = await self._connection.execute(
            delete(wishes).where(
                (wishes.c.waiting.is_(False) & (wishes.c.created_at < open_before))
                | (wishes.c.created_at < waiting_before)
            )
        )
        return result.rowcount


def _wish(row: RowMapping) -> OpenWish:
    fields: dict[str, Any] = dict(row)
    return OpenWish(**fields)
