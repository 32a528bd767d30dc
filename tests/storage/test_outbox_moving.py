"""A group that becomes a supergroup takes everything along, under whichever ids it is known already."""

from datetime import time

from delivery.people import IRAQ, NINEVEH, UKRAINE, ensure, follow, happen, live_alert, message
from sqlalchemy import select

from bot.domain.chats import ChatKind, ChatState, Target
from bot.domain.deliveries import DeliveryKind
from storage.schema import alerts, outbox, targets

OLD, NEW = -500, -1_000_000_000_500


async def promise(storage, target, *causes):
    async with storage.transaction() as tx:
        written = await tx.outbox.write(message())
        for cause in causes:
            await tx.outbox.promise(DeliveryKind.BROADCAST, cause, 0, {target: written})


async def move(storage):
    async with storage.transaction() as tx:
        await tx.targets.migrate(OLD, NEW)


async def rows(storage, *columns):
    async with storage.engines.snapshot() as connection:
        return [tuple(row) for row in await connection.execute(select(*columns).order_by(*columns))]


async def test_a_group_moves_with_all_that_it_has(storage):
    (target,) = await ensure(storage, OLD)
    (topic,) = await ensure(storage, OLD, thread=7)
    await follow(storage, target, IRAQ)
    await live_alert(storage, target, 1)
    await promise(storage, target, 1)
    await move(storage)
    await move(storage)
    async with storage.transaction() as tx:
        assert {chat.id: (chat.target, chat.kind) for chat in await tx.targets.by_ids([target, topic])} == {
            target: (Target(NEW), ChatKind.SUPERGROUP),
            topic: (Target(NEW, 7), ChatKind.SUPERGROUP),
        }
        assert len(await tx.subscriptions.of(target)) == 1
        assert [d.target for d in await tx.deliveries.claim(1, 10)] == [Target(NEW)]


async def test_the_ids_of_messages_do_not_move(storage):
    """A supergroup counts its messages anew: an edit by an old id could hit any other one."""
    (target,) = await ensure(storage, OLD)
    await live_alert(storage, target, 1, telegram_id=50)
    await move(storage)
    assert await rows(storage, alerts.c.target_id, alerts.c.telegram_id) == [(target, None)]


async def test_two_that_are_one_are_joined(storage):
    old, new = await ensure(storage, OLD, NEW)
    (topic,) = await ensure(storage, OLD, thread=7)
    for target, place in ((old, IRAQ), (old, NINEVEH), (new, IRAQ), (new, UKRAINE)):
        await follow(storage, target, place)
    await happen(storage, 1, 2)
    await live_alert(storage, old, 1, telegram_id=50)
    await live_alert(storage, old, 2, telegram_id=51)
    await live_alert(storage, new, 2, telegram_id=7)
    await promise(storage, old, 1, 2)
    await promise(storage, new, 2, 3)
    async with storage.transaction() as tx:
        await tx.targets.set_state(NEW, ChatState.STOPPED)
        found = await tx.targets.ensure(
            Target(NEW), ChatKind.GROUP, language="ar", timezone="UTC", digest=time(9)
        )
        assert found.id == new
    await move(storage)
    assert await rows(storage, targets.c.id, targets.c.chat_id) == [(new, NEW), (topic, NEW)]
    async with storage.reading() as tx:
        (kept,) = await tx.targets.by_ids([new])
        assert (kept.state, kept.language) == (ChatState.STOPPED, "en")
        assert {request.terms for request in await tx.subscriptions.of(new)} == {
            (IRAQ,),
            (NINEVEH,),
            (UKRAINE,),
        }
    assert await rows(storage, alerts.c.event_id, alerts.c.target_id, alerts.c.telegram_id) == [
        (1, new, None),
        (2, new, 7),
    ]
    assert await rows(storage, outbox.c.cause, outbox.c.target_id) == [(1, new), (2, new), (3, new)]
