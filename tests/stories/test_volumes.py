"""How loud the bot is: rings in an hour, quiet hours, and that nothing is lost by either."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.volume import Ringing

ANNA, OMAR = 7, 8
PLACES = (
    "Tall Afar", "Sinjar", "Bartella", "Qaraqosh", "Hamam al-Alil", "Tall Kayf", "Rabia", "Badush", "Qayyarah", "Bashiqa",
    "Makhmur", "Hatra", "Wana", "Zummar", "Ayn Zalah",
)  # fmt: skip


async def quiet(newsroom, text, chat=ANNA):
    await newsroom.volumes.quiet(newsroom.asker(chat), text)
    await newsroom.deliver()


async def choose(newsroom, choice, chat=ANNA):
    await newsroom.volumes.choose(newsroom.asker(chat), choice)
    await newsroom.deliver()


async def works(newsroom):
    await newsroom.roundups.work()
    await newsroom.deliver()


async def burst(newsroom, n, **more):
    """One capture after the other, each in a report of its own, half a minute apart."""
    for place in PLACES[:n]:
        await newsroom.tell(newsroom.capture(place, **more))
        await works(newsroom)


async def test_beyond_the_rings_of_an_hour_one_silent_message_grows(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Nineveh")
    await choose(newsroom, "rings:3", OMAR)
    newsroom.chats[OMAR].clear()
    await burst(newsroom, 6)
    assert len(newsroom.chats[ANNA]) == len(newsroom.heard(ANNA)) == 6
    assert len(newsroom.heard(OMAR)) == 3
    *_, more = newsroom.chats[OMAR]
    assert len(newsroom.chats[OMAR]) == 4
    assert more.first_line == "3 more for Nineveh: /latest"
    assert more.edits == 2
    assert "Tall Kayf declared captured" in more.text


async def test_what_is_beyond_the_budget_still_changes_and_is_taken_back(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await choose(newsroom, "rings:1")
    newsroom.chats[ANNA].clear()
    await burst(newsroom, 3, status="reported")
    _, more = newsroom.chats[ANNA]
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Outlet 2")
    await works(newsroom)
    assert "Sinjar declared captured" in more.text
    assert newsroom.chats[ANNA][-1].reply_to == more.id


async def test_after_an_hour_it_rings_again_and_a_new_message_begins(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await choose(newsroom, "rings:1")
    newsroom.chats[ANNA].clear()
    await burst(newsroom, 2)
    clock.pass_(timedelta(hours=1, minutes=1))
    for place in PLACES[4:7]:
        await newsroom.tell(newsroom.capture(place))
        await works(newsroom)
    rings = [(message.silent, message.first_line.split(" ")[0]) for message in newsroom.chats[ANNA]]
    assert rings == [(False, "Tall"), (True, "One"), (False, "Hamam"), (True, "2")]


async def test_what_is_grave_is_a_message_of_its_own_beyond_the_budget(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await choose(newsroom, "rings:1")
    newsroom.chats[ANNA].clear()
    await newsroom.tell(newsroom.capture("Tall Afar"))
    await newsroom.tell(newsroom.claim("explosion_remote_violence", "Mosul", killed=40, severity=4))
    assert [(m.silent, m.first_line[:2]) for m in newsroom.chats[ANNA]] == [(False, "Ta"), (True, "40")]
    await choose(newsroom, "grave:1")
    await newsroom.tell(newsroom.claim("explosion_remote_violence", "Sinjar", killed=50, severity=4))
    assert (newsroom.chats[ANNA][-1].silent, newsroom.chats[ANNA][-1].first_line[:2]) == (False, "50")


async def test_quiet_hours_hold_what_would_ring_and_release_it_as_it_is_by_then(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh", zone="Asia/Baghdad")
    await quiet(newsroom, "22:00-07:00")
    assert "Quiet hours: 22:00–07:00 every day (Asia/Baghdad)" in newsroom.said(ANNA)[-1]
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 20, tzinfo=UTC)  # 23:00 in Baghdad
    await burst(newsroom, 3, status="reported")
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Outlet 2")
    await works(newsroom)
    assert newsroom.chats[ANNA] == []
    clock.now = datetime(2017, 7, 9, 4, 0, 1, tzinfo=UTC)
    await works(newsroom)
    (summary,) = newsroom.chats[ANNA]
    assert summary.first_line == "3 events in your quiet hours, as they are now"
    assert "Sinjar declared captured" in summary.text
    assert not summary.silent
    await newsroom.tell(newsroom.capture("Bartella", attribution="the Iraqi military"), source="Outlet 2")
    await works(newsroom)
    assert newsroom.chats[ANNA][1].reply_to == summary.id
    assert "Bartella declared captured" in summary.text
    await newsroom.tell(newsroom.capture("Rabia"))
    assert not newsroom.chats[ANNA][-1].silent


async def test_one_event_of_a_quiet_night_is_its_own_alert(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await quiet(newsroom, "22:00-07:00")
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 23, tzinfo=UTC)
    await burst(newsroom, 1)
    clock.now = datetime(2017, 7, 9, 7, 0, 1, tzinfo=UTC)
    await works(newsroom)
    assert [(m.silent, m.first_line) for m in newsroom.chats[ANNA]] == [
        (False, "Tall Afar declared captured")
    ]


async def test_what_is_taken_back_in_the_night_is_never_told(newsroom, clock):
    from stories.test_roundups import take_back  # noqa: PLC0415

    await newsroom.reader(ANNA, "Nineveh")
    await quiet(newsroom, "22:00-07:00")
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 23, tzinfo=UTC)
    await burst(newsroom, 1)
    await take_back(newsroom, 1)
    clock.now = datetime(2017, 7, 9, 7, 0, 1, tzinfo=UTC)
    await works(newsroom)
    assert newsroom.chats[ANNA] == []


async def test_what_takes_back_an_alert_of_the_evening_arrives_silently_in_the_night(newsroom, clock):
    from stories.test_roundups import take_back  # noqa: PLC0415

    await newsroom.reader(ANNA, "Nineveh")
    await burst(newsroom, 1)
    await quiet(newsroom, "22:00-07:00")
    clock.now = datetime(2017, 7, 8, 23, tzinfo=UTC)
    await take_back(newsroom, 1)
    assert newsroom.chats[ANNA][-1].text.startswith("Retracted")
    assert newsroom.chats[ANNA][-1].silent


@pytest.mark.parametrize("allowed", [True, False])
async def test_what_is_grave_breaks_through_where_the_chat_allows_it(newsroom, clock, allowed):
    await newsroom.reader(ANNA, "Nineveh")
    await quiet(newsroom, "22:00-07:00")
    await choose(newsroom, f"grave:{int(allowed)}")
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 23, tzinfo=UTC)
    await newsroom.tell(newsroom.claim("explosion_remote_violence", "Mosul", killed=40, severity=4))
    assert [message.silent for message in newsroom.chats[ANNA]] == ([False] if allowed else [])


async def test_what_comes_into_quiet_hours_on_its_way_does_not_ring(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await quiet(newsroom, "22:00-07:00")
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 21, 59, tzinfo=UTC)
    newsroom.asleep = True
    await burst(newsroom, 1)
    clock.now = datetime(2017, 7, 8, 22, 1, tzinfo=UTC)
    newsroom.asleep = False
    await newsroom.deliver()
    assert [message.silent for message in newsroom.chats[ANNA]] == [True]


async def test_a_story_rings_once_in_ten_minutes(newsroom, clock):
    await newsroom.reader(ANNA, "Kirkuk")
    await choose(newsroom, f"ring:{int(Ringing.TOLL_UP)}")
    newsroom.chats[ANNA].clear()
    for toll, minutes in ((3, 0), (10, 1), (30, 15), (90, 1)):
        clock.pass_(timedelta(minutes=minutes))
        strike = newsroom.claim("explosion_remote_violence", "Kirkuk", status="reported", killed=toll)
        await newsroom.tell(strike, source=f"Outlet {toll}")
    assert [message.silent for message in newsroom.chats[ANNA]] == [False, True, False, True]


async def test_another_time_zone_moves_the_quiet_hours(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await quiet(newsroom, "22:00-07:00")
    await newsroom.chat_settings.timezone(newsroom.asker(ANNA), "Asia/Tokyo")
    await newsroom.deliver()
    newsroom.chats[ANNA].clear()
    clock.now = datetime(2017, 7, 8, 14, tzinfo=UTC)  # 23:00 in Tokyo
    await burst(newsroom, 1)
    assert newsroom.chats[ANNA] == []
