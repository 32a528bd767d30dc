"""What sources published."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.digests import Rhythm
from bot.domain.reports import Report
from storage.dialects import insert_new
from storage.schema import reports


class Reports:
    """The reports table."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, report: Report) -> int | None:
        """Remember a report; return its id, or None when this item is known with these very words."""
        statement = (
            insert_new(self._connection, reports)
            .values(
                source=report.source,
                key=report.key,
                content_hash=report.content_hash,
                published_at=report.published_at,
                received_at=self._now(),
                title=report.title,
                url=report.url,
                language=report.language,
                attended=report.attended,
                text=report.text,
            )
            .returning(reports.c.id)
        )
        key: int | None = (await self._connection.execute(statement)).scalar_one_or_none()
        return key

    async def known(self, report: Report) -> int | None:
        """Return the id of the same item with the same words, if we have it."""
        key: int | None = await self._connection.scalar(
            select(reports.c.id).where(
                reports.c.source == report.source,
                reports.c.key == report.key,
                reports.c.content_hash == report.content_hash,
            )
        )
        return key

    async def rhythms(self, since: datetime) -> list[Rhythm]:
        """Return how often each source was read since an instant."""
        received = reports.c.received_at
        rows = await self._connection.execute(
            select(
                reports.c.source,
                func.count().label("n"),
                func.min(received).label("first"),
                func.max(received).label("last"),
            )
            .where(received > since)
            .group_by(reports.c.source)
        )
        return [Rhythm(row.source, row.n, row.first, row.last) for row in rows]

    async def count(self) -> int:
        """Return how many reports there are."""
        return await self._connection.scalar(select(func.count()).select_from(reports)) or 0
