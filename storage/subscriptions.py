"""Standing requests, and the one statement that finds whom a development concerns."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    cast,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import ChatState
from bot.domain.claims import Status
from bot.domain.clock import Clock
from bot.domain.subscriptions import Audience, Cadence, Dimension, Subscription, Term
from storage.dialects import insert_new
from storage.schema import subscriptions, targets, terms


class Subscriptions:
    """The subscriptions table with its terms."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, subscription: Subscription) -> int | None:
        """Remember a request of its target; return its id, or None when the target has the very same already."""
        statement = (
            insert_new(self._connection, subscriptions)
            .values(
                target_id=subscription.target_id,
                dimensions=len({term.dimension for term in subscription.terms if not term.negated}),
                min_severity=subscription.min_severity,
                min_strength=subscription.min_status.strength,
                min_status=subscription.min_status,
                cadence=subscription.cadence,
                sound=subscription.sound,
                unlocated=subscription.unlocated,
                paused_until=subscription.paused_until,
                fingerprint=fingerprint(subscription),
                created_at=self._now(),
            )
            .returning(subscriptions.c.id)
        )
        key: int | None = (await self._connection.execute(statement)).scalar_one_or_none()
        if key is not None and subscription.terms:
            await self._connection.execute(
                insert(terms),
                [
                    {
                        "subscription_id": key,
                        "dimension": term.dimension,
                        "key": term.key,
                        "negated": term.negated,
                    }
                    for term in subscription.terms
                ],
            )
        return key

    async def of(self, target_id: int) -> list[Subscription]:
        """Return the requests of a target, oldest first."""
        rows = await self._connection.execute(
            select(subscriptions, terms.c.dimension, terms.c.key, terms.c.negated)
            .join(terms, terms.c.subscription_id == subscriptions.c.id, isouter=True)
            .where(subscriptions.c.target_id == target_id)
            .order_by(subscriptions.c.id, terms.c.dimension, terms.c.key)
        )
        found: dict[int, Subscription] = {}
        for row in rows.mappings():
            known = found.get(row["id"])
            term = (
                (Term(Dimension(row["dimension"]), row["key"], row["negated"]),) if row["dimension"] else ()
            )
            found[row["id"]] = Subscription(
                terms=(*known.terms, *term) if known else term,
                min_severity=row["min_severity"],
                min_status=Status(row["min_status"]),
                cadence=Cadence(row["cadence"]),
                sound=row["sound"],
                unlocated=row["unlocated"],
                paused_until=row["paused_until"],
                id=row["id"],
                target_id=row["target_id"],
            )
        return list(found.values())

    async def remove(self, target_id: int, ids: Sequence[int]) -> int:
        """Forget requests of a target; return how many there were."""
        result = await self._connection.execute(
            delete(subscriptions).where(subscriptions.c.target_id == target_id, subscriptions.c.id.in_(ids))
        )
        return result.rowcount

    async def count(self, target_id: int) -> int:
        """Return how many requests a target has."""
        found = await self._connection.scalar(
            select(func.count()).select_from(subscriptions).where(subscriptions.c.target_id == target_id)
        )
        return found or 0


def matching(
    audience: Audience, now: datetime, *, after: int = 0, until: int | None = None
) -> Select[tuple[int, int]]:
    """Return the statement that finds active targets with a request for a development: (target_id, sound).

    A request matches when its positive terms hit in every dimension that it names, no negated term hits, and the
    development is severe and sure enough. One row for each target; it sounds when any of its requests sounds.
    Only requests with ids above `after` and up to `until` are looked at, so that a large audience can be met in parts.
    """
    hit = or_(
        *[
            and_(terms.c.dimension == d, terms.c.key.in_(sorted(keys)))
            for d, keys in audience.keys.items()
            if keys
        ],
        false(),
    )
    hits = (
        select(terms.c.subscription_id, func.count(terms.c.dimension.distinct()).label("dimensions"))
        .where(terms.c.negated.is_(False), hit, terms.c.subscription_id > after, _up_to(until))
        .group_by(terms.c.subscription_id)
        .subquery()
    )
    refused = select(literal(1)).where(
        terms.c.subscription_id == subscriptions.c.id, terms.c.negated.is_(True), hit
    )
    located = true() if audience.located else subscriptions.c.unlocated.is_(True)
    return (
        select(subscriptions.c.target_id, func.max(cast(subscriptions.c.sound, Integer)).label("sound"))
        .join(hits, hits.c.subscription_id == subscriptions.c.id)
        .join(targets, targets.c.id == subscriptions.c.target_id)
        .where(
            hits.c.dimensions == subscriptions.c.dimensions,
            ~refused.exists(),
            subscriptions.c.min_severity <= audience.severity,
            subscriptions.c.min_strength <= audience.status.strength,
            subscriptions.c.cadence == Cadence.INSTANT,
            or_(subscriptions.c.paused_until.is_(None), subscriptions.c.paused_until <= now),
            targets.c.state == ChatState.ACTIVE,
            located,
        )
        .group_by(subscriptions.c.target_id)
    )


def _up_to(until: int | None) -> ColumnElement[bool]:
    return true() if until is None else terms.c.subscription_id <= until


def fingerprint(subscription: Subscription) -> str:
    """Return the same text for requests that ask for the same, in whatever order their terms came."""
    asked = [
        sorted((term.dimension, term.key, term.negated) for term in subscription.terms),
        subscription.min_severity,
        subscription.min_status,
        subscription.cadence,
        subscription.sound,
        subscription.unlocated,
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
