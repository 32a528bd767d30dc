"""How loud the bot may be in each chat, and what that means for a message that could ring."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Boolean, ColumnElement, RowMapping, and_, func, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.volume import RING_AGAIN_AFTER, QuietHours, Ringing, Volume
from storage.schema import outbox, targets

HOUR = timedelta(hours=1)
_TOLD = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN)
_heard = outbox.alias("heard")
_ABOUT_EVENTS = (DeliveryKind.ALERT, DeliveryKind.UPDATE, DeliveryKind.RETRACTION)


class Volumes:
    """What the targets table knows of loudness."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def of(self, target_id: int) -> Volume:
        """Return how loud the bot may be in a chat."""
        rows = await self._connection.execute(select(targets).where(targets.c.id == target_id))
        return _volume(rows.mappings().one())

    async def choose(self, target_id: int, volume: Volume, zone: str) -> None:
        """Write how loud the bot may be in a chat whose time zone this is (an IANA name)."""
        quiet = volume.quiet
        hushed = quiet.window(self._now(), zone) if quiet else (None, None)
        await self._connection.execute(
            update(targets)
            .where(targets.c.id == target_id)
            .values(
                rings_per_hour=volume.rings_per_hour,
                quiet_from=quiet.start if quiet else None,
                quiet_until=quiet.end if quiet else None,
                quiet_days=_bits(quiet.days) if quiet else _bits(range(7)),
                hushed_from=hushed[0],
                hushed_until=hushed[1],
                grave_rings=volume.grave_rings,
                ringing_updates=int(volume.ringing),
            )
        )

    async def anybody_wakes(self) -> bool:
        """Whether the quiet hours of some chat have ended."""
        some = select(targets.c.id).where(targets.c.hushed_until <= self._now()).limit(1)
        return await self._connection.scalar(some) is not None

    async def wake(self, limit: int) -> list[int]:
        """Plan the next quiet hours of chats whose last ones have ended; return their ids."""
        rows = await self._connection.execute(
            select(targets)
            .where(targets.c.hushed_until <= self._now())
            .order_by(targets.c.hushed_until)
            .limit(limit)
        )
        woken = []
        for row in rows.mappings().all():
            await self.choose(row["id"], _volume(row), row["timezone"])
            woken.append(row["id"])
        return woken


def hushed(now: datetime) -> ColumnElement[bool]:
    """Whether a target has quiet hours now."""
    return and_(
        targets.c.hushed_until.is_not(None), targets.c.hushed_from <= now, targets.c.hushed_until > now
    )


def spent(now: datetime) -> ColumnElement[bool]:
    """Whether a target has heard all the rings of an hour."""
    return rings(now) >= targets.c.rings_per_hour


def rings(now: datetime) -> ColumnElement[int]:
    """How many messages have rung in a target within the last hour, or will."""
    return (
        select(func.count())
        .where(*_ringing(), _heard.c.created_at > now - HOUR)
        .correlate(targets)
        .scalar_subquery()
    )


def rang_lately(event_id: int, now: datetime) -> ColumnElement[bool]:
    """Whether a story has rung in a target within the last minutes, or will."""
    return (
        select(literal_column("1"))
        .where(
            *_ringing(),
            _heard.c.created_at > now - RING_AGAIN_AFTER,
            _heard.c.kind.in_(_ABOUT_EVENTS),
            _heard.c.cause == event_id,
        )
        .correlate(targets)
        .exists()
    )


def _ringing() -> tuple[ColumnElement[bool], ...]:
    # Spelled as in the partial index, which is used only where the statement says that it is enough.
    return (
        _heard.c.target_id == targets.c.id,
        literal_column("NOT heard.silent", Boolean),
        literal_column("heard.lane = 1", Boolean),
        _heard.c.state.in_(_TOLD),
    )


def _bits(days: Iterable[int]) -> int:
    return sum(1 << day for day in days)


def _volume(row: RowMapping) -> Volume:
    start, end, days = row["quiet_from"], row["quiet_until"], row["quiet_days"]
    chosen = frozenset(day for day in range(7) if days >> day & 1)
    return Volume(
        rings_per_hour=row["rings_per_hour"],
        quiet=QuietHours(start, end, chosen) if start is not None and end is not None else None,
        grave_rings=row["grave_rings"],
        ringing=Ringing(row["ringing_updates"]),
    )
