"""Quiet hours: when they are, whatever clocks do, and how people say them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.volume import EVERY_DAY, QuietHours
from bot.services.volumes import parse_hours

ZONES = [
    "UTC",
    "Asia/Baghdad",
    "Europe/Kyiv",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Nuuk",
    "Australia/Lord_Howe",
]
WALL = st.times().map(lambda t: t.replace(second=0, microsecond=0, tzinfo=None))
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))
DAYS = st.frozensets(st.integers(0, 6), min_size=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begins", "ends"),
    [
        ("2017-07-08T12:00", "2017-07-08T19:00", "2017-07-09T04:00"),
        ("2017-07-08T20:00", "2017-07-08T19:00", "2017-07-09T04:00"),
        ("2017-07-09T03:59", "2017-07-08T19:00", "2017-07-09T04:00"),
        ("2017-07-09T04:00", "2017-07-09T19:00", "2017-07-10T04:00"),
    ],
)
def test_the_present_or_the_next_ones(now, begins, ends):
    night = QuietHours(time(22), time(7))
    assert night.window(at(now), "Asia/Baghdad") == (at(begins), at(ends))


def test_weekdays_are_those_on_which_they_begin():
    fridays = QuietHours(time(22), time(7), frozenset({4}))
    friday_night = at("2017-07-14T22:00"), at("2017-07-15T07:00")
    assert fridays.window(at("2017-07-08T12:00"), "UTC") == friday_night
    assert fridays.window(at("2017-07-15T06:00"), "UTC") == friday_night


@given(INSTANTS, WALL, WALL, DAYS, st.sampled_from(ZONES))
def test_they_end_after_now_and_follow_each_other(now, start, end, days, zone):
    if start == end:
        return
    quiet = QuietHours(start, end, days)
    begins, ends = quiet.window(now, zone)
    assert begins < ends
    assert ends > now
    assert ends - begins <= timedelta(hours=26)
    assert begins - now <= timedelta(days=9)
    after = quiet.window(ends, zone)
    assert after[0] >= ends - timedelta(hours=2)
    assert after[1] > ends


@pytest.mark.parametrize(
    ("said", "start", "end", "days"),
    [
        ("22:00-07:00", time(22), time(7), EVERY_DAY),
        ("22-7", time(22), time(7), EVERY_DAY),
        ("22:30 to 6:15", time(22, 30), time(6, 15), EVERY_DAY),
        ("13.00–15.00 weekends", time(13), time(15), frozenset({5, 6})),
        ("22:00-07:00 mon-fri", time(22), time(7), frozenset(range(5))),
        ("22:00-07:00 Fri-Mon, wednesday", time(22), time(7), frozenset({4, 5, 6, 0, 2})),
    ],
)
def test_how_people_say_them(said, start, end, days):
    assert parse_hours(said) == QuietHours(start, end, days)


@pytest.mark.parametrize("said", ["25:00-07:00", "tonight", "22:00-22:00", "22:00-07:00 someday", "22:00"])
def test_what_is_no_time_is_one_sentence(said):
    with pytest.raises(UserError, match="hours"):
        parse_hours(said)


@pytest.mark.parametrize("said", ["off", "OFF ", "none"])
def test_off(said):
    assert parse_hours(said) is None
