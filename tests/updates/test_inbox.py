"""What Telegram tells us is committed before it is acknowledged, and one bad update holds up nobody."""

import asyncio
from datetime import timedelta

import pytest

from bot.updates.intake import chat_of, store


async def test_updates_are_stored_once_in_whatever_order_they_are_told(storage):
    updates = [{"update_id": n, "message": {"chat": {"id": n % 2 + 1}}} for n in (5, 3, 4)]
    assert await store(storage, updates) == 3
    assert await store(storage, updates) == 0
    async with storage.reading() as tx:
        assert await tx.inbox.last_id() == 5
        assert [w.update_id for w in await tx.inbox.waiting(10, [], [])] == [3, 4]


async def test_one_update_of_a_chat_at_a_time_and_a_held_one_holds_back_the_later_ones(storage):
    await store(storage, [{"update_id": n, "message": {"chat": {"id": 1}}} for n in (1, 2)])
    await store(storage, [{"update_id": 3, "message": {"chat": {"id": 2}}}])
    async with storage.reading() as tx:
        assert [w.update_id for w in await tx.inbox.waiting(10, [], [])] == [1, 3]
        assert [w.update_id for w in await tx.inbox.waiting(10, [1], [])] == [3]
        assert [w.update_id for w in await tx.inbox.waiting(10, [], [1])] == [3]


async def test_pruning_keeps_the_newest_id_so_that_polling_goes_on_from_there(storage, clock):
    await store(storage, [{"update_id": n, "message": {"chat": {"id": 1}}} for n in (1, 2)])
    async with storage.transaction() as tx:
        await tx.inbox.finish(1)
        await tx.inbox.finish(2)
    clock.pass_(timedelta(days=3))
    async with storage.transaction() as tx:
        assert await tx.inbox.prune(timedelta(hours=48), timedelta(days=30)) == 1
        assert await tx.inbox.last_id() == 2


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 7}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}, -5),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -6}}}, -6),
        ({"update_id": 1, "inline_query": {"from": {"id": 9}}}, 9),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "message": {"chat": "nonsense"}}, 0),
    ],
)
def test_updates_are_ordered_by_their_chat(update, chat):
    assert chat_of(update) == chat


async def test_an_update_that_cannot_be_read_is_set_aside_and_the_others_are_answered(town):
    anna = town.person("Anna")
    broken = [
        {
            "update_id": 10**9 + n,
            "message": {"message_id": n, "chat": {"id": anna.it.id, "type": "private"}, **odd},
        }
        for n, odd in enumerate([{}, {"date": "soon"}, {"date": 1, "from": "x"}, {"date": 10**30}])
    ]
    await store(town.app.storage, broken)
    await anna.asks("/start", "/subscribe")
    async with asyncio.timeout(15):
        while True:
            async with town.app.storage.reading() as tx:
                counts = await tx.inbox.counts()
            if counts.get("poison") == len(broken):
                break
            await asyncio.sleep(0.05)
    await anna.asks("/help", "/subscribe")
