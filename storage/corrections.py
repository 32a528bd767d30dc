"""What editors have changed in the ledgers of events."""

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.corrections import Correction, CorrectionKind
from storage.schema import corrections


class Corrections:
    """The corrections table: entries are added and undone, never changed."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, correction: Correction) -> int:
        """Enter a correction and return its id."""
        statement = (
            insert(corrections)
            .values(
                event_id=correction.event_id,
                kind=correction.kind,
                data=dict(correction.data),
                note=correction.note,
                user_id=correction.user_id,
                at=correction.at,
            )
            .returning(corrections.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def of(self, event_id: int) -> list[Correction]:
        """Return the corrections of an event, the oldest first, undone ones too."""
        rows = await self._connection.execute(
            select(corrections).where(corrections.c.event_id == event_id).order_by(corrections.c.id)
        )
        return [_correction(row) for row in rows.mappings()]

    async def find(self, key: int) -> Correction | None:
        """Return a correction by its id."""
        rows = await self._connection.execute(select(corrections).where(corrections.c.id == key))
        row = rows.mappings().first()
        return _correction(row) if row else None

    async def undo(self, key: int) -> None:
        """Let a correction count no more."""
        await self._connection.execute(
            update(corrections).where(corrections.c.id == key).values(undone_at=self._now())
        )


def _correction(row: RowMapping) -> Correction:
    return Correction(
        event_id=row["event_id"],
        kind=CorrectionKind(row["kind"]),
        data=row["data"],
        at=row["at"],
        note=row["note"],
        user_id=row["user_id"],
        id=row["id"],
        undone_at=row["undone_at"],
    )
