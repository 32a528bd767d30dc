"""What happened in what chats follow: subscriptions held against events, the other way round than for alerts."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.circles import Circle
from bot.domain.claims import Status
from bot.domain.developments import Change
from bot.domain.events import EventState
from bot.domain.previews import Happened
from bot.domain.subscriptions import FOREVER, Dimension, Subscription
from storage.schema import (
    alerts,
    circles,
    developments,
    event_keys,
    event_spots,
    events,
    subscriptions,
    terms,
)
from storage.subscriptions import UNLOCATED


class Followed:
    """Events that chats follow."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def since(
        self,
        target_ids: Collection[int],
        since: datetime,
        limit: int | None = None,
        *,
        taken_back: bool = False,
    ) -> dict[int, list[int]]:
        """Return, for each target, the ids of open events that it follows and that changed since, latest first.

        The rule is that of alerts (see `subscriptions.matching`), but for cadence, and for pauses that have an end: what
        a chat did not want to hear at once is told by the next digest. With `taken_back` also what was denied, disputed
        or retracted, where the chat was alerted of it or would have been.
        """
        every = union_all(
            _hits(terms, event_keys, _same_key(), target_ids, since),
            _hits(circles, event_spots, _inside(), target_ids, since),
        ).subquery()
        hits = (
            select(every.c.subscription_id, every.c.event_id, every.c.at)
            .join(subscriptions, subscriptions.c.id == every.c.subscription_id)
            .group_by(every.c.subscription_id, every.c.event_id, every.c.at, subscriptions.c.dimensions)
            .having(func.count(every.c.dimension.distinct()) == subscriptions.c.dimensions)
            .subquery()
        )
        refused = [
            select(literal(1))
            .select_from(asked.join(found, on))
            .where(
                asked.c.subscription_id == hits.c.subscription_id,
                asked.c.negated.is_(True),
                found.c.event_id == hits.c.event_id,
            )
            .exists()
            for asked, found, on in ((terms, event_keys, _same_key()), (circles, event_spots, _inside()))
        ]
        rows = await self._connection.execute(
            select(subscriptions.c.target_id, hits.c.event_id, hits.c.at)
            .select_from(hits)
            .join(subscriptions, subscriptions.c.id == hits.c.subscription_id)
            .join(events, events.c.id == hits.c.event_id)
            .where(
                events.c.severity >= subscriptions.c.min_severity,
                _is_told(taken_back=taken_back),
                or_(subscriptions.c.paused_until.is_(None), subscriptions.c.paused_until < FOREVER),
                or_(subscriptions.c.unlocated.is_(True), _located(hits.c.event_id)),
                ~or_(*refused),
            )
            .distinct()
            .order_by(hits.c.at.desc(), hits.c.event_id.desc())
            .limit(limit)
        )
        found: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            found[row.target_id].append(row.event_id)
        return found

    async def sources(
        self, target_ids: Collection[int], keys: Collection[str], since: datetime
    ) -> dict[int, set[str]]:
        """Return, for each target, which of these sources (`source_key`) told since an instant of what it follows."""
        if not keys:
            return {}
        every = union_all(
            _hits(terms, event_keys, _same_key(), target_ids, since),
            _hits(circles, event_spots, _inside(), target_ids, since),
        ).subquery()
        source = event_keys.alias("source")
        rows = await self._connection.execute(
            select(subscriptions.c.target_id, source.c.key)
            .select_from(every)
            .join(subscriptions, subscriptions.c.id == every.c.subscription_id)
            .join(source, source.c.event_id == every.c.event_id)
            .where(source.c.dimension == Dimension.SOURCE, source.c.key.in_(sorted(keys)))
            .distinct()
        )
        found: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            found[row.target_id].add(row.key)
        return found

    async def would_tell(self, subscription: Subscription, since: datetime, limit: int) -> list[Happened]:
        """Return the open events learned since an instant that a request asks for, stored or not, latest first.

        Pauses and cadence do not count. No more than `limit`.
        """
        positive = [list(_asked(subscription, d, negated=False)) for d in Dimension]
        refused = [one for d in Dimension for one in _asked(subscription, d, negated=True)]
        if not any(positive):
            return []
        wanted = [events.c.id.in_(_any(selects)) for selects in positive if selects]
        located = [] if subscription.unlocated else [_located(events.c.id)]
        rows = await self._connection.execute(
            select(events.c.id, func.min(developments.c.at).label("at"), events.c.severity, events.c.status)
            .join(developments, developments.c.event_id == events.c.id)
            .where(
                developments.c.change == Change.NEW,
                developments.c.at >= since,
                events.c.state == EventState.OPEN,
                events.c.severity >= subscription.min_severity,
                _strength() >= subscription.strength,
                *wanted,
                *located,
                *([events.c.id.not_in(_any(refused))] if refused else []),
            )
            .group_by(events.c.id)
            .order_by(func.min(developments.c.at).desc(), events.c.id.desc())
            .limit(limit)
        )
        return [Happened(row.id, row.at, row.severity, Status(row.status)) for row in rows]


