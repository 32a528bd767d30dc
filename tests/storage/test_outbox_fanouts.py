"""A plan finds its people by itself, in parts, and tells nobody twice."""

from datetime import timedelta

import pytest
from delivery.people import IRAQ, MOSUL, NINEVEH, UKRAINE, ensure, follow, happen, live_alert, message
from sqlalchemy import select

from bot.domain.chats import ChatState
from bot.domain.deliveries import DeliveryKind, DeliveryState, Fate, Outcome, Plan, Settlement
from bot.domain.subscriptions import Cadence, Dimension, Term
from storage import fanouts
from storage.schema import alerts, outbox
from storage.schema import fanouts as unfinished

KIND = DeliveryKind


async def fan_out(storage, kind, *, cause=1, version=1, words=None, **options):
    async with storage.transaction() as tx:
        english = await tx.outbox.write(message(words or f"{kind} {version}"))
        arabic = await tx.outbox.write(message(f"{kind} {version} ar"))
        plan = Plan(
            kind,
            cause,
            version,
            {"en": english, "ar": arabic},
            "en",
            MOSUL if kind is KIND.ALERT else None,
            **options,
        )
        return await tx.outbox.fan_out(plan)


async def finish(storage):
    """Go on with unfinished plans as the dispatcher does; return in how many further parts."""
    parts = 0
    while True:
        async with storage.transaction() as tx:
            if not await tx.fanouts.advance():
                return parts
        parts += 1


async def rows(storage, *columns, **equal):
    async with storage.engines.snapshot() as connection:
        statement = select(*columns).filter_by(**equal).order_by(outbox.c.target_id, outbox.c.id)
        return [tuple(row) for row in await connection.execute(statement)]


async def claim(storage, limit=100):
    async with storage.transaction() as tx:
        return await tx.deliveries.claim(1, limit)


async def settle(storage, delivery, fate=Fate.SENT, state=DeliveryState.SENT, **outcome):
    async with storage.transaction() as tx:
        later = storage.now() if state is DeliveryState.PENDING else None
        await tx.deliveries.settle([Settlement(delivery, Outcome(fate, **outcome), state, later)])


async def deliver_all(storage, number=100):
    for delivery in await claim(storage):
        await settle(storage, delivery, message_id=number + delivery.target.chat_id)


async def live(storage):
    async with storage.engines.snapshot() as connection:
        found = await connection.execute(select(alerts).order_by(alerts.c.target_id))
        return [(row.target_id, row.telegram_id, row.revision) for row in found]


@pytest.fixture
async def three(storage):
    """Anna follows Iraq, Basim Nineveh and Iraq, in Arabic, and Clara Ukraine."""
    await happen(storage, 1)
    anna, clara = await ensure(storage, 1, 3)
    (basim,) = await ensure(storage, 2, language="ar")
    await follow(storage, anna, IRAQ, sound=False)
    await follow(storage, basim, IRAQ, sound=False)
    await follow(storage, basim, NINEVEH)
    await follow(storage, clara, UKRAINE)
    return anna, basim, clara


async def test_an_alert_reaches_those_who_asked_once_and_in_their_language(storage, three):
    anna, basim, _ = three
    assert await fan_out(storage, KIND.ALERT) == 2
    assert await fan_out(storage, KIND.ALERT) == 0
    assert await fan_out(storage, KIND.ALERT, version=2) == 0
    assert await live(storage) == [(anna, None, 1), (basim, None, 1)]
    found = [(d.target_id, d.message.payload["text"], d.silent) for d in await claim(storage)]
    assert found == [(anna, "alert 1", True), (basim, "alert 1 ar", False)]


@pytest.mark.usefixtures("three")
async def test_a_plan_that_is_silent_rings_for_nobody(storage):
    await fan_out(storage, KIND.ALERT, silent=True)
    assert {d.silent for d in await claim(storage)} == {True}


async def test_digests_and_pauses_keep_alerts_away(storage, clock):
    await happen(storage, 1)
    one, two, three = await ensure(storage, 1, 2, 3)
    await follow(storage, one, IRAQ, cadence=Cadence.DIGEST)
    await follow(storage, two, IRAQ, paused_until=clock.now + timedelta(hours=1))
    await follow(storage, three, IRAQ)
    async with storage.transaction() as tx:
        await tx.targets.set_state(3, ChatState.STOPPED)
    assert await fan_out(storage, KIND.ALERT) == 0


