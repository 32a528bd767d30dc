"""Delivery: durable sending beside bare clients, the pace, alerts under a broadcast, fan-outs beside a plain INSERT … SELECT."""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from datetime import time as wall_time
from pathlib import Path

import aiohttp
from sqlalchemy import bindparam, insert, literal, select, text
from telegram import Bot
from telegram.error import TelegramError

from bot import logs
from bot.delivery import Dispatcher, Sender
from bot.domain.claims import Status
from bot.domain.clock import utc_now
from bot.domain.deliveries import DeliveryKind, DeliveryState, Lane, Message, Plan
from bot.domain.subscriptions import Audience, Dimension
from bot.sandbox import SANDBOX_TOKEN, SandboxClient
from storage import Storage, open_storage
from storage.dialects import insert_new, parse_url
from storage.migrate import migrate
from storage.schema import alerts, events, outbox, targets
from storage.subscriptions import matching

TEXT = "<b>Old Mosul declared captured</b>\nIraqi Security Forces · Islamic State\nNineveh, Iraq · declared · 8 July 2017"
PAYLOAD = {"text": TEXT, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
IRAQ = Audience({Dimension.REGION: frozenset({"cc:IQ", "a1:IQ.15"})}, severity=2, status=Status.DECLARED)


async def run(*, tiny: bool) -> None:
    """Measure and print."""
    logs.set_up("WARNING", "console")
    await sending(messages=60 if tiny else 6_000, people=20 if tiny else 2_000)
    await pace(rate=30.0, seconds=1.0 if tiny else 10.0)
    await alerts_first(backlog=200 if tiny else 50_000, seconds=0.5 if tiny else 15.0, rate=30.0)
    await fanouts(rows=2_000 if tiny else 1_000_000)


def say(what: str, value: str, beside: str = "") -> None:
    """Print one line of the result."""
    print(f"{what:<58} {value:>22}   {beside}".rstrip())


@asynccontextmanager
async def telegram(people: int) -> AsyncIterator[tuple[str, list[int], Path]]:
    """A local Telegram in its own process with so many people: its URL, their chats, its log."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "accepted.jsonl"
        judge = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.sandbox", "--state-log", str(log), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert judge.stdout is not None
            url = (await judge.stdout.readline()).decode().strip()
            async with SandboxClient(url) as client:
                chats = [(await client.say(f"Person {number}", "/start"))["chat"] for number in range(people)]
            yield url, chats, log
        finally:
            judge.terminate()
            await judge.wait()


@asynccontextmanager
async def database() -> AsyncIterator[Storage]:
    """A new, migrated SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/situation.db"
        await asyncio.to_thread(migrate, parse_url(url))
        async with open_storage(url) as storage:
            yield storage


async def settle_in(storage: Storage, chats: list[int]) -> list[int]:
    """Make targets in bulk; return their ids."""
    now = utc_now()
    async with storage.engines.begin() as connection:
        rows = [
            {
                "chat_id": chat,
                "kind": "private",
                "state": "active",
                "state_since": now,
                "language": "en",
                "timezone": "UTC",
                "digest_time": wall_time(18),
                "digested_at": now,
                "created_at": now,
            }
            for chat in chats
        ]
        await connection.execute(insert(targets), rows)
        return list((await connection.execute(select(targets.c.id).order_by(targets.c.id))).scalars())


async def sending(messages: int, people: int) -> None:
    """How many messages a second arrive when nothing but the machine sets the pace."""
    async with telegram(people) as (url, chats, _):
        bare = await _in_turns(messages, chats, *await _bare(url))
        library = await _library(messages // 5, chats, url)
        durable = await _durable(messages // people, url, chats)
    say("sending: aiohttp alone, 32 at once, nothing durable", f"{bare:,.0f}/s", "the local Telegram's limit")
    say("sending: python-telegram-bot's Bot, 32 at once", f"{library:,.0f}/s")
    say(
        "sending: durable, from outbox to acknowledgement",
        f"{durable:,.0f}/s",
        f"{durable / library:.1f} × the library, {durable / bare:.2f} × bare",
    )


async def _bare(url: str) -> tuple[Callable[[int], Awaitable[None]], Callable[[], Awaitable[None]]]:
    session = aiohttp.ClientSession()

    async def send(chat: int) -> None:
        body = json.dumps({**PAYLOAD, "chat_id": chat})
        headers = {"Content-Type": "application/json"}
        async with session.post(
            f"{url}/bot{SANDBOX_TOKEN}/sendMessage", data=body, headers=headers
        ) as response:
            assert response.status == 200
            await response.read()

    return send, session.close


async def _library(messages: int, chats: list[int], url: str) -> float:
    async with Bot(SANDBOX_TOKEN, base_url=f"{url}/bot") as bot:

        async def send(chat: int) -> None:
            try:
                await bot.send_message(chat, TEXT, parse_mode="HTML", pool_timeout=60)
            except TelegramError as error:  # httpx gives up where it is asked too much at once
                print(f"the library failed: {type(error).__name__}")

        async def nothing() -> None:
            pass

        return await _in_turns(messages, chats, send, nothing)


async def _in_turns(
    messages: int,
    chats: list[int],
    send: Callable[[int], Awaitable[None]],
    close: Callable[[], Awaitable[None]],
) -> float:
    """Send with 32 at once; return messages a second."""
    left = iter([chats[number % len(chats)] for number in range(messages)])

    async def work() -> None:
        for chat in left:
            await send(chat)

    began = time.perf_counter()
    await asyncio.gather(*[work() for _ in range(32)])
    took = time.perf_counter() - began
    await close()
    return messages / took


async def _durable(each: int, url: str, chats: list[int]) -> float:
    async with database() as storage, Sender(url, SANDBOX_TOKEN) as sender:
        await settle_in(storage, chats)
        dispatcher = Dispatcher(storage, sender, rate=5_000.0)
        for cause in range(each):
            await _broadcast(storage, cause)
        began = time.perf_counter()
        task = asyncio.create_task(dispatcher.run())
        await _all_sent(storage, each * len(chats))
        took = time.perf_counter() - began
        await dispatcher.drain()
        await task
        return each * len(chats) / took


async def _all_sent(storage: Storage, count: int) -> None:
    done = select(text("count(*)")).select_from(outbox).where(outbox.c.state == DeliveryState.SENT)
    while True:
        async with storage.engines.snapshot() as connection:
            if (await connection.scalar(done) or 0) >= count:
                return
        await asyncio.sleep(0.02)


async def pace(rate: float, seconds: float) -> None:
    """How well the allowance is used, and kept, as the local Telegram saw it."""
    people = int(rate * seconds)
    async with (
        telegram(people) as (url, chats, log),
        database() as storage,
        Sender(url, SANDBOX_TOKEN) as sender,
    ):
        await settle_in(storage, chats)
        await _broadcast(storage, 1)
        async with SandboxClient(url) as client:
            await client.call("latency", seconds=0.08)
        dispatcher = Dispatcher(storage, sender, rate=rate)
        task = asyncio.create_task(dispatcher.run())
        await _all_sent(storage, people)
        await dispatcher.drain()
        await task
        times = sorted(event["at"] for line in log.read_text().splitlines() if (event := json.loads(line)))
    busiest = max(sum(start <= moment < start + 1 for moment in times) for start in times)
    steady = (len(times) - 1) / (times[-1] - times[0])
    say(
        f"pace: {rate:.0f}/s allowed, 80 ms round trip, steady",
        f"{steady:.1f}/s",
        f"{steady / rate:.1%} of it",
    )
    say("pace: busiest second", f"{busiest}", f"limit {rate + 1:.0f}")


async def alerts_first(backlog: int, seconds: float, rate: float) -> None:
    """How long an alert takes from its promise to Telegram while a broadcast is being sent."""
    everybody, alerted = int(rate * seconds * 2), int(seconds * 4)
    async with (
        telegram(everybody + alerted) as (url, chats, log),
        database() as storage,
        Sender(url, SANDBOX_TOKEN) as sender,
    ):
        ids = await settle_in(storage, chats[:everybody])
        ids = await settle_in(storage, [10**12 + number for number in range(backlog)])
        await happening(storage)
        dispatcher = Dispatcher(storage, sender, rate=rate)
        task = asyncio.create_task(dispatcher.run())
        await _broadcast(storage, 1)
        ids = (await settle_in(storage, chats[everybody:]))[-alerted:]
        promised = {}
        for target in ids:
            words = f"alert {target}"
            promised[words] = time.time()
            async with storage.transaction() as tx:
                written = await tx.outbox.write(Message("sendMessage", {"text": words}))
                await tx.outbox.promise(DeliveryKind.ALERT, 1, 0, {target: written})
            await asyncio.sleep(0.25)
        await asyncio.sleep(1.0)
        await dispatcher.drain()
        await task
        arrived = {e["text"]: e["at"] for line in log.read_text().splitlines() if (e := json.loads(line))}
    waits = sorted((arrived[words] - at) * 1000 for words, at in promised.items() if words in arrived)
    assert len(waits) == len(promised), "an alert did not arrive in time"
    slow = waits[int(len(waits) * 0.99)]
    say(
        f"alert during a broadcast to {backlog:,}, at {rate:.0f}/s",
        f"{statistics.median(waits):.0f} ms",
        f"99 %: {slow:.0f} ms, goal 200",
    )


async def _broadcast(storage: Storage, cause: int) -> None:
    async with storage.transaction() as tx:
        written = await tx.outbox.write(Message("sendMessage", PAYLOAD))
        await tx.outbox.fan_out(Plan(DeliveryKind.BROADCAST, cause, 0, {"en": written}, "en"))


async def happening(storage: Storage) -> None:
    """Let there be an event."""
    now = utc_now()
    async with storage.engines.begin() as connection:
        row = {
            "id": 1,
            "type": "battle",
            "subtype": "",
            "status": "declared",
            "severity": 2,
            "headline": "Clashes",
        }
        more = {"revision": 1, "state": "open", "first_at": now, "changed_at": now, "body": {}}
        await connection.execute(insert_new(connection, events).values(**row, **more))


async def fanouts(rows: int) -> None:
    """A million promises in parts, beside the plain statements that would make them at once."""
    async with database() as storage:
        await fanned_out(storage, rows, "SQLite")


async def fanned_out(storage: Storage, rows: int, name: str) -> None:
    """The same in a database of any kind."""
    await _followers(storage, rows)
    plain = [await _plain(storage, kind) for kind in (DeliveryKind.BROADCAST, DeliveryKind.ALERT)]
    parts = [await _parts(storage, kind, rows) for kind in (DeliveryKind.BROADCAST, DeliveryKind.ALERT)]
    for kind, one, many in zip(("broadcast", "alert (matched)"), plain, parts, strict=True):
        say(
            f"fan-out of {rows:,}: {kind}, {name}",
            f"{rows / many:,.0f} rows/s",
            f"{one / many:.0%} of the plain statement's {rows / one:,.0f}/s",
        )


async def _followers(storage: Storage, rows: int) -> None:
    """So many targets, half of which follow Iraq and the others Nineveh."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows) "
    at = datetime(2026, 1, 1, tzinfo=UTC)
    async with storage.engines.begin() as connection:
        for statement in (
            (
                "INSERT INTO targets (id, chat_id, kind, state, state_since, language, timezone, digested_at, created_at)"
                f" {numbers} SELECT i, i + 1000000, 'private', 'active', :at, 'en', 'UTC', :at, :at FROM n"
            ),
            (
                "INSERT INTO subscriptions (id, target_id, dimensions, min_severity, min_strength, min_status, cadence, sound,"
                f" unlocated, fingerprint, created_at) {numbers} SELECT i, i, 1, 1, 0, 'claimed', 'instant', TRUE, FALSE, CAST(i AS TEXT), :at FROM n"
            ),
            (
                "INSERT INTO terms (dimension, key, subscription_id, negated)"
                f" {numbers} SELECT 'region', CASE i % 2 WHEN 0 THEN 'cc:IQ' ELSE 'a1:IQ.15' END, i, FALSE FROM n"
            ),
        ):
            filled = text(statement).bindparams(bindparam("rows", rows))
            if ":at" in statement:
                filled = filled.bindparams(bindparam("at", at, targets.c.created_at.type))
            await connection.execute(filled)
    await happening(storage)


async def _plain(storage: Storage, kind: DeliveryKind) -> float:
    """The same rows by one plain statement each into the same tables; rolled back. Seconds."""
    now = utc_now()
    async with storage.transaction() as tx:
        written = await tx.outbox.write(Message("sendMessage", PAYLOAD))
    if kind is DeliveryKind.ALERT:
        found = matching(IRAQ, now).subquery()
        receivers = select(found.c.target_id)
    else:
        receivers = select(targets.c.id).where(targets.c.state == "active")
    columns = [
        "target_id",
        "message_id",
        "kind",
        "lane",
        "cause",
        "version",
        "send_after",
        "state",
        "created_at",
    ]
    instant = literal(now, outbox.c.send_after.type)
    values = [
        literal(written),
        literal("plain"),
        literal(int(Lane.ALERT)),
        literal(1),
        literal(1),
        instant,
        literal("pending"),
        instant,
    ]
    began = time.perf_counter()
    async with (
        storage.engines.writing(),
        storage.engines.writer.connect() as connection,
        connection.begin() as transaction,
    ):
        await connection.execute(insert(outbox).from_select(columns, receivers.add_columns(*values)))
        if kind is DeliveryKind.ALERT:
            live = receivers.add_columns(literal(1), literal(1), instant)
            await connection.execute(
                insert(alerts).from_select(["target_id", "event_id", "revision", "created_at"], live)
            )
        took = time.perf_counter() - began
        await transaction.rollback()
    return took


async def _parts(storage: Storage, kind: DeliveryKind, rows: int) -> float:
    """A plan from its start to its end, every part committed. Seconds."""
    began = time.perf_counter()
    async with storage.transaction() as tx:
        written = await tx.outbox.write(Message("sendMessage", PAYLOAD))
        audience = IRAQ if kind is DeliveryKind.ALERT else None
        await tx.outbox.fan_out(Plan(kind, 1, 1, {"en": written}, "en", audience))
    more = True
    while more:
        async with storage.transaction() as tx:
            more = await tx.fanouts.advance()
    took = time.perf_counter() - began
    async with storage.engines.snapshot() as connection:
        count = select(text("count(*)")).select_from(outbox).where(outbox.c.kind == kind)
        assert await connection.scalar(count) == rows
    return took
