"""Editors: every change is an entry in the ledger, reaches the messages already sent, and can be undone."""

import pytest
from sqlalchemy import select

from bot.domain.errors import NotAllowedError, UserError
from storage.schema import audit

ADMIN, ANNA, OMAR = 1, 7, 8


async def desk(newsroom, text, who=ADMIN):
    await newsroom.editing.desk(newsroom.asker(who), text)
    await newsroom.deliver()
    await newsroom.roundups.work()
    await newsroom.deliver()
    return newsroom.chats[ADMIN][-1]


async def told(newsroom, **more):
    """Anna follows Nineveh and has the alert of a capture."""
    await newsroom.reader(ADMIN)
    await newsroom.reader(ANNA, "Nineveh")
    await newsroom.tell(newsroom.capture("Sinjar", **more), source="Desk one")
    return newsroom.chats[ANNA][0]


async def undo(newsroom, number):
    return await desk(newsroom, f"undo {number}")


async def test_the_desk_lists_fresh_events_and_opens_one(newsroom):
    await told(newsroom)
    listing = await desk(newsroom, "")
    assert "1. Sinjar declared captured · Sinjar, Nineveh, Iraq · 8 Jul 12:00" in listing.text
    assert listing.buttons == ["desk:1"]
    opened = await desk(newsroom, "1")
    for part in (
        "territory_change · captured · declared · severity 3",
        "place: Sinjar → Sinjar, Nineveh, Iraq",
        "by: Iraqi Security Forces → iq-isf",
        "1. 8 Jul 2017 · Desk one · declared",
        "new – nothing like it is known",
    ):
        assert part in opened.text


async def test_a_retraction_rings_and_its_undo_brings_the_alert_back(newsroom):
    alert = await told(newsroom)
    await desk(newsroom, "1 retract; Desk one took it back")
    gone = newsroom.chats[ANNA][-1]
    assert "Retracted: Sinjar declared captured" in gone.text
    assert "Desk one took it back" in gone.text
    assert (gone.silent, gone.reply_to) == (False, alert.id)
    assert "RETRACTED" in alert.text
    with pytest.raises(UserError, match="no open event"):
        await desk(newsroom, "1 retract")
    await undo(newsroom, 1)
    assert "RETRACTED" not in alert.text
    assert alert.first_line == "Sinjar declared captured"
    assert "An editor took a change back." in newsroom.said(ANNA)[-1]
    assert newsroom.chats[ANNA][-1].silent


@pytest.mark.parametrize(
    ("typed", "headline", "shown"),
    [
        ("place Tall Afar", "Tal Afar declared captured", "📍 Tal Afar, Nineveh, Iraq"),
        ("status reported", "Sinjar reported captured", "Sinjar"),
        ("status disputed", "Capture of Sinjar disputed", "Disputed"),
        ("status confirmed", "Sinjar captured", "Sinjar"),
        ("type battle clashed", "Fighting", "Iraqi Security Forces against Islamic State"),
        (
            "by Kurdistan Workers' Party",
            "Sinjar declared captured",
            "Kurdistan Workers' Party against Islamic State",
        ),
        ("on Taliban", "Sinjar declared captured", "Iraqi Security Forces against Taliban"),
        ("killed 10-12", "", "Killed: 10–12"),
        ("injured 5+", "", "Injured: at least 5"),
    ],
)
async def test_a_correction_edits_the_alert_and_answers_it_and_can_be_undone(
    sqlite_newsroom, typed, headline, shown
):
    alert = await told(sqlite_newsroom)
    before = alert.text
    said = await desk(sqlite_newsroom, f"1 {typed}; checked twice")
    assert "Done (change 1)" in said.text
    assert headline in alert.first_line
    assert shown in alert.text
    update = sqlite_newsroom.chats[ANNA][-1]
    assert update.text.startswith("Corrected: ")
    assert "checked twice" in update.text
    assert (update.silent, update.reply_to) == (True, alert.id)
    await undo(sqlite_newsroom, 1)
    assert alert.text == before


async def test_what_is_corrected_reaches_whom_it_concerns_now(newsroom):
    await told(newsroom)
    await newsroom.reader(OMAR, "Kirkuk")
    await desk(newsroom, "1 place Kirkuk")
    assert newsroom.chats[OMAR][0].first_line == "Kirkuk declared captured"
    assert newsroom.chats[ANNA][0].first_line == "Kirkuk declared captured"


async def test_a_correction_speaks_for_what_was_read_before_it(newsroom):
    alert = await told(newsroom, killed=5)
    await desk(newsroom, "1 killed 3")
    assert "Killed: 3" in alert.text
    await newsroom.tell(newsroom.capture("Sinjar", killed=40), source="Desk two")
    assert "Killed: 40" in alert.text


