"""Choosing places without their names, and asking for names that nobody knows."""

import asyncio


def labels_of(message):
    return [button["text"] for row in message.reply_markup["inline_keyboard"] for button in row]


async def test_a_walk_over_the_map_ends_in_a_request(town):
    anna = town.person("Anna")
    question = await anna.asks("/subscribe", "Tell me what to follow")

    async def press(label, part):
        await anna.presses(question, label)
        return await anna.it.hear(part)

    await press("Choose on the map…", "World")
    await press("Asia ▸", "World ▸ Asia")
    page = 1
    while "Iraq ▸" not in labels_of(question):
        page += 1
        await anna.presses(question, "›")
        async with asyncio.timeout(10):
            while not any(label.startswith(f"{page}/") for label in labels_of(question)):
                await asyncio.sleep(0.02)
    await press("Iraq ▸", "World ▸ Asia ▸ Iraq")
    labels = labels_of(question)
    assert labels[0] == "✓ Follow all of Iraq"
    assert len(labels) == 1 + 8 + 3 + 1
    assert labels[-1] == "« Asia"
    await press("Anbar ▸", "▸ Iraq ▸ Anbar")
    await press("« Iraq", "World ▸ Asia ▸ Iraq\n")
    await press("Follow all of Iraq", "You follow everything in Iraq.")


async def test_a_shared_location_offers_the_nearest_town_and_circles(town):
    anna = town.person("Anna")
    anna.it.locate(36.34, 43.13)
    offer = await anna.hears("You are near Mosul, Nineveh, Iraq")
    labels = labels_of(offer)
    assert {"All of Nineveh", "All of Iraq", "Near here", "10 km", "250 km"} <= set(labels)
    await anna.presses(offer, "50 km")
    await anna.it.hear("everything within 50 km of the place 36.34, 43.13")


async def test_far_from_everything_a_circle_is_left(town):
    anna = town.person("Anna")
    anna.it.locate(-48.87, -123.39)
    offer = await anna.hears("no place near there")
    await anna.presses(offer, "Near here")
    await anna.it.hear("You follow everything near the place -48.87, -123.39")


async def test_a_name_that_nobody_knows_can_be_asked_for(town):
    anna = town.person("Anna")
    question = await anna.asks("/subscribe Xyzzyqqq: airstrikes", "no region or actor named “Xyzzyqqq”")
    await anna.presses(question, "Ask the editors to add “Xyzzyqqq”")
    await anna.it.hear("I have asked the editors")
    await anna.asks("/subscriptions", "Waiting for an editor: “Xyzzyqqq”")


async def test_search_says_what_it_is_and_how_many_follow_it(town):
    anna, omar = town.person("Anna"), town.person("Omar")
    await anna.asks("/subscribe Mosul", "You follow")
    found = await omar.asks("/search mosul", "• Mosul – Nineveh, Iraq (city)")
    assert "one follows it" in found.content["text"]
    await omar.presses(found, "Mosul, Nineveh, Iraq")
    await omar.it.hear("You follow everything in Mosul")


async def test_latest_takes_a_whole_wish(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    report = "Source: Desk two\nDate: 8 July 2017\n\nISF captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."
    await admin.asks(f"/ingest {report}", "Old Mosul declared captured")
    await anna.asks("/latest Nineveh: captures, declared+", "Old Mosul declared captured")
    await anna.asks("/latest Nineveh: airstrikes", "Nothing yet")
    await anna.asks("/latest Xyzzyqqq", "no region or actor named")
