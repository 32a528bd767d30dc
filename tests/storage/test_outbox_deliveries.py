"""The outbox between promise and delivery: claimed in order, settled once, recovered after a crash."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from delivery.people import ensure, happen, live_alert, message
from sqlalchemy import select, update

from bot.domain.chats import ChatState, Target
from bot.domain.deliveries import DeliveryKind, DeliveryState, Fate, Lane, Outcome, Settlement
from bot.domain.errors import SupersededError
from storage.schema import messages, outbox

KIND = DeliveryKind


async def promise(storage, kind, target, *, cause=1, version=0, **options):
    if kind is KIND.ALERT:
        await happen(storage, cause)
    async with storage.transaction() as tx:
        written = await tx.outbox.write(message(f"{kind} {cause}.{version}"))
        return await tx.outbox.promise(kind, cause, version, {target: written}, **options)


async def take_over(storage):
    async with storage.transaction() as tx:
        return await tx.deliveries.take_over()


async def claim(storage, limit=100, *, epoch=1, **options):
    async with storage.transaction() as tx:
        return await tx.deliveries.claim(epoch, limit, **options)


async def settle(storage, *settlements):
    async with storage.transaction() as tx:
        return await tx.deliveries.settle(settlements)


async def states(storage):
    async with storage.reading() as tx:
        return {str(state): count for state, count in (await tx.deliveries.counts()).items()}


async def bury(storage):
    async with storage.transaction() as tx:
        return await tx.deliveries.bury(1000)


def sent(delivery, number=100):
    return Settlement(delivery, Outcome(Fate.SENT, message_id=number), DeliveryState.SENT)


def kinds(deliveries):
    return [delivery.kind for delivery in deliveries]


async def test_promised_twice_is_promised_once(storage):
    (target,) = await ensure(storage, 1)
    assert await promise(storage, KIND.DIGEST, target, cause=736_518) == 1
    assert await promise(storage, KIND.DIGEST, target, cause=736_518) == 0
    assert await promise(storage, KIND.DIGEST, target, cause=736_519) == 1


async def test_a_claimed_delivery_has_all_that_sending_needs(storage):
    (target,) = await ensure(storage, -1005, thread=7)
    await promise(storage, KIND.BROADCAST, target, silent=True)
    (delivery,) = await claim(storage, epoch=3)
    assert delivery.target == Target(-1005, 7)
    assert (delivery.kind, delivery.epoch, delivery.token, delivery.attempt) == (KIND.BROADCAST, 3, 1, 1)
    assert (delivery.silent, delivery.repeated, delivery.anchor) == (True, False, None)
    assert delivery.message == message("broadcast 1.0")
    assert await claim(storage) == []


async def test_lanes_go_in_their_order(storage):
    ids = await ensure(storage, *range(1, 6))
    for target, kind in zip(
        ids, [KIND.BODY, KIND.BROADCAST, KIND.DIGEST, KIND.ALERT, KIND.REPLY], strict=True
    ):
        if kind is KIND.BODY:
            await live_alert(storage, target, 1)
        await promise(storage, kind, target)
    order = [kinds(await claim(storage, 1))[0] for _ in range(5)]
    assert order == [KIND.REPLY, KIND.ALERT, KIND.DIGEST, KIND.BROADCAST, KIND.BODY]


async def test_replies_and_alerts_take_turns(storage):
    ids = await ensure(storage, *range(1, 9))
    for target in ids[:4]:
        await promise(storage, KIND.REPLY, target)
    for target in ids[4:]:
        await promise(storage, KIND.ALERT, target)
    assert Counter(kinds(await claim(storage, 4))) == {KIND.REPLY: 2, KIND.ALERT: 2}
    assert kinds(await claim(storage, 1, alerts_first=True)) == [KIND.ALERT]
    assert kinds(await claim(storage, 1)) == [KIND.REPLY]


async def test_a_target_gets_one_at_a_time_and_the_oldest_first(storage):
    (target,) = await ensure(storage, 1)
    for version in range(3):
        await promise(storage, KIND.REPLY, target, version=version)
    for version in range(3):
        (delivery,) = await claim(storage)
        assert delivery.message == message(f"reply 1.{version}")
        assert await claim(storage) == []
        await settle(storage, sent(delivery))


async def test_what_is_tried_again_keeps_its_place(storage, clock):
    (target,) = await ensure(storage, 1)
    await promise(storage, KIND.ALERT, target, cause=1)
    await promise(storage, KIND.ALERT, target, cause=2)
    (first,) = await claim(storage)
    later = clock.now + timedelta(seconds=30)
    await settle(
        storage,
        Settlement(first, Outcome(Fate.UNKNOWN), DeliveryState.PENDING, later, marked=True, silent=True),
    )
    assert await claim(storage) == []
    clock.pass_(timedelta(seconds=30))
    (again,) = await claim(storage)
    assert (again.id, again.attempt, again.repeated, again.silent) == (first.id, 2, True, True)


async def test_what_certainly_did_not_leave_does_not_count_as_an_attempt(storage, clock):
    (target,) = await ensure(storage, 1)
    await promise(storage, KIND.ALERT, target)
    (first,) = await claim(storage)
    await settle(
        storage, Settlement(first, Outcome(Fate.LATER), DeliveryState.PENDING, clock.now, counted=False)
    )
    (again,) = await claim(storage)
    assert (again.attempt, again.repeated) == (1, False)


async def test_nothing_goes_before_its_time_nor_after_it(storage, clock):
    one, two = await ensure(storage, 1, 2)
    await promise(storage, KIND.ALERT, one, send_after=clock.now + timedelta(hours=1))
    await promise(storage, KIND.ALERT, two, expires_at=clock.now)
    assert await claim(storage) == []
    assert await bury(storage) == 1
    assert await states(storage) == {"pending": 1, "expired": 1}
    clock.pass_(timedelta(hours=1))
    assert len(await claim(storage)) == 1


async def test_resting_chats_are_passed_over(storage):
    one, two = await ensure(storage, 1, 2)
    await promise(storage, KIND.ALERT, one)
    await promise(storage, KIND.ALERT, two)
    assert [d.target.chat_id for d in await claim(storage, resting=[1])] == [2]


async def test_who_said_stop_gets_answers_and_nothing_else(storage):
    stopped, suspended = await ensure(storage, 1, 2)
    for target in (stopped, suspended):
        await promise(storage, KIND.REPLY, target)
        await promise(storage, KIND.ALERT, target)
    async with storage.transaction() as tx:
        await tx.targets.set_state(1, ChatState.STOPPED)
        await tx.targets.set_state(2, ChatState.SUSPENDED)
    assert [(d.target.chat_id, d.kind) for d in await claim(storage)] == [(1, KIND.REPLY)]
    await bury(storage)
    assert await states(storage) == {"sending": 1, "cancelled": 3}


async def test_only_the_owner_of_a_claim_settles_it(storage):
    (target,) = await ensure(storage, 1)
    await promise(storage, KIND.BROADCAST, target)
    (mine,) = await claim(storage, epoch=1)
    assert await settle(storage, sent(replace(mine, token=mine.token + 1))) == 1
    assert await settle(storage, sent(replace(mine, epoch=2))) == 1
    assert await states(storage) == {"sending": 1}
    assert await settle(storage, sent(mine)) == 0
    assert await settle(storage, sent(mine)) == 1
    assert await states(storage) == {"sent": 1}


async def test_a_newer_epoch_ends_the_older_one(storage):
    old, _ = await take_over(storage)
    async with storage.transaction() as tx:
        await tx.deliveries.own(old)
    await take_over(storage)
    with pytest.raises(SupersededError):
        async with storage.transaction() as tx:
            await tx.deliveries.own(old)


async def test_after_a_crash_each_class_goes_its_own_way(storage):
    ids = await ensure(storage, *range(1, len(KIND) + 1))
    epoch, _ = await take_over(storage)
    for target, kind in zip(ids, KIND, strict=True):
        if kind in {KIND.UPDATE, KIND.BODY, KIND.RETRACTION}:
            await live_alert(storage, target, 1)
        if kind is KIND.REWRITE:
            await live_alert(storage, target, 2, host=-1)
        await promise(storage, kind, target)
    assert len(await claim(storage, epoch=epoch)) == len(KIND)
    epoch, doubts = await take_over(storage)
    assert doubts == dict.fromkeys(KIND, 1)
    assert await states(storage) == {"pending": 7, "unknown": 3}
    again = {d.kind: (d.repeated, d.silent) for d in await claim(storage, epoch=epoch)}
    assert again == {
        KIND.ALERT: (True, True),
        KIND.UPDATE: (True, True),
        KIND.RETRACTION: (True, False),
        KIND.BROADCAST: (True, True),
        KIND.BODY: (False, False),
        KIND.ROUNDUP: (True, True),
        KIND.REWRITE: (False, False),
    }


async def test_our_own_claims_that_nobody_knows_of_are_let_go(storage):
    one, two = await ensure(storage, 1, 2)
    await promise(storage, KIND.ALERT, one)
    await promise(storage, KIND.ALERT, two)
    known, _ = await claim(storage)
    async with storage.transaction() as tx:
        assert await tx.deliveries.release(1, [known.id]) == 1
    (again,) = await claim(storage)
    assert (again.target_id, again.attempt, again.repeated) == (two, 1, False)


async def test_a_chat_that_cannot_be_written_to_is_suspended_whole(storage):
    topic_one, other = await ensure(storage, -5, -6)
    (topic_two,) = await ensure(storage, -5, thread=9)
    for target in (topic_one, topic_two, other):
        await promise(storage, KIND.BROADCAST, target)
    (first,) = await claim(storage, 1)
    await settle(storage, Settlement(first, Outcome(Fate.GONE, detail="kicked"), DeliveryState.FAILED))
    assert await states(storage) == {"failed": 1, "cancelled": 1, "pending": 1}
    async with storage.reading() as tx:
        found = {c.target: c.state for c in await tx.targets.by_ids([topic_one, topic_two, other])}
    assert found == {
        Target(-5): ChatState.SUSPENDED,
        Target(-5, 9): ChatState.SUSPENDED,
        Target(-6): ChatState.ACTIVE,
    }


async def test_a_topic_that_is_gone_leaves_the_chat_alone(storage):
    (general,) = await ensure(storage, -5)
    (topic,) = await ensure(storage, -5, thread=9)
    await promise(storage, KIND.BROADCAST, topic)
    (delivery,) = await claim(storage)
    await settle(storage, Settlement(delivery, Outcome(Fate.TOPIC_GONE), DeliveryState.FAILED))
    async with storage.reading() as tx:
        found = {c.id: c.state for c in await tx.targets.by_ids([general, topic])}
    assert found == {general: ChatState.ACTIVE, topic: ChatState.SUSPENDED}


async def test_a_group_that_moved_is_followed(storage, clock):
    (target,) = await ensure(storage, -5)
    await promise(storage, KIND.ALERT, target)
    (delivery,) = await claim(storage)
    moved = Outcome(Fate.MIGRATED, new_chat_id=-1005)
    await settle(storage, Settlement(delivery, moved, DeliveryState.PENDING, clock.now, counted=False))
    (again,) = await claim(storage)
    assert again.target == Target(-1005)


async def test_a_row_that_cannot_be_read_fails_alone(storage):
    ids = await ensure(storage, 1, 2, 3)
    for target in ids:
        await promise(storage, KIND.ALERT, target)
    async with storage.engines.begin() as connection:
        broken = select(outbox.c.message_id).where(outbox.c.target_id == ids[1])
        await connection.execute(
            update(messages).where(messages.c.id == broken.scalar_subquery()).values(payload=[1, 2])
        )
    assert [d.target_id for d in await claim(storage)] == [ids[0], ids[2]]
    assert await states(storage) == {"sending": 2, "failed": 1}


async def test_old_deliveries_and_their_messages_are_pruned(storage, clock):
    one, two = await ensure(storage, 1, 2)
    await promise(storage, KIND.ALERT, one)
    await settle(storage, *[sent(d) for d in await claim(storage)])
    clock.pass_(timedelta(days=31))
    await promise(storage, KIND.ALERT, two)
    async with storage.transaction() as tx:
        assert await tx.deliveries.prune(clock.now - timedelta(days=30)) == 2
        assert await tx.deliveries.prune(clock.now - timedelta(days=30)) == 0
    assert await states(storage) == {"pending": 1}


async def test_what_waits_is_counted_by_lane(storage):
    one, two = await ensure(storage, 1, 2)
    await promise(storage, KIND.ALERT, one)
    await promise(storage, KIND.UPDATE, two)
    await promise(storage, KIND.REPLY, two)
    async with storage.reading() as tx:
        waiting = await tx.deliveries.waiting()
    assert waiting == {Lane.REPLY: 1, Lane.ALERT: 2, Lane.DIGEST: 0, Lane.BROADCAST: 0, Lane.BODY: 0}
