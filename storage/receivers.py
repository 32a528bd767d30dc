"""Whom a plan finds, and how loudly: the statements that the outbox is filled with."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Integer,
    Select,
    and_,
    case,
    cast,
    false,
    literal,
    not_,
    or_,
    select,
    true,
)

from bot.domain.chats import ChatState
from bot.domain.clock import Clock
from bot.domain.deliveries import DeliveryKind, DeliveryState, Plan
from bot.domain.mutes import MuteKind
from bot.domain.volume import GRAVE
from storage.mutes import muted, released
from storage.schema import alerts, outbox, targets
from storage.volumes import hushed, rang_lately, spent

# What shows the text that an edit would change, as long as it has not been sent.
ORIGINAL = {DeliveryKind.BODY: DeliveryKind.ALERT, DeliveryKind.REWRITE: DeliveryKind.ROUNDUP}
_COLUMNS = (
    "target_id",
    "message_id",
    "kind",
    "lane",
    "cause",
    "version",
    "silent",
    "send_after",
    "expires_at",
    "state",
    "created_at",
)


def told(plan: Plan, now: Clock) -> Select[tuple[int, int]]:
    """Return active targets that have been told of what a plan goes on with: (target_id, sound)."""
    of_active = (
        select(alerts.c.target_id)
        .join(targets, targets.c.id == alerts.c.target_id)
        .where(targets.c.state == ChatState.ACTIVE)
    )
    silent = literal(0).label("sound")
    if plan.kind is DeliveryKind.REWRITE:
        return of_active.where(alerts.c.host == -plan.cause).group_by(alerts.c.target_id).add_columns(silent)
    found = of_active.where(alerts.c.event_id == plan.cause)
    if plan.kind is DeliveryKind.BODY:
        return found.where(alerts.c.host == 0).add_columns(silent)
    return found.where(*_meant(plan, now)).add_columns(cast(_rings(plan, now), Integer).label("sound"))


def _meant(plan: Plan, now: Clock) -> Sequence[ColumnElement[bool]]:
    """A plan for those whose mute has ended, or for all others; who has muted the story only hears that it is taken back."""
    if plan.mute is not None:
        return (released(plan.mute, plan.version),)
    just_ended = or_(*[released(kind, plan.version) for kind in MuteKind])
    if plan.kind is DeliveryKind.RETRACTION:
        return (not_(just_ended),)
    return not_(just_ended), not_(muted(now()))


def _rings(plan: Plan, now: Clock) -> ColumnElement[bool]:
    """Whether an update or a retraction is heard: a retraction is, whatever has been heard before."""
    awake = not_(hushed(now()))
    if plan.kind is DeliveryKind.RETRACTION:
        return and_(awake, not_(muted(now())))
    asked_for = targets.c.ringing_updates.op("&")(int(plan.ringing)) != 0
    if plan.mute in {MuteKind.STATUS, MuteKind.OVER}:
        asked_for = true()
    return and_(asked_for, awake, not_(spent(now())), not_(rang_lately(plan.cause, now())))


def within(column: ColumnElement[int], after: int, until: int | None) -> ColumnElement[bool]:
    """Whether an id lies above `after` and up to `until` (None: to the end)."""
    return and_(column > after, true() if until is None else column <= until)


def told_anyway(plan: Plan) -> ColumnElement[bool]:
    """Something that has still to be sent and will show this version: an update or an edit would only repeat it."""
    original = ORIGINAL.get(plan.kind, DeliveryKind.ALERT)
    waiting = and_(
        outbox.c.kind == original,
        outbox.c.cause == plan.cause,
        outbox.c.state == DeliveryState.PENDING,
        outbox.c.repeated.is_(False),
        outbox.c.version >= plan.version,
    )
    held = and_(
        outbox.c.kind == DeliveryKind.ALERT,
        outbox.c.state == DeliveryState.HELD,
        outbox.c.cause.in_((alerts.c.event_id, alerts.c.host)),
    )
    return select(literal(1)).where(outbox.c.target_id == alerts.c.target_id, or_(waiting, held)).exists()


def message_of(plan: Plan) -> ColumnElement[int]:
    """Return the id of a plan's message in a target's language."""
    standard = plan.messages[plan.language]
    others = [(targets.c.language == language, key) for language, key in plan.messages.items()]
    return case(*others, else_=standard)


def rows(statement: Insert, plan: Plan, found: Select[Any], now: Clock) -> Insert:
    """Fill an INSERT into the outbox with one row for each target in (target_id, sound)."""
    receivers = found.subquery()
    sounds = receivers.c.sound == 1
    instant = outbox.c.send_after.type
    return statement.from_select(
        list(_COLUMNS),
        select(
            targets.c.id,
            message_of(plan),
            literal(str(plan.kind)),
            literal(int(plan.kind.lane)),
            literal(plan.cause),
            literal(plan.version),
            true() if plan.silent else or_(not_(sounds), _mellow(plan, now)),
            literal(now(), instant),
            literal(plan.expires_at, instant),
            _state(plan, sounds, now),
            literal(now(), instant),
        )
        .join(receivers, receivers.c[0] == targets.c.id)
        .where(true()),
    )


def _state(plan: Plan, sounds: ColumnElement[bool], now: Clock) -> ColumnElement[str]:
    """An alert that would ring where nothing may is held back; what is grave is not, but for quiet hours."""
    pending, held = literal(str(DeliveryState.PENDING)), literal(str(DeliveryState.HELD))
    if plan.kind is not DeliveryKind.ALERT or (plan.silent and not plan.together):
        return pending
    if plan.together:
        return held
    if _is_grave(plan):
        return case((and_(sounds, hushed(now()), not_(targets.c.grave_rings)), held), else_=pending)
    return case((and_(sounds, or_(hushed(now()), spent(now()))), held), else_=pending)


def _mellow(plan: Plan, now: Clock) -> ColumnElement[bool]:
    """What is grave is sent beyond the budget too, but rings only where the chat allows it."""
    if plan.kind is not DeliveryKind.ALERT or not _is_grave(plan) or plan.together:
        return false()
    return and_(not_(targets.c.grave_rings), spent(now()))


def _is_grave(plan: Plan) -> bool:
    return plan.audience is not None and plan.audience.severity >= GRAVE
