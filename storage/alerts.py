"""The live messages of events in chats: what they are and what they show."""

from collections.abc import Collection

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryKind, DeliveryState
from storage.schema import alerts, outbox


class Alerts:
    """The alerts table. Rows come into being with the promise of an alert (`Outbox`, `Fanouts`)."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def arrived(self, ids: Collection[int]) -> None:
        """Remember what the live messages are and show, after these deliveries."""
        await self._connection.execute(
            update(alerts)
            .where(
                outbox.c.id.in_(ids),
                outbox.c.state == DeliveryState.SENT,
                outbox.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.BODY]),
                alerts.c.target_id == outbox.c.target_id,
                alerts.c.event_id == outbox.c.cause,
            )
            .values(
                revision=outbox.c.version,
                telegram_id=func.coalesce(outbox.c.telegram_id, alerts.c.telegram_id),
            )
        )

    async def forget_void(self, ids: Collection[int]) -> None:
        """An alert that never arrived leaves no live message, so that a later development can be an alert again."""
        if not ids:
            return
        await self._connection.execute(
            delete(alerts).where(
                alerts.c.telegram_id.is_(None),
                exists().where(
                    outbox.c.id.in_(ids),
                    outbox.c.kind == DeliveryKind.ALERT,
                    outbox.c.target_id == alerts.c.target_id,
                    outbox.c.cause == alerts.c.event_id,
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

    async def shown(self, target_id: int, event_id: int) -> int | None:
        """Return the revision of an event that a chat was alerted with or last shown, None where it was not told."""
        revision: int | None = await self._connection.scalar(
            select(alerts.c.revision).where(alerts.c.target_id == target_id, alerts.c.event_id == event_id)
        )
        return revision

    async def event_at(self, target_id: int, telegram_id: int) -> int | None:
        """Return the event that a message in a chat tells of, None where it is no live message."""
        event_id: int | None = await self._connection.scalar(
            select(alerts.c.event_id)
            .where(alerts.c.target_id == target_id, alerts.c.telegram_id == telegram_id)
            .order_by(alerts.c.event_id)
            .limit(1)
        )
        return event_id
