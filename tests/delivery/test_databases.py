"""The same promises on both databases: heard from another process, kept through lost connections, by one leader."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing

import psycopg
import pytest
from delivery.conftest import running, settled
from delivery.people import ensure, message

from bot.domain.errors import AlreadyRunningError
from storage import open_storage
from storage.dialects import parse_url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request):
    return request.getfixturevalue(f"{request.param}_url")


@asynccontextmanager
async def person(telegram, storage):
    anna = telegram.person("Anna")
    anna.say("/start")
    (target,) = await ensure(storage, anna.id)

    async def promise(via, number):
        async with via.transaction() as tx:
            await tx.outbox.reply(target, [message(f"answer {number}")], update_id=number)
        return (await anna.next()).content["text"]

    yield promise


def end_connections(url):
    """End every connection to a PostgreSQL database, as its restart would."""
    address = parse_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_promises_of_this_and_of_another_process(storage, telegram, database_url):
    async with (
        person(telegram, storage) as promise,
        running(storage, telegram),
        open_storage(database_url, storage.now) as other,
    ):
        assert await promise(storage, 1) == "answer 1"
        assert await promise(other, 2) == "answer 2"
        assert await settled(storage) == {"sent": 2}


async def test_connections_that_are_lost_are_opened_again(postgres_url, telegram):
    async with (
        open_storage(postgres_url) as storage,
        person(telegram, storage) as promise,
        running(storage, telegram),
        open_storage(postgres_url) as other,
    ):
        assert await promise(storage, 1) == "answer 1"
        end_connections(postgres_url)
        assert await promise(storage, 2) == "answer 2"
        assert await promise(other, 3) == "answer 3"
        assert await settled(storage) == {"sent": 3}


async def test_there_is_one_leader(storage, database_url):
    async with open_storage(database_url) as other, storage.lead():
        with pytest.raises((AlreadyRunningError, TimeoutError)):
            async with asyncio.timeout(1.5), other.lead():
                pass
    async with asyncio.timeout(60), open_storage(database_url) as other, other.lead():
        pass


async def test_a_stand_by_takes_over(postgres_url):
    async with open_storage(postgres_url) as storage, open_storage(postgres_url) as other:
        led = asyncio.Event()

        async def stand_by():
            async with other.lead():
                led.set()

        async with storage.lead():
            waiting = asyncio.create_task(stand_by())
            await asyncio.sleep(1.2)
            assert not led.is_set()
        async with asyncio.timeout(60):
            await led.wait()
        await waiting


async def test_a_lead_that_is_lost_is_taken_again(postgres_url, monkeypatch):
    monkeypatch.setattr("storage.leadership._HEARTBEAT_SECONDS", 0.1)
    async with open_storage(postgres_url) as storage, storage.lead():
        end_connections(postgres_url)
        await asyncio.sleep(1.0)
        async with open_storage(postgres_url) as other:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.5), other.lead():
                    pass


async def test_a_database_that_another_process_holds_is_waited_for(sqlite_url, telegram):
    """Nothing is sent that cannot be acknowledged, and nothing is sent twice."""
    file = parse_url(sqlite_url).database
    async with (
        open_storage(sqlite_url) as storage,
        person(telegram, storage) as promise,
        running(storage, telegram),
    ):
        assert await promise(storage, 1) == "answer 1"
        with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
            await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
            waiting = asyncio.create_task(promise(storage, 2))
            await asyncio.sleep(0.7)
            assert not waiting.done()
            other.execute("ROLLBACK")
        assert await waiting == "answer 2"
        assert await settled(storage) == {"sent": 2}
