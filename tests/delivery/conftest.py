"""A sandbox as Telegram, a dispatcher between it and the database, and people who follow Iraq."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.delivery import Dispatcher, Sender
from bot.sandbox import Sandbox


@pytest.fixture
async def telegram():
    async with Sandbox() as running:
        yield running


@asynccontextmanager
async def running(storage, telegram, *, rate=1000.0, **options):
    """Run a dispatcher until the end of the block, and let it end in peace."""
    async with Sender(telegram.url, telegram.token) as sender:
        dispatcher = Dispatcher(storage, sender, rate=rate, now=storage.now, **options)
        task = asyncio.create_task(dispatcher.run())
        try:
            yield dispatcher
        finally:
            await dispatcher.drain()
            await task


async def settled(storage, seconds=10.0):
    """Wait until nothing is on its way any more; return how many deliveries there are in each state."""
    async with asyncio.timeout(seconds):
        while True:
            async with storage.reading() as tx:
                counts = await tx.deliveries.counts()
            if not counts.get("pending") and not counts.get("sending"):
                return counts
            await asyncio.sleep(0.02)
