"""A story that a chat has muted is not heard of, until what it was muted for; what takes it back always arrives."""

from datetime import timedelta

import pytest
from newsroom import HOUR

from bot.domain.developments import Change, Development
from bot.domain.errors import UserError
from bot.matching import audience
from bot.services.books import recompose

ANNA, OMAR = 7, 8
STRIKE = {"kind": "explosion_remote_violence", "place": "Kirkuk"}


async def told(newsroom):
    """Anna and Omar follow Kirkuk and have heard of a strike there."""
    await newsroom.reader(ANNA, "Kirkuk")
    await newsroom.reader(OMAR, "Kirkuk")
    done = await newsroom.tell(newsroom.claim(**STRIKE, status="reported", killed=3))
    return str(done.developments[0].event.id)


async def mute(newsroom, key, how):
    await newsroom.mutes.mute(newsroom.asker(ANNA), f"{key}:{how}")
    await newsroom.deliver()


async def rises(newsroom, toll=9):
    """The toll rises: a quiet update for whoever has not muted the story."""
    done = await newsroom.tell(
        newsroom.claim(**STRIKE, status="reported", killed=toll), source=f"Outlet {toll}"
    )
    assert [d.change for d in done.developments] == [Change.TOLL_UP]


async def is_declared(newsroom):
    claim = newsroom.claim(**STRIKE, attribution="the Iraqi military", attribution_actor="iq-army")
    done = await newsroom.tell(claim, source="Outlet 2")
    assert [d.change for d in done.developments] == [Change.FIRMER]


async def taken_back(newsroom, key):
    async with newsroom.storage.transaction() as tx:
        (event,) = await tx.events.find([int(key)])
        await tx.events.take_back([entry.claim_id for entry in event.ledger])
        event = await recompose(tx, int(key), newsroom.world)
        gone = Development(Change.RETRACTED, "an editor takes it back", event, event.latest.claim)
        await newsroom.ingestion.alerts.tell(tx, gone, audience(event, newsroom.world))
    await newsroom.deliver()


async def test_for_an_hour_nothing_is_said_and_the_alert_still_changes(newsroom, clock):
    key = await told(newsroom)
    await mute(newsroom, key, "hour")
    await rises(newsroom)
    alert, confirmation = newsroom.chats[ANNA]
    assert "is muted until 8 Jul 13:00" in confirmation.text
    assert "Killed: 9 (3: Outlet; 9: Outlet 9)" in alert.text
    assert len(newsroom.chats[OMAR]) == 2
    clock.pass_(HOUR + timedelta(minutes=1))
    await rises(newsroom, 20)
    update = newsroom.chats[ANNA][-1]
    assert "Toll rises" in update.text
    assert "the time is over" in update.text
    assert update.silent
    assert "again" not in newsroom.said(OMAR)[-1]


async def test_until_its_status_changes_and_then_it_rings_and_says_why(newsroom):
    key = await told(newsroom)
    await mute(newsroom, key, "status")
    await rises(newsroom)
    assert len(newsroom.chats[ANNA]) == 2
    newsroom.clock.pass_(HOUR)
    await is_declared(newsroom)
    update = newsroom.chats[ANNA][-1]
    assert "Now declared" in update.text
    assert "It rings again because its status has changed" in update.text
    assert (update.silent, update.reply_to) == (False, newsroom.chats[ANNA][0].id)
    assert newsroom.chats[OMAR][-1].silent
    await rises(newsroom, 30)
    assert "Toll rises" in newsroom.said(ANNA)[-1]
    assert "again" not in newsroom.said(ANNA)[-1]


async def test_until_it_is_over(newsroom):
    key = await told(newsroom)
    await mute(newsroom, key, "over")
    await rises(newsroom)
    await is_declared(newsroom)
    assert len(newsroom.chats[ANNA]) == 2
    assert len(newsroom.chats[OMAR]) == 3


@pytest.mark.parametrize(("how", "silent"), [("hour", True), ("status", False), ("over", False)])
async def test_what_takes_it_back_reaches_whoever_has_muted_it(newsroom, how, silent):
    key = await told(newsroom)
    await mute(newsroom, key, how)
    await taken_back(newsroom, key)
    alert, _, gone = newsroom.chats[ANNA]
    assert gone.text.startswith("Retracted")
    assert (gone.silent, gone.reply_to) == (silent, alert.id)
    assert "RETRACTED" in alert.text
    assert not newsroom.chats[OMAR][-1].silent


async def test_a_mute_is_undone_for_five_minutes_and_ended_at_any_time(newsroom, clock):
    key = await told(newsroom)
    await mute(newsroom, key, "over")
    clock.pass_(timedelta(minutes=4))
    await newsroom.mutes.undo(newsroom.asker(ANNA), key)
    await rises(newsroom)
    assert "Toll rises" in newsroom.said(ANNA)[-1]
    await mute(newsroom, key, "over")
    clock.pass_(timedelta(minutes=6))
    with pytest.raises(UserError, match="five minutes"):
        await newsroom.mutes.undo(newsroom.asker(ANNA), key)
    await newsroom.mutes.show(newsroom.asker(ANNA))
    await newsroom.deliver()
    listing = newsroom.chats[ANNA][-1]
    assert "until it is over" in listing.text
    assert listing.buttons == [f"unmute:{key}"]
    await newsroom.mutes.end(newsroom.asker(ANNA), key)
    await newsroom.mutes.show(newsroom.asker(ANNA))
    await newsroom.deliver()
    assert "Nothing is muted" in newsroom.said(ANNA)[-1]


async def test_tomorrow_morning_is_the_chats_own(newsroom, clock):
    await newsroom.reader(ANNA, "Kirkuk", zone="Asia/Baghdad")
    done = await newsroom.tell(newsroom.claim(**STRIKE))
    await mute(newsroom, str(done.developments[0].event.id), "morning")
    assert "until 9 Jul 07:00" in newsroom.said(ANNA)[-1]
    clock.now = clock.now.replace(hour=23)  # 2 at night in Baghdad, the next day
    await mute(newsroom, str(done.developments[0].event.id), "morning")
    assert "until 9 Jul 07:00" in newsroom.said(ANNA)[-1]


async def test_mute_as_an_answer_to_an_alert_and_by_choice(newsroom):
    await told(newsroom)
    alert = newsroom.chats[ANNA][0]
    await newsroom.mutes.command(newsroom.asker(ANNA, reply_to=alert.id))
    await newsroom.mutes.command(newsroom.asker(ANNA))
    await newsroom.deliver()
    question, choice = newsroom.chats[ANNA][1:]
    assert question.text.startswith("Mute “")
    assert choice.buttons == ["mute:1"]
