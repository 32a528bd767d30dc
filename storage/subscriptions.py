"""Standing requests, and the one statement that finds whom a development concerns."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

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
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.chats import ChatState
from bot.domain.claims import Status
from bot.domain.clock import Clock
from bot.domain.subscriptions import PARTIES, Audience, Cadence, Dimension, Subscription, Term
from storage.dialects import insert_new
from storage.schema import circles, subscriptions, targets, terms

# A term of requests that also want events without a known place, and a key of those events: so that such an event hits
# the places of such a request. Nothing outside of storage sees it.
UNLOCATED = "unlocated"


class Subscriptions:
    """The subscriptions table with its terms."""

    def __init__(self, connection: AsyncConnection, now: Clock) -> None:
        self._connection = connection
        self._now = now

    async def add(self, subscription: Subscription) -> int | None:
        """Remember a request of its target; return its id, or None when the target has the very same already."""
        statement = (
            insert_new(self._connection, subscriptions)
            .values(**_row(subscription), created_at=self._now())
            .returning(subscriptions.c.id)
        )
        key: int | None = (await self._connection.execute(statement)).scalar_one_or_none()
        if key is not None:
            await self._write_terms(key, subscription)
        return key

    async def change(self, subscription: Subscription) -> bool:
        """Write a request anew under its id; where the target has the very same already, end this one and say False."""
        same = subscriptions.c.fingerprint == fingerprint(subscription)
        twin = await self._connection.scalar(
            select(subscriptions.c.id).where(
                subscriptions.c.target_id == subscription.target_id,
                same,
                subscriptions.c.id != subscription.id,
            )
        )
        if twin is not None:
            await self.remove(subscription.target_id, [subscription.id])
            return False
        this = subscriptions.c.id == subscription.id
        await self._connection.execute(update(subscriptions).where(this).values(**_row(subscription)))
        await self._connection.execute(delete(terms).where(terms.c.subscription_id == subscription.id))
        await self._connection.execute(delete(circles).where(circles.c.subscription_id == subscription.id))
        await self._write_terms(subscription.id, subscription)
        return True

    async def _write_terms(self, key: int, subscription: Subscription) -> None:
        written = _stored_terms(subscription)
        if not written:
            return
        rows = [
            {
                "subscription_id": key,
                "dimension": term.dimension,
                "key": term.key,
                "negated": term.negated,
                "position": position,
            }
            for position, term in enumerate(written)
        ]
        await self._connection.execute(insert(terms), rows)
        drawn = [row for term in written for row in _circle_rows(key, term)]
        if drawn:
            await self._connection.execute(insert(circles), drawn)

    async def of(self, target_id: int) -> list[Subscription]:
        """Return the requests of a target, oldest first."""
        return await self._read(subscriptions.c.target_id == target_id)

    async def _read(self, which: ColumnElement[bool]) -> list[Subscription]:
        rows = await self._connection.execute(
            select(subscriptions, terms.c.dimension, terms.c.key, terms.c.negated)
            .join(
                terms,
                and_(
                    terms.c.subscription_id == subscriptions.c.id,
                    or_(terms.c.dimension != Dimension.REGION, terms.c.key != UNLOCATED),
                ),
                isouter=True,
            )
            .where(which)
            .order_by(subscriptions.c.id, terms.c.position, terms.c.dimension)
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

    async def move_key(self, dimensions: Sequence[Dimension], old: str, new: str) -> int:
        """Let every request that asks for one region or actor ask for another one; return how many there were.

        A circle keeps its place. A request that becomes the same as another one of its target ends.
        """
        found = await self._connection.execute(
            select(terms.c.subscription_id)
            .where(terms.c.dimension.in_(dimensions), terms.c.key == old)
            .distinct()
        )
        ids = list(found.scalars())
        for request in await self._read(subscriptions.c.id.in_(ids)):
            moved = (
                replace(t, key=new) if t.dimension in dimensions and t.key == old else t
                for t in request.terms
            )
            once = {(term.dimension, term.key): term for term in moved}
            await self.change(replace(request, terms=tuple(once.values())))
        return len(ids)

    async def remove(self, target_id: int, ids: Sequence[int]) -> int:
        """Forget requests of a target; return how many there were."""
        result = await self._connection.execute(
            delete(subscriptions).where(subscriptions.c.target_id == target_id, subscriptions.c.id.in_(ids))
        )
        return result.rowcount

    async def followers(self, keys: Sequence[str]) -> dict[str, int]:
        """Return how many requests ask for each of these regions or actors, whatever else they ask for."""
        rows = await self._connection.execute(
            select(terms.c.key, func.count())
            .where(
                terms.c.dimension.in_((Dimension.REGION, *PARTIES)),
                terms.c.key.in_(keys),
                terms.c.negated.is_(False),
            )
            .group_by(terms.c.key)
        )
        return {row.key: row[1] for row in rows}

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

    A request matches when its positive terms hit in every dimension that it names (a circle is a region), no negated
    term hits, and the development is severe and sure enough. One row for each target; it sounds when any of its requests
    sounds. Only requests with ids above `after` and up to `until` are looked at, so that a large audience can be met in
    parts.
    """
    every = union_all(
        *[
            found.where(by > after, true() if until is None else by <= until)
            for found in (_terms_hit(audience), _circles_hit(audience))
            if found is not None
            for by in (found.selected_columns[0],)
        ]
    ).subquery()
    hits = (
        select(every.c.subscription_id, func.count(every.c.dimension.distinct()).label("dimensions"))
        .group_by(every.c.subscription_id)
        .subquery()
    )
    refused = [
        select(literal(1))
        .where(terms.c.subscription_id == subscriptions.c.id, terms.c.negated.is_(True), _named(audience))
        .exists(),
        select(literal(1))
        .where(
            circles.c.subscription_id == subscriptions.c.id, circles.c.negated.is_(True), _around(audience)
        )
        .exists(),
    ]
    located = true() if audience.located else subscriptions.c.unlocated.is_(True)
    return (
        select(subscriptions.c.target_id, func.max(cast(subscriptions.c.sound, Integer)).label("sound"))
        .join(hits, hits.c.subscription_id == subscriptions.c.id)
        .join(targets, targets.c.id == subscriptions.c.target_id)
        .where(
            hits.c.dimensions == subscriptions.c.dimensions,
            ~or_(*refused[: 1 + bool(audience.spots)]),
            subscriptions.c.min_severity <= audience.severity,
            subscriptions.c.min_strength <= audience.status.strength,
            subscriptions.c.cadence == Cadence.INSTANT,
            or_(subscriptions.c.paused_until.is_(None), subscriptions.c.paused_until <= now),
            targets.c.state == ChatState.ACTIVE,
            located,
        )
        .group_by(subscriptions.c.target_id)
    )


