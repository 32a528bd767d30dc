"""Editors change what the bot knows from their chat: at once, for everybody, and after a restart."""

import re

import pytest

from bot.knowledge import Edits
from bot.services.atlas import Atlas

ATTACK = "Source: Desk two\nDate: 8 July 2017\n\nISIS militants attacked Zirqawiya village, south of Mosul, on Saturday, killing five civilians, police said."


@pytest.fixture
async def edited(town, world):
    """The world is shared by all tests, so that edits have to be taken off it again."""
    yield town
    world.edit(Edits())


async def test_an_added_place_is_known_at_once_and_after_a_restart(edited, world):
    admin, anna = edited.person("Admin"), edited.person("Anna")
    await anna.asks("/subscribe Zirqawiya", "no region or actor named")
    done = await admin.asks("/place add Zirqawiya in Mosul, village, 36.25 43.14", "it holds already")
    assert "Now known: Zirqawiya, Mosul, Nineveh, Iraq" in done.content["text"]
    await anna.asks("/subscribe Zirqawiya", "everything in Zirqawiya, Mosul, Nineveh, Iraq")
    await admin.asks("/place alias Umm Zirqa = Zirqawiya", "it holds already")
    await anna.asks("/search Umm Zirqa", "• Zirqawiya – Mosul, Nineveh, Iraq")
    world.edit(Edits())
    assert world.regions.named("Zirqawiya") == ()
    again = Atlas(edited.app.storage, world)
    await again.load()
    assert world.regions.named("umm zirqa") == world.regions.named("Zirqawiya") != ()
    async with edited.app.storage.reading() as tx:
        actions = [line["action"] for line in await tx.audit.latest(5)]
    assert actions == ["region name", "region add"]


async def test_who_waited_for_a_name_follows_it_when_it_is_added(edited):
    admin, anna = edited.person("Admin"), edited.person("Anna")
    question = await anna.asks("/subscribe Zirqawiya: by ISIS, 2+", "no region or actor named “Zirqawiya”")
    await anna.presses(question, "None of these")
    await anna.it.hear("I have asked the editors")
    await admin.asks("/place", "Zirqawiya: 1 ×")
    await admin.asks("/place add Zirqawiya in Mosul", "One chat had waited for it")
    await anna.hears("You asked for “Zirqawiya”: I know it now.")
    listing = await anna.asks(
        "/subscriptions", "1. everything in Zirqawiya, Mosul, Nineveh, Iraq, done by Islamic State"
    )
    assert "Waiting" not in listing.content["text"]


async def test_each_name_that_was_waited_for_is_told_of_and_no_number_comes_twice(edited):
    admin, anna = edited.person("Admin"), edited.person("Anna")
    for number, name in ((1, "Zirqawiya"), (2, "Zirqabad")):
        question = await anna.asks(f"/subscribe {name}", f"no region or actor named “{name}”")
        label = next(
            button["text"]
            for row in question.reply_markup["inline_keyboard"]
            for button in row
            if f"“{name}”" in button["text"]
        )
        await anna.presses(question, label)
        await anna.it.hear("I have asked the editors")
        await admin.asks(f"/place add {name} in Mosul, village", f"(edit {number})")
        await anna.hears(f"You asked for “{name}”: I know it now.")
        await anna.asks(f"/unsubscribe {name}", "no longer follow")
        await admin.asks(f"/place undo {number}", "Taken back")


async def test_a_link_to_a_place_that_was_taken_back_or_merged(edited):
    anna, admin = edited.person("Anna"), edited.person("Admin")
    await admin.asks("/place add Zirqawiya in Mosul, village", "it holds already")
    known = await admin.asks("/place Zirqawiya", "Known by")
    key = re.search(r"u:([0-9a-f]+)", known.content["text"])[1]
    await anna.asks(f"/start r_u{key}", "I tell you what happens")
    await anna.hears("follow everything in Zirqawiya, Mosul, Nineveh, Iraq?")
    await admin.asks("/place undo 1", "Taken back")
    await anna.asks(f"/start r_u{key}", "I tell you what happens")
    await anna.hears("I do not know what this link stands for")
    await admin.asks("/place add Zirqawiya in Mosul, village", "(edit 2)")
    known = await admin.asks("/place Zirqawiya", "Known by")
    key = re.search(r"u:([0-9a-f]+)", known.content["text"])[1]
    await admin.asks("/place merge Zirqawiya into gn:448149", "it holds already")
    await anna.asks(f"/start r_u{key}", "I tell you what happens")
    await anna.hears("follow everything in Sinjar")


