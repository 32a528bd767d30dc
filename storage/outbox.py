"""What is promised to whom: rows of the outbox come into being here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState, Message, Plan
from storage.dialects import insert_new
from storage.fanouts import Fanouts
from storage.schema import alerts, messages, outbox

_BATCH = 5_000  # rows in one round trip


class Outbox:
    """The outbox table, and the messages that its rows send.

    `promised` tells whether this transaction has put anything in.
    """

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now
        self.promised = False

    async def write(self, message: Message) -> int:
        """Store a prepared message and return its id."""
        statement = (
            insert(messages)
            .values(
                method=message.method,
                payload=dict(message.payload),
                file=message.file,
                created_at=self._now(),
            )
            .returning(messages.c.id)
        )
        key: int = (await self._connection.execute(statement)).scalar_one()
        return key

    async def reply(self, target_id: int, answers: Sequence[Message], *, update_id: int) -> None:
        """Promise the answers to one update, in this order; promised already is promised once."""
        for version, answer in enumerate(answers):
            written = await self.write(answer)
            await self.promise(DeliveryKind.REPLY, update_id, version, {target_id: written})

    async def promise(
        self,
        kind: DeliveryKind,
        cause: int,
        version: int,
        written: Mapping[int, int],
        *,
        silent: bool = False,
        send_after: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> int:
        """Promise messages to targets that are known one by one; return how many were not promised already.

        Args:
            kind: what the messages are for. An alert becomes the live message of the event `cause`.
            cause: the event, the broadcast, the update, or for a digest the ordinal of its local date.
            version: tells what is promised for one cause to one target apart.
            written: the id of the message of each target, by the target's id.
            silent: whether they arrive without a sound.
            send_after: not before this instant.
            expires_at: not after this instant; None for at any time.
        """
        now = self._now()
        rows = [
            {
                "target_id": target_id,
                "message_id": message_id,
                "kind": kind,
                "lane": kind.lane,
                "cause": cause,
                "version": version,
                "silent": silent,
                "send_after": send_after or now,
                "expires_at": expires_at,
                "state": DeliveryState.PENDING,
                "created_at": now,
            }
            for target_id, message_id in sorted(written.items())
        ]
        statement = insert_new(self._connection, outbox).returning(outbox.c.id)
        new = 0
        for start in range(0, len(rows), _BATCH):
            new += len((await self._connection.execute(statement, rows[start : start + _BATCH])).all())
        if kind is DeliveryKind.ALERT and rows:
            await self._connection.execute(
                insert_new(self._connection, alerts),
                [
                    {"target_id": target_id, "event_id": cause, "revision": version, "created_at": now}
                    for target_id in written
                ],
            )
        self.promised = self.promised or new > 0
        return new

    async def fan_out(self, plan: Plan) -> int:
        """Promise a message to everybody whom a plan finds; return how many rows this transaction holds.

        What is too much for one transaction goes on in `Fanouts.advance`; it survives a crash as this transaction does.
        """
        new, unfinished = await Fanouts(self._connection, self._now).start(plan)
        self.promised = self.promised or new > 0 or unfinished
        return new

    async def withdraw(self, event_id: int) -> None:
        """Let nothing more be said about an event; who has not seen its alert never will."""
        await Fanouts(self._connection, self._now).withdraw(event_id)

    async def cancel(self, kind: DeliveryKind, cause: int) -> int:
        """Take back what still waits of one cause; return how many rows that were."""
        await Fanouts(self._connection, self._now).stop([kind], cause)
        result = await self._connection.execute(
            update(outbox)
            .where(outbox.c.kind == kind, outbox.c.cause == cause, outbox.c.state == DeliveryState.PENDING)
            .values(state=DeliveryState.CANCELLED, done_at=self._now())
        )
        return result.rowcount
