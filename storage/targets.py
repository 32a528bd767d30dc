"""Chats and topics, and what they have chosen."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from sqlalchemy import RowMapping, delete, exists, func, literal, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import Chat, ChatKind, ChatState, Target
from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryState
from storage.dialects import insert_new
from storage.moving import move_chat
from storage.schema import messages, outbox, targets


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
        away_since = func.coalesce(targets.c.missed_since, targets.c.state_since)
        returned = {"missed_since": away_since} if state is ChatState.ACTIVE else {}
        result = await self._connection.execute(
            update(targets).where(condition).values(state=state, state_since=self._now(), **returned)
        )
        return result.rowcount > 0

    async def returned(self, limit: int) -> list[tuple[Chat, datetime]]:
        """Return chats that have come back, each with the instant since when it may have missed something."""
        rows = await self._connection.execute(
            select(targets)
            .where(targets.c.missed_since.is_not(None), targets.c.state == ChatState.ACTIVE)
            .order_by(targets.c.missed_since)
            .limit(limit)
        )
        return [(_chat(row), row["missed_since"]) for row in rows.mappings()]

    async def caught_up(self, ids: Sequence[int]) -> None:
        """Remember that chats have been told what they missed."""
        await self._connection.execute(update(targets).where(targets.c.id.in_(ids)).values(missed_since=None))

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

    async def languages(self, of: Iterable[str]) -> list[str]:
        """Return which of these languages any target has chosen."""
        chosen = [select(literal(one)).where(exists().where(targets.c.language == one)) for one in of]
        return list((await self._connection.execute(union_all(*chosen))).scalars())

    async def due_digests(self, until: datetime, limit: int) -> list[Chat]:
        """Return chats whose digest is due, those that wait longest first."""
        rows = await self._connection.execute(
            select(targets)
            .where(targets.c.next_digest_at <= until, targets.c.state == ChatState.ACTIVE)
            .order_by(targets.c.next_digest_at)
            .limit(limit)
        )
        return [_chat(row) for row in rows.mappings()]

    async def erase(self, chat_id: int) -> None:
        """Delete a chat with all its topics, all that hangs on them, and messages that were for it alone."""
        mine = select(targets.c.id).where(targets.c.chat_id == chat_id)
        others = select(literal(1)).where(
            outbox.c.message_id == messages.c.id, outbox.c.target_id.not_in(mine)
        )
        own = select(outbox.c.message_id).where(outbox.c.target_id.in_(mine))
        await self._connection.execute(delete(messages).where(messages.c.id.in_(own), ~others.exists()))
        await self._connection.execute(delete(targets).where(targets.c.chat_id == chat_id))

    async def leaving(self, chat: Chat) -> Chat:
        """Return an erased chat's bare row, which lasts until the last answer to it has been sent."""
        now = self._now()
        await self._connection.execute(
            insert_new(self._connection, targets).values(
                chat_id=chat.target.chat_id,
                thread_id=chat.target.thread_id,
                kind=chat.kind,
                state=ChatState.ERASED,
                state_since=now,
                language=chat.language,
                timezone="UTC",
                digested_at=now,
                created_at=now,
            )
        )
        bare = await self.find(chat.target)
        assert bare is not None
        return bare

    async def forget_erased(self) -> int:
        """Delete the bare rows of erased chats to which nothing is on its way any more; return how many."""
        waiting = select(literal(1)).where(
            outbox.c.target_id == targets.c.id,
            outbox.c.state.in_((DeliveryState.PENDING, DeliveryState.SENDING)),
        )
        gone = select(targets.c.chat_id).where(targets.c.state == ChatState.ERASED, ~waiting.exists())
        chat_ids = list((await self._connection.execute(gone)).scalars())
        for chat_id in chat_ids:
            await self.erase(chat_id)
        return len(chat_ids)

    async def migrate(self, old_chat_id: int, new_chat_id: int) -> None:
        """A group became a supergroup: its targets, and all that hangs on them, move (see `storage.moving`)."""
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