async def test_unknown_places_of_reports_queue_and_are_settled_with_one_press(edited):
    admin = edited.person("Admin")
    await admin.asks(f"/ingest {ATTACK}", "Zirqawiya")
    queue = await admin.asks("/place", "1. Zirqawiya")
    assert "One unknown place" in queue.content["text"]
    await admin.presses(queue, "1. Zirqawiya")
    await admin.it.hear("attacked Zirqawiya village")
    await admin.presses(queue, "Add (village) in Mosul District, Nineveh, Iraq")
    await admin.it.hear("Done, and it holds already: added Zirqawiya")
    await admin.asks("/place", "0 unknown places")
    await admin.asks("/search Zirqawiya", "(village)")


async def test_a_name_can_be_another_spelling_or_nothing(edited, world):
    admin = edited.person("Admin")
    other = ATTACK.replace("Zirqawiya", "Bartellah").replace("five", "six")
    await admin.asks(f"/ingest {ATTACK}", "Zirqawiya")
    queue = await admin.asks("/place", "1. Zirqawiya")
    await admin.presses(queue, "1. Zirqawiya")
    await admin.it.hear("attacked Zirqawiya village")
    await admin.presses(queue, "Ignore it")
    await admin.it.hear("Zirqawiya is ignored")
    await admin.asks("/place", "0 unknown places")
    await admin.asks(f"/ingest {other}", "Bartel")
    await admin.asks("/place ignore Kirkuk", "Kirkuk is ignored")
    assert world.regions.scan("fighting in Kirkuk") == []
    await admin.asks("/place undo 2", "Taken back: Kirkuk is ignored")
    assert world.regions.scan("fighting in Kirkuk") != []


async def test_a_merge_moves_what_is_followed(edited):
    admin, anna = edited.person("Admin"), edited.person("Anna")
    await admin.asks("/place add Old Zirqa in Mosul", "it holds already")
    await anna.asks("/subscribe Old Zirqa", "You follow everything in Old Zirqa")
    await admin.asks("/place merge Old Zirqa into Kirkuk, Iraq", "it holds already")
    await anna.asks("/subscriptions", "1. everything in Kirkuk, Iraq")
    await anna.asks("/subscribe Old Zirqa", "already")
    await admin.asks("/place undo 2", "cannot be undone")


async def test_parties_can_be_added_and_belong_to_others(edited):
    admin, anna = edited.person("Admin"), edited.person("Anna")
    await admin.asks("/actor add Zirqawi Brigade, militia, IQ, part of PMF", "Zirqawi Brigade")
    await admin.asks("/actor alias ZQB = Zirqawi Brigade", "ZQB is a name of Zirqawi Brigade")
    await admin.asks(
        "/actor alias Men of Zirqa = Zirqawi Brigade", "Men of Zirqa is a name of Zirqawi Brigade"
    )
    await admin.asks("/actor add Zirqawi Youth part of PMF", "added Zirqawi Youth")
    await anna.asks("/subscribe Hashd", "You follow")
    report = "Source: Desk two\nDate: 8 July 2017\n\nThe Zirqawi Brigade clashed with ISIS in Tikrit on Saturday, police said."
    await admin.asks(f"/ingest {report}", "Tikrit")
    await anna.hears("Zirqawi Brigade")


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("/place add Somewhere", "/place add NAME in PLACE"),
        ("/place add X in Nowherelandia", "nothing named “Nowherelandia”"),
        ("/place alias A = Tripoli", "is not clear. Use an id: "),
        ("/place parent Iraq in Mosul", "the second lies in the first"),
        ("/place parent Nineveh in Iraq", "belongs there already"),
        ("/place add X in Mosul, village, 99 400", "Coordinates are degrees"),
        ("/place undo 99", "no edit with this number"),
        ("/place mosul", "gn:99072"),
        ("/actor add Y, spaceship", "I do not understand “spaceship”"),
        ("/actor is", "iq"),
        ("/actor", "unknown parties"),
    ],
)
async def test_orders_that_are_not_right_are_one_sentence(town, said, answered):
    await town.person("Admin").asks(said, answered)


async def test_only_admins_edit(town):
    anna = town.person("Anna")
    await anna.asks("/place add Zirqawiya in Mosul", "Only this bot's admins")
    await anna.asks("/actor", "Only this bot's admins")


async def test_another_process_sees_an_edit_within_seconds(edited, world):
    admin = edited.person("Admin")
    await admin.asks("/place add Zirqawiya in Mosul", "it holds already")
    other = Atlas(edited.app.storage, world)
    world.edit(Edits())
    await other.load()
    assert world.regions.named("Zirqawiya")