async def test_a_chosen_status_stands_until_a_later_claim_changes_it(newsroom):
    alert = await told(newsroom, status="reported")
    await desk(newsroom, "1 status claimed")
    assert alert.first_line == "Sinjar claimed captured"
    await newsroom.tell(newsroom.capture("Sinjar", status="reported"), source="Desk two")
    assert alert.first_line == "Sinjar claimed captured"
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Desk three")
    assert alert.first_line == "Sinjar declared captured"


async def test_two_stories_become_one_and_two_again(newsroom):
    await told(newsroom)
    await newsroom.reader(OMAR, "Tall Afar")
    await newsroom.tell(newsroom.capture("Tall Afar", status="reported"), source="Desk two")
    sinjar, tall_afar = newsroom.chats[ANNA]
    (omar,) = newsroom.chats[OMAR]
    await desk(newsroom, "2 merge 1; the same town")
    assert "This is the same as: Sinjar declared captured" in tall_afar.text
    assert "2 independent sources: Desk one, Desk two" in sinjar.text
    assert omar.first_line == "Sinjar declared captured"
    assert newsroom.chats[OMAR][-1].reply_to == omar.id
    assert "Event 1" in (await desk(newsroom, "2")).text
    done = await newsroom.tell(newsroom.capture("Tall Afar", status="reported"), source="Desk three")
    assert [development.event.id for development in done.developments] == [1]
    await undo(newsroom, 1)
    assert tall_afar.first_line == "Tall Afar reported captured"
    assert "Desk two" not in sinjar.text


async def test_one_story_becomes_two_and_one_again(newsroom):
    alert = await told(newsroom)
    await newsroom.tell(newsroom.capture("Sinjar"), source="Desk two")
    await desk(newsroom, "1 split 2; another Sinjar")
    assert "Desk two" not in alert.text
    split = newsroom.chats[ANNA][-1]
    assert (split.first_line, split.silent) == ("Sinjar declared captured", True)
    assert "Desk two" in split.text
    await undo(newsroom, 1)
    assert "Desk two" in alert.text
    assert "This is the same as" in split.text or "Desk two" in split.text


async def test_a_claim_is_struck_out_and_stands_again(newsroom):
    alert = await told(newsroom, status="reported")
    await newsroom.tell(newsroom.capture("Sinjar", attribution="the Iraqi military"), source="Desk two")
    assert alert.first_line == "Sinjar declared captured"
    await desk(newsroom, "1 drop 2")
    assert alert.first_line == "Sinjar reported captured"
    with pytest.raises(UserError, match="Nothing would be left"):
        await desk(newsroom, "1 drop 1")
    await undo(newsroom, 1)
    assert alert.first_line == "Sinjar declared captured"
    with pytest.raises(UserError, match="undone already"):
        await undo(newsroom, 1)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("99", "do not know this story"),
        ("99 retract", "do not know this story"),
        ("1 destroy", "After the number of an event"),
        ("1 split", "numbers"),
        ("1 split 1", "Nothing would be left"),
        ("1 drop 7", "from 1 to 1"),
        ("1 merge 1", "one event already"),
        ("1 merge 99", "no open event 99"),
        ("1 type war", "A type is one of"),
        ("1 type battle won", "outcome word"),
        ("1 place Nowhereland", "no region or actor"),
        ("1 by Nobody at all", "no region or actor"),
        ("1 status certain", "A status is one of"),
        ("1 killed many", "A number of people"),
        ("1 killed 12-10", "must not be smaller"),
        ("undo x", "which change"),
        ("undo 99", "no such change"),
        ("abc", "do not know this story"),
    ],
)
async def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(sqlite_newsroom, typed, answer):
    alert = await told(sqlite_newsroom)
    before = alert.text
    with pytest.raises(UserError, match=answer):
        await desk(sqlite_newsroom, typed)
    assert alert.text == before
    assert len(sqlite_newsroom.chats[ANNA]) == 1


async def test_only_admins_edit_and_everything_is_written_down(newsroom):
    await told(newsroom)
    for attempt in ("", "1", "1 retract"):
        with pytest.raises(NotAllowedError):
            await desk(newsroom, attempt, who=ANNA)
    with pytest.raises(NotAllowedError):
        await newsroom.editing.press(newsroom.asker(ANNA), "1:retract")
    await newsroom.editing.press(newsroom.asker(ADMIN), "1:status reported")
    await undo(newsroom, 1)
    async with newsroom.storage.engines.snapshot() as connection:
        rows = await connection.execute(
            select(audit.c.user_id, audit.c.action, audit.c.subject).order_by(audit.c.id)
        )
    assert [tuple(row) for row in rows] == [(ADMIN, "status", "event 1"), (ADMIN, "undo", "event 1")]
