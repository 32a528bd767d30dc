"""How fast a wish becomes a request, and how fast a million requests are matched: `python -m benchmarks subscriptions`.

Every figure stands beside its limit. Requests are drawn as people follow: some places and parties much more than others,
a tenth with a second dimension, one in fifty a circle.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from benchmarks._databases import databases
from benchmarks.delivery import say
from bot import logs
from bot.domain.circles import Circle, Reach, spot
from bot.domain.claims import Basis, Claim, EventType, Status
from bot.domain.developments import Change, Development
from bot.domain.errors import UserError
from bot.domain.events import Event
from bot.domain.subscriptions import Audience, Dimension, Subscription, Term
from bot.knowledge import World, open_world
from bot.wishes import parse, resolve
from bot.wishes.resolve import knows
from storage import Storage
from storage.schema import circles
from storage.subscriptions import matching

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SUBSCRIPTIONS, EVENTS = 1_000_000, 20_000
MOSUL = (36.34, 43.13)
WIDE = {
    Dimension.REGION: frozenset({"gn:99072", "a1:IQ.15", "cc:IQ", "co:AS"}),
    Dimension.ACTOR: frozenset({"is", "iq-isf"}),
    Dimension.TYPE: frozenset({"territory_change", "captured"}),
}
NARROW = {Dimension.REGION: frozenset({"gn:99072"}), Dimension.TYPE: frozenset({"battle"})}
TYPED = (
    "Mosul", "Мосул", "الموصل", "Hashd", "rsf", "donetks", "hezbolla", "Darfur", "tripoli", "deir ezzor", "Mosul, Iraq", "Nineveh: ISIS or PMU, not casualties, declared+", "mosoul",
    "airstrikes within 50 km of Kharkiv, severity 3+", "Sudan: by RSF, on civilians, digest only", "near Goma",
)  # fmt: skip


async def run(*, tiny: bool, directory: Path | None = None) -> None:
    """Measure and print; `directory` holds a gazetteer that is built already."""
    logs.set_up("WARNING", "console")
    size, happened = (2_000, 50) if tiny else (SUBSCRIPTIONS, EVENTS)
    with tempfile.TemporaryDirectory(prefix="situation-bench-") as folder:
        world = await asyncio.to_thread(open_world, directory or Path(folder))
        try:
            _wishes(world)
        finally:
            world.close()
    async with databases(lambda: NOW) as opened:
        for name, storage in opened:
            await _fill(storage, size)
            await _happen(storage, happened)
            print(f"{name}, {size:,} requests, {happened:,} events in 30 days")
            await _matches(storage)
            await _previews(storage)


def _wishes(world: World) -> None:
    """Time what happens between what somebody types and the request that is read back."""

    def understood(typed: str) -> None:
        with suppress(UserError):
            resolve(parse(typed, knows(world)), world)

    for what, work in (("search", world.search), ("words → request", understood)):
        taken = []
        for typed in TYPED:
            started = time.perf_counter()
            work(typed)
            taken.append(1000 * (time.perf_counter() - started))
        say(what, f"{statistics.median(taken):.1f} ms", f"slowest {max(taken):.1f} ms (limit 50 ms)")


async def _matches(storage: Storage) -> None:
    around = {"spots": (spot(*MOSUL),), "reach": Reach.FAR}
    for what, keys, where, limit in (
        ("match, followed by many", WIDE, around, "2,000 ms"),
        ("match, followed by few", NARROW, {}, "300 ms"),
        ("match, only circles", {Dimension.REGION: frozenset({"gn:0"})}, around, "50 ms"),
    ):
        seconds, found = await _timed(lambda k=keys, w=where: _match(storage, k, w))
        each = 1e6 * seconds / max(1, found)
        say(what, f"{1000 * seconds:.0f} ms", f"{found:,} chats, {each:.1f} µs each (limit {limit})")


async def _previews(storage: Storage) -> None:
    wide = Subscription((Term(Dimension.REGION, "cc:IQ"),))
    narrow = replace(wide, terms=(Term(Dimension.REGION, "gn:99072"), Term(Dimension.ACTOR, "is")))
    circle = replace(wide, terms=(Term(Dimension.REGION, Circle(*MOSUL, 50).key),))
    for what, request in (("a country", wide), ("a place and a party", narrow), ("a circle", circle)):
        seconds, found = await _timed(lambda r=request: _preview(storage, r))
        say(f"preview of {what}", f"{1000 * seconds:.0f} ms", f"{found:,} events (limit 500 ms)")
    seconds, _ = await _timed(lambda: _list(storage))
    say("what one chat follows", f"{1000 * seconds:.1f} ms", "limit 10 ms")
    seconds, _ = await _timed(lambda: _followed(storage))
    say("one chat's digest of a day", f"{1000 * seconds:.0f} ms", "limit 500 ms")


async def _fill(storage: Storage, size: int) -> None:
    """Write chats with a request each, set by set: the law of small keys for many, large ones for few."""
    places = ["cc:IQ", "cc:UA", "cc:SD", "a1:IQ.15", "gn:99072", "a1:UA.07", "gn:216281", "gn:703448"]
    keys = [("region", key) for key in places for _ in range(6)] + [("actor", "is"), ("actor", "sd-rsf")]
    keys += [("region", f"gn:{number}") for number in range(450)]
    async with storage.engines.begin() as connection:
        await connection.execute(text("CREATE TABLE nums (n BIGINT PRIMARY KEY)"))
        await connection.execute(text("CREATE TABLE drawn (i INTEGER PRIMARY KEY, dimension TEXT, key TEXT)"))
        await connection.execute(
            text(
                "INSERT INTO nums WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < :size)"
                " SELECT n FROM up"
            ),
            {"size": size},
        )
        await connection.execute(
            text("INSERT INTO drawn (i, dimension, key) VALUES (:i, :d, :k)"),
            [{"i": i, "d": d, "k": k} for i, (d, k) in enumerate(keys)],
        )
        for statement in _filling(len(keys)):
            await connection.execute(text(statement))
        await connection.execute(insert(circles), list(_circles(size)))
        if storage.engines.url.get_backend_name() == "sqlite":
            await connection.execute(text("ANALYZE"))
    if storage.engines.url.get_backend_name() != "sqlite":
        async with storage.engines.begin() as connection:
            await connection.execute(text("ANALYZE"))


def _filling(keys: int) -> Sequence[str]:
    """Return the statements that write a million rows each."""
    at = "'2026-10-01 00:00:00'"
    return (
        (
            "INSERT INTO targets (id, chat_id, thread_id, kind, state, state_since, language, timezone, digested_at,"
            f" empty_digest, created_at) SELECT n, n, 0, 'private', 'active', {at}, 'en', 'UTC', {at}, false, {at}"
            " FROM nums"
        ),
        (
            "INSERT INTO subscriptions (id, target_id, dimensions, min_severity, min_strength, min_status, cadence,"
            " sound, unlocated, fingerprint, created_at)"
            " SELECT n, n, CASE WHEN n % 10 = 0 AND n % 50 <> 0 THEN 2 ELSE 1 END,"
            f" 1 + n % 3, 2, 'claimed', 'instant', n % 4 <> 0, false, CAST(n AS TEXT), {at} FROM nums"
        ),
        (
            "INSERT INTO terms (dimension, key, subscription_id, negated, position)"
            f" SELECT d.dimension, d.key, n, false, 0 FROM nums JOIN drawn d ON d.i = n % {keys} WHERE n % 50 <> 0"
        ),
        (
            "INSERT INTO terms (dimension, key, subscription_id, negated, position)"
            " SELECT 'type', 'territory_change', n, false, 1 FROM nums WHERE n % 10 = 0 AND n % 50 <> 0"
        ),
    )


def _circles(size: int) -> Sequence[dict[str, Any]]:
    rows = []
    for number in range(50, size + 1, 50):
        shift = (number // 50) % 4_000
        circle = Circle(
            MOSUL[0] + (shift % 63 - 31) * 0.4, MOSUL[1] + (shift // 63 - 31) * 0.4, (25, 50, 100)[number % 3]
        )
        centre = circle.centre
        rows += [
            {"subscription_id": number, "cell": cell, "negated": False, "reach": "", "x": centre.x, "y": centre.y,
             "z": centre.z, "km": ring.km}
            for ring in circle.rings for cell in ring.cells(centre)
        ]  # fmt: skip
    return rows


CLAIM = Claim(EventType.BATTLE, "clashed", "clashed", (0, 7), "They clashed.", Status.REPORTED, Basis.FLAT)


async def _happen(storage: Storage, count: int) -> None:
    """Store events of the last 30 days, a third of them in Iraq."""
    async with storage.transaction() as tx:
        for number in range(count):
            at = NOW - timedelta(minutes=number * 30 * 24 * 60 / count)
            event = Event(
                id=0, type=EventType.BATTLE, subtype="clashed", status=Status.REPORTED, severity=1 + number % 4,
                headline="Clashes", places=(), actors=(), on=None, killed=None, injured=None, ledger=(),
                first_at=at, changed_at=at,
            )  # fmt: skip
            event = replace(event, id=await tx.events.add(event))
            regions = WIDE[Dimension.REGION] if number % 3 == 0 else {"cc:UA", "co:EU", f"gn:{number % 450}"}
            keys = {
                "region": regions,
                "actor": {"is"} if number % 7 == 0 else set(),
                "type": {"battle", "clashed"},
            }
            places = [spot(MOSUL[0] + number % 20 / 10, MOSUL[1])] if number % 3 == 0 else []
            await tx.events.save(event, keys, places)
            await tx.events.developed(Development(Change.NEW, "bench", event, CLAIM), claim_id=None)
    async with storage.engines.begin() as connection:
        await connection.execute(
            text("UPDATE developments SET at = (SELECT first_at FROM events WHERE id = event_id)")
        )


async def _match(storage: Storage, keys: dict[Dimension, frozenset[str]], where: dict[str, Any]) -> int:
    async with storage.engines.snapshot() as connection:
        found = await connection.execute(matching(Audience(keys, 4, Status.DECLARED, **where), NOW))
        return len(found.all())


async def _preview(storage: Storage, request: Subscription) -> int:
    async with storage.reading() as tx:
        return len(await tx.followed.would_tell(request, NOW - timedelta(days=30), 5_000))


async def _list(storage: Storage) -> int:
    async with storage.reading() as tx:
        return len(await tx.subscriptions.of(777))


async def _followed(storage: Storage) -> int:
    async with storage.reading() as tx:
        return len(await tx.followed.since([501], NOW - timedelta(days=1)))


async def _timed(work: Callable[[], Awaitable[int]]) -> tuple[float, int]:
    """Return the median of three goes, and what the last one found."""
    taken, found = [], 0
    for _ in range(3):
        started = time.perf_counter()
        found = await work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), found
