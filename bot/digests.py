"""Digests: when the next one is due, and what belongs into it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.claims import Status
from bot.domain.developments import Change, worth_telling
from bot.domain.digests import Digest, Group, Line, Rhythm
from bot.domain.events import Event
from bot.domain.reasons import PastDevelopment
from bot.domain.volume import first_instant

SHOWN_PER_GROUP = 8
SHOWN_GROUPS = 12
SHOWN_TAKEN_BACK = 10
SHOWN_SILENT = 5
# A source that told so often within the time that is looked at tells regularly; it is silent after so long at least, …
REGULAR = 3
SILENCE = timedelta(hours=24)
# … and after so many times its usual gap.
SILENT_GAPS = 3


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


def gather(
    lines: Iterable[Line], *, day: date, since: datetime, until: datetime, silent: Iterable[Rhythm] = ()
) -> Digest:
    """Return the digest of a period: by first region, the most important regions and events first.

    What was denied, disputed or taken back stands by itself, whatever its region.
    """
    ranked = sorted(lines, key=_rank)
    taken_back = [line for line in ranked if _is_taken_back(line)]
    standing = [line for line in ranked if not _is_taken_back(line)]
    groups = []
    for region, members in groupby(sorted(standing, key=_region), key=_region):
        found = sorted(members, key=_rank)
        left = max(0, len(found) - SHOWN_PER_GROUP)
        groups.append(Group(region[0] if region else None, tuple(found[:SHOWN_PER_GROUP]), left))
    groups.sort(key=lambda group: _rank(group.lines[0]))
    return Digest(
        day,
        since,
        until,
        tuple(groups[:SHOWN_GROUPS]),
        tuple(taken_back[:SHOWN_TAKEN_BACK]),
        tuple(sorted(silent, key=lambda rhythm: rhythm.last)[:SHOWN_SILENT]),
    )


def line_of(event: Event, history: Sequence[PastDevelopment], since: datetime, parts: int = 0) -> Line | None:
    """Return what a digest says of an event, None where nothing has changed since an instant.

    Repetitions, copies and what only looks back are no change; an event that was learned of too late to ring is one.
    `history` is everything that has changed in it, in its order.
    """
    told = [past for past in history if worth_telling(past.change)]
    fresh = [past for past in told if past.at > since]
    if not fresh:
        return None
    earlier = [past for past in told if past.at <= since]
    changes = tuple(dict.fromkeys(past.change for past in fresh))
    note = next((past.note for past in reversed(fresh) if past.note), "")
    return Line(event, changes, earlier[-1].status if earlier else None, note, parts)


def fell_silent(rhythms: Iterable[Rhythm], now: datetime) -> list[Rhythm]:
    """Return the sources that told regularly and have stopped: longer than a day, and than three times their usual gap."""
    return [
        rhythm
        for rhythm in rhythms
        if rhythm.reports >= REGULAR
        and now - rhythm.last
        > max(SILENCE, SILENT_GAPS * (rhythm.last - rhythm.first) / (rhythm.reports - 1))
    ]


def _is_taken_back(line: Line) -> bool:
    """What was doubted from the start is news like any other; what was told and then doubted is not."""
    status = line.event.status
    return status in {Status.DENIED, Status.RETRACTED} or (
        status is Status.DISPUTED and Change.DENIED in line.changes
    )


def _region(line: Line) -> tuple[str, ...]:
    return line.event.region_ids[:1]


def _rank(line: Line) -> tuple[int, int, float, int]:
    event = line.event
    return (-event.severity, -event.status.strength, -event.changed_at.timestamp(), event.id)
