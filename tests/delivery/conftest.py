"""A sandbox as Telegram, and a dispatcher between it and the database."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.delivery import Dispatcher, Sender
from bot.sandbox import Sandbox
from storage import open_storage


@pytest.fixture
async def telegram():
    async with Sandbox() as running:
        yield running


@pytest.fixture
def database_url(request):
    """SQLite: what depends on the database is tested on both in tests/storage and in test_databases.py."""
    return request.getfixturevalue("sqlite_url")


@pytest.fixture
async def live(database_url):
    """A database under the real clock: for what is tried again after a while."""
    async with open_storage(database_url) as opened:
        yield opened


@asynccontextmanager
async def running(storage, telegram, *, rate=1000.0, **options):
    """Run a dispatcher until the end of the block, and let it end in peace."""
    async with Sender(telegram.url, telegram.token, answer_seconds=10) as sender:
        dispatcher = Dispatcher(storage, sender, rate=rate, now=storage.now, **options)
        task = asyncio.create_task(dispatcher.run())
        try:
            yield dispatcher
        finally:
            await dispatcher.drain()
            await task


async def settled(storage, seconds=60.0):
    """Wait until nothing is on its way any more; return how many deliveries there are in each state."""
    async with asyncio.timeout(seconds):
        while True:
            async with storage.reading() as tx:
                counts = await tx.deliveries.counts()
                fanning = await tx.fanouts.unfinished()
            if not fanning and not counts.get("pending") and not counts.get("sending"):
                return {str(state): count for state, count in counts.items()}
            await asyncio.sleep(0.02)
