"""Digests come by themselves, once for each chat and local date, and say what changed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.text import parse_text

CAPTURE = "Iraqi security forces captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."
HEADLINE = "Old Mosul declared captured"


class Clock:
    now = datetime(2017, 7, 8, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def town(settings, sandbox, world, clock):
    from town import town_on  # noqa: PLC0415 -- imports the whole product

    async with town_on(settings, sandbox, world, clock) as opened:
        yield opened


async def ingest(town, clock, text=CAPTURE):
    clock.now += timedelta(minutes=1)
    await town.app.ingestion.ingest(parse_text(text, now=clock.now, source="Desk"))


async def test_the_digest_comes_at_the_chats_own_hour_once(town, clock):
    anna = town.person("Anna")
    await anna.asks("/timezone Baghdad", "12:00")
    await anna.asks("/subscribe Iraq", "Iraq")
    await ingest(town, clock)
    await anna.hears(HEADLINE)
    due = town.app.work.digests.send_due
    clock.now = datetime(2017, 7, 8, 14, 59, tzinfo=UTC)
    assert await due() == 0
    clock.now = datetime(2017, 7, 8, 15, 0, tzinfo=UTC)
    assert await due() == 1
    digest = await anna.hears("Digest of 8 July 2017")
    assert HEADLINE in digest.content["text"]
    assert await due() == 0
    clock.now += timedelta(days=1)
    assert await due() == 1
    await anna.asks("/about", "GeoNames")
    assert sum("Digest of" in text for text in anna.log) == 1


async def test_after_an_outage_there_is_one_digest_with_everything(town, clock):
    anna = town.person("Anna")
    await anna.asks("/subscribe Iraq", "Iraq")
    await ingest(town, clock)
    await anna.hears(HEADLINE)
    clock.now += timedelta(days=3, hours=12)
    assert await town.app.work.digests.send_due() == 1
    digest = await anna.hears("Digest of")
    assert HEADLINE in digest.content["text"]
    assert await town.app.work.digests.send_due() == 0


async def test_a_day_without_news_is_silent_unless_the_chat_wants_to_know(town, clock):
    anna, omar = town.person("Anna"), town.person("Omar")
    for person in (anna, omar):
        await person.asks("/subscribe Iraq", "Iraq")
    settings = await omar.asks("/settings", "I stay silent")
    await omar.presses(settings, "Say so on days without news")
    clock.now += timedelta(hours=12)
    assert await town.app.work.digests.send_due() == 2
    await omar.hears("Nothing new")
    await anna.asks("/about", "GeoNames")
    assert not any("Digest of" in text for text in anna.log)


async def test_a_stopped_chat_has_no_digest_and_a_new_hour_does_not_double_it(town, clock):
    anna = town.person("Anna")
    await anna.asks("/subscribe Iraq", "Iraq")
    await ingest(town, clock)
    await anna.hears(HEADLINE)
    clock.now = datetime(2017, 7, 8, 18, 0, tzinfo=UTC)
    assert await town.app.work.digests.send_due() == 1
    await anna.hears("Digest of")
    await anna.asks("/settings 23:00", "23:00")
    clock.now = datetime(2017, 7, 8, 23, 30, tzinfo=UTC)
    assert await town.app.work.digests.send_due() == 0
    await anna.asks("/stop", "silent")
    clock.now += timedelta(days=2)
    assert await town.app.work.digests.send_due() == 0
