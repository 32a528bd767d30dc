"""Volume: how loud the bot may be in a chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntFlag
from zoneinfo import ZoneInfo

from bot.domain.developments import Change

RINGS_PER_HOUR = 12
MOST_RINGS_PER_HOUR = 1000
"""A budget as large as this is none."""
RING_AGAIN_AFTER = timedelta(minutes=10)
"""One story rings once in so long; what takes it back rings all the same."""
GRAVE = 4
"""The severity that is never folded into a roundup, and may ring in quiet hours where the chat allows it."""
EVERY_DAY = frozenset(range(7))


class Ringing(IntFlag):
    """Which updates of a story ring in a chat; the values are stored."""

    NONE = 0
    FIRMER = 1
    TOLL_UP = 2
    DENIED = 4
    CORRECTED = 8
    OVER = 16


RINGING_OF: Mapping[Change, Ringing] = {
    Change.FIRMER: Ringing.FIRMER,
    Change.TOLL_UP: Ringing.TOLL_UP,
    Change.DENIED: Ringing.DENIED,
    Change.CORRECTED: Ringing.CORRECTED,
    Change.OVER: Ringing.OVER,
}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one local wall time to another, over midnight where the end is not later than the start.

    `days` are the weekdays on which they begin, 0 for Monday.
    """

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY

    def window(self, now: datetime, zone: str) -> tuple[datetime, datetime]:
        """Return when the present quiet hours, else the next ones, begin and end (UTC); `zone` is an IANA name."""
        day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
        while True:
            begins = first_instant(day, self.start, zone)
            ends = first_instant(day + timedelta(days=int(self.end <= self.start)), self.end, zone)
            if day.weekday() in self.days and begins < ends and ends > now:
                return begins, ends
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Volume:
    """How loud the bot may be in a chat: `grave_rings` says that severity 4 rings in quiet hours and beyond the budget."""

    rings_per_hour: int = RINGS_PER_HOUR
    quiet: QuietHours | None = None
    grave_rings: bool = False
    ringing: Ringing = Ringing.NONE


def first_instant(day: date, wall: time, zone: str) -> datetime:
    """Return the instant (UTC) at which local clocks first show `wall` on `day`, or first pass it where they skip it.

    A time that a zone skips (the gap of daylight saving) is the first instant after the gap, one that comes twice is
    the first of the two (PEP 495).
    """
    tz = ZoneInfo(zone)
    first = datetime.combine(day, wall, tz).replace(fold=0)
    instant = first.astimezone(UTC)
    if instant.astimezone(tz).replace(tzinfo=None) == first.replace(tzinfo=None):
        return instant
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
