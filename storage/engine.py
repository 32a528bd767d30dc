"""Engines: how we open SQLite and PostgreSQL, and what we insist on."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.dialects import file_of, is_sqlite
from storage.locks import FileLock

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000",
)
# Fixed in 3.51.3, and in the backports 3.50.7 and 3.44.6 (sqlite.org/wal.html).
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


def wal_reset_bug(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Tell whether this SQLite can corrupt a write-ahead log that two connections reset at once."""
    if version >= SAFE_SQLITE[0]:
        return False
    return not any(version[:2] == safe[:2] and version >= safe for safe in SAFE_SQLITE)


@dataclass(frozen=True, slots=True)
class Engines:
    """One database: where it is written and where it is read.

    SQLite has one writing connection and some that only read; PostgreSQL has one pool for both.
    """

    url: URL
    writer: AsyncEngine
    reader: AsyncEngine
    write_lock: FileLock | None

    def writing(self) -> AbstractAsyncContextManager[None]:
        """Wait for the right to write; only SQLite needs it."""
        return self.write_lock.held() if self.write_lock else nullcontext()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """Open a write transaction: commit on success, roll back on error."""
        async with self.writing(), self.writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that only reads, beside any writer."""
        async with self.reader.connect() as connection:
            yield connection

    async def dispose(self) -> None:
        """Close every connection."""
        await self.reader.dispose()
        if self.writer is not self.reader:
            await self.writer.dispose()
        if self.write_lock:
            self.write_lock.close()


def open_engines(url: URL) -> Engines:
    """Open a database: `url` as `dialects.parse_url` gives it."""
    if not is_sqlite(url):
        engine = create_async_engine(
            url,
            pool_size=5,
            max_overflow=5,
            pool_pre_ping=True,
            # All our statements are short; compiling one that looks long takes many times its run time.
            connect_args={"connect_timeout": 10, "options": "-c jit=off"},
        )
        return Engines(url, engine, engine, None)
    path = file_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    writer = create_async_engine(url, pool_size=1, max_overflow=0)
    reader = create_async_engine(url, pool_size=4, max_overflow=4)
    _prepare(writer, "BEGIN IMMEDIATE", PRAGMAS)
    _prepare(reader, "BEGIN", (*PRAGMAS, "PRAGMA query_only=ON"))
    return Engines(url, writer, reader, FileLock(path.with_name(path.name + ".write.lock")))


def _prepare(engine: AsyncEngine, begin: str, pragmas: tuple[str, ...]) -> None:
    def on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw: Any = connection
        raw.isolation_level = None  # we say BEGIN ourselves: sqlite3's own would come too late
        cursor = raw.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
