"""What is promised arrives, in the right order, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest
from delivery.conftest import running, settled
from delivery.people import IRAQ, MOSUL, ensure, follow, happen, message

from bot.delivery import Dispatcher, Sender
from bot.delivery.requests import MARK
from bot.domain.chats import ChatState, Target
from bot.domain.deliveries import DeliveryKind, Plan
from bot.domain.errors import SupersededError, TokenRevokedError
from bot.sandbox.faults import Fault
from storage import fanouts, open_storage

KIND = DeliveryKind


def people(telegram, count):
    made = [telegram.person(f"Person {number}") for number in range(count)]
    for person in made:
        person.say("/start")
    return made


def told(telegram, person):
    return [e["text"] for e in telegram.transcript(person.name) if e["from"] == "Sandbox bot"]


async def promise(
    storage, kind, targets, *, cause=1, version=0, words="Old Mosul declared captured", **options
):
    async with storage.transaction() as tx:
        written = await tx.outbox.write(message(words))
        return await tx.outbox.promise(kind, cause, version, dict.fromkeys(targets, written), **options)


async def fan_out(storage, kind, words, *, version=1, cause=1, **options):
    async with storage.transaction() as tx:
        written = await tx.outbox.write(message(words))
        audience = MOSUL if kind is KIND.ALERT else None
        return await tx.outbox.fan_out(Plan(kind, cause, version, {"en": written}, "en", audience, **options))


async def chat_state(storage, chat_id):
    async with storage.reading() as tx:
        return (await tx.targets.find(Target(chat_id))).state


async def test_answers_arrive_in_their_order(storage, telegram):
    (anna,) = people(telegram, 1)
    (target,) = await ensure(storage, anna.id)
    async with running(storage, telegram):
        async with storage.transaction() as tx:
            await tx.outbox.reply(target, [message("<b>one</b>"), message("two")], update_id=1)
        assert await settled(storage) == {"sent": 2}
    assert told(telegram, anna) == ["one", "two"]


async def test_the_story_of_one_event_in_one_chat(storage, telegram):
    (anna,) = people(telegram, 1)
    await happen(storage, 1)
    (target,) = await ensure(storage, anna.id)
    await follow(storage, target, IRAQ)
    async with running(storage, telegram):
        await fan_out(storage, KIND.ALERT, "Old Mosul reported captured")
        await settled(storage)
        await fan_out(storage, KIND.BODY, "Old Mosul declared captured", version=2)
        await fan_out(storage, KIND.UPDATE, "now declared", version=2, silent=True)
        await settled(storage)
        await fan_out(storage, KIND.RETRACTION, "taken back", version=3)
        assert await settled(storage) == {"sent": 4}
    alert, update, retraction = [e for e in telegram.transcript(anna.name) if e["from"] == "Sandbox bot"]
    assert (alert["text"], alert["edited"], alert["silent"]) == ("Old Mosul declared captured", 1, False)
    assert (update["text"], update["reply_to"], update["silent"]) == (
        "now declared",
        alert["message_id"],
        True,
    )
    assert (retraction["text"], retraction["reply_to"]) == ("taken back", alert["message_id"])


async def test_a_large_fan_out_is_finished_in_the_background(storage, telegram, monkeypatch):
    monkeypatch.setattr(fanouts, "CHUNK", 7)
    made = people(telegram, 30)
    await ensure(storage, *[person.id for person in made])
    async with running(storage, telegram):
        assert await fan_out(storage, KIND.BROADCAST, "to all", cause=5) == 7
        assert await settled(storage) == {"sent": 30}
    assert all(told(telegram, person) == ["to all"] for person in made)


async def test_what_was_promised_before_the_start_is_kept(storage, telegram):
    made = people(telegram, 5)
    targets = await ensure(storage, *[person.id for person in made])
    await promise(storage, KIND.BROADCAST, targets)
    async with running(storage, telegram):
        assert await settled(storage) == {"sent": 5}


async def test_the_promises_of_another_process_are_heard(storage, telegram, database_url):
    (anna,) = people(telegram, 1)
    targets = await ensure(storage, anna.id)
    async with running(storage, telegram), open_storage(database_url, storage.now) as other:
        await asyncio.sleep(0.3)
        await promise(other, KIND.DIGEST, targets)
        assert await settled(storage) == {"sent": 1}


async def test_what_a_crash_left_in_doubt_is_repeated_with_a_mark_or_given_up(storage, telegram):
    made = people(telegram, 2)
    one, two = await ensure(storage, *[person.id for person in made])
    await promise(storage, KIND.BROADCAST, [one])
    await promise(storage, KIND.DIGEST, [two])
    async with storage.transaction() as tx:
        epoch, _ = await tx.deliveries.take_over()
        assert len(await tx.deliveries.claim(epoch, 10)) == 2
    async with running(storage, telegram):
        assert await settled(storage) == {"sent": 1, "unknown": 1}
    assert told(telegram, made[0]) == [f"Old Mosul declared captured\n{MARK}"]
    assert told(telegram, made[1]) == []


async def test_who_blocks_the_bot_is_left_alone(storage, telegram):
    anna, basim = people(telegram, 2)
    targets = await ensure(storage, anna.id, basim.id)
    anna.block()
    for cause in (1, 2):
        await promise(storage, KIND.BROADCAST, targets, cause=cause)
    async with running(storage, telegram):
        assert await settled(storage) == {"sent": 2, "failed": 1, "cancelled": 1}
    assert await chat_state(storage, anna.id) is ChatState.SUSPENDED
    assert await chat_state(storage, basim.id) is ChatState.ACTIVE


async def test_a_group_is_followed_to_its_new_id(storage, telegram):
    (anna,) = people(telegram, 1)
    group = telegram.group("Newsroom", anna)
    targets = await ensure(storage, group.id)
    supergroup = group.migrate()
    await promise(storage, KIND.BROADCAST, targets)
    async with running(storage, telegram):
        assert await settled(storage) == {"sent": 1}
    assert await chat_state(storage, supergroup.id) is ChatState.ACTIVE


async def test_too_many_requests_pause_everybody_and_lose_nothing(live, telegram):
    made = people(telegram, 5)
    targets = await ensure(live, *[person.id for person in made])
    telegram.server.faults.add(Fault("answer", method="sendmessage", status=429, times=2))
    await promise(live, KIND.BROADCAST, targets)
    async with running(live, telegram):
        assert await settled(live) == {"sent": 5}
    assert all(told(telegram, person) == ["Old Mosul declared captured"] for person in made)


async def test_a_flooded_group_does_not_hold_up_the_others(live, telegram):
    (anna,) = people(telegram, 1)
    group = telegram.group("Newsroom", anna)
    targets = await ensure(live, group.id, anna.id)
    body = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 60},
    }
    telegram.server.faults.add(Fault("answer", chat=group.id, status=429, body=body))
    await promise(live, KIND.BROADCAST, targets)
    async with running(live, telegram):
        await anna.next()
    async with live.reading() as tx:
        assert await tx.deliveries.counts() == {"sent": 1, "pending": 1}


async def test_what_nobody_can_tell_is_sent_again_with_a_mark(live, telegram):
    (anna,) = people(telegram, 1)
    targets = await ensure(live, anna.id)
    telegram.server.faults.add(Fault("drop_after", method="sendmessage"))
    await promise(live, KIND.BROADCAST, targets)
    async with running(live, telegram):
        assert await settled(live) == {"sent": 1}
    first, second = [e for e in telegram.transcript(anna.name) if e["from"] == "Sandbox bot"]
    assert (first["text"], second["text"]) == (
        "Old Mosul declared captured",
        f"Old Mosul declared captured\n{MARK}",
    )
    assert second["silent"]


async def test_telegram_may_be_away_at_the_start(live, telegram):
    (anna,) = people(telegram, 1)
    targets = await ensure(live, anna.id)
    await promise(live, KIND.BROADCAST, targets)
    port = int(telegram.url.rpartition(":")[2])
    await telegram.stop()
    async with running(live, telegram):
        await asyncio.sleep(0.5)
        await telegram.start(port=port)
        assert await settled(live) == {"sent": 1}
    assert told(telegram, anna) == ["Old Mosul declared captured"]


async def test_a_revoked_token_stops_the_sending_and_keeps_the_promises(storage, telegram):
    targets = await ensure(storage, 1, 2, 3)
    await promise(storage, KIND.BROADCAST, targets)
    async with Sender(telegram.url, "123456:wrong") as sender:
        dispatcher = Dispatcher(storage, sender, now=storage.now, confirm_seconds=0.1)
        with pytest.raises(TokenRevokedError, match="TELEGRAM_BOT_TOKEN"):
            await dispatcher.run()
    async with storage.reading() as tx:
        assert await tx.deliveries.counts() == {"pending": 3}
    assert telegram.server.calls == {}


async def test_one_call_that_is_not_found_ends_alone(storage, telegram):
    anna, basim = people(telegram, 2)
    one, two = await ensure(storage, anna.id, basim.id)
    telegram.server.faults.add(
        Fault("answer", status=404, body="<html>no such page</html>", chat=anna.id, times=0)
    )
    await promise(storage, KIND.BROADCAST, [one, two])
    async with running(storage, telegram, confirm_seconds=0.1):
        assert await settled(storage) == {"sent": 1, "failed": 1}


async def test_a_second_sender_ends_the_first(storage, telegram):
    (anna,) = people(telegram, 1)
    targets = await ensure(storage, anna.id)
    async with Sender(telegram.url, telegram.token) as sender:
        dispatcher = Dispatcher(storage, sender, now=storage.now)
        task = asyncio.create_task(dispatcher.run())
        await promise(storage, KIND.BROADCAST, targets)
        await settled(storage)
        async with storage.transaction() as tx:
            await tx.deliveries.take_over()
        dispatcher.wake()
        with pytest.raises(SupersededError):
            await task


async def test_draining_lets_the_wire_land_and_leaves_the_rest(storage, telegram):
    made = people(telegram, 30)
    targets = await ensure(storage, *[person.id for person in made])
    telegram.server.faults.latency = 0.05
    await promise(storage, KIND.BROADCAST, targets)
    async with running(storage, telegram, rate=30.0):
        await made[0].next()
    async with storage.reading() as tx:
        counts = await tx.deliveries.counts()
    arrived = sum(bool(told(telegram, person)) for person in made)
    assert counts.get("sending") is None
    assert (counts["sent"], counts["pending"]) == (arrived, 30 - arrived)
    async with running(storage, telegram):
        assert await settled(storage) == {"sent": 30}
    assert all(told(telegram, person) == ["Old Mosul declared captured"] for person in made)


async def test_draining_before_anything_happened(storage, telegram):
    async with running(storage, telegram):
        pass


async def test_never_more_on_the_wire_than_the_window(storage, telegram):
    made = people(telegram, 20)
    targets = await ensure(storage, *[person.id for person in made])
    await promise(storage, KIND.BROADCAST, targets)
    telegram.server.faults.latency = 0.08
    most = 0
    async with running(storage, telegram, rate=30.0):
        while True:
            async with storage.reading() as tx:
                counts = await tx.deliveries.counts()
            most = max(most, counts.get("sending", 0))
            if counts.get("sent") == 20:
                break
            await asyncio.sleep(0.01)
    assert 1 <= most <= 5


async def test_alerts_pass_a_broadcast(storage, telegram):
    made = people(telegram, 60)
    targets = await ensure(storage, *[person.id for person in made])
    await happen(storage, 1)
    await promise(storage, KIND.BROADCAST, targets[:-1], words="to all")
    async with running(storage, telegram, rate=100.0):
        await made[0].next()
        await promise(storage, KIND.ALERT, targets[-1:])
        await made[-1].next()
        sent = [e for e in telegram.world.journal.events if e.by_bot and e.kind == "message"]
        assert len(sent) < 40
        await settled(storage)


async def test_nothing_is_sent_while_the_database_cannot_be_written(storage, telegram, monkeypatch):
    """Acknowledgements wait in memory; what cannot be acknowledged is not sent."""
    made = people(telegram, 10)
    targets = await ensure(storage, *[person.id for person in made])
    broken = False
    transaction = storage.transaction

    def failing():
        if broken:
            raise OSError("database or disk is full")
        return transaction()

    monkeypatch.setattr(storage, "transaction", failing)
    telegram.server.faults.latency = 0.05
    async with running(storage, telegram, rate=30.0) as dispatcher:
        await promise(storage, KIND.BROADCAST, targets)
        await made[0].next()
        broken = True
        await asyncio.sleep(0.4)
        arrived = sum(bool(told(telegram, person)) for person in made)
        dispatcher.wake()
        await asyncio.sleep(0.4)
        assert sum(bool(told(telegram, person)) for person in made) == arrived
        broken = False
        assert await settled(storage) == {"sent": 10}
    assert all(told(telegram, person) == ["Old Mosul declared captured"] for person in made)


async def test_an_acknowledgement_that_cannot_be_written_holds_back_nobody(storage, telegram, monkeypatch):
    made = people(telegram, 6)
    targets = await ensure(storage, *[person.id for person in made])
    from storage.deliveries import Deliveries  # noqa: PLC0415 -- only this test breaks it

    settle = Deliveries.settle

    async def picky(self, settlements):
        if any(s.delivery.target_id == targets[2] for s in settlements):
            raise ValueError("this row cannot be written")
        return await settle(self, settlements)

    monkeypatch.setattr(Deliveries, "settle", picky)
    await promise(storage, KIND.BROADCAST, targets)
    async with running(storage, telegram) as dispatcher:
        async with asyncio.timeout(60):
            while True:
                async with storage.reading() as tx:
                    counts = await tx.deliveries.counts()
                if counts.get("sent") == 5:
                    break
                await asyncio.sleep(0.05)
        async with asyncio.timeout(60):
            while dispatcher._flying or dispatcher._committer.landed:
                await asyncio.sleep(0.05)
    async with storage.reading() as tx:
        assert await tx.deliveries.counts() == {"sent": 5, "sending": 1}


async def test_an_alert_that_was_late_is_not_rung(storage, telegram, clock):
    (anna,) = people(telegram, 1)
    targets = await ensure(storage, anna.id)
    await promise(storage, KIND.BROADCAST, targets, expires_at=clock.now + timedelta(hours=3))
    clock.pass_(timedelta(hours=4))
    async with running(storage, telegram):
        assert await settled(storage) == {"expired": 1}
    assert told(telegram, anna) == []
