"""What a follower gets of one happening: a live message, its buttons, quiet updates, and what takes it back."""

import asyncio

from bot.sandbox.faults import Fault

HEADLINE = "Old Mosul declared captured"
RUMOUR = (
    "Source: Desk one\nDate: 7 July 2017\n\nReports started appearing in social media that ISF have fully "
    "liberated Old Mosul from ISIS. No official announcement has appeared so far."
)
CAPTURE = (
    "Source: Desk two\nDate: 8 July 2017\n\nOn Saturday, Iraqi security forces (ISF) liberated Old Mosul, the last ISIS "
    "stronghold in the city of Mosul, the Iraqi military has declared."
)


async def becomes(reader, position, part):
    """Wait until a message of the bot reads so."""
    async with asyncio.timeout(10):
        while part not in reader.log[position]:
            await asyncio.sleep(0.05)
    return reader.log[position]


async def alerted(town, report=CAPTURE, headline=HEADLINE):
    """Anna follows Nineveh, and gets an alert."""
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/subscribe Nineveh", "Nineveh, Iraq")
    await admin.asks(f"/ingest {report}", headline)
    return anna, admin, await anna.hears(headline)


async def retract(town, event_id, note=""):
    """Take an event back as an editor does."""
    admin = town.person("Admin")
    await admin.asks(f"/desk {event_id} retract; {note}", "Done")


async def test_an_alert_tells_who_where_when_and_who_says_so_with_its_buttons(town):
    _, _, alert = await alerted(town)
    assert alert.content["text"].splitlines() == [
        HEADLINE,
        "Iraqi Security Forces against Islamic State",
        "📍 Old Mosul, Mosul, Nineveh, Iraq",
        "🗓 8 July 2017",
        "declared by the Iraqi military 8 Jul",
        "One source: Desk two",
    ]
    labels = [button["text"] for row in alert.reply_markup["inline_keyboard"] for button in row]
    assert labels == ["Sources", "Why?", "Map", "Mute this story", "Follow…"]


async def test_sources_map_and_what_to_follow_hang_below_the_alert(town):
    anna, _, alert = await alerted(town)
    await anna.presses(alert, "Sources")
    sources = await anna.hears("Who says so")
    assert "declared by the Iraqi military" in sources.content["text"]
    assert "liberated Old Mosul, the last ISIS stronghold" in sources.content["text"]
    assert sources.reply_to == alert.id
    await anna.presses(alert, "Map")
    venue = await anna.it.next(seconds=15)
    assert venue.content["venue"]["title"] == "Old Mosul"
    assert venue.reply_to == alert.id
    await anna.presses(alert, "Follow…")
    offer = await anna.hears("What do you want to follow?")
    await anna.presses(offer, "Islamic State")
    await anna.asks("/subscriptions", "Islamic State")


async def test_why_names_the_path_the_claim_and_the_reason_and_mends_it_with_one_press(town):
    anna, _, alert = await alerted(town)
    await anna.presses(alert, "Why?")
    why = await anna.hears("Why you got this")
    for part in (
        "You follow Nineveh, Iraq: Old Mosul → Mosul → Nineveh",
        "First told by Desk two (declared, the Iraqi military)",
        "new, because nothing like it is known",
    ):
        assert part in why.content["text"]
    await anna.presses(why, "Only Mosul")
    await anna.hears("You follow Mosul now, instead of Nineveh, Iraq")
    await anna.asks("/subscriptions", "Mosul, Nineveh, Iraq")


async def test_a_promotion_edits_the_alert_and_answers_it_quietly(town):
    anna, admin, first = await alerted(town, RUMOUR, "Old Mosul reported captured")
    await admin.asks(f"/ingest {CAPTURE}", "firmer")
    reply = await anna.hears("Now declared")
    assert (reply.reply_to, reply.silent) == (first.id, True)
    text = await becomes(anna, 1, HEADLINE)
    assert " 7 Jul · declared by the Iraqi military 8 Jul" in text
    assert "2 independent sources: Desk one, Desk two" in text


async def test_a_retraction_rings_and_strikes_the_alert_through(town):
    anna, _, alert = await alerted(town)
    await retract(town, 1, "The desk took it back.")
    reply = await anna.hears("Retracted")
    assert (reply.reply_to, reply.silent) == (alert.id, False)
    assert "The desk took it back." in reply.content["text"]
    text = await becomes(anna, 1, "RETRACTED")
    assert text.splitlines()[0] == HEADLINE


async def test_a_story_is_muted_by_its_button_and_heard_again_by_undo(town):
    anna, _, alert = await alerted(town)
    await anna.presses(alert, "Mute this story")
    question = await anna.hears(f"Mute “{HEADLINE}”?")
    assert question.reply_to == alert.id
    await anna.presses(question, "Until it is over")
    await becomes(anna, 2, "is muted until it is over")
    await anna.asks("/mutes", HEADLINE)
    await anna.presses(question, "Undo")
    await becomes(anna, 2, "not muted any more")
    await anna.asks("/mutes", "Nothing is muted")


async def test_mute_answers_an_alert(town):
    anna, _, alert = await alerted(town)
    anna.says("/mute", reply_to=alert)
    await anna.hears(f"Mute “{HEADLINE}”?")


async def test_an_alert_that_its_reader_has_deleted_does_not_come_back(town):
    anna, admin, first = await alerted(town, RUMOUR, "Old Mosul reported captured")
    anna.it.delete(first)
    await admin.asks(f"/ingest {CAPTURE}", "firmer")
    update = await anna.hears("Now declared")
    assert update.reply_to is None
    await retract(town, 1)
    await anna.hears("Retracted")
    await anna.asks("/subscriptions", "Nineveh")
    assert sum("📍" in text for text in anna.log) == 1


async def test_an_alert_that_cannot_be_edited_is_sent_anew(town):
    anna, admin, first = await alerted(town, RUMOUR, "Old Mosul reported captured")
    cannot = {"ok": False, "error_code": 400, "description": "Bad Request: message can't be edited"}
    town.sandbox.server.faults.add(Fault("answer", method="editMessageText", status=400, body=cannot))
    await admin.asks(f"/ingest {CAPTURE}", "firmer")
    await anna.hears("Now declared")
    again = await anna.hears(HEADLINE)
    assert (again.id != first.id, again.silent) == (True, True)


async def test_an_editor_opens_an_event_and_takes_it_back_with_two_presses(town):
    anna, admin, alert = await alerted(town)
    listing = await admin.asks("/desk", f"1. {HEADLINE}")
    await admin.presses(listing, "1")
    opened = await admin.hears("Event 1")
    await admin.presses(opened, "Retract…")
    question = await admin.hears("Take “")
    await admin.presses(question, "Retract it")
    done = await admin.hears("Done (change 1)")
    gone = await anna.hears("Retracted")
    assert (gone.reply_to, gone.silent) == (alert.id, False)
    await admin.presses(done, "Undo")
    await admin.hears("Undone")
    await anna.hears("Corrected: ")
    await anna.asks("/desk", "Only this bot's admins")
