"""Alerts that were held back: in quiet hours, beyond the rings of an hour, or to be told together."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, literal_column, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import ChatState
from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState, Lane
from bot.domain.roundups import Held as HeldAlert
from bot.domain.volume import GRAVE
from storage.alerts import Alerts
from storage.due import HELD, PENDING
from storage.schema import alerts, events, outbox, targets
from storage.volumes import hushed, rings

_INTO_ROUNDUP = (
    update(alerts)
    .where(
        alerts.c.target_id == bindparam("of_target"),
        or_(alerts.c.event_id == bindparam("of_event"), alerts.c.host == bindparam("of_event")),
    )
    .values(host=bindparam("roundup"), telegram_id=bindparam("shown_in"))
)


class Held:
    """Rows of the outbox in the state `held`."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def due(
        self, chats: int, *, only: Collection[int] | None = None, events_only: Collection[int] | None = None
    ) -> list[HeldAlert]:
        """Return what may be told now, whole chats at a time, in the order of the chats and of what was told.

        Args:
            chats: of how many chats at most.
            only: of these targets.
            events_only: of these events.
        """
        conditions = [outbox.c.state == HELD, targets.c.state == ChatState.ACTIVE, self._may_be_told()]
        if only is not None:
            conditions.append(outbox.c.target_id.in_(only))
        if events_only is not None:
            conditions.append(outbox.c.cause.in_(events_only))
        held = outbox.join(targets, targets.c.id == outbox.c.target_id).join(
            events, events.c.id == outbox.c.cause
        )
        first = (
            select(outbox.c.target_id)
            .select_from(held)
            .where(*conditions)
            .distinct()
            .order_by(outbox.c.target_id)
            .limit(chats)
        )
        rows = await self._connection.execute(
            select(
                outbox.c.id,
                outbox.c.target_id,
                outbox.c.cause.label("event_id"),
                targets.c.language,
                not_(outbox.c.silent).label("sounds"),
                (targets.c.rings_per_hour - rings(self._now())).label("rings_left"),
                targets.c.grave_rings,
                outbox.c.created_at.label("since"),
            )
            .select_from(held)
            .where(*conditions, outbox.c.target_id.in_(first))
            .order_by(outbox.c.target_id, outbox.c.id)
        )
        return [HeldAlert(**{**row, "sounds": bool(row["sounds"])}) for row in rows.mappings()]

    async def anything_due(self) -> bool:
        """Whether something is held that may be told now."""
        return bool(await self.due(1))

    async def let_go(
        self, alert: HeldAlert, message_id: int, version: int, *, silent: bool, until: datetime
    ) -> None:
        """Let a held alert go by itself, with the text of an event as it is now."""
        now = self._now()
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.id == alert.id)
            .values(
                state=DeliveryState.PENDING,
                message_id=message_id,
                version=version,
                silent=silent,
                send_after=now,
                created_at=now,
                expires_at=until,
            )
        )

    async def fold(
        self, roundup_id: int, members: Collection[HeldAlert], shown_in: Mapping[int, int]
    ) -> None:
        """Let a roundup stand for held alerts; `shown_in` gives its Telegram message in chats that have it already."""
        rows = [
            {
                "of_target": member.target_id,
                "of_event": member.event_id,
                "roundup": -roundup_id,
                "shown_in": shown_in.get(member.target_id),
            }
            for member in members
        ]
        await self._connection.execute(_INTO_ROUNDUP, rows)
        await self._connection.execute(
            delete(outbox).where(outbox.c.id.in_([member.id for member in members]))
        )

    async def hold_backlog(self, before: datetime, more_than: int) -> int:
        """Hold what has waited since before an instant in chats that wait for many alerts: they get one roundup instead.

        Returns how many alerts that were.
        """
        old = and_(
            outbox.c.state == PENDING,
            outbox.c.kind == DeliveryKind.ALERT,
            outbox.c.attempt == 0,
            outbox.c.repeated.is_(False),
            outbox.c.created_at < before,
        )
        oldest = await self._connection.scalar(
            select(outbox.c.created_at)
            .where(outbox.c.state == PENDING, literal_column("lane") == literal_column(str(int(Lane.ALERT))))
            .order_by(outbox.c.id)
            .limit(1)
        )
        if oldest is None or oldest >= before:
            return 0
        flooded = (
            select(outbox.c.target_id)
            .where(old)
            .group_by(outbox.c.target_id)
            .having(func.count() > more_than)
        )
        result = await self._connection.execute(
            update(outbox).where(old, outbox.c.target_id.in_(flooded)).values(state=DeliveryState.HELD)
        )
        return result.rowcount

    async def drop(self) -> int:
        """Forget what is held for chats that are not written to any more; return how many."""
        gone = select(targets.c.id).where(targets.c.state != ChatState.ACTIVE)
        rows = await self._connection.execute(
            update(outbox)
            .where(outbox.c.state == HELD, outbox.c.target_id.in_(gone))
            .values(state=DeliveryState.CANCELLED, done_at=self._now())
            .returning(outbox.c.id)
        )
        ids = list(rows.scalars())
        await Alerts(self._connection).forget_void(ids)
        return len(ids)

    def _may_be_told(self) -> ColumnElement[bool]:
        asleep = hushed(self._now())
        return or_(not_(asleep), and_(targets.c.grave_rings, events.c.severity >= GRAVE))
