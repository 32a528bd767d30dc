import pytest
from newsroom import newsroom_on


@pytest.fixture
async def newsroom(storage, world, clock):
    """The whole path from claims to chats, on each database."""
    async with newsroom_on(storage, world, clock) as opened:
        yield opened


@pytest.fixture
async def sqlite_newsroom(sqlite_url, world, clock):
    """The same on SQLite only, for what is no matter of the database."""
    from storage import open_storage  # noqa: PLC0415

    async with open_storage(sqlite_url, clock) as storage, newsroom_on(storage, world, clock) as opened:
        yield opened
