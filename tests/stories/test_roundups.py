"""Several events of one report are one message in each chat; later changes find it."""

from datetime import timedelta

from bot.domain.developments import Change, Development
from bot.matching import audience
from bot.services.books import recompose

ANNA, OMAR, OLENA = 7, 8, 9
VILLAGES = ("Tall Afar", "Sinjar", "Bartella")


async def told(newsroom, *places, **more):
    """One report tells of the capture of several places."""
    return await newsroom.tell(*(newsroom.capture(place, **more) for place in places or VILLAGES))


async def works(newsroom):
    await newsroom.roundups.work()
    await newsroom.deliver()


async def take_back(newsroom, event_id):
    async with newsroom.storage.transaction() as tx:
        (event,) = await tx.events.find([event_id])
        await tx.events.take_back([entry.claim_id for entry in event.ledger])
        event = await recompose(tx, event_id, newsroom.world)
        gone = Development(Change.RETRACTED, "an editor takes it back", event, event.latest.claim)
        await tx.events.developed(gone, claim_id=None)
        await newsroom.ingestion.alerts.tell(tx, gone, audience(event, newsroom.world))
    await newsroom.deliver()


async def test_a_report_is_one_message_and_each_chat_sees_its_own_part(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Tall Afar", "Sinjar")
    await newsroom.reader(OLENA, "Sinjar")
    done = await told(newsroom)
    assert done.promised == 3
    (anna,), (omar,), (olena,) = (newsroom.chats[chat] for chat in (ANNA, OMAR, OLENA))
    assert anna.first_line == "Tall Afar declared captured"
    assert "2. Sinjar declared captured" in anna.text
    assert "3. Bartella declared captured" in anna.text
    assert "Sinjar" in omar.text
    assert "Bartella" not in omar.text
    assert olena.first_line == "Sinjar declared captured"
    assert "same report" not in olena.text
    assert not any(message.silent for message in (anna, omar, olena))


async def test_the_gravest_comes_first_and_each_can_be_opened(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(
        newsroom.capture("Tall Afar", severity=2),
        newsroom.claim("explosion_remote_violence", "Mosul", killed=40, severity=4),
    )
    (message,) = newsroom.chats[ANNA]
    assert message.first_line.startswith("40")
    (opened,) = [data for data in message.buttons if data.startswith("event:")]
    await newsroom.stories.card(newsroom.asker(ANNA), opened.removeprefix("event:"))
    await newsroom.deliver()
    assert newsroom.chats[ANNA][-1].first_line == "Tall Afar declared captured"


async def test_an_update_answers_the_message_that_the_event_shares(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    await told(newsroom, status="reported")
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Outlet 2")
    shared, update = newsroom.chats[ANNA]
    assert "Now declared: Sinjar declared captured" in update.text
    assert update.reply_to == shared.id
    await works(newsroom)
    assert "2. Sinjar declared captured" in shared.text
    assert "3. Bartella reported captured" in shared.text
    assert shared.edits == 1


async def test_what_is_taken_back_is_struck_through_in_the_message_that_it_shares(newsroom):
    await newsroom.reader(ANNA, "Nineveh")
    done = await told(newsroom)
    await take_back(newsroom, done.developments[1].event.id)
    shared, gone = newsroom.chats[ANNA]
    assert (gone.reply_to, gone.silent) == (shared.id, False)
    await works(newsroom)
    assert "2. Sinjar declared captured RETRACTED" in shared.text
    assert "3. Bartella declared captured ·" in shared.text
    assert len(newsroom.chats[ANNA]) == 2


async def test_an_event_of_a_report_is_known_to_its_chat(newsroom):
    """It is not alerted again, and who did not get the report's message gets his own."""
    await newsroom.reader(ANNA, "Nineveh")
    await told(newsroom, status="reported")
    await newsroom.reader(OMAR, "Sinjar")
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Outlet 2")
    assert len(newsroom.chats[ANNA]) == 2
    assert [message.first_line for message in newsroom.chats[OMAR]] == ["Sinjar declared captured"]


async def test_after_an_outage_what_has_waited_is_one_message(newsroom, clock):
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.reader(OMAR, "Sinjar")
    newsroom.asleep = True
    for place in ("Tall Afar", "Sinjar", "Bartella", "Qaraqosh", "Hamam al-Alil", "Tall Kayf"):
        await newsroom.tell(newsroom.capture(place))
    clock.pass_(timedelta(hours=1))
    await newsroom.roundups.catch_up()
    await newsroom.roundups.work()
    newsroom.asleep = False
    await newsroom.deliver()
    (message,) = newsroom.chats[ANNA]
    assert message.first_line == "6 events that I could not tell you of earlier"
    assert [m.first_line for m in newsroom.chats[OMAR]] == ["Sinjar declared captured"]


async def test_an_update_and_news_of_one_report_do_not_wait_for_each_other(newsroom):
    """The update answers another message than the one that carries the news."""
    await newsroom.reader(ANNA, "Nineveh")
    for _ in range(3):  # answers have causes too, with the numbers of their updates
        await newsroom.volumes.choose(newsroom.asker(ANNA), "grave:1")
    await newsroom.deliver()
    newsroom.chats[ANNA].clear()
    await newsroom.tell(newsroom.capture("Bartella", status="reported"))
    by_officials = {"attribution": "the Iraqi military"}
    await newsroom.tell(*(newsroom.capture(place, **by_officials) for place in VILLAGES), source="Outlet 2")
    alert, *new = newsroom.chats[ANNA]
    assert alert.first_line == "Bartella declared captured"
    assert [(message.kind, message.reply_to) for message in new] == [("update", alert.id), ("roundup", None)]
