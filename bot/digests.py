"""Digests: when the next one is due, and what belongs into it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.digests import Digest, Group
from bot.domain.events import Event
from bot.domain.volume import first_instant

SHOWN_PER_GROUP = 8
SHOWN_GROUPS = 12


def next_due(now: datetime, wall: time, zone: str, *, after: date | None = None) -> datetime:
    """Return when the next digest is due.

    Args:
        now: the present instant.
        wall: the chat's hour, local wall time.
        zone: the chat's zone, an IANA name.
        after: the local date of the last digest, which has no second one.
    """
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while (due := first_instant(day, wall, zone)) <= now or (after is not None and day <= after):
        day += timedelta(days=1)
    return due


def gather(events: Iterable[Event], *, day: date, since: datetime, until: datetime) -> Digest:
    """Return the digest of a period: events by their first region, the most important regions and events first."""
    ranked = sorted(events, key=_rank)
    by_region = sorted(ranked, key=lambda event: event.region_ids[:1])
    groups = []
    for region, members in groupby(by_region, key=lambda event: event.region_ids[:1]):
        found = sorted(members, key=_rank)
        groups.append(
            Group(
                region[0] if region else None,
                tuple(found[:SHOWN_PER_GROUP]),
                max(0, len(found) - SHOWN_PER_GROUP),
            )
        )
    groups.sort(key=lambda group: _rank(group.events[0]))
    return Digest(day, since, until, tuple(groups[:SHOWN_GROUPS]))


def _rank(event: Event) -> tuple[int, int, float, int]:
    return (-event.severity, -event.status.strength, -event.changed_at.timestamp(), event.id)
