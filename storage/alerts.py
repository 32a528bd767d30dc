"""The live messages of events in chats: what they are and what they show."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, delete, exists, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind, DeliveryState
from bot.domain.developments import Change
from bot.domain.events import EventState
from storage.schema import alerts, developments, events, outbox


class Alerts:
    """The alerts table. Rows come into being with the promise of an alert (`Outbox`, `Fanouts`)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def arrived(self, ids: Collection[int]) -> None:
        """Remember what the live messages are and show, after these deliveries."""
        mine = (
            outbox.c.id.in_(ids),
            outbox.c.state == DeliveryState.SENT,
            alerts.c.target_id == outbox.c.target_id,
        )
        own = outbox.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.BODY])
        several = outbox.c.kind.in_([DeliveryKind.ROUNDUP, DeliveryKind.REWRITE])
        await self._connection.execute(
            update(alerts)
            .where(*mine, own, alerts.c.event_id == outbox.c.cause)
            .values(
                revision=outbox.c.version,
                telegram_id=func.coalesce(outbox.c.telegram_id, alerts.c.telegram_id),
            )
        )
        hosted = or_(
            and_(own, alerts.c.host == outbox.c.cause), and_(several, alerts.c.host == -outbox.c.cause)
        )
        await self._connection.execute(
            update(alerts)
            .where(*mine, alerts.c.host != 0, outbox.c.telegram_id.is_not(None), hosted)
            .values(telegram_id=outbox.c.telegram_id)
        )

    async def forget_void(self, ids: Collection[int]) -> None:
        """A message that never arrived is no live one, so that a later development of its events can be an alert again."""
        if not ids:
            return
        alert, roundup = outbox.c.kind == DeliveryKind.ALERT, outbox.c.kind == DeliveryKind.ROUNDUP
        await self._connection.execute(
            delete(alerts).where(
                alerts.c.telegram_id.is_(None),
                exists().where(
                    outbox.c.id.in_(ids),
                    outbox.c.target_id == alerts.c.target_id,
                    or_(
                        and_(alert, outbox.c.cause.in_((alerts.c.event_id, alerts.c.host))),
                        and_(roundup, -outbox.c.cause == alerts.c.host),
                    ),
                    outbox.c.repeated.is_(False),
                ),
            )
        )

    async def forget_message(self, target_id: int, telegram_id: int | None) -> None:
        """A person has deleted the live message: later updates stand alone, and nothing edits it any more."""
        await self._connection.execute(
            update(alerts)
            .where(alerts.c.target_id == target_id, alerts.c.telegram_id == telegram_id)
            .values(telegram_id=None)
        )

    async def hand_over(self, event_id: int, to: int) -> None:
        """Let the live messages of an event show another one, in chats that have none of that."""
        other = alerts.alias("other")
        await self._connection.execute(
            update(alerts)
            .where(
                alerts.c.event_id == event_id,
                not_(exists().where(other.c.target_id == alerts.c.target_id, other.c.event_id == to)),
            )
            .values(event_id=to)
        )
        await self._connection.execute(update(alerts).where(alerts.c.host == event_id).values(host=to))

    async def shown(self, target_id: int, event_id: int) -> int | None:
        """Return the revision of an event that a chat was alerted with or last shown, None where it was not told."""
        revision: int | None = await self._connection.scalar(
            select(alerts.c.revision).where(alerts.c.target_id == target_id, alerts.c.event_id == event_id)
        )
        return revision

    async def taken_back_since(self, target_id: int, since: datetime) -> list[tuple[int, bool]]:
        """Return the events that a chat was told of and that were taken back since an instant without its being told.

        Each with whether its live message is its own.
        """
        said = exists().where(
            outbox.c.target_id == target_id,
            outbox.c.kind == DeliveryKind.RETRACTION,
            outbox.c.cause == alerts.c.event_id,
            outbox.c.state.not_in((DeliveryState.CANCELLED, DeliveryState.FAILED, DeliveryState.EXPIRED)),
        )
        taken_back = exists().where(
            developments.c.event_id == alerts.c.event_id,
            developments.c.change == Change.RETRACTED,
            developments.c.at >= since,
        )
        rows = await self._connection.execute(
            select(alerts.c.event_id, alerts.c.host)
            .join(events, events.c.id == alerts.c.event_id)
            .where(
                alerts.c.target_id == target_id,
                events.c.state == EventState.RETRACTED,
                taken_back,
                not_(said),
            )
            .order_by(alerts.c.event_id)
        )
        return [(row.event_id, row.host == 0) for row in rows]

    async def latest(self, target_id: int, limit: int) -> list[int]:
        """Return the events that a chat was told of last, the latest first."""
        rows = await self._connection.execute(
            select(alerts.c.event_id)
            .where(alerts.c.target_id == target_id)
            .order_by(alerts.c.created_at.desc(), alerts.c.event_id.desc())
            .limit(limit)
        )
        return list(rows.scalars())

    async def event_at(self, target_id: int, telegram_id: int) -> int | None:
        """Return the event that a message in a chat tells of, None where it is no live message."""
        event_id: int | None = await self._connection.scalar(
            select(alerts.c.event_id)
            .where(alerts.c.target_id == target_id, alerts.c.telegram_id == telegram_id)
            .order_by(alerts.c.event_id)
            .limit(1)
        )
        return event_id
