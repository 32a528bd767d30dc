"""Only one process sends for a bot.

On SQLite it is the only running bot (a lock file). On PostgreSQL any number of bots may run; the one that holds an advisory
lock leads, the others stand by. A lock that is lost with its connection is taken again; should a stand-by be faster, the old
leader finds a newer epoch at its next commit (`Deliveries.own`) and stops.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import NoReturn

import psycopg

from bot import logs
from storage.dialects import file_of, is_sqlite
from storage.engine import Engines
from storage.locks import alone
from storage.signals import connect

_LOCK = 0x5174_B07  # any number, the same in every version
_PATIENCE_SECONDS = 1.0
_HEARTBEAT_SECONDS = 10.0

log = logs.logger(__name__)


@asynccontextmanager
async def lead(engines: Engines) -> AsyncIterator[None]:
    """Be the sending process: at once, or, on PostgreSQL, as soon as the one before is gone.

    Raises:
        AlreadyRunningError: on SQLite, another bot is running.
    """
    if is_sqlite(engines.url):
        path = file_of(engines.url)
        async with alone(path.with_name(path.name + ".run.lock")):
            yield
        return
    async with AsyncExitStack() as held:
        first = await _take(engines)
        held.push_async_callback(first.close)
        keeper = asyncio.create_task(_keep(engines, first, held))
        try:
            yield
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper


async def _take(engines: Engines) -> psycopg.AsyncConnection[tuple[object, ...]]:
    """Wait for the lock; return the connection that holds it."""
    told = False
    while True:
        try:
            async with AsyncExitStack() as stack:
                connection = await connect(engines.url)
                stack.push_async_callback(connection.close)
                if await _try(connection):
                    stack.pop_all()
                    return connection
            if not told:
                log.info("standing by: another bot is sending")
                told = True
        except (psycopg.Error, OSError) as error:
            log.warning("cannot ask for the lead", error=type(error).__name__)
        await asyncio.sleep(_PATIENCE_SECONDS)


async def _try(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))).fetchone()
    return bool(row and row[0])


async def _keep(
    engines: Engines, connection: psycopg.AsyncConnection[tuple[object, ...]], held: AsyncExitStack
) -> NoReturn:
    """Watch over the connection that holds the lock, and take the lock again when it is lost."""
    while True:
        await asyncio.sleep(_HEARTBEAT_SECONDS)
        try:
            await connection.execute("SELECT 1")
        except (psycopg.Error, OSError):
            log.warning("the connection that holds the lead is lost")
            connection = await _take(engines)
            held.push_async_callback(connection.close)