@pytest.mark.usefixtures("three")
async def test_an_update_waits_for_its_alert_and_answers_it(storage):
    await fan_out(storage, KIND.ALERT)
    first, second = await claim(storage)
    assert await fan_out(storage, KIND.UPDATE, version=2) == 2
    assert await claim(storage) == []
    await settle(storage, first, message_id=501)
    (update,) = await claim(storage)
    assert (update.target_id, update.kind, update.anchor) == (first.target_id, KIND.UPDATE, 501)
    await settle(storage, second, Fate.FAILED, DeliveryState.FAILED)
    assert await claim(storage) == []
    async with storage.transaction() as tx:
        assert await tx.deliveries.bury(100) == 1


@pytest.mark.usefixtures("three")
async def test_a_newer_text_takes_the_place_of_one_that_nobody_has_seen(storage):
    await fan_out(storage, KIND.ALERT)
    assert await fan_out(storage, KIND.BODY, version=2) == 0
    assert await fan_out(storage, KIND.UPDATE, version=2) == 0
    texts = [(d.kind, d.message.payload["text"]) for d in await claim(storage)]
    assert texts == [(KIND.ALERT, "body 2"), (KIND.ALERT, "body 2 ar")]


@pytest.mark.usefixtures("three")
async def test_edits_wait_for_the_alert_and_the_newest_one_wins(storage):
    await fan_out(storage, KIND.ALERT)
    alerted = await claim(storage)
    assert await fan_out(storage, KIND.BODY, version=2) == 2
    assert await fan_out(storage, KIND.BODY, version=3) == 2
    assert await claim(storage) == []
    for delivery in alerted:
        await settle(storage, delivery, message_id=500 + delivery.target.chat_id)
    bodies = await claim(storage)
    assert [(d.kind, d.anchor, d.message.payload["text"]) for d in bodies] == [
        (KIND.BODY, 501, "body 3"),
        (KIND.BODY, 502, "body 3 ar"),
    ]
    for delivery in bodies:
        await settle(storage, delivery, message_id=900 + delivery.target.chat_id)
    assert [(number, revision) for _, number, revision in await live(storage)] == [(901, 3), (902, 3)]
    superseded = await rows(storage, outbox.c.version, kind="body", state="superseded")
    assert superseded == [(2,), (2,)]


async def test_a_retraction_reaches_whoever_may_have_seen_the_alert_and_nobody_else(storage, clock):
    await happen(storage, 1)
    ids = await ensure(storage, *range(1, 7))
    for target in ids:
        await follow(storage, target, IRAQ)
    await fan_out(storage, KIND.ALERT)
    seen, doubtful, flying, gone, held = await claim(storage, 5)
    await settle(storage, seen, message_id=501)
    async with storage.transaction() as tx:
        unsure = Settlement(doubtful, Outcome(Fate.UNKNOWN), DeliveryState.PENDING, clock.now, marked=True)
        refused = Settlement(gone, Outcome(Fate.FAILED), DeliveryState.FAILED)
        held_back = Settlement(held, Outcome(Fate.LATER), DeliveryState.PENDING, clock.now, counted=False)
        await tx.deliveries.settle([unsure, refused, held_back])
    assert await fan_out(storage, KIND.RETRACTION, version=2) == 3
    retractions = {d.target_id: d.anchor for d in await claim(storage)}
    assert retractions == {seen.target_id: 501, doubtful.target_id: None}
    await settle(storage, flying, message_id=503)
    assert {d.target_id: d.anchor for d in await claim(storage)} == {flying.target_id: 503}
    waiting = await rows(storage, outbox.c.kind, state="pending")
    assert waiting == []


async def test_an_alert_that_is_taken_back_on_the_wire_is_not_tried_again(storage, clock):
    await happen(storage, 1)
    one, two = await ensure(storage, 1, 2)
    await follow(storage, one, IRAQ)
    await follow(storage, two, IRAQ)
    await fan_out(storage, KIND.ALERT)
    certain, doubtful = await claim(storage)
    await fan_out(storage, KIND.RETRACTION, version=2)
    async with storage.transaction() as tx:
        await tx.deliveries.settle(
            [
                Settlement(certain, Outcome(Fate.LATER), DeliveryState.PENDING, clock.now, counted=False),
                Settlement(doubtful, Outcome(Fate.UNKNOWN), DeliveryState.PENDING, clock.now, marked=True),
            ]
        )
    assert [(d.target_id, d.kind) for d in await claim(storage)] == [(two, KIND.RETRACTION)]
    async with storage.transaction() as tx:
        await tx.deliveries.bury(100)
    assert await rows(storage, outbox.c.target_id, state="cancelled") == [(one,)]


