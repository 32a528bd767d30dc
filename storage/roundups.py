"""Messages that stand for several events."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, insert, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind
from bot.domain.roundups import Roundup, RoundupKind
from storage.due import PENDING, SENDING
from storage.schema import alerts, outbox, roundup_events, roundups


@dataclass(frozen=True, slots=True)
class Growing:
    """A roundup in one chat that may still grow; `telegram_id` is None while it waits to be sent."""

    roundup_id: int
    created_at: datetime
    telegram_id: int | None
    waits: bool


class Roundups:
    """The roundups table, with the events of each."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, roundup: Roundup) -> int:
        """Store a roundup and return its id."""
        statement = (
            insert(roundups)
            .values(
                kind=roundup.kind,
                data=dict(roundup.data),
                revision=roundup.revision,
                created_at=roundup.created_at,
            )
            .returning(roundups.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        rows = [
            {"roundup_id": key, "event_id": event_id, "place": place}
            for place, event_id in enumerate(roundup.event_ids)
        ]
        await self._connection.execute(insert(roundup_events), rows)
        return key

    async def find(self, ids: Collection[int]) -> list[Roundup]:
        """Return roundups by their ids, each with its events in their order."""
        rows = await self._connection.execute(
            select(roundups, roundup_events.c.event_id)
            .join(roundup_events, roundup_events.c.roundup_id == roundups.c.id)
            .where(roundups.c.id.in_(ids))
            .order_by(roundups.c.id, roundup_events.c.place)
        )
        found: dict[int, Roundup] = {}
        for row in rows.mappings():
            known = found.get(row["id"])
            found[row["id"]] = Roundup(
                kind=RoundupKind(row["kind"]),
                event_ids=(*(known.event_ids if known else ()), row["event_id"]),
                created_at=row["created_at"],
                data=row["data"],
                revision=row["revision"],
                id=row["id"],
            )
        return list(found.values())

    async def growing(self, target_ids: Collection[int], since: datetime) -> Mapping[int, Growing]:
        """Return the latest roundup of the kind `more` in each of these chats that is younger than an instant."""
        waits = exists().where(
            outbox.c.target_id == alerts.c.target_id,
            outbox.c.kind == DeliveryKind.ROUNDUP,
            outbox.c.cause == roundups.c.id,
            or_(outbox.c.state == PENDING, outbox.c.state == SENDING),
        )
        rows = await self._connection.execute(
            select(
                alerts.c.target_id,
                roundups.c.id,
                roundups.c.created_at,
                func.max(alerts.c.telegram_id).label("telegram_id"),
                waits.label("waits"),
            )
            .join(roundups, alerts.c.host == -roundups.c.id)
            .where(
                alerts.c.target_id.in_(target_ids),
                alerts.c.host < 0,
                roundups.c.kind == RoundupKind.MORE,
                roundups.c.created_at > since,
            )
            .group_by(alerts.c.target_id, roundups.c.id, roundups.c.created_at)
            .order_by(roundups.c.id)
        )
        return {
            row.target_id: Growing(row.id, row.created_at, row.telegram_id, bool(row.waits)) for row in rows
        }

    async def grow(self, target_ids: Collection[int], old: int, new: int) -> None:
        """Let a longer roundup take the place of one in these chats."""
        await self._connection.execute(
            update(alerts).where(alerts.c.target_id.in_(target_ids), alerts.c.host == -old).values(host=-new)
        )

    async def hand_over(self, event_id: int, to: int) -> None:
        """Let roundups show another event in the place of one."""
        other = roundup_events.alias("other")
        has_both = exists().where(other.c.roundup_id == roundup_events.c.roundup_id, other.c.event_id == to)
        await self._connection.execute(
            update(roundup_events)
            .where(roundup_events.c.event_id == event_id, not_(has_both))
            .values(event_id=to)
        )

    async def outdate(self, event_id: int, since: datetime) -> None:
        """Mark the roundups since an instant that show an event: they have to be written anew."""
        showing = select(roundup_events.c.roundup_id).where(roundup_events.c.event_id == event_id)
        await self._connection.execute(
            update(roundups)
            .where(roundups.c.id.in_(showing), roundups.c.created_at > since)
            .values(stale=True)
        )

    async def anything_outdated(self) -> bool:
        """Whether a roundup has to be written anew."""
        return (
            await self._connection.scalar(select(roundups.c.id).where(roundups.c.stale).limit(1)) is not None
        )

    async def outdated(self, limit: int) -> list[Roundup]:
        """Take roundups that have to be written anew, each with its next revision."""
        oldest = select(roundups.c.id).where(roundups.c.stale).order_by(roundups.c.id).limit(limit)
        rows = await self._connection.execute(
            update(roundups)
            .where(roundups.c.id.in_(oldest))
            .values(stale=False, revision=roundups.c.revision + 1)
            .returning(roundups.c.id)
        )
        return await self.find(list(rows.scalars()))
