"""Events with their ledgers, the keys under which they are found, and the history of what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, RowMapping, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.circles import Reach, Spot
from bot.domain.claims import Claim, Status
from bot.domain.clock import Clock
from bot.domain.developments import Change, Development
from bot.domain.events import Event, EventState, LedgerEntry
from bot.domain.reasons import PastDevelopment
from bot.domain.subscriptions import Dimension
from storage.schema import claims, developments, event_keys, event_spots, events, reports
from storage.subscriptions import UNLOCATED

CORRELATE = "correlate"
_CLAIM = TypeAdapter(Claim)
_EVENT = TypeAdapter(Event)


class Events:
    """The tables events, claims, event_keys and developments."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, event: Event) -> int:
        """Store a new event and return its id; `save` has to follow, with its keys."""
        statement = insert(events).values(**_row(event)).returning(events.c.id)
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def record(self, event_id: int, position: int, entry: LedgerEntry, reader_version: int) -> int:
        """Enter a claim into an event's ledger and return its id; `position` is its place in its report."""
        statement = (
            insert(claims)
            .values(
                report_id=entry.report_id,
                event_id=event_id,
                position=position,
                type=entry.claim.type,
                status=entry.claim.status,
                said_at=entry.said_at,
                learned_at=entry.learned_at,
                reader_version=reader_version,
                body=_CLAIM.dump_python(entry.claim, mode="json"),
            )
            .returning(claims.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def save(
        self,
        event: Event,
        keys: Mapping[str, Collection[str]],
        spots: Iterable[Spot] = (),
        reach: Reach = Reach.CLOSE,
    ) -> None:
        """Write what an event amounts to now, and how it is found.

        Args:
            event: the event.
            keys: dimension → keys.
            spots: the points where it happened, for circles.
            reach: how far it is felt.
        """
        await self._connection.execute(update(events).where(events.c.id == event.id).values(**_row(event)))
        await self._connection.execute(delete(event_keys).where(event_keys.c.event_id == event.id))
        places = keys.get(Dimension.REGION) or {UNLOCATED}
        rows = [
            {"dimension": dimension, "key": key, "event_id": event.id, "at": event.changed_at}
            for dimension, found in {**keys, Dimension.REGION: places}.items()
            for key in sorted(found)
        ]
        if rows:
            await self._connection.execute(insert(event_keys), rows)
        await self._connection.execute(delete(event_spots).where(event_spots.c.event_id == event.id))
        at = {"event_id": event.id, "reach": reach, "at": event.changed_at}
        points = [
            {**at, "cell": cell, "x": spot.x, "y": spot.y, "z": spot.z}
            for spot in spots
            for cell in spot.cells()
        ]
        if points:
            await self._connection.execute(insert(event_spots), points)

    async def revise(self, event: Event) -> None:
        """Write an event of which only what is shown has changed, not how it is found."""
        await self._connection.execute(update(events).where(events.c.id == event.id).values(**_row(event)))

    async def fresh(self, since: datetime, limit: int) -> list[Event]:
        """Return the events that changed since an instant, latest first, taken back or not."""
        rows = await self._connection.execute(
            select(events.c.id)
            .where(events.c.changed_at > since, events.c.state != EventState.MERGED)
            .order_by(events.c.changed_at.desc(), events.c.id.desc())
            .limit(limit)
        )
        return await self.find(rows.scalars())

    async def take_back(self, claim_ids: Collection[int], *, retracted: bool = True) -> None:
        """Strike claims out of the ledgers, or let them stand again; their events have to be computed anew."""
        await self._connection.execute(
            update(claims).where(claims.c.id.in_(claim_ids)).values(retracted=retracted)
        )

    async def developed(self, development: Development, *, claim_id: int | None) -> int:
        """Write one line of an event's history and return its id."""
        event = development.event
        statement = (
            insert(developments)
            .values(
                event_id=event.id,
                claim_id=claim_id,
                revision=event.revision,
                change=development.change,
                loudness=development.loudness,
                reason=development.reason,
                note=development.note,
                status=event.status,
                headline=event.headline,
                at=self._now(),
            )
            .returning(developments.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def history(self, ids: Collection[int], since: datetime | None = None) -> list[PastDevelopment]:
        """Return what has changed in events (since an instant), the oldest first."""
        asked: list[ColumnElement[bool]] = [developments.c.event_id.in_(ids)]
        if since is not None:
            asked.append(developments.c.at > since)
        rows = await self._connection.execute(
            select(developments).where(*asked).order_by(developments.c.at, developments.c.id)
        )
        return [
            PastDevelopment(
                event_id=row["event_id"],
                change=Change(row["change"]),
                reason=row["reason"],
                note=row["note"],
                status=Status(row["status"]),
                headline=row["headline"],
                revision=row["revision"],
                at=row["at"],
            )
            for row in rows.mappings()
        ]

    async def find(self, ids: Iterable[int]) -> list[Event]:
        """Return events by their ids, with their ledgers, in the order of the ids."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return []
        ledgers = await self._ledgers(wanted)
        rows = await self._connection.execute(select(events).where(events.c.id.in_(wanted)))
        found = {row["id"]: event_of_row(row, ledgers[row["id"]]) for row in rows.mappings()}
        return [found[key] for key in wanted if key in found]

    async def candidates(self, keys: Collection[str], since: datetime, limit: int = 50) -> list[Event]:
        """Return open events found under any of correlation's keys that changed since an instant, latest first.

        They come without their ledgers: what a claim is compared with is the event's trace.
        """
        if not keys:
            return []
        recent = _recent({CORRELATE: keys}, since).limit(limit).subquery()
        rows = await self._connection.execute(
            select(events)
            .join(recent, recent.c.event_id == events.c.id)
            .where(events.c.state == EventState.OPEN)
            .order_by(recent.c.at.desc(), events.c.id.desc())
        )
        return [event_of_row(row, ()) for row in rows.mappings()]

    async def latest(self, keys: Mapping[str, Collection[str]], since: datetime, limit: int) -> list[Event]:
        """Return open events found under any of these keys (dimension → keys), latest first."""
        if not any(keys.values()):
            return []
        recent = _recent(keys, since).subquery()
        rows = await self._connection.execute(
            select(recent.c.event_id)
            .join(events, events.c.id == recent.c.event_id)
            .where(events.c.state == EventState.OPEN)
            .order_by(recent.c.at.desc(), recent.c.event_id.desc())
            .limit(limit)
        )
        return await self.find(rows.scalars())

    async def move_key(self, dimensions: Collection[str], old: str, new: str) -> None:
        """Let events be found under one region or actor instead of another one."""
        there = event_keys.alias("there")
        known = select(there.c.event_id).where(
            there.c.dimension == event_keys.c.dimension,
            there.c.key == new,
            there.c.event_id == event_keys.c.event_id,
        )
        old_one = event_keys.c.dimension.in_(dimensions) & (event_keys.c.key == old)
        await self._connection.execute(update(event_keys).where(old_one, ~known.exists()).values(key=new))
        await self._connection.execute(delete(event_keys).where(old_one))

    async def known_keys(self, dimension: str, keys: Collection[str]) -> set[str]:
        """Return those of these keys under which any event is found."""
        rows = await self._connection.execute(
            select(event_keys.c.key)
            .where(event_keys.c.dimension == dimension, event_keys.c.key.in_(keys))
            .distinct()
        )
        return set(rows.scalars())

    async def frequent(self, dimension: str, since: datetime, limit: int) -> list[str]:
        """Return the keys of a dimension under which most events changed since an instant, the most frequent first."""
        often = func.count()
        rows = await self._connection.execute(
            select(event_keys.c.key)
            .where(event_keys.c.dimension == dimension, event_keys.c.at >= since)
            .group_by(event_keys.c.key)
            .order_by(often.desc(), event_keys.c.key)
            .limit(limit)
        )
        return list(rows.scalars())

    async def _ledgers(self, ids: Sequence[int]) -> dict[int, list[LedgerEntry]]:
        rows = await self._connection.execute(
            select(
                claims.c.event_id,
                claims.c.id,
                claims.c.body,
                claims.c.said_at,
                claims.c.learned_at,
                claims.c.retracted,
                claims.c.report_id,
                reports.c.source,
                reports.c.url,
                reports.c.content_hash,
            )
            .join(reports, reports.c.id == claims.c.report_id)
            .where(claims.c.event_id.in_(ids))
            .order_by(claims.c.learned_at, claims.c.id)
        )
        ledgers: dict[int, list[LedgerEntry]] = defaultdict(list)
        for row in rows:
            ledgers[row.event_id].append(
                LedgerEntry(
                    claim=_CLAIM.validate_python(row.body),
                    source=row.source,
                    said_at=row.said_at,
                    learned_at=row.learned_at,
                    report_id=row.report_id,
                    url=row.url,
                    claim_id=row.id,
                    content_hash=row.content_hash,
                    retracted=row.retracted,
                )
            )
        return ledgers


def _recent(keys: Mapping[str, Collection[str]], since: datetime) -> Select[tuple[int, datetime]]:
    """Events under any of these keys that changed since an instant, latest first; read from one index alone."""
    asked = [and_(event_keys.c.dimension == d, event_keys.c.key.in_(sorted(k))) for d, k in keys.items() if k]
    return (
        select(event_keys.c.event_id, event_keys.c.at)
        .where(or_(*asked), event_keys.c.at >= since)
        .distinct()
        .order_by(event_keys.c.at.desc(), event_keys.c.event_id.desc())
    )


def _row(event: Event) -> dict[str, Any]:
    return {
        "type": event.type,
        "subtype": event.subtype,
        "status": event.status,
        "severity": event.severity,
        "headline": event.headline,
        "revision": event.revision,
        "state": event.state,
        "happened_on": event.on,
        "first_at": event.first_at,
        "changed_at": event.changed_at,
        "body": _EVENT.dump_python(replace(event, ledger=()), mode="json"),
    }


def event_of_row(row: RowMapping, ledger: Sequence[LedgerEntry]) -> Event:
    """Build the event from its snapshot; columns that are changed by themselves win over it."""
    event = _EVENT.validate_python(row["body"])
    return replace(event, id=row["id"], state=EventState(row["state"]), ledger=tuple(ledger))
