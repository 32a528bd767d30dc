"""Correlation: one claim against 100,000 open events, and a development for a million subscriptions, on both databases."""

import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert, text

from benchmarks._databases import databases
from benchmarks.delivery import fanned_out, say
from bot import logs
from bot.correlation import compose, correlate, event_keys, lookup
from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.domain.developments import ReportContext
from bot.domain.events import Event, LedgerEntry
from bot.knowledge import World, open_world
from bot.knowledge.tables import actor_rows
from bot.matching import audience
from bot.rendering.headlines import headline
from bot.services.ingestion import MOST_CANDIDATES
from storage import Storage
from storage.events import CORRELATE
from storage.schema import claims, events, reports
from storage.schema import event_keys as keys_table

NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)
DAYS = 60
LIMIT_MS = 5.0
BATCH = 2_000
# Each made-up event happens so often, so that places and parties have many; making each one anew would take an hour.
COPIES = 20
TRIES = 3
KINDS = (
    (EventType.TERRITORY_CHANGE, SubType.CAPTURED),
    (EventType.BATTLE, SubType.CLASHED),
    (EventType.EXPLOSION_REMOTE_VIOLENCE, SubType.AIRSTRIKE),
    (EventType.VIOLENCE_AGAINST_CIVILIANS, SubType.KILLED),
    (EventType.ARREST_DETENTION, SubType.ARRESTED),
    (EventType.INFRASTRUCTURE_DISRUPTION, SubType.ROAD_CUT),
)
_CLAIM, _EVENT = TypeAdapter(Claim), TypeAdapter(Event)


