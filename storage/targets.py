"""Chats and topics, and what they have chosen."""

from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import RowMapping, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import Chat, ChatKind, ChatState, Target
from bot.domain.clock import Clock
from storage.dialects import insert_new
from storage.moving import move_chat
from storage.schema import targets


class Targets:
    """The targets table."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def ensure(
        self, target: Target, kind: ChatKind, *, language: str, timezone: str, digest: time
    ) -> Chat:
        """Return the chat, made with these defaults when it is new; its first digest is due at once computed by the caller."""
        now = self._now()
        await self._connection.execute(
            insert_new(self._connection, targets).values(
                chat_id=target.chat_id,
                thread_id=target.thread_id,
                kind=kind,
                state=ChatState.ACTIVE,
                state_since=now,
                language=language,
                timezone=timezone,
                digest_time=digest,
                digested_at=now,
                created_at=now,
            )
        )
        chat = await self.find(target)
        assert chat is not None
        return chat

    async def find(self, target: Target) -> Chat | None:
        """Return what the target has chosen, None when we have never met."""
        rows = await self._connection.execute(
            select(targets).where(
                targets.c.chat_id == target.chat_id, targets.c.thread_id == target.thread_id
            )
        )
        row = rows.mappings().first()
        return _chat(row) if row else None

    async def set_state(self, chat_id: int, state: ChatState, *, only: ChatState | None = None) -> bool:
        """Move all topics of a chat to a state (only those in state `only`); say whether any moved."""
        condition = (targets.c.chat_id == chat_id) & (targets.c.state != state)
        if only is not None:
            condition &= targets.c.state == only
        result = await self._connection.execute(
            update(targets).where(condition).values(state=state, state_since=self._now())
        )
        return result.rowcount > 0

    async def choose(self, chat: Chat) -> None:
        """Write what the chat has chosen: language, zone and digest."""
        await self._connection.execute(
            update(targets)
            .where(targets.c.id == chat.id)
            .values(
                language=chat.language,
                timezone=chat.timezone,
                digest_time=chat.digest_time,
                next_digest_at=chat.next_digest_at,
                digested_at=chat.digested_at,
                empty_digest=chat.empty_digest,
                digested_on=chat.digested_on,
            )
        )

    async def due_digests(self, until: datetime, limit: int) -> list[Chat]:
        """Return chats whose digest is due, those that wait longest first."""
        rows = await self._connection.execute(
            select(targets)
            .where(targets.c.next_digest_at <= until, targets.c.state == ChatState.ACTIVE)
            .order_by(targets.c.next_digest_at)
            .limit(limit)
        )
        return [_chat(row) for row in rows.mappings()]

    async def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its targets, and all that hangs on them, move; where both exist, the new one stays."""
        await move_chat(self._connection, old_chat_id, new_chat_id)

    async def count_active(self) -> int:
        """Return how many targets we write to."""
        count = await self._connection.scalar(
            select(func.count()).select_from(targets).where(targets.c.state == ChatState.ACTIVE)
        )
        return count or 0

    async def forget_suspended(self, before: datetime) -> int:
        """Delete chats that have been out of reach since before an instant; return how many."""
        result = await self._connection.execute(
            delete(targets).where(targets.c.state == ChatState.SUSPENDED, targets.c.state_since < before)
        )
        return result.rowcount

    async def of_chat(self, chat_id: int) -> list[Chat]:
        """Return the main target of a chat, if we know it."""
        found = await self.find(Target(chat_id))
        return [found] if found else []

    async def by_ids(self, ids: Sequence[int]) -> list[Chat]:
        """Return chats by their row ids."""
        rows = await self._connection.execute(select(targets).where(targets.c.id.in_(ids)))
        return [_chat(row) for row in rows.mappings()]


def _chat(row: RowMapping) -> Chat:
    return Chat(
        id=row["id"],
        target=Target(row["chat_id"], row["thread_id"]),
        kind=ChatKind(row["kind"]),
        state=ChatState(row["state"]),
        language=row["language"],
        timezone=row["timezone"],
        digest_time=row["digest_time"],
        next_digest_at=row["next_digest_at"],
        digested_at=row["digested_at"],
        empty_digest=row["empty_digest"],
        digested_on=row["digested_on"],
    )
