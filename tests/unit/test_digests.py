"""When digests are due: once for each local date, whatever clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests import next_due
from bot.domain.volume import first_instant

ZONES = [
    "UTC",
    "Asia/Baghdad",
    "Europe/Kyiv",
    "Asia/Beirut",
    "Africa/Cairo",
    "Asia/Gaza",
    "America/New_York",
    "America/Nuuk",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
]


@pytest.mark.parametrize(
    ("zone", "day", "wall", "expected"),
    [
        ("UTC", date(2026, 11, 23), time(18), "2026-11-23T18:00"),
        ("Asia/Baghdad", date(2026, 11, 23), time(18), "2026-11-23T15:00"),
        # 03:30 does not exist on this day in Kyiv: the first instant after the gap is 04:00, which is 01:00 UTC.
        ("Europe/Kyiv", date(2026, 3, 29), time(3, 30), "2026-03-29T01:00"),
        # 03:30 comes twice on this day in Kyiv: the first one counts.
        ("Europe/Kyiv", date(2026, 10, 25), time(3, 30), "2026-10-25T00:30"),
        # Midnight does not exist on this day in Beirut.
        ("Asia/Beirut", date(2026, 3, 29), time(0, 0), "2026-03-28T22:00"),
    ],
)
def test_first_instant(zone, day, wall, expected):
    assert first_instant(day, wall, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(
    st.sampled_from(ZONES),
    st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None)),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
)
def test_every_local_date_has_one_digest_and_they_come_in_order(zone, wall, start):
    now, seen = start, []
    for _ in range(8):
        due = next_due(now, wall, zone, after=seen[-1] if seen else None)
        assert due > now
        day = due.astimezone(ZoneInfo(zone)).date()
        if zone != "Pacific/Apia":
            assert not seen or day == seen[-1] + timedelta(days=1)
        seen.append(day)
        now = due
    assert len(set(seen)) == len(seen)


def test_a_new_hour_on_the_day_of_a_digest_waits_for_the_next_day():
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert next_due(now, time(18), "UTC", after=date(2026, 11, 23)).day == 24
    assert next_due(now, time(18), "UTC").day == 23