async def test_what_may_have_arrived_before_it_failed_is_taken_back_too(storage, clock):
    await happen(storage, 1)
    for target in await ensure(storage, 1, 2):
        await follow(storage, target, IRAQ)
    await fan_out(storage, KIND.ALERT)
    doubtful, refused = await claim(storage)
    async with storage.transaction() as tx:
        unsure = Settlement(doubtful, Outcome(Fate.UNKNOWN), DeliveryState.PENDING, clock.now, marked=True)
        await tx.deliveries.settle([unsure, Settlement(refused, Outcome(Fate.FAILED), DeliveryState.FAILED)])
    (again,) = await claim(storage)
    await settle(storage, again, Fate.FAILED, DeliveryState.FAILED)
    assert await fan_out(storage, KIND.RETRACTION, version=2) == 1
    assert [d.target_id for d in await claim(storage)] == [doubtful.target_id]


async def test_an_alert_that_never_arrived_may_come_again(storage, three):
    anna, basim, _ = three
    await fan_out(storage, KIND.ALERT, expires_at=storage.now())
    async with storage.transaction() as tx:
        assert await tx.deliveries.bury(100) == 2
    assert await live(storage) == []
    assert await fan_out(storage, KIND.ALERT, version=2) == 2
    assert await live(storage) == [(anna, None, 2), (basim, None, 2)]


@pytest.mark.usefixtures("three")
async def test_a_broadcast_reaches_everybody_who_is_there(storage):
    async with storage.transaction() as tx:
        await tx.targets.set_state(3, ChatState.STOPPED)
    assert await fan_out(storage, KIND.BROADCAST, cause=7) == 2


async def test_a_cancelled_broadcast_stops_where_it_is(storage, monkeypatch):
    monkeypatch.setattr(fanouts, "CHUNK", 3)
    await ensure(storage, *range(1, 11))
    assert await fan_out(storage, KIND.BROADCAST, cause=7) == 3
    await deliver_all(storage)
    async with storage.transaction() as tx:
        await tx.fanouts.advance()
        assert await tx.outbox.cancel(KIND.BROADCAST, 7) == 3
    assert await finish(storage) == 0
    assert len(await rows(storage, outbox.c.id, state="sent")) == 3


@pytest.mark.parametrize("chunk", [1, 7, 100])
async def test_parts_together_are_the_whole(storage, monkeypatch, chunk):
    monkeypatch.setattr(fanouts, "CHUNK", chunk)
    await happen(storage, 1)
    ids = await ensure(storage, *range(1, 31))
    for number, target in enumerate(ids):
        await follow(storage, target, [IRAQ, NINEVEH, UKRAINE][number % 3], sound=False)
        if number % 4 == 0:
            await follow(storage, target, NINEVEH, Term(Dimension.ACTOR, "is"))
    expected = {t for n, t in enumerate(ids) if n % 3 != 2 or n % 4 == 0}
    loud = {t for n, t in enumerate(ids) if n % 4 == 0}
    new = await fan_out(storage, KIND.ALERT)
    assert new <= chunk
    await finish(storage)
    found = await rows(storage, outbox.c.target_id, outbox.c.silent, kind="alert")
    assert {target for target, _ in found} == expected
    assert len(found) == len(expected)
    assert {target for target, silent in found if not silent} == loud
    assert {target for target, _, _ in await live(storage)} == expected
    assert await fan_out(storage, KIND.BODY, version=2) == 0
    await finish(storage)
    await deliver_all(storage)
    assert await fan_out(storage, KIND.UPDATE, version=3) <= chunk
    await finish(storage)
    assert len(await rows(storage, outbox.c.id, kind="update")) == len(expected)
    assert await fan_out(storage, KIND.BROADCAST, cause=9) <= chunk
    await finish(storage)
    assert len(await rows(storage, outbox.c.id, kind="broadcast")) == 30
    async with storage.engines.snapshot() as connection:
        assert (await connection.execute(select(unfinished))).first() is None


async def test_a_retraction_stops_an_alert_that_is_still_being_promised(storage, monkeypatch):
    monkeypatch.setattr(fanouts, "CHUNK", 2)
    await happen(storage, 1)
    for target in await ensure(storage, *range(1, 8)):
        await follow(storage, target, IRAQ)
    assert await fan_out(storage, KIND.ALERT) == 2
    await deliver_all(storage)
    await fan_out(storage, KIND.RETRACTION, version=2)
    await finish(storage)
    assert len(await rows(storage, outbox.c.id, kind="alert")) == 2
    assert len(await rows(storage, outbox.c.id, kind="retraction")) == 2


async def test_the_database_says_who_gets_a_reply_and_a_digest_one_by_one(storage):
    await ensure(storage, 1)
    with pytest.raises(ValueError, match="one by one"):
        await fan_out(storage, KIND.DIGEST)


async def test_an_edit_without_an_alert_in_the_chat_is_not_promised(storage):
    one, two = await ensure(storage, 1, 2)
    await live_alert(storage, one, 1)
    await live_alert(storage, two, 2)
    assert await fan_out(storage, KIND.BODY, cause=1, version=2) == 1
