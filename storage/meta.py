"""Small facts about the whole database."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert_new, upsert
from storage.schema import meta


class Meta:
    """The meta table."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def next_epoch(self) -> int:
        """Return the number of this sending process, one above the last one's."""
        epoch: int = (
            await self._connection.scalar(select(meta.c.value).where(meta.c.key == "epoch")) or 0
        ) + 1
        statement = upsert(self._connection, meta, keys=("key",), update=("value",))
        await self._connection.execute(statement.values(key="epoch", value=epoch))
        return epoch

    async def beat(self, at: datetime) -> None:
        """Write down that we are alive: a write that can only fail when no other can succeed."""
        statement = upsert(self._connection, meta, keys=("key",), update=("value",))
        await self._connection.execute(statement.values(key="alive_at", value=at.isoformat()))

    async def secret(self) -> bytes:
        """Return the key that signs button data, made when the database was new."""
        statement = insert_new(self._connection, meta)
        await self._connection.execute(statement.values(key="secret", value=secrets.token_hex(32)))
        rows = await self._connection.execute(select(meta.c.value).where(meta.c.key == "secret"))
        return bytes.fromhex(rows.scalar_one())
