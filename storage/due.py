"""Which deliveries may go now: the statement that claims them, built once."""

from collections.abc import Sequence

from sqlalchemy import (
    Alias,
    ColumnElement,
    FromClause,
    Integer,
    Subquery,
    Table,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.chats import ChatState
from bot.domain.deliveries import DeliveryKind, DeliveryState, Lane
from bot.domain.volume import GRAVE
from storage.schema import alerts, events, outbox, targets

# Literals, not parameters: a partial index is used only where the statement itself says that it is enough.
PENDING: ColumnElement[str] = literal_column("'pending'")
SENDING: ColumnElement[str] = literal_column("'sending'")
HELD: ColumnElement[str] = literal_column("'held'")
ANCHORED = (DeliveryKind.UPDATE, DeliveryKind.BODY, DeliveryKind.RETRACTION, DeliveryKind.REWRITE)
NOW = bindparam("now", type_=outbox.c.send_after.type)
_MANY = 1_000_000  # more rows than one claim has


def claim_statement() -> ReturningUpdate[int]:
    """Return the UPDATE that takes deliveries for sending and returns their ids.

    Parameters: now, epoch, limit, resting (chat ids that must wait), alerts_first (whether the first place is an alert's).
    Replies and alerts take turns, then come digests, broadcasts and edits; inside a lane the oldest comes first. Each
    target gets one: none while another one is on the wire, and none before an older one of its lane.
    """
    due = union_all(*[select(_lane(lane)) for lane in Lane]).subquery("due")
    ranked = select(
        due,
        func.row_number().over(partition_by=due.c.target_id, order_by=(due.c.lane, due.c.id)).label("place"),
        func.row_number().over(partition_by=due.c.lane, order_by=due.c.id).label("turn"),
    ).subquery("ranked")
    order = case(
        (ranked.c.lane == Lane.REPLY, 2 * ranked.c.turn + 2 * bindparam("alerts_first", type_=Integer)),
        (ranked.c.lane == Lane.ALERT, 2 * ranked.c.turn + 1),
        else_=cast(ranked.c.lane, Integer) * _MANY + ranked.c.turn,
    )
    chosen = (
        select(ranked.c.id)
        .where(ranked.c.place == 1)
        .order_by(order)
        .limit(bindparam("limit", type_=Integer))
        .cte("chosen")
        .prefix_with("MATERIALIZED")
    )
    return (
        update(outbox)
        .where(outbox.c.id == chosen.c.id, outbox.c.state == PENDING)
        .values(
            state=DeliveryState.SENDING,
            epoch=bindparam("epoch"),
            token=outbox.c.token + 1,
            attempt=outbox.c.attempt + 1,
            started_at=NOW,
        )
        .returning(outbox.c.id)
    )


def _lane(lane: Lane) -> Subquery:
    """The oldest deliveries of one lane that nothing holds back."""
    conditions = [
        *_waiting_in(lane),
        outbox.c.send_after <= NOW,
        or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > NOW),
        found(
            targets.c.id == outbox.c.target_id,
            reached(lane),
            targets.c.chat_id.not_in(bindparam("resting", expanding=True)),
        ),
        not_(_busy()),
        not_(_older_waits()),
    ]
    if lane in {Lane.ALERT, Lane.BODY}:
        conditions.append(or_(outbox.c.kind.not_in(ANCHORED), and_(not_(alert_open(outbox)), anchored())))
    return (
        select(outbox.c.id, outbox.c.lane, outbox.c.target_id)
        .where(*conditions)
        .order_by(outbox.c.lane, outbox.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
        .subquery(lane.name.lower())
    )


def _waiting_in(lane: Lane) -> Sequence[ColumnElement[bool]]:
    """Waiting deliveries of a lane, said as a range, so that only the index made for them has them in their order."""
    number: ColumnElement[int] = literal_column(str(int(lane)))
    return outbox.c.state == PENDING, outbox.c.lane >= number, outbox.c.lane <= number


def found(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row: a question for each candidate by itself.

    EXISTS would say the same, but PostgreSQL may make a join of it that reads a whole backlog for three rows.
    """
    return select(literal_column("1")).where(*conditions).limit(1).scalar_subquery().is_not(None)


def reached(lane: Lane | None = None) -> ColumnElement[bool]:
    """Whether the target may be written to: who said /stop or /deleteme still gets answers."""
    stopped: ColumnElement[bool] = targets.c.state.in_((ChatState.STOPPED, ChatState.ERASED))
    if lane is None:
        stopped &= outbox.c.lane == Lane.REPLY
    active = targets.c.state == ChatState.ACTIVE
    return or_(active, stopped) if lane in {None, Lane.REPLY} else active


def _busy() -> ColumnElement[bool]:
    other = outbox.alias("busy")
    return found(other.c.target_id == outbox.c.target_id, other.c.state == SENDING)


def _older_waits() -> ColumnElement[bool]:
    """An older delivery of the same lane is due too, or waits to be tried again: it goes first."""
    older = outbox.alias("older")
    return found(
        older.c.target_id == outbox.c.target_id,
        older.c.lane + 0 == outbox.c.lane,  # not by the index of lanes, which would read all that is older
        older.c.id < outbox.c.id,
        older.c.state == PENDING,
        or_(older.c.send_after <= NOW, older.c.attempt > 0),
        or_(older.c.expires_at.is_(None), older.c.expires_at > NOW),
    )


def alert_open(row: Table | Alias | Subquery) -> ColumnElement[bool]:
    """Whether the message that a delivery edits or answers has still to be sent."""
    first = outbox.alias("first")
    of_roundup = and_(first.c.kind == DeliveryKind.ROUNDUP, first.c.cause == row.c.cause)
    of_event = and_(first.c.kind == DeliveryKind.ALERT, first.c.cause == row.c.cause)
    return found(
        first.c.target_id == row.c.target_id,
        first.c.lane == Lane.ALERT,
        or_(first.c.state == PENDING, first.c.state == SENDING),
        case(
            (row.c.kind == DeliveryKind.REWRITE, of_roundup),
            else_=or_(of_event, _hosts(first, row)),
        ),
    )


def _hosts(first: FromClause, row: Table | Alias | Subquery) -> ColumnElement[bool]:
    """Whether a message shows the event of a delivery among others."""
    hosted = alerts.alias("hosted")
    some = (
        select(literal(1))
        .where(
            hosted.c.target_id == row.c.target_id,
            hosted.c.event_id == row.c.cause,
            hosted.c.host != 0,
            or_(
                and_(first.c.kind == DeliveryKind.ALERT, first.c.cause == hosted.c.host),
                and_(first.c.kind == DeliveryKind.ROUNDUP, first.c.cause == -hosted.c.host),
            ),
        )
        .limit(1)
    )
    # Two selects deep, the row is not found by itself: it would be any row.
    return some.correlate_except(hosted).scalar_subquery().is_not(None)


def anchored() -> ColumnElement[bool]:
    """Whether there is (or may be) a message in the chat that a delivery edits or answers; an edit needs its id."""
    roundup = outbox.c.kind == DeliveryKind.REWRITE
    edit = outbox.c.kind.in_((DeliveryKind.BODY, DeliveryKind.REWRITE))
    return found(
        alerts.c.target_id == outbox.c.target_id,
        case((roundup, alerts.c.host == -outbox.c.cause), else_=alerts.c.event_id == outbox.c.cause),
        or_(~edit, alerts.c.telegram_id.is_not(None)),
    )


def anchor() -> ColumnElement[int]:
    """Return the Telegram id of the message that a delivery edits or answers."""
    mine = alerts.c.target_id == outbox.c.target_id
    of_event = select(alerts.c.telegram_id).where(mine, alerts.c.event_id == outbox.c.cause)
    of_roundup = select(func.max(alerts.c.telegram_id)).where(mine, alerts.c.host == -outbox.c.cause)
    return case(
        (outbox.c.kind == DeliveryKind.REWRITE, of_roundup.scalar_subquery()),
        (outbox.c.kind.in_(ANCHORED), of_event.scalar_subquery()),
        else_=None,
    )


def hushes() -> ColumnElement[bool]:
    """Whether a delivery must not be heard although it rings: it came into quiet hours on its way."""
    grave = found(
        outbox.c.kind.in_((DeliveryKind.ALERT, DeliveryKind.UPDATE, DeliveryKind.RETRACTION)),
        events.c.id == outbox.c.cause,
        events.c.severity >= GRAVE,
    )
    asleep = and_(
        targets.c.hushed_until.is_not(None), targets.c.hushed_from <= NOW, targets.c.hushed_until > NOW
    )
    return and_(outbox.c.kind != DeliveryKind.REPLY, asleep, not_(and_(targets.c.grave_rings, grave)))


def dead_statement() -> ReturningUpdate[int]:
    """Return the UPDATE that ends deliveries which must not be sent any more, and returns their ids.

    Parameters: now, limit (how many of the oldest waiting ones of each lane are looked at).
    """
    oldest = union_all(
        *[
            select(
                select(outbox.c.id)
                .where(*_waiting_in(lane))
                .order_by(outbox.c.lane, outbox.c.id)
                .limit(bindparam("limit", type_=Integer))
                .subquery(f"oldest_{lane.name.lower()}")
            )
            for lane in Lane
        ]
    ).subquery("oldest")
    expired = outbox.c.expires_at <= NOW
    pointless = and_(outbox.c.kind.in_(ANCHORED), not_(alert_open(outbox)), not_(anchored()))
    dead = (
        select(
            outbox.c.id, case((expired, DeliveryState.EXPIRED), else_=DeliveryState.CANCELLED).label("end")
        )
        .join(oldest, oldest.c.id == outbox.c.id)
        .join(targets, targets.c.id == outbox.c.target_id)
        .where(or_(expired, ~reached(), pointless))
        .cte("dead")
        .prefix_with("MATERIALIZED")
    )
    return (
        update(outbox)
        .where(outbox.c.id == dead.c.id, outbox.c.state == PENDING)
        .values(state=dead.c.end, done_at=NOW)
        .returning(outbox.c.id)
    )