def _hits(
    asked: FromClause,
    found: FromClause,
    on: ColumnElement[bool],
    target_ids: Collection[int],
    since: datetime,
) -> Select[Any]:
    """What positive terms (or circles) of these targets find among the keys (or spots) of events."""
    dimension = (
        asked.c.dimension if asked is terms else literal(str(Dimension.REGION), terms.c.dimension.type)
    )
    return (
        select(asked.c.subscription_id, dimension.label("dimension"), found.c.event_id, found.c.at)
        .select_from(asked.join(found, on))
        .join(subscriptions, subscriptions.c.id == asked.c.subscription_id)
        .where(subscriptions.c.target_id.in_(target_ids), asked.c.negated.is_(False), found.c.at > since)
    )


def _is_told(*, taken_back: bool) -> ColumnElement[bool]:
    """Whether a request is told of an event: it is open and sure enough, or was taken back after it was told."""
    sure = and_(events.c.state == EventState.OPEN, _strength() >= subscriptions.c.min_strength)
    if not taken_back:
        return sure
    alerted = exists().where(
        alerts.c.target_id == subscriptions.c.target_id, alerts.c.event_id == events.c.id
    )
    weak = (Status.DENIED, Status.DISPUTED, Status.RETRACTED)
    anybody = subscriptions.c.min_strength <= Status.CLAIMED.strength
    gone = and_(events.c.state != EventState.MERGED, events.c.status.in_(weak), or_(anybody, alerted))
    return or_(sure, gone)


def _strength() -> ColumnElement[int]:
    return case({status.value: status.strength for status in Status}, value=events.c.status)


def _same_key() -> ColumnElement[bool]:
    return and_(event_keys.c.dimension == terms.c.dimension, event_keys.c.key == terms.c.key)


def _inside() -> ColumnElement[bool]:
    across, along, up = (circles.c[axis] - event_spots.c[axis] for axis in ("x", "y", "z"))
    return and_(
        event_spots.c.cell == circles.c.cell,
        or_(circles.c.reach == "", circles.c.reach == event_spots.c.reach),
        across * across + along * along + up * up <= circles.c.km * circles.c.km,
    )


def _located(event_id: ColumnElement[int]) -> ColumnElement[bool]:
    return exists(
        select(literal(1)).where(
            event_keys.c.event_id == event_id,
            event_keys.c.dimension == Dimension.REGION,
            event_keys.c.key != UNLOCATED,
        )
    )


def _asked(subscription: Subscription, dimension: Dimension, *, negated: bool) -> Iterator[Select[Any]]:
    """Yield statements that find the events which the terms of one dimension ask for."""
    asked = [t for t in subscription.terms if t.dimension is dimension and t.negated is negated]
    keys = sorted(term.key for term in asked if term.circle is None)
    if asked and subscription.unlocated and dimension is Dimension.REGION and not negated:
        keys.append(UNLOCATED)
    if keys:
        yield select(event_keys.c.event_id).where(
            event_keys.c.dimension == dimension, event_keys.c.key.in_(keys)
        )
    for term in asked:
        if term.circle is not None:
            yield select(event_spots.c.event_id).where(_held(term.circle))


def _held(circle: Circle) -> ColumnElement[bool]:
    """An event's spot inside a circle that is not stored."""
    centre = circle.centre
    across, along, up = (event_spots.c[axis] - getattr(centre, axis) for axis in ("x", "y", "z"))
    square = across * across + along * along + up * up
    return or_(
        false(),
        *[
            and_(
                event_spots.c.cell.in_(sorted(ring.cells(centre))),
                event_spots.c.reach == ring.reach if ring.reach else true(),
                square <= float(ring.km * ring.km),
            )
            for ring in circle.rings
        ],
    )


def _any(found: list[Select[Any]]) -> Select[Any] | CompoundSelect[Any]:
    return found[0] if len(found) == 1 else union_all(*found)
