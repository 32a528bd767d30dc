"""Who did what with more rights than everybody has."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from storage.schema import audit


class Audit:
    """The audit table: lines are added and never changed."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def note(
        self, user_id: int | None, action: str, subject: str, details: Mapping[str, Any] | None = None
    ) -> None:
        """Write down what somebody did, to what."""
        await self._connection.execute(
            insert(audit).values(
                at=self._now(),
                user_id=user_id,
                action=action,
                subject=subject[:200],
                details=dict(details or {}),
            )
        )

    async def latest(self, limit: int) -> list[Mapping[str, Any]]:
        """Return the latest lines, newest first."""
        rows = await self._connection.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
        return [dict(row) for row in rows.mappings()]
