"""One database for all examples of a property: each example takes back what it wrote."""

import pytest

from storage import open_storage


@pytest.fixture
async def sqlite_storage(sqlite_url, clock):
    async with open_storage(sqlite_url, clock) as opened:
        yield opened


@pytest.fixture
async def postgres_storage(postgres_url, clock):
    async with open_storage(postgres_url, clock) as opened:
        yield opened
