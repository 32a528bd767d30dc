"""Messages for many: rows of the outbox made by the database from a plan, in parts that one transaction can bear.

Alerts go through the subscriptions in the order of their ids, everything else through targets: each part is a range of
these ids that yields at most `CHUNK` rows, so that all parts together read the index once.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import ChatState
from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState, Plan
from bot.domain.subscriptions import Audience
from storage.dialects import insert_new, insert_or_ring
from storage.plans import dump, load
from storage.receivers import ORIGINAL, message_of, rows, told, told_anyway, within
from storage.schema import alerts, fanouts, outbox, targets
from storage.subscriptions import all_hits, hits_by_key, matching

CHUNK = 25_000  # larger parts are hardly faster, and keep the one writer of SQLite busy for too long
ON_ITS_WAY = timedelta(hours=24)
_TOLD_BEFORE = {DeliveryKind.UPDATE, DeliveryKind.BODY, DeliveryKind.RETRACTION, DeliveryKind.REWRITE}
_MADE_VOID_BY_RETRACTION = (DeliveryKind.ALERT, DeliveryKind.UPDATE, DeliveryKind.BODY)
_UNSENT = (DeliveryState.PENDING, DeliveryState.HELD)


class Fanouts:
    """The fanouts table: plans that are not finished."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def start(self, plan: Plan) -> tuple[int, bool]:
        """Promise the first part of a plan; return how many rows that is and whether more are to come."""
        if plan.kind is DeliveryKind.RETRACTION:
            await self.withdraw(plan.cause)
        new, until = await self._part(plan, 0)
        if until is None:
            return new, False
        await self._connection.execute(
            insert(fanouts).values(
                kind=plan.kind, cause=plan.cause, plan=dump(plan), cursor=until, created_at=self._now()
            )
        )
        return new, True

    async def advance(self) -> bool:
        """Promise the next part of the oldest unfinished plan; say whether there was one."""
        oldest = select(fanouts).order_by(fanouts.c.id).limit(1).with_for_update(skip_locked=True)
        row = (await self._connection.execute(oldest)).mappings().first()
        if row is None:
            return False
        _, until = await self._part(load(row["plan"]), row["cursor"])
        this = fanouts.c.id == row["id"]
        await self._connection.execute(
            delete(fanouts).where(this) if until is None else update(fanouts).where(this).values(cursor=until)
        )
        return True

    async def unfinished(self) -> int:
        """Return how many plans are not finished."""
        return await self._connection.scalar(select(func.count()).select_from(fanouts)) or 0

    async def stop(self, kinds: Sequence[DeliveryKind], cause: int) -> None:
        """Let no unfinished plan of these kinds and this cause go on."""
        await self._connection.execute(
            delete(fanouts).where(fanouts.c.kind.in_(kinds), fanouts.c.cause == cause)
        )

    async def withdraw(self, event_id: int) -> None:
        """Let nothing more be said about an event that is taken back, or told as another one."""
        await self.stop(_MADE_VOID_BY_RETRACTION, event_id)
        mine = (outbox.c.cause == event_id) & outbox.c.state.in_(_UNSENT)
        never_tried = select(outbox.c.target_id).where(
            mine, outbox.c.kind == DeliveryKind.ALERT, outbox.c.repeated.is_(False)
        )
        await self._connection.execute(
            delete(alerts).where(
                or_(alerts.c.event_id == event_id, alerts.c.host == event_id),
                alerts.c.telegram_id.is_(None),
                alerts.c.target_id.in_(never_tried),
            )
        )
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.kind.in_(_MADE_VOID_BY_RETRACTION), mine)
            .values(state=DeliveryState.SUPERSEDED, done_at=self._now())
        )

    async def _part(self, plan: Plan, after: int) -> tuple[int, int | None]:
        """Promise one part; return the number of new rows and where it ended (None: nothing is left)."""
        if plan.kind is DeliveryKind.ALERT:
            assert plan.audience is not None, "an alert needs an audience"
            until = await self._last_request(plan.audience, after)
            return await self._alerts(plan, plan.audience, after, until), until
        if plan.kind is DeliveryKind.BROADCAST:
            everybody = select(targets.c.id).where(targets.c.state == ChatState.ACTIVE)
            until = await self._nth(everybody, targets.c.id, after, CHUNK)
            loud = everybody.where(within(targets.c.id, after, until)).add_columns(literal(1).label("sound"))
            return await self._insert(plan, loud), until
        if plan.kind not in _TOLD_BEFORE:
            raise ValueError(f"a {plan.kind} is promised to targets one by one")
        found = told(plan, self._now)
        until = await self._nth(found, alerts.c.target_id, after, CHUNK)
        if plan.kind in ORIGINAL:
            await self._newest_wins(plan, after, until)
        part = found.where(within(alerts.c.target_id, after, until), not_(told_anyway(plan)))
        return await self._insert(plan, part), until

    async def _insert(self, plan: Plan, found: Select[Any]) -> int:
        statement = insert_new(self._connection, outbox)
        filled = rows(statement, plan, found, self._now).execution_options(preserve_rowcount=True)
        return (await self._connection.execute(filled)).rowcount

    async def _alerts(self, plan: Plan, audience: Audience, after: int, until: int | None) -> int:
        """Promise alerts to those who have none, and remember them; who is found again, and may ring now, shall ring."""
        known = exists().where(alerts.c.target_id == targets.c.id, alerts.c.event_id == literal(plan.cause))
        mine = (outbox.c.kind == plan.kind, outbox.c.cause == plan.cause, outbox.c.version == plan.version)
        concerned = matching(audience, self._now(), after=after, until=until)
        if plan.host is not None:
            await self._into_host(plan, plan.host, concerned.where(not_(known)))
        last_id = await self._connection.scalar(select(func.max(outbox.c.id))) or 0
        again = exists().where(outbox.c.target_id == targets.c.id, *mine)
        filled = rows(
            insert_or_ring(self._connection, outbox),
            plan,
            concerned.where(or_(not_(known), again)),
            self._now,
        )
        new = (await self._connection.execute(filled.execution_options(preserve_rowcount=True))).rowcount
        live = select(
            outbox.c.target_id,
            outbox.c.cause,
            outbox.c.version,
            literal(self._now(), alerts.c.created_at.type),
        ).where(outbox.c.id > last_id, *mine)
        await self._connection.execute(
            insert_new(self._connection, alerts).from_select(
                ["target_id", "event_id", "revision", "created_at"], live
            )
        )
        return new

    async def _into_host(self, plan: Plan, host: int, concerned: Select[tuple[int, int]]) -> None:
        """Who has the alert of the bigger event gets no message: that alert, or the roundup it is in, shows this one too."""
        bigger = alerts.alias("bigger")
        receivers = concerned.subquery()
        # Without an id it is on its way, or a person has deleted it long ago.
        there = or_(bigger.c.telegram_id.is_not(None), bigger.c.created_at > self._now() - ON_ITS_WAY)
        shown = select(
            receivers.c.target_id,
            literal(plan.cause),
            literal(plan.version),
            literal(self._now(), alerts.c.created_at.type),
            func.coalesce(func.nullif(bigger.c.host, 0), bigger.c.event_id),
            bigger.c.telegram_id,
        ).join(bigger, and_(bigger.c.target_id == receivers.c.target_id, bigger.c.event_id == host, there))
        await self._connection.execute(
            insert_new(self._connection, alerts).from_select(
                ["target_id", "event_id", "revision", "created_at", "host", "telegram_id"],
                shown.where(true()),
            )
        )

    async def _newest_wins(self, plan: Plan, after: int, until: int | None) -> None:
        """Let a newer text take the place of older ones that wait, in a message that was never tried as well."""
        waiting = (
            (outbox.c.cause == plan.cause)
            & (outbox.c.state == DeliveryState.PENDING)
            & (outbox.c.version < plan.version)
            & within(outbox.c.target_id, after, until)
        )
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.kind == plan.kind, waiting)
            .values(state=DeliveryState.SUPERSEDED, done_at=self._now())
        )
        text = select(message_of(plan)).where(targets.c.id == outbox.c.target_id).scalar_subquery()
        await self._connection.execute(
            update(outbox)
            .where(outbox.c.kind == ORIGINAL[plan.kind], outbox.c.repeated.is_(False), waiting)
            .values(message_id=text, version=plan.version)
        )

    async def _last_request(self, audience: Audience, after: int) -> int | None:
        """Return up to which request a part may go: no more than CHUNK terms are hit up to there (None: to the end)."""
        keys = hits_by_key(audience)
        nth, until = CHUNK, None
        while nth and await self._more_than_chunk(all_hits(audience), after, until):
            ends = [
                await self._nth(found, found.selected_columns.subscription_id, after, nth) for found in keys
            ]
            until = min((end for end in ends if end is not None), default=until)
            nth //= 2
        return until

    async def _more_than_chunk(self, found: Sequence[Select[Any]], after: int, until: int | None) -> bool:
        hits = union_all(
            *[one.where(within(one.selected_columns.subscription_id, after, until)) for one in found]
        ).subquery()
        some = select(literal(1)).select_from(hits).limit(CHUNK + 1).subquery()
        count = await self._connection.scalar(select(func.count()).select_from(some))
        return (count or 0) > CHUNK

    async def _nth(self, found: Select[Any], by: ColumnElement[int], after: int, nth: int) -> int | None:
        """Return the nth id that a statement finds above `after`, None where it finds fewer."""
        statement = found.with_only_columns(by).where(by > after).order_by(by).offset(nth - 1).limit(1)
        key: int | None = await self._connection.scalar(statement)
        return key
