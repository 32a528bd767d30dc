"""Is the database well, and how large has it become?"""

import sqlite3

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import wal_reset_bug
from storage.schema import metadata


class Health:
    """Looks at the database as a whole."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def problem(self) -> str | None:
        """Return what is wrong with the database file, None when it is whole; PostgreSQL looks after itself."""
        if self._connection.dialect.name != "sqlite":
            return None
        found = await self._connection.scalar(text("PRAGMA quick_check(1)"))
        return None if found == "ok" else str(found)

    def engine_warning(self) -> str | None:
        """Return what an operator should know of the database engine."""
        if self._connection.dialect.name != "sqlite" or not wal_reset_bug():
            return None
        return (
            f"SQLite {sqlite3.sqlite_version} can corrupt a log that two connections reset at once; "
            "this bot prevents that with one writer and a lock, other programs should not write to the file"
        )

    async def sizes(self) -> list[tuple[str, int]]:
        """Return how many rows each table has."""
        return [
            (table.name, await self._connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in metadata.sorted_tables
        ]
