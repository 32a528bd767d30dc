"""The digest is made of events, each once, at its latest state, with what has changed since the last one."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from stories.test_roundups import take_back

from bot.digests import fell_silent
from bot.domain.claims import Status
from bot.domain.digests import Rhythm
from bot.domain.subscriptions import Cadence

ANNA, OMAR = 7, 8
NOON = datetime(2017, 7, 8, 12, tzinfo=UTC)


async def digest(newsroom, chat=ANNA):
    await newsroom.digests.on_demand(newsroom.asker(chat))
    await newsroom.deliver()
    return newsroom.chats[chat][-1].text


async def daily(newsroom, clock, day):
    """What comes by itself at 18:00 of a day."""
    clock.now = datetime(2017, 7, day, 18, 0, 5, tzinfo=UTC)
    before = len(newsroom.chats[ANNA])
    await newsroom.digests.send_due()
    await newsroom.deliver()
    return newsroom.said(ANNA)[before:]


async def subscribed(newsroom, **options):
    await newsroom.reader(ANNA, "Nineveh", **options)
    await newsroom.chat_settings.settings(newsroom.asker(ANNA), "18:00")
    await newsroom.deliver()


async def test_each_event_is_one_line_with_what_has_changed_since_the_last_digest(newsroom, clock):
    await subscribed(newsroom)
    await newsroom.tell(newsroom.capture("Sinjar", status="reported"))
    await newsroom.tell(newsroom.capture("Sinjar", status="reported"), source="Outlet 2")
    (first,) = await daily(newsroom, clock, 8)
    assert first.count("Sinjar reported captured") == 1
    assert "Sinjar reported captured\n  8 Jul 12:01 · new" in first
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Outlet 3")
    await newsroom.tell(newsroom.capture("Tall Afar"))
    (second,) = await daily(newsroom, clock, 9)
    assert "Sinjar declared captured" in second
    assert "was reported" in second
    assert "Tall Afar declared captured" in second
    await newsroom.tell(newsroom.capture("Tall Afar"), source="Outlet 4")
    assert await daily(newsroom, clock, 10) == []


async def test_what_is_grave_comes_first_and_parts_are_counted(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Tall Afar", severity=2))
    await newsroom.tell(newsroom.capture("Mosul", severity=4))
    await newsroom.tell(newsroom.capture("Old Mosul"))
    said = await digest(newsroom)
    assert said.index("Mosul declared captured") < said.index("Tall Afar declared captured")
    assert "new · with a smaller one" in said
    assert "Old Mosul declared" not in said


async def test_what_was_denied_or_taken_back_stands_by_itself(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Sinjar", status="reported"))
    await newsroom.tell(newsroom.capture("Tall Afar", status="reported"))
    denial = newsroom.capture("Sinjar", Status.DENIED, denied_by="Islamic State", attribution="Islamic State")
    await newsroom.tell(denial, source="Outlet 2")
    await take_back(newsroom, 2)
    said = await digest(newsroom)
    taken_back = said[said.index("Denied or taken back") :]
    assert "Tall Afar reported captured retracted" in taken_back
    assert "Capture of Sinjar disputed (a party denies it)" in taken_back


async def test_a_digest_tells_those_who_wanted_no_alert(newsroom, clock):
    await subscribed(newsroom, cadence=Cadence.DIGEST)
    newsroom.chats[ANNA].clear()
    await newsroom.tell(newsroom.capture("Sinjar"))
    assert newsroom.chats[ANNA] == []
    (said,) = await daily(newsroom, clock, 8)
    assert "Sinjar declared captured" in said


async def test_what_came_too_late_to_ring_is_in_the_digest(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(
        newsroom.capture("Sinjar"), attended=False, published_at=clock.now - timedelta(days=3)
    )
    assert newsroom.chats[ANNA] == []
    assert "Sinjar declared captured" in await digest(newsroom)


async def test_chats_with_the_same_news_share_one_message(newsroom, clock):
    for chat in (ANNA, OMAR):
        await newsroom.reader(chat, "Nineveh", cadence=Cadence.DIGEST)
        await newsroom.chat_settings.settings(newsroom.asker(chat), "18:00")
    await newsroom.tell(newsroom.capture("Sinjar"))
    await daily(newsroom, clock, 8)
    assert newsroom.said(ANNA)[-1] == newsroom.said(OMAR)[-1]
    async with newsroom.storage.engines.snapshot() as connection:
        used = await connection.scalar(
            text("SELECT count(DISTINCT message_id) FROM outbox WHERE kind = 'digest'")
        )
    assert used == 1


async def test_a_source_that_fell_silent_is_named_where_it_was_heard(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Kirkuk")
    for place in ("Sinjar", "Tall Afar", "Bartella"):
        await newsroom.tell(newsroom.capture(place), source="South Front")
        clock.pass_(timedelta(hours=3))
    clock.pass_(timedelta(days=2))
    for place in ("Badush", "Kirkuk"):
        await newsroom.tell(newsroom.capture(place), source="Desk")
    assert "Silent sources: South Front, last heard 8 Jul 18:01" in await digest(newsroom)
    assert "Silent" not in await digest(newsroom, OMAR)


@pytest.mark.parametrize(
    ("reports", "hours", "silent_for", "expected"),
    [(3, 4, 25, True), (3, 4, 23, False), (2, 4, 100, False), (3, 48, 70, False), (3, 48, 73, True)],
)
def test_silence_is_measured_by_the_sources_own_rhythm(reports, hours, silent_for, expected):
    last = NOON - timedelta(hours=silent_for)
    rhythm = Rhythm("South Front", reports, last - timedelta(hours=hours), last)
    assert (fell_silent([rhythm], NOON) == [rhythm]) is expected
