"""Who says too much at once is asked to slow down, once."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from bot.updates.floods import FLOOD_UPDATES, Floods, Verdict

START = datetime(2026, 11, 23, tzinfo=UTC)


def said(seconds):
    return SimpleNamespace(message=SimpleNamespace(date=START + timedelta(seconds=seconds)))


def test_twenty_at_once_are_handled_the_next_is_answered_and_then_there_is_silence():
    floods = Floods()
    verdicts = [floods.judge(1, said(0.1)) for _ in range(FLOOD_UPDATES + 5)]
    assert verdicts == [Verdict.HANDLE] * FLOOD_UPDATES + [Verdict.CALM] + [Verdict.SILENCE] * 4


def test_it_calms_down_and_another_chat_is_not_concerned():
    floods = Floods()
    for _ in range(FLOOD_UPDATES + 5):
        floods.judge(1, said(0))
    assert floods.judge(2, said(0)) is Verdict.HANDLE
    assert floods.judge(1, said(11)) is Verdict.HANDLE


def test_a_backlog_that_was_said_slowly_is_no_flood():
    floods = Floods()
    assert {floods.judge(1, said(n)) for n in range(200)} == {Verdict.HANDLE}


def test_a_clock_that_stands_still_silences_nobody():
    now = [0.0]
    floods = Floods(lambda: now[0])
    for _ in range(200):
        now[0] += 1.0
        assert floods.judge(1, said(0)) is Verdict.HANDLE
