"""What editors have changed in what the bot knows, and the names that wait for them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.edits import Edit, EditKind, Stranger
from bot.domain.subscriptions import Dimension
from storage.dialects import insert_new
from storage.schema import edits, strangers


class Edits:
    """The edits table."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, edit: Edit) -> int:
        """Write an edit and return its number."""
        statement = (
            insert(edits)
            .values(
                about=edit.about,
                kind=edit.kind,
                subject=edit.subject,
                data=dict(edit.data),
                user_id=edit.user_id,
                at=self._now(),
            )
            .returning(edits.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def all(self) -> list[Edit]:
        """Return every edit, oldest first."""
        rows = await self._connection.execute(select(edits).order_by(edits.c.id))
        return [_edit(row) for row in rows.mappings()]

    async def latest(self, limit: int) -> list[Edit]:
        """Return the latest edits, newest first."""
        rows = await self._connection.execute(select(edits).order_by(edits.c.id.desc()).limit(limit))
        return [_edit(row) for row in rows.mappings()]

    async def remove(self, key: int) -> None:
        """Take an edit back."""
        await self._connection.execute(delete(edits).where(edits.c.id == key))

    async def state(self) -> tuple[int, int]:
        """Return two numbers that change with every change of the list."""
        row = (await self._connection.execute(select(func.count(), func.max(edits.c.id)))).one()
        return row[0], row[1] or 0


class Strangers:
    """The strangers table: unknown names, each once for places and once for parties."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def note(self, found: Iterable[Stranger]) -> None:
        """Count unknown names."""
        now = self._now()
        for one in found:
            new = insert_new(self._connection, strangers).values(
                about=one.about,
                name=one.name[:200],
                folded=one.folded[:120],
                parent=one.parent,
                sort=one.sort,
                quote=one.quote[:500],
                seen=0,
                ignored=False,
                first_at=now,
                last_at=now,
            )
            await self._connection.execute(new)
            latest: dict[str, Any] = {"seen": strangers.c.seen + one.seen, "last_at": now}
            if one.quote:
                latest |= {"quote": one.quote[:500]}
            if one.parent:
                latest |= {"parent": one.parent}
            if one.sort:
                latest |= {"sort": one.sort}
            await self._connection.execute(
                update(strangers)
                .where(strangers.c.about == one.about, strangers.c.folded == one.folded[:120])
                .values(**latest)
            )

    async def queue(self, about: Dimension, limit: int, skip: int = 0) -> tuple[list[Stranger], int]:
        """Return the unknown names of a kind, the most frequent first, and how many there are in all."""
        open_ = (strangers.c.about == about) & strangers.c.ignored.is_(False)
        rows = await self._connection.execute(
            select(strangers)
            .where(open_)
            .order_by(strangers.c.seen.desc(), strangers.c.id)
            .limit(limit)
            .offset(skip)
        )
        count = await self._connection.scalar(select(func.count()).select_from(strangers).where(open_))
        return [_stranger(row) for row in rows.mappings()], count or 0

    async def get(self, key: int) -> Stranger | None:
        """Return an unknown name by its number."""
        rows = await self._connection.execute(select(strangers).where(strangers.c.id == key))
        row = rows.mappings().first()
        return _stranger(row) if row else None

    async def ignore(self, about: Dimension, folded: str) -> None:
        """Ask nobody about a name any more."""
        await self._connection.execute(
            update(strangers)
            .where(strangers.c.about == about, strangers.c.folded == folded[:120])
            .values(ignored=True)
        )

    async def settle(self, folded: Iterable[str]) -> None:
        """Forget names that are known now."""
        keys = [name[:120] for name in folded]
        await self._connection.execute(delete(strangers).where(strangers.c.folded.in_(keys)))

    async def prune(self, rare_before: datetime) -> int:
        """Forget names that came once, and not again since before an instant; return how many."""
        result = await self._connection.execute(
            delete(strangers).where(
                strangers.c.seen <= 1, strangers.c.ignored.is_(False), strangers.c.last_at < rare_before
            )
        )
        return result.rowcount


def _edit(row: RowMapping) -> Edit:
    return Edit(
        about=Dimension(row["about"]),
        kind=EditKind(row["kind"]),
        subject=row["subject"],
        data=row["data"],
        user_id=row["user_id"],
        at=row["at"],
        id=row["id"],
    )


def _stranger(row: RowMapping) -> Stranger:
    return Stranger(
        about=Dimension(row["about"]),
        name=row["name"],
        folded=row["folded"],
        parent=row["parent"],
        sort=row["sort"],
        quote=row["quote"],
        seen=row["seen"],
        id=row["id"],
        last_at=row["last_at"],
    )
