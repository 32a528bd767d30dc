"""Handing on what a chat follows, and taking it along."""

import json
import re

import pytest

CAPTURE = "Source: Desk two\nDate: 8 July 2017\n\nISF captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."


async def link_to(anna, said):
    """Follow something, and get its link."""
    answer = await anna.asks(f"/subscribe {said}", "You follow")
    await anna.presses(answer, "Change…")
    await anna.it.hear("Severity goes from 1")
    await anna.presses(answer, "Share")
    shared = await anna.it.hear("Whoever opens this link")
    (payload,) = re.findall(r"https://t\.me/\w+\?start=([\w-]{1,64})", shared.content["text"])
    (button,) = shared.reply_markup["inline_keyboard"][0]
    assert button["url"].startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
    return payload


async def test_a_link_to_a_place_names_it(town):
    anna, omar = town.person("Anna"), town.person("Omar")
    assert await link_to(anna, "Mosul") == "r_gn99072"
    await omar.asks("/start r_gn99072", "I tell you what happens")
    offer = await omar.hears("Somebody shares this with you: follow everything in Mosul, Nineveh, Iraq?")
    await omar.asks("/subscriptions", "nothing yet")
    await omar.presses(offer, "Follow")
    await omar.it.hear("You follow everything in Mosul, Nineveh, Iraq.")


async def test_a_link_to_a_longer_request_brings_all_of_it(town):
    anna, omar = town.person("Anna"), town.person("Omar")
    payload = await link_to(anna, "Nineveh: ISIS, not casualties, 3+")
    assert payload.startswith("s_")
    await omar.asks(f"/start {payload}", "I tell you what happens")
    offer = await omar.hears("with Islamic State, but not events with dead or injured, only of severity 3")
    await omar.presses(offer, "Follow")
    await omar.it.hear("You follow everything in Nineveh, Iraq, with Islamic State")


async def test_links_to_parties_packs_and_nothing(town):
    anna = town.person("Anna")
    await anna.asks("/start a_is", "I tell you what happens")
    await anna.hears("follow everything with Islamic State?")
    await anna.asks("/start p_sudan", "I tell you what happens")
    await anna.hears("everything in Darfur")
    await anna.asks("/start r_nowhere", "I tell you what happens")
    await anna.hears("I do not know what this link stands for")
    await anna.asks("/subscriptions", "nothing yet")


@pytest.mark.parametrize("payload", ["r_gone", "a_gone", "p_gone", "s_0123456789abcdef", "r_", "-_-"])
async def test_a_link_to_something_that_is_gone_says_so_after_the_greeting(town, payload):
    anna = town.person("Anna")
    await anna.asks(f"/start {payload}", "I tell you what happens")
    await anna.hears("I do not know what this link stands for")


async def test_a_starter_pack_is_shown_before_it_is_followed(town):
    anna = town.person("Anna")
    begin = await anna.asks("/start", "I tell you what happens")
    await anna.presses(begin, "Starter packs…")
    await anna.it.hear("several requests at once")
    await anna.presses(begin, "Sahel")
    await anna.it.hear("• everything in Mali, only of severity 2 or more")
    await anna.presses(begin, "Follow all of this")
    await anna.it.hear("3 requests of it are new")
    await anna.asks("/subscriptions", "2. everything in Burkina Faso")


async def test_what_is_followed_can_be_taken_along_as_a_document(town):
    anna, omar = town.person("Anna"), town.person("Omar")
    await anna.asks(
        "/subscribe Nineveh: ISIS, not casualties\nnear Goma\nairstrikes, digest only", "You follow"
    )
    anna.says("/export")
    document = await anna.it.next()
    content = town.sandbox.file(document) if hasattr(town.sandbox, "file") else None
    data = content or await download(town, document)
    parsed = json.loads(data)
    assert [one["says"] for one in parsed["subscriptions"]][
        1
    ] == "everything near Goma, North Kivu, Democratic Republic of the Congo"
    omar.it.send_file("subscriptions.json", data)
    await omar.hears("3 requests of it are new")
    omar.it.send_file("subscriptions.json", data)
    await omar.hears("3 were there already")
    await omar.asks("/subscriptions", "airstrikes everywhere, in the digest only")


async def download(town, message):
    import aiohttp  # noqa: PLC0415

    api = f"{town.sandbox.url}/bot{town.sandbox.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(
            f"{api}/getFile", params={"file_id": message.content["document"]["file_id"]}
        ) as answer:
            path = (await answer.json())["result"]["file_path"]
        async with session.get(f"{town.sandbox.url}/file/bot{town.sandbox.token}/{path}") as answer:
            return await answer.read()


async def test_a_document_that_is_not_right_is_refused_with_a_sentence(town):
    anna = town.person("Anna")
    bad = {
        "format": "situation-bot subscriptions",
        "version": 1,
        "subscriptions": [{"terms": [{"dimension": "x", "key": "y"}]}],
    }
    anna.it.send_file("subscriptions.json", json.dumps(bad).encode())
    await anna.hears("Subscription 1 of this document cannot be read")
    strange = {**bad, "subscriptions": [{"terms": [{"dimension": "region", "key": "gn:0"}]}]}
    anna.it.send_file("subscriptions.json", json.dumps(strange).encode())
    await anna.hears("I do not know what it follows: gn:0")
    await anna.asks("/subscriptions", "nothing yet")


async def test_a_test_is_marked_and_takes_the_way_of_alerts(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/test", "nothing can be tested")
    await anna.asks("/subscribe Nineveh, silently", "You follow")
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    await anna.hears("Old Mosul declared captured")
    anna.says("/test")
    said = [await anna.it.next(), await anna.it.next()]
    sample = next(message for message in said if "TEST" in message.content["text"])
    assert "Old Mosul declared captured" in sample.content["text"]
    assert "because you follow everything in Nineveh" in sample.content["text"]
    assert sample.silent
    async with town.app.storage.engines.snapshot() as connection:
        rows = (await connection.exec_driver_sql("SELECT kind, lane FROM outbox WHERE kind = 'test'")).all()
    assert rows == [("test", 1)]
