"""Opening what the bot knows of the world: all that a command needs which reads texts or names, and nothing besides."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.knowledge import World, open_world
from bot.settings import Settings


@asynccontextmanager
async def known(settings: Settings, progress: Callable[[str], None] | None = None) -> AsyncIterator[World]:
    """Open what the bot knows of the world; the first time it is built, which takes some seconds."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    world = await asyncio.to_thread(open_world, settings.data_dir, settings.watch_countries, progress)
    try:
        yield world
    finally:
        world.close()
