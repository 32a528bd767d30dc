"""Requests that somebody shared by a link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from storage.dialects import upsert
from storage.schema import shared


class Shared:
    """The shared table: a request under the token of its link. Who shared it is not kept."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def put(self, token: str, request: Mapping[str, Any]) -> None:
        """Keep a request under its token; the same one again lasts longer."""
        statement = upsert(self._connection, shared, keys=("token",), update=("shared_at",))
        await self._connection.execute(
            statement.values(token=token, request=dict(request), shared_at=self._now())
        )

    async def get(self, token: str) -> Mapping[str, Any] | None:
        """Return the request of a token."""
        found: Mapping[str, Any] | None = await self._connection.scalar(
            select(shared.c.request).where(shared.c.token == token)
        )
        return found

    async def prune(self, before: datetime) -> int:
        """Drop what was last shared before an instant; return how many."""
        result = await self._connection.execute(delete(shared).where(shared.c.shared_at < before))
        return result.rowcount