async def run(*, tiny: bool) -> None:
    """Measure and print."""
    logs.set_up("WARNING", "console")
    known, asked, followers = (300, 20, 2_000) if tiny else (100_000, 500, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        world = await asyncio.to_thread(open_world, Path(folder))
        made = Happenings(world, random.Random(7))
        stories = [made.event(number) for number in range(1, known // COPIES + 1)]
        questions = [made.claim() for _ in range(asked)]
        async with databases() as opened:
            for name, storage in opened:
                await _enter(storage, stories, world)
                await _copy(storage, len(stories))
                await _one_claim(name, storage, questions, world, known)
                await fanned_out(storage, followers, name)
        world.close()


class Happenings:
    """Claims and events at real places, between real parties, over the last 60 days."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world = world
        self._chance = chance
        lands = [f"cc:{country}" for country in sorted(world.regions.watch)]
        found = (key for land in lands for key in world.regions.descendants(land))
        self._places = [key for key in sorted(found) if world.regions.importance(key) > 0]
        known = (world.actors.get(row.id) for row in actor_rows())
        self._actors = [actor for actor in known if actor is not None and actor.kind.value in _WARRING]

    def claim(self) -> Claim:
        """Make up a claim: what, where, who, how many."""
        chance = self._chance
        kind, subtype = chance.choice(KINDS)
        region = self._world.regions.get(chance.choice(self._places))
        assert region is not None
        by, on = chance.sample(self._actors, 2)
        dead = chance.randint(1, 40)
        return Claim(
            type=kind,
            subtype=subtype,
            trigger="x",
            span=(0, 1),
            quote=f"{by.name} {subtype} {region.name} {on.name} {chance.random()}",
            status=Status.DECLARED,
            basis=Basis.ATTRIBUTED,
            places=(PlaceRef(region.name, region.id, region.country),),
            actors=(
                ActorRef(by.name, Role.INITIATOR, by.name, by.id),
                ActorRef(on.name, Role.TARGET, on.name, on.id),
            ),
            killed=(Toll(dead, dead),),
        )

    def event(self, number: int) -> Event:
        """Make up an event of one claim, with this id."""
        said_at = NOW - timedelta(days=self._chance.random() * DAYS)
        entry = LedgerEntry(self.claim(), "Outlet", said_at, said_at, number, claim_id=number)
        return replace(compose(0, [entry], self._world, headline), id=number)


_WARRING = {"armed_forces", "militia", "non_state", "paramilitary", "branch", "police", "coalition"}


async def _enter(storage: Storage, stories: list[Event], world: World) -> None:
    """Write events as ingestion does, but many at once."""
    for start in range(0, len(stories), BATCH):
        part = stories[start : start + BATCH]
        async with storage.engines.begin() as connection:
            await connection.execute(insert(reports), [_report(event) for event in part])
            await connection.execute(insert(events), [_event(event) for event in part])
            await connection.execute(insert(claims), [_claim(event) for event in part])
            await connection.execute(
                insert(keys_table), [row for event in part for row in _keys(event, world)]
            )
        await asyncio.sleep(0)


async def _copy(storage: Storage, made: int) -> None:
    """Let every event have happened several times."""
    many = {
        "reports": "source, key || '-' || {n}, published_at, received_at, attended, text, content_hash || '-' || {n}",
        "events": "type, subtype, status, severity, headline, revision, state, first_at, changed_at, body",
        "event_keys": "dimension, key, at",
        "claims": "position, type, status, said_at, learned_at, reader_version, body",
    }
    ids = {"event_keys": ["event_id"], "claims": ["id", "report_id", "event_id"]}
    for table, columns in many.items():
        keys = ids.get(table, ["id"])
        names = ", ".join([*keys, *(column.split(" ")[0] for column in columns.split(", "))])
        for number in range(1, COPIES):
            moved = ", ".join(f"{key} + {number * made}" for key in keys)
            statement = f"INSERT INTO {table} ({names}) SELECT {moved}, {columns.format(n=number)} FROM {table} WHERE {keys[0]} <= {made}"
            async with storage.engines.begin() as connection:
                await connection.execute(text(statement))
    async with storage.engines.begin() as connection:
        await connection.execute(text("ANALYZE"))


async def _one_claim(name: str, storage: Storage, questions: list[Claim], world: World, known: int) -> None:
    """Look for the events that a claim may belong to, and decide; of several tries the fastest counts."""
    took = [
        min([await _correlated(storage, claim, world) for _ in range(TRIES)], key=sum) for claim in questions
    ]
    whole = sorted(sum(one) for one in took)
    median = statistics.median(whole)
    say(
        f"one claim against {known:,} events: {name}",
        f"{median:.1f} ms",
        f"{median / LIMIT_MS:.0%} of the {LIMIT_MS:.0f} ms allowed; 95 %: {whole[int(len(whole) * 0.95)]:.1f} ms, "
        f"finding {statistics.median(one[0] for one in took):.1f}, deciding {statistics.median(one[1] for one in took):.1f}, "
        f"candidates {statistics.median(one[2] * 1000 for one in took):.0f}",
    )


async def _correlated(storage: Storage, claim: Claim, world: World) -> tuple[float, float, float]:
    """Milliseconds of finding and of deciding, and a thousandth of the number of candidates."""
    report = ReportContext("Outlet 2", NOW)
    began = time.perf_counter()
    asked = lookup(claim, report, world)
    async with storage.reading() as tx:
        candidates = await tx.events.candidates(asked.keys, asked.since, MOST_CANDIDATES)
    found = time.perf_counter()
    correlate([claim], report, candidates, world)
    return (found - began) * 1000, (time.perf_counter() - found) * 1000, len(candidates) / 1000


def _report(event: Event) -> dict[str, Any]:
    at = event.first_at
    more = {"attended": True, "text": "", "content_hash": str(event.id)}
    return {
        "id": event.id,
        "source": "Outlet",
        "key": str(event.id),
        "published_at": at,
        "received_at": at,
        **more,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "subtype": event.subtype,
        "status": event.status,
        "severity": event.severity,
        "headline": event.headline,
        "revision": 1,
        "state": event.state,
        "first_at": event.first_at,
        "changed_at": event.changed_at,
        "body": _EVENT.dump_python(replace(event, ledger=()), mode="json"),
    }


def _claim(event: Event) -> dict[str, Any]:
    entry = event.latest
    return {
        "id": event.id,
        "report_id": event.id,
        "event_id": event.id,
        "position": 0,
        "type": entry.claim.type,
        "status": entry.claim.status,
        "said_at": entry.said_at,
        "learned_at": entry.learned_at,
        "reader_version": 1,
        "body": _CLAIM.dump_python(entry.claim, mode="json"),
    }


def _keys(event: Event, world: World) -> Iterator[dict[str, Any]]:
    by_dimension = {str(dimension): keys for dimension, keys in audience(event, world).keys.items()}
    for dimension, keys in {**by_dimension, CORRELATE: event_keys(event, world)}.items():
        for key in keys:
            yield {"dimension": dimension, "key": key, "event_id": event.id, "at": event.changed_at}
