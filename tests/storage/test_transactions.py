"""A transaction happens whole or not at all, alone, and once per update."""

import asyncio
from datetime import time

import pytest
from sqlalchemy import text

from bot.domain.chats import ChatKind, Target
from bot.domain.errors import HandledError
from storage import handling, open_storage

DEFAULTS = {"language": "en", "timezone": "UTC", "digest": time(18)}


async def test_an_error_rolls_everything_back(storage):
    with pytest.raises(ZeroDivisionError):
        async with storage.transaction() as tx:
            await tx.targets.ensure(Target(1), ChatKind.PRIVATE, **DEFAULTS)
            raise ZeroDivisionError
    async with storage.reading() as tx:
        assert await tx.targets.find(Target(1)) is None


async def test_a_transaction_inside_another_fails_at_once(storage):
    async with storage.transaction():
        with pytest.raises(RuntimeError, match="open here already"):
            async with storage.transaction():
                pass


async def test_the_first_transaction_of_an_update_marks_it_done_and_a_second_is_refused(storage):
    async with storage.transaction() as tx:
        assert await tx.inbox.add([(7, 1, {"update_id": 7})]) == 1
    with handling(7):
        async with storage.transaction() as tx:
            await tx.targets.ensure(Target(1), ChatKind.PRIVATE, **DEFAULTS)
        with pytest.raises(HandledError):
            async with storage.transaction():
                pass
    async with storage.reading() as tx:
        assert await tx.inbox.counts() == {"done": 1}


async def test_an_update_whose_transaction_failed_still_waits(storage):
    async with storage.transaction() as tx:
        await tx.inbox.add([(7, 1, {"update_id": 7})])
    with handling(7):
        with pytest.raises(ZeroDivisionError):
            async with storage.transaction():
                raise ZeroDivisionError
        async with storage.transaction():
            pass
    async with storage.reading() as tx:
        assert await tx.inbox.counts() == {"done": 1}


async def test_a_reader_cannot_write_on_sqlite(sqlite_url):
    async with open_storage(sqlite_url) as storage, storage.reading() as tx:
        with pytest.raises(Exception, match="readonly"):
            await tx.targets.ensure(Target(1), ChatKind.PRIVATE, **DEFAULTS)


async def test_no_update_is_lost_when_many_change_one_number(sqlite_url):
    """SQLAlchemy's default on SQLite loses most of these: the transaction begins too late."""
    async with open_storage(sqlite_url) as storage:

        async def add_one():
            for _ in range(10):
                async with storage.transaction() as tx:
                    await tx.meta.next_epoch()

        await asyncio.gather(*[add_one() for _ in range(8)])
        async with storage.transaction() as tx:
            assert await tx.meta.next_epoch() == 81


async def test_two_processes_write_one_sqlite_file(sqlite_url):
    """Two engines in one process stand for two processes: they share nothing but the file and its lock."""
    async with open_storage(sqlite_url) as one, open_storage(sqlite_url) as other:

        async def add(storage):
            for _ in range(20):
                async with storage.transaction() as tx:
                    await tx.meta.next_epoch()

        await asyncio.gather(add(one), add(other))
        async with one.transaction() as tx:
            assert await tx.meta.next_epoch() == 41


async def test_sqlite_is_opened_the_safe_way(sqlite_url):
    async with open_storage(sqlite_url) as storage, storage.engines.begin() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA synchronous")) == 2
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
