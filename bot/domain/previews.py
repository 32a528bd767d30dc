"""How much a request would have told: counted before somebody says yes to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.claims import Status
from bot.domain.subscriptions import Subscription

DAYS, WEEK = 30, 7
NIGHT = range(23, 24), range(7)
SEVERITIES = (1, 2, 3, 4)
STATUSES = (Status.CLAIMED, Status.REPORTED, Status.DECLARED, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Happened:
    """One event that a request would have told of: when it was learned (UTC), how severe and how sure it is now."""

    event_id: int
    at: datetime
    severity: int
    status: Status


@dataclass(frozen=True, slots=True)
class Preview:
    """What a request would have told in the last 30 days, the present one included.

    `days` holds each local day with its number of alerts, oldest first; `nights` is how many of the last 7 days' alerts
    came between 23 and 7 o'clock. `severe` and `sure` say how many of all would be left from a severity, or a status, on.
    `latest` are ids of events, newest first. `more` says that there were too many to count them all.
    """

    days: tuple[tuple[date, int], ...]
    nights: int
    by_severity: tuple[int, ...]
    severe: dict[int, int]
    sure: dict[Status, int]
    latest: tuple[int, ...]
    more: bool = False

    @property
    def month(self) -> int:
        """Alerts in 30 days."""
        return sum(count for _, count in self.days)

    @property
    def week(self) -> int:
        """Alerts in the last 7 days."""
        return sum(count for _, count in self.days[-WEEK:])

    def tighter(self, subscription: Subscription) -> list[tuple[int | Status, int]]:
        """Return what would make a request speak less, with what would be left in 30 days: a severity, then a status.

        Only what takes some and leaves some; of each the mildest.
        """
        severities = [
            s for s in SEVERITIES if s > subscription.min_severity and 0 < self.severe[s] < self.month
        ]
        statuses = [
            s
            for s in STATUSES
            if s.strength > subscription.min_status.strength and 0 < self.sure[s] < self.month
        ]
        return [
            *((s, self.severe[s]) for s in severities[:1]),
            *((s, self.sure[s]) for s in statuses[:1]),
        ]


def count(happened: Sequence[Happened], now: datetime, zone: str, *, more: bool = False) -> Preview:
    """Return the preview.

    Args:
        happened: events of the last 30 days, newest first.
        now: the present instant.
        zone: the chat's zone (IANA): days and nights are local.
        more: whether there were more than these.
    """
    tz = ZoneInfo(zone)
    today = now.astimezone(tz).date()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    local = [(one, one.at.astimezone(tz)) for one in happened]
    inside = [(one, at) for one, at in local if at.date() >= days[0]]
    by_day = Counter(at.date() for _, at in inside)
    recent = [(one, at) for one, at in inside if at.date() >= days[-WEEK]]
    severities = Counter(one.severity for one, _ in recent)
    return Preview(
        tuple((day, by_day[day]) for day in days),
        sum(any(at.hour in hours for hours in NIGHT) for _, at in recent),
        tuple(severities[severity] for severity in SEVERITIES),
        {least: sum(one.severity >= least for one, _ in inside) for least in SEVERITIES},
        {least: sum(one.status.strength >= least.strength for one, _ in inside) for least in STATUSES},
        tuple(one.event_id for one in happened[:3]),
        more,
    )
