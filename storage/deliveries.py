"""Deliveries on their way: claimed for sending, settled with what became of them, recovered after a crash."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import logs
from bot.domain.chats import ChatState
from bot.domain.clock import Clock
from bot.domain.deliveries import (
    EDITS,
    FIRST,
    IN_DOUBT,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Fate,
    Lane,
    Settlement,
)
from bot.domain.errors import SupersededError
from storage.alerts import Alerts
from storage.claimed import CLAIMED, SETTLE, delivery_of, settled
from storage.due import HELD, PENDING, SENDING, claim_statement, dead_statement
from storage.meta import Meta
from storage.schema import messages, meta, outbox, targets
from storage.targets import Targets

log = logs.logger(__name__)

_CLAIM = claim_statement()
_BURY = dead_statement()
_OWNER = select(meta.c.value).where(meta.c.key == "epoch").with_for_update(read=True)


class Deliveries:
    """The outbox as its one sending process sees it."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now
        self._alerts = Alerts(connection)

    async def take_over(self) -> tuple[int, Mapping[DeliveryKind, int]]:
        """Become the sending process: return the new epoch, and how many deliveries of each kind were left in doubt.

        Those go by `IN_DOUBT`: back to pending, marked where a person could read them twice, or to unknown.
        """
        epoch = await Meta(self._connection).next_epoch()
        kinds = IN_DOUBT.items()
        again = [kind for kind, doubt in kinds if doubt.state is DeliveryState.PENDING]
        marked = [kind for kind, doubt in kinds if doubt.marked]
        silent = [kind for kind, doubt in kinds if doubt.silent]
        statement = (
            update(outbox)
            .where(outbox.c.state == DeliveryState.SENDING, outbox.c.epoch != epoch)
            .values(
                state=case((outbox.c.kind.in_(again), DeliveryState.PENDING), else_=DeliveryState.UNKNOWN),
                repeated=or_(outbox.c.repeated, outbox.c.kind.in_(marked)),
                silent=or_(outbox.c.silent, outbox.c.kind.in_(silent)),
                done_at=case((outbox.c.kind.not_in(again), self._now())),
            )
            .returning(outbox.c.id, outbox.c.kind)
        )
        rows = (await self._connection.execute(statement)).all()
        await self._drop_retracted([row.id for row in rows])
        return epoch, Counter(DeliveryKind(row.kind) for row in rows)

    async def own(self, epoch: int) -> None:
        """Make sure that nobody else has become the sending process, and that nobody will before this commits.

        Raises:
            SupersededError: somebody has.
        """
        if await self._connection.scalar(_OWNER) != epoch:
            raise SupersededError("Another process sends for this bot now.")

    async def claim(
        self, epoch: int, limit: int, *, resting: Iterable[int] = (), alerts_first: bool = False
    ) -> list[Delivery]:
        """Take the next deliveries for sending, at most one for each target.

        Args:
            epoch: ours, as `take_over` gave it.
            limit: how many at most.
            resting: chats that must not be written to now.
            alerts_first: whether the first place is an alert's and not a reply's; they take turns.
        """
        parameters = {
            "now": self._now(),
            "epoch": epoch,
            "limit": limit,
            "resting": list(resting),
            "alerts_first": int(alerts_first),
        }
        ids = list((await self._connection.execute(_CLAIM, parameters)).scalars())
        return await self._read(ids) if ids else []

    async def release(self, epoch: int, known: Iterable[int]) -> int:
        """Let go of our claims that we know nothing of; return how many.

        When a connection is lost during a commit, nobody learns whether it happened: these were claimed, but never sent.
        """
        result = await self._connection.execute(
            update(outbox)
            .where(outbox.c.state == SENDING, outbox.c.epoch == epoch, outbox.c.id.not_in(list(known)))
            .values(state=DeliveryState.PENDING, attempt=outbox.c.attempt - 1)
        )
        return result.rowcount

    async def bury(self, limit: int) -> int:
        """End what must not be sent any more: expired, for a chat that is not written to, about a lost alert.

        Args:
            limit: how many of the oldest ones of each lane are looked at.
        """
        result = await self._connection.execute(_BURY, {"now": self._now(), "limit": limit})
        ids = list(result.scalars())
        await self._alerts.forget_void(ids)
        return len(ids)

    async def settle(self, settlements: Sequence[Settlement]) -> int:
        """Write what became of claimed deliveries; return how many were refused because the claim is not ours any more."""
        if not settlements:
            return 0
        result = await self._connection.execute(SETTLE, [settled(s, self._now()) for s in settlements])
        ids = [s.delivery.id for s in settlements]
        shown = [
            s.delivery.id
            for s in settlements
            if s.state is DeliveryState.SENT and s.delivery.kind in FIRST | EDITS
        ]
        if shown:
            await self._alerts.arrived(shown)
        if any(s.state is DeliveryState.PENDING for s in settlements):
            await self._drop_retracted(ids)
        await self._alerts.forget_void(
            [s.delivery.id for s in settlements if s.delivery.kind in FIRST and _void(s.state)]
        )
        await self._tell_targets(settlements)
        return len(settlements) - result.rowcount

    async def waiting(self) -> dict[Lane, int]:
        """Return how many deliveries wait in each lane."""
        rows = await self._connection.execute(
            select(outbox.c.lane, func.count().label("n"))
            .where(outbox.c.state == PENDING)
            .group_by(outbox.c.lane)
        )
        found = {Lane(row.lane): row.n for row in rows}
        return {lane: found.get(lane, 0) for lane in Lane}

    async def counts(self) -> dict[DeliveryState, int]:
        """Return how many deliveries there are in each state; reads the whole table."""
        rows = await self._connection.execute(
            select(outbox.c.state, func.count().label("n")).group_by(outbox.c.state)
        )
        return {DeliveryState(row.state): row.n for row in rows}

    async def prune(self, before: datetime, limit: int = 10_000) -> int:
        """Forget deliveries that ended before an instant, and messages that nothing sends any more; return how many rows."""
        old = select(outbox.c.id).where(outbox.c.done_at < before).limit(limit)
        gone = await self._connection.execute(delete(outbox).where(outbox.c.id.in_(old)))
        unused = (
            select(messages.c.id)
            .where(messages.c.created_at < before, ~exists().where(outbox.c.message_id == messages.c.id))
            .limit(limit)
        )
        texts = await self._connection.execute(delete(messages).where(messages.c.id.in_(unused)))
        return gone.rowcount + texts.rowcount

    async def _read(self, ids: Sequence[int]) -> list[Delivery]:
        """Return claimed rows as deliveries; one that cannot be read fails alone."""
        try:
            rows = (await self._connection.execute(CLAIMED, {"ids": ids, "now": self._now()})).mappings()
            return [delivery_of(row) for row in rows]
        except (ValueError, TypeError) as error:
            if len(ids) > 1:
                return [delivery for key in ids for delivery in await self._read([key])]
            log.warning("a delivery cannot be read", delivery=ids[0], error=type(error).__name__)
            await self._connection.execute(
                update(outbox)
                .where(outbox.c.id == ids[0])
                .values(state=DeliveryState.FAILED, error="unreadable", done_at=self._now())
            )
            return []

    async def _drop_retracted(self, ids: Sequence[int]) -> None:
        """Do not try again what has been taken back meanwhile."""
        taken_back = outbox.alias("taken_back")
        result = await self._connection.execute(
            update(outbox)
            .where(
                outbox.c.id.in_(ids),
                outbox.c.state == DeliveryState.PENDING,
                outbox.c.kind.in_([DeliveryKind.ALERT, DeliveryKind.UPDATE, DeliveryKind.BODY]),
                exists().where(
                    taken_back.c.target_id == outbox.c.target_id,
                    taken_back.c.kind == DeliveryKind.RETRACTION,
                    taken_back.c.cause == outbox.c.cause,
                    taken_back.c.version > outbox.c.version,
                ),
            )
            .values(state=DeliveryState.SUPERSEDED, done_at=self._now())
            .returning(outbox.c.id)
        )
        await self._alerts.forget_void(list(result.scalars()))

    async def _tell_targets(self, settlements: Sequence[Settlement]) -> None:
        """Let targets follow what Telegram said about their chats."""
        gone = {s.delivery.target.chat_id for s in settlements if s.outcome.fate is Fate.GONE}
        topics = {s.delivery.target_id for s in settlements if s.outcome.fate is Fate.TOPIC_GONE}
        if gone or topics:
            await self._suspend(or_(targets.c.chat_id.in_(gone), targets.c.id.in_(topics)))
        for settlement in settlements:
            delivery, outcome = settlement.delivery, settlement.outcome
            if outcome.new_chat_id is not None:
                await Targets(self._connection, self._now).migrate(
                    delivery.target.chat_id, outcome.new_chat_id
                )
            elif outcome.fate is Fate.DELETED and delivery.kind in EDITS:
                await self._alerts.forget_message(delivery.target_id, delivery.anchor)

    async def _suspend(self, which: ColumnElement[bool]) -> None:
        now = self._now()
        await self._connection.execute(
            update(targets)
            .where(which, targets.c.state == ChatState.ACTIVE)
            .values(state=ChatState.SUSPENDED, state_since=now)
        )
        result = await self._connection.execute(
            update(outbox)
            .where(
                or_(outbox.c.state == PENDING, outbox.c.state == HELD),
                outbox.c.target_id.in_(select(targets.c.id).where(which)),
            )
            .values(state=DeliveryState.CANCELLED, done_at=now)
            .returning(outbox.c.id)
        )
        await self._alerts.forget_void(list(result.scalars()))


def _void(state: DeliveryState) -> bool:
    return state not in {DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNKNOWN}
