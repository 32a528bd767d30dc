"""What is promised to whom."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState, Lane, Message
from storage.dialects import insert_new
from storage.schema import messages, outbox


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
        now = self._now()
        for version, answer in enumerate(answers):
            row = {
                "target_id": target_id,
                "message_id": await self.write(answer),
                "kind": DeliveryKind.REPLY,
                "lane": Lane.REPLY,
                "cause": update_id,
                "version": version,
                "send_after": now,
                "state": DeliveryState.PENDING,
                "created_at": now,
            }
            await self._connection.execute(insert_new(self._connection, outbox).values(row))
        self.promised = self.promised or bool(answers)
