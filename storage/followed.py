"""What happened in what chats follow: subscriptions held against events, the other way round than for alerts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.claims import Status
from bot.domain.events import EventState
from bot.domain.subscriptions import Dimension
from storage.schema import event_keys, events, subscriptions, terms


class Followed:
    """Events that chats follow."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def since(
        self, target_ids: Collection[int], since: datetime, limit: int | None = None
    ) -> dict[int, list[int]]:
        """Return, for each target, the ids of open events that it follows and that changed since, latest first.

        The rule is that of alerts (see `subscriptions.matching`), but for pauses and cadence.
        """
        hits = (
            select(terms.c.subscription_id, event_keys.c.event_id, event_keys.c.at)
            .join(
                event_keys,
                and_(event_keys.c.dimension == terms.c.dimension, event_keys.c.key == terms.c.key),
            )
            .join(subscriptions, subscriptions.c.id == terms.c.subscription_id)
            .where(
                subscriptions.c.target_id.in_(target_ids),
                terms.c.negated.is_(False),
                event_keys.c.at > since,
            )
            .group_by(
                terms.c.subscription_id, event_keys.c.event_id, event_keys.c.at, subscriptions.c.dimensions
            )
            .having(func.count(terms.c.dimension.distinct()) == subscriptions.c.dimensions)
            .subquery()
        )
        refused = (
            select(literal(1))
            .select_from(
                terms.join(
                    event_keys,
                    and_(event_keys.c.dimension == terms.c.dimension, event_keys.c.key == terms.c.key),
                )
            )
            .where(
                terms.c.subscription_id == hits.c.subscription_id,
                terms.c.negated.is_(True),
                event_keys.c.event_id == hits.c.event_id,
            )
        )
        located = select(literal(1)).where(
            event_keys.c.event_id == hits.c.event_id, event_keys.c.dimension == Dimension.REGION
        )
        strength = case({status.value: status.strength for status in Status}, value=events.c.status)
        rows = await self._connection.execute(
            select(subscriptions.c.target_id, hits.c.event_id, hits.c.at)
            .select_from(hits)
            .join(subscriptions, subscriptions.c.id == hits.c.subscription_id)
            .join(events, events.c.id == hits.c.event_id)
            .where(
                events.c.state == EventState.OPEN,
                events.c.severity >= subscriptions.c.min_severity,
                strength >= subscriptions.c.min_strength,
                or_(subscriptions.c.unlocated.is_(True), located.exists()),
                ~refused.exists(),
            )
            .distinct()
            .order_by(hits.c.at.desc(), hits.c.event_id.desc())
            .limit(limit)
        )
        found: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            found[row.target_id].append(row.event_id)
        return found
