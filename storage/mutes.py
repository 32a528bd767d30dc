"""Stories that chats do not want to hear of for a while."""

from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, and_, delete, exists, false, not_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import Status
from bot.domain.clock import Clock
from bot.domain.events import Event, EventState
from bot.domain.mutes import Mute, MuteKind
from storage.dialects import upsert
from storage.schema import alerts, events, mutes


class Mutes:
    """The mutes table."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, mute: Mute) -> None:
        """Mute a story in a chat, in place of an earlier mute of it."""
        columns = ("kind", "until", "status", "created_at", "ended_by")
        statement = upsert(self._connection, mutes, keys=("target_id", "event_id"), update=columns)
        await self._connection.execute(
            statement.values(
                target_id=mute.target_id,
                event_id=mute.event_id,
                kind=mute.kind,
                until=mute.until,
                status=mute.status,
                created_at=mute.created_at,
                ended_by=None,
            )
        )

    async def of(self, target_id: int) -> list[Mute]:
        """Return what is muted in a chat now, the latest first."""
        rows = await self._connection.execute(
            select(mutes)
            .where(mutes.c.target_id == target_id, standing(self._now()))
            .order_by(mutes.c.created_at.desc(), mutes.c.event_id.desc())
        )
        return [_mute(row) for row in rows.mappings()]

    async def find(self, target_id: int, event_id: int) -> Mute | None:
        """Return how a story is muted in a chat now, None where it is not."""
        rows = await self._connection.execute(
            select(mutes).where(
                mutes.c.target_id == target_id, mutes.c.event_id == event_id, standing(self._now())
            )
        )
        row = rows.mappings().first()
        return _mute(row) if row else None

    async def end(self, target_id: int, event_id: int) -> bool:
        """Let a story be heard again in a chat; say whether it was muted."""
        result = await self._connection.execute(
            delete(mutes).where(mutes.c.target_id == target_id, mutes.c.event_id == event_id)
        )
        return result.rowcount > 0

    async def release(self, event: Event, *, over: bool) -> set[MuteKind]:
        """End the mutes that this state of an event ends, in every chat; return which kinds of mutes these were.

        Args:
            event: as it is now; the mutes remember its revision, so that the chats can be told why they hear of it again.
            over: whether it is over.
        """
        retracted = event.state is EventState.RETRACTED
        ends = or_(
            and_(mutes.c.kind == MuteKind.TIME, mutes.c.until <= self._now()),
            and_(mutes.c.kind == MuteKind.STATUS, mutes.c.status != event.status),
            and_(mutes.c.kind == MuteKind.OVER, true() if over or retracted else false()),
        )
        rows = await self._connection.execute(
            update(mutes)
            .where(mutes.c.event_id == event.id, mutes.c.ended_by.is_(None), ends)
            .values(ended_by=event.revision)
            .returning(mutes.c.kind)
        )
        return {MuteKind(kind) for kind in rows.scalars()}

    async def prune(self, before: datetime) -> int:
        """Forget mutes that have ended, and those of stories that have not changed since an instant; return how many."""
        still = exists().where(events.c.id == mutes.c.event_id, events.c.changed_at >= before)
        ended = or_(mutes.c.ended_by.is_not(None), mutes.c.until < before, not_(still))
        result = await self._connection.execute(delete(mutes).where(mutes.c.created_at < before, ended))
        return result.rowcount


def standing(now: datetime) -> ColumnElement[bool]:
    """Whether a mute holds."""
    return and_(mutes.c.ended_by.is_(None), or_(mutes.c.until.is_(None), mutes.c.until > now))


def muted(now: datetime) -> ColumnElement[bool]:
    """Whether the story of a row of `alerts` is muted in its chat."""
    return exists().where(
        mutes.c.target_id == alerts.c.target_id, mutes.c.event_id == alerts.c.event_id, standing(now)
    )


def released(kind: MuteKind, revision: int) -> ColumnElement[bool]:
    """Whether this revision of the story of a row of `alerts` has ended a mute of this kind in its chat."""
    return exists().where(
        mutes.c.target_id == alerts.c.target_id,
        mutes.c.event_id == alerts.c.event_id,
        mutes.c.kind == kind,
        mutes.c.ended_by == revision,
    )


def _mute(row: RowMapping) -> Mute:
    return Mute(
        target_id=row["target_id"],
        event_id=row["event_id"],
        kind=MuteKind(row["kind"]),
        status=Status(row["status"]),
        created_at=row["created_at"],
        until=row["until"],
    )
