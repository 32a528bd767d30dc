"""The pacer keeps Telegram's limits whatever is asked of it, and wastes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.pacing import LONGEST_PAUSE_SECONDS, Pacer, ceiling, window


def busiest(times, seconds):
    """The most messages in any half-open window of so many seconds."""
    return max(sum(start <= t < start + seconds for t in times) for start in times)


@pytest.mark.parametrize(
    ("rate", "round_trip", "commit", "expected"),
    [
        (30, 0.09, 0.01, 3),
        (30, 0.09, 0.002, 3),
        (30, 0.002, 0.003, 1),
        (30, 5, 0.01, 5),
        (1000, 0.05, 0.01, 60),
    ],
)
def test_the_window_is_what_the_pace_needs(rate, round_trip, commit, expected):
    assert window(rate, round_trip, commit) == expected


@given(st.floats(0.1, 10_000), st.floats(0, 60), st.floats(0, 60))
def test_the_window_stays_between_one_and_its_ceiling(rate, round_trip, commit):
    assert 1 <= window(rate, round_trip, commit) <= ceiling(rate)


def test_the_ceiling_is_five_or_a_tenth_of_a_second():
    assert (ceiling(1), ceiling(30), ceiling(1000)) == (5, 5, 100)


@given(
    st.sampled_from([1.0, 7.0, 30.0, 1000.0]),
    st.lists(st.tuples(st.integers(1, 4) | st.integers(-3, -1), st.floats(0, 0.3)), min_size=2, max_size=150),
)
def test_no_limit_is_ever_broken(rate, asked):
    pacer = Pacer(rate)
    now, sent = 100.0, []
    for chat, gap in asked:
        now += gap
        now += pacer.rest(chat, now)
        place = pacer.reserve(chat, now)
        assert place >= now
        sent.append((chat, place))
    times = [place for _, place in sent]
    assert times == sorted(times)
    assert busiest(times, 1.0) <= rate + 1
    for chat in {chat for chat, _ in sent}:
        mine = [place for to, place in sent if to == chat]
        assert busiest(mine, 3.0) <= 3
        if chat < 0:
            assert busiest(mine, 60.0) <= 20


@pytest.mark.parametrize("rate", [1.0, 30.0, 1000.0])
def test_who_asks_in_time_gets_the_whole_allowance(rate):
    pacer = Pacer(rate)
    places = [pacer.reserve(chat, 0.0) for chat in range(1, int(rate) * 5 + 1)]
    assert places[-1] == pytest.approx(5.0, abs=2 / rate)


def test_an_idle_allowance_is_not_saved_up():
    pacer = Pacer(10.0)
    pacer.reserve(1, 0.0)
    assert [pacer.reserve(chat, 50.0) for chat in (2, 3)] == [50.0, 50.1]


def test_a_chat_that_had_three_rests_and_others_do_not():
    pacer = Pacer(1000.0)
    for _ in range(3):
        pacer.reserve(1, 0.0)
    assert pacer.rest(1, 0.5) == pytest.approx(2.6)
    assert pacer.rest(2, 0.5) == 0
    assert pacer.resting(0.5) == {1: pytest.approx(2.6)}
    assert pacer.rest(1, 3.2) == 0


def test_a_group_gets_twenty_a_minute():
    pacer = Pacer(1000.0)
    now = 0.0
    for _ in range(20):
        now += pacer.rest(-1, now)
        pacer.reserve(-1, now)
    assert now + pacer.rest(-1, now) == pytest.approx(60.1)


def test_chats_that_are_long_quiet_are_forgotten():
    pacer = Pacer(1000.0)
    for chat in range(1, 1001):
        pacer.reserve(chat, 0.0)
    assert pacer.resting(100.0) == {}
    assert not pacer._chats


def test_a_long_broadcast_leaves_nothing_behind():
    pacer = Pacer(1000.0)
    for number in range(1, 20_001):
        pacer.reserve(number if number % 10 else -number, number / 1000)
        if number % 500 == 0:
            assert pacer.resting(number / 1000) == {}
    assert len(pacer._chats) < 3_100 * 0.9 + 20_000 * 0.1 + 1
    assert pacer.resting(100.0) == {}
    assert not pacer._chats
    assert not pacer._ends


def test_a_flooded_chat_rests_alone():
    pacer = Pacer(30.0)
    pacer.flooded(-1, 7.0, everyone=False)
    assert pacer.rest(-1, 0.0) == 7.0
    assert pacer.paused(0.0) == 0
    pacer.resting(100.0)
    assert not pacer._chats


def test_a_flooded_bot_rests_everywhere():
    pacer = Pacer(30.0)
    pacer.flooded(1, 7.0, everyone=True)
    assert pacer.paused(0.0) == 7.0
    assert pacer.reserve(2, 0.0) == 7.0


def test_three_flooded_chats_in_a_row_speak_for_telegram():
    pacer = Pacer(30.0)
    pacer.flooded(-1, 7.0, everyone=False)
    pacer.flooded(-2, 7.0, everyone=False)
    pacer.accepted()
    pacer.flooded(-3, 7.0, everyone=False)
    pacer.flooded(-4, 7.0, everyone=False)
    assert pacer.paused(0.0) == 0
    pacer.flooded(-5, 9.0, everyone=False)
    assert pacer.paused(0.0) == 9.0


def test_a_later_deadline_is_never_shortened():
    pacer = Pacer(30.0)
    pacer.pause(9.0)
    pacer.pause(3.0)
    assert pacer.paused(0.0) == 9.0


def test_trouble_pauses_longer_each_time_until_telegram_is_well():
    pacer, now, pauses = Pacer(30.0), 0.0, []
    for _ in range(12):
        pacer.trouble(now)
        pacer.trouble(now)
        pauses.append(pacer.paused(now))
        now += pacer.paused(now)
    assert pauses[:4] == pytest.approx([0.1, 0.2, 0.4, 0.8])
    assert pauses[-1] == pytest.approx(LONGEST_PAUSE_SECONDS)
    pacer.accepted()
    pacer.trouble(now)
    assert pacer.paused(now) == pytest.approx(0.1)
