"""Digests: when the next one is due, and what belongs into it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.digests import Digest, Group
from bot.domain.events import Event

SHOWN_PER_GROUP = 8
SHOWN_GROUPS = 12


def due_at(day: date, wall: time, zone: str) -> datetime:
    """Return the instant (UTC) at which local clocks first show `wall` on `day`, or first pass it where they skip it.

    A time that a zone skips (the gap of daylight saving) is due at the first instant after the gap, one that comes
    twice at the first of the two (PEP 495).
    """
    tz = ZoneInfo(zone)
    first = datetime.combine(day, wall, tz).replace(fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) == first.replace(tzinfo=None):
        return instant
    before, after = first.replace(fold=1).utcoffset(), first.utcoffset()
    assert before is not None
    assert after is not None
    # In a gap fold=0 counts with the offset before it and fold=1 with the one after it: between the two readings
    # lies the moment at which the clocks jump.
    low, high = sorted((first.astimezone(UTC), first.replace(fold=1).astimezone(UTC)))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(tz).utcoffset() == low.astimezone(tz).utcoffset():
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


def next_due(now: datetime, wall: time, zone: str, *, after: date | None = None) -> datetime:
    """Return when the next digest is due.

    Args:
        now: the present instant.
        wall: the chat's hour, local wall time.
        zone: the chat's zone, an IANA name.
        after: the local date of the last digest, which has no second one.
    """
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while (due := due_at(day, wall, zone)) <= now or (after is not None and day <= after):
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
