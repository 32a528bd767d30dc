"""Claimed deliveries: how they are read for sending, and how what became of them is written."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, RowMapping, String, bindparam, func, or_, select, update

from bot.domain.chats import Target
from bot.domain.deliveries import Delivery, DeliveryKind, DeliveryState, Message, Settlement
from storage.due import anchor, hushes
from storage.schema import messages, outbox, targets

# Writes what became of one claim, if it is still that claim.
SETTLE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("key", type_=BigInteger),
        outbox.c.epoch == bindparam("of_epoch", type_=Integer),
        outbox.c.token == bindparam("of_token", type_=BigInteger),
        outbox.c.state == DeliveryState.SENDING,
    )
    .values(
        state=bindparam("to", type_=String),
        telegram_id=bindparam("message", type_=BigInteger),
        error=bindparam("why", type_=String),
        send_after=func.coalesce(bindparam("later", type_=outbox.c.send_after.type), outbox.c.send_after),
        attempt=outbox.c.attempt - bindparam("uncounted", type_=Integer),
        repeated=or_(outbox.c.repeated, bindparam("marked", type_=Boolean)),
        silent=or_(outbox.c.silent, bindparam("hushed", type_=Boolean)),
        done_at=bindparam("done", type_=outbox.c.done_at.type),
    )
)
# Claimed rows with all that sending needs, in the order of lanes; parameters: ids, now.
CLAIMED = (
    select(
        outbox,
        targets.c.chat_id,
        targets.c.thread_id,
        messages.c.method,
        messages.c.payload,
        messages.c.file,
        anchor().label("anchor"),
        hushes().label("hushed"),
    )
    .join(targets, targets.c.id == outbox.c.target_id)
    .join(messages, messages.c.id == outbox.c.message_id)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.lane, outbox.c.id)
)


def settled(settlement: Settlement, now: datetime) -> dict[str, Any]:
    """Return the parameters of `SETTLE` for one settlement."""
    delivery, outcome = settlement.delivery, settlement.outcome
    return {
        "key": delivery.id,
        "of_epoch": delivery.epoch,
        "of_token": delivery.token,
        "to": settlement.state,
        "message": outcome.message_id,
        "why": outcome.detail.replace("\0", "")[:500] or None,
        "later": settlement.send_after,
        "uncounted": 0 if settlement.counted else 1,
        "marked": settlement.marked,
        "hushed": settlement.silent,
        "done": None if settlement.state is DeliveryState.PENDING else now,
    }


def delivery_of(row: RowMapping) -> Delivery:
    """Return a row of `CLAIMED` as the delivery that it is. Raises ValueError or TypeError where it is none."""
    return Delivery(
        id=row["id"],
        target_id=row["target_id"],
        target=Target(row["chat_id"], row["thread_id"]),
        kind=DeliveryKind(row["kind"]),
        message=Message(row["method"], dict(row["payload"]), row["file"]),
        epoch=row["epoch"],
        token=row["token"],
        attempt=row["attempt"],
        silent=row["silent"] or bool(row["hushed"]),
        repeated=row["repeated"],
        anchor=row["anchor"],
    )
