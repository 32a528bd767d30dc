"""How the sending process hears that another process has promised something.

On PostgreSQL the promising transaction says NOTIFY, which arrives when it commits. SQLite has no such thing, but its
`data_version` changes with every commit of another connection; asking for it ten times a second costs next to nothing.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, NoReturn

import psycopg
from sqlalchemy import URL, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from storage.dialects import is_sqlite
from storage.engine import Engines

CHANNEL = "situation_outbox"
POLL_SECONDS = 0.1
_RETRY_SECONDS = 1.0

log = logs.logger(__name__)


async def announce(connection: AsyncConnection) -> None:
    """Tell the sending process that this transaction promises something, once it commits."""
    if connection.dialect.name != "sqlite":
        await connection.execute(text(f"NOTIFY {CHANNEL}"))


async def listen(engines: Engines, wake: Callable[[], None]) -> NoReturn:
    """Call `wake` after each commit that may have promised something, for ever; a lost connection is opened again."""
    once = _poll if is_sqlite(engines.url) else _notified
    while True:
        try:
            await once(engines, wake)
        except (SQLAlchemyError, sqlite3.Error, psycopg.Error, OSError) as error:
            log.warning("cannot hear the database", error=type(error).__name__)
        await asyncio.sleep(_RETRY_SECONDS)
        wake()


async def _poll(engines: Engines, wake: Callable[[], None]) -> None:
    seen: object = None
    async with engines.reader.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        while True:
            # By the driver itself and outside of any transaction: one step of its thread instead of a dozen.
            ((version,),) = await raw.execute_fetchall("PRAGMA data_version")
            if version != seen:
                seen = version
                wake()
            await asyncio.sleep(POLL_SECONDS)


async def _notified(engines: Engines, wake: Callable[[], None]) -> None:
    async with await connect(engines.url) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        wake()
        async for _ in connection.notifies():
            wake()


async def connect(url: URL) -> psycopg.AsyncConnection[tuple[object, ...]]:
    """Open a PostgreSQL connection of its own, outside of any pool and any transaction."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return await psycopg.AsyncConnection.connect(
        address, autocommit=True, connect_timeout=10, keepalives_idle=15, keepalives_interval=5
    )