def hits_by_key(audience: Audience) -> list[Select[tuple[int]]]:
    """Return statements that together give the ids of all requests of which a term is hit, one for each index that is read."""
    of_terms = [
        select(terms.c.subscription_id).where(
            terms.c.dimension == dimension, terms.c.key == key, terms.c.negated.is_(False)
        )
        for dimension, keys in _keys(audience).items()
        for key in sorted(keys)
    ]
    around = _circles_hit(audience)
    return of_terms if around is None else [*of_terms, around.with_only_columns(circles.c.subscription_id)]


def all_hits(audience: Audience) -> list[Select[tuple[int]]]:
    """Return the same as `hits_by_key` in at most two statements."""
    around = _circles_hit(audience)
    found = [_terms_hit(audience).with_only_columns(terms.c.subscription_id)]
    return found if around is None else [*found, around.with_only_columns(circles.c.subscription_id)]


def _keys(audience: Audience) -> dict[Dimension, frozenset[str]]:
    """Return the keys by which terms are hit."""
    keys = dict(audience.keys)
    if not audience.located:
        keys[Dimension.REGION] = frozenset({UNLOCATED})
    return keys


def _terms_hit(audience: Audience) -> Select[tuple[int, str]]:
    return select(terms.c.subscription_id, terms.c.dimension).where(
        terms.c.negated.is_(False), _named(audience)
    )


def _circles_hit(audience: Audience) -> Select[tuple[int, str]] | None:
    if not audience.spots:
        return None
    return select(
        circles.c.subscription_id,
        literal(str(Dimension.REGION), type_=terms.c.dimension.type).label("dimension"),
    ).where(circles.c.negated.is_(False), _around(audience))


def _named(audience: Audience) -> ColumnElement[bool]:
    """A term that one of the audience's keys hits."""
    return or_(
        *[
            and_(terms.c.dimension == d, terms.c.key.in_(sorted(keys)))
            for d, keys in _keys(audience).items()
            if keys
        ],
        false(),
    )


def _around(audience: Audience) -> ColumnElement[bool]:
    """A circle that holds one of the audience's spots: first by its cell in the grid, then by its distance."""
    return or_(
        *[
            and_(
                circles.c.cell.in_(place.cells()),
                circles.c.reach.in_(("", audience.reach)),
                (circles.c.x - place.x) * (circles.c.x - place.x)
                + (circles.c.y - place.y) * (circles.c.y - place.y)
                + (circles.c.z - place.z) * (circles.c.z - place.z)
                <= circles.c.km * circles.c.km,
            )
            for place in audience.spots
        ],
        false(),
    )


def _stored_terms(subscription: Subscription) -> list[Term]:
    """Return the terms with the one that admits events without a place, where places are asked for."""
    admits = subscription.unlocated and subscription.keys(Dimension.REGION)
    return [*subscription.terms, *([Term(Dimension.REGION, UNLOCATED)] if admits else [])]


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "target_id": subscription.target_id,
        "dimensions": len({term.dimension for term in subscription.terms if not term.negated}),
        "min_severity": subscription.min_severity,
        "min_strength": subscription.strength,
        "min_status": subscription.min_status,
        "cadence": subscription.cadence,
        "sound": subscription.sound,
        "unlocated": subscription.unlocated,
        "paused_until": subscription.paused_until,
        "fingerprint": fingerprint(subscription),
    }


def _circle_rows(key: int, term: Term) -> list[dict[str, Any]]:
    circle = term.circle
    if circle is None:
        return []
    centre = circle.centre
    return [
        {
            "subscription_id": key,
            "cell": cell,
            "negated": term.negated,
            "reach": ring.reach or "",
            "x": centre.x,
            "y": centre.y,
            "z": centre.z,
            "km": ring.km,
        }
        for ring in circle.rings
        for cell in ring.cells(centre)
    ]


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
