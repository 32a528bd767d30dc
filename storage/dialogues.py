"""What a chat is in the middle of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import upsert
from storage.schema import dialogues


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One unfinished exchange: what kind, its data, and when it is acted on or forgotten."""

    target_id: int
    user_id: int
    kind: str
    data: Mapping[str, Any]
    due_at: datetime


class Dialogues:
    """The dialogues table: at most one for each person in each chat."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, dialogue: Dialogue) -> None:
        """Begin an exchange, or go on with it, in place of another one."""
        statement = upsert(
            self._connection, dialogues, keys=("target_id", "user_id"), update=("kind", "data", "due_at")
        )
        await self._connection.execute(
            statement.values(
                target_id=dialogue.target_id,
                user_id=dialogue.user_id,
                kind=dialogue.kind,
                data=dict(dialogue.data),
                due_at=dialogue.due_at,
            )
        )

    async def get(self, target_id: int, user_id: int) -> Dialogue | None:
        """Return what this person is in the middle of."""
        rows = await self._connection.execute(
            select(dialogues).where(dialogues.c.target_id == target_id, dialogues.c.user_id == user_id)
        )
        row = rows.mappings().first()
        return Dialogue(**row) if row else None

    async def due(self, kind: str, now: datetime, limit: int = 100) -> list[Dialogue]:
        """Return exchanges of a kind whose time has come."""
        rows = await self._connection.execute(
            select(dialogues)
            .where(dialogues.c.kind == kind, dialogues.c.due_at <= now)
            .order_by(dialogues.c.due_at)
            .limit(limit)
        )
        return [Dialogue(**row) for row in rows.mappings()]

    async def end(self, target_id: int, user_id: int) -> bool:
        """Forget an exchange; say whether there was one."""
        result = await self._connection.execute(
            delete(dialogues).where(dialogues.c.target_id == target_id, dialogues.c.user_id == user_id)
        )
        return result.rowcount > 0
