"""Which channel a private chat manages just now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import upsert
from storage.schema import managed


@dataclass(frozen=True, slots=True)
class Managed:
    """A channel that a private chat manages, until an instant (UTC)."""

    chat_id: int
    title: str
    until: datetime


class ManagedChannels:
    """The managed table: at most one for each private chat."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, target_id: int, chat_id: int, title: str, until: datetime) -> None:
        """Let a private chat manage a channel, in place of another one."""
        statement = upsert(
            self._connection, managed, keys=("target_id",), update=("chat_id", "title", "until")
        )
        await self._connection.execute(
            statement.values(target_id=target_id, chat_id=chat_id, title=title, until=until)
        )

    async def of(self, target_id: int) -> Managed | None:
        """Return what a private chat manages, also when its time is over."""
        rows = await self._connection.execute(
            select(managed.c.chat_id, managed.c.title, managed.c.until).where(
                managed.c.target_id == target_id
            )
        )
        row = rows.first()
        return Managed(*row) if row else None

    async def end(self, target_id: int) -> bool:
        """Let a private chat manage itself again; say whether it managed a channel."""
        result = await self._connection.execute(delete(managed).where(managed.c.target_id == target_id))
        return result.rowcount > 0
