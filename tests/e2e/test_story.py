"""The acceptance story and its neighbours, told over HTTP by people on a local Telegram."""

import asyncio

import pytest

HEADLINE = "Old Mosul declared captured"
CAPTURE = (
    "Source: Desk one\nDate: 8 July 2017\n\nIraqi security forces (ISF) captured Old Mosul from ISIS on Saturday, the "
    "Iraqi military has declared. It was the last quarter of the city under the group's control."
)
ECHO = (
    "Source: Desk two\nDate: 8 July 2017\n\nOld Mosul has been captured from ISIS by Iraqi security forces, the "
    "Iraqi military declared on Saturday."
)


@pytest.fixture
def home_url(database_url):
    return database_url


async def test_followers_of_the_place_and_of_the_party_hear_of_it_once(town):
    anna, omar, olena, admin = (town.person(name) for name in ("Anna", "Omar", "Olena", "Admin"))
    await anna.asks("/start", "/subscribe")
    await anna.asks("/subscribe Nineveh", "Nineveh, Iraq")
    await omar.asks("/subscribe Daesh", "Islamic State")
    await olena.asks("/subscribe Ukraine", "Ukraine")

    await admin.asks(f"/ingest {CAPTURE}", HEADLINE)
    for reader in (anna, omar):
        message = await reader.hears(HEADLINE)
        text = message.content["text"]
        assert text.splitlines()[0] == HEADLINE
        for part in (
            "Iraqi Security Forces",
            "Islamic State",
            "Nineveh, Iraq",
            "Iraqi military",
            "8 July 2017",
            "Desk one",
        ):
            assert part in text

    await admin.asks(f"/ingest {ECHO}", "repeat")
    await olena.asks("/latest", "Nothing yet")
    assert sum(text.startswith(HEADLINE) for text in anna.log) == 1
    assert sum(text.startswith(HEADLINE) for text in omar.log) == 1
    assert not any(HEADLINE in text for text in olena.log)


async def test_a_rumour_that_is_declared_later_is_one_message_that_grows_surer(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/subscribe Mosul", "Mosul, Nineveh, Iraq")
    rumour = (
        "Source: Desk one\nDate: 7 July 2017\n\nReports started appearing in social media that ISF have fully "
        "liberated the city of Mosul from ISIS. No official announcement has appeared so far."
    )
    await admin.asks(f"/ingest {rumour}", "Mosul reported captured")
    first = await anna.hears("Mosul reported captured")
    declared = CAPTURE.replace("Old Mosul", "the city of Mosul").partition(" It was")[0]
    await admin.asks(f"/ingest {declared}", "firmer")
    reply = await anna.hears("Now declared")
    assert reply.reply_to == first.id
    async with asyncio.timeout(10):
        while not anna.log[1].startswith("Mosul declared captured"):
            await asyncio.sleep(0.05)
    assert not any("confirmed" in text for text in anna.log)


async def test_the_same_report_again_changes_nothing(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/subscribe Iraq", "Iraq")
    await admin.asks(f"/ingest {CAPTURE}", HEADLINE)
    await anna.hears(HEADLINE)
    await admin.asks(f"/ingest {CAPTURE}", "already")
    await anna.asks("/latest", HEADLINE)
    assert len(anna.log) == 3


async def test_only_admins_hand_in_reports_and_broadcast(town):
    anna = town.person("Anna")
    await anna.asks(f"/ingest {CAPTURE}", "Only this bot's admins")
    await anna.asks("/broadcast hello", "Only this bot's admins")
    await anna.asks("/latest Mosul", "Nothing yet")


async def test_of_several_happenings_in_one_report_the_surest_leads_and_none_borrows_anothers_place(town):
    anna, admin = town.person("Anna"), town.person("Admin")
    await anna.asks("/subscribe Nineveh", "Nineveh, Iraq")
    rest = (
        "\n\nEarlier in the day ISF units took Nujaifi street, Bab al-Toub and Souk al-Sagha. At least 35 ISIS fighters were "
        "reportedly killed as they tried to get out of the Old City.\n\nSouth of Mosul, the Iraqi Federal Police seized an "
        "ISIS training camp in the village of al-Bouseif."
    )
    await admin.asks(f"/ingest {CAPTURE}{rest}", HEADLINE)
    alert = (await anna.hears(HEADLINE)).content["text"]
    assert alert.splitlines()[0] == HEADLINE
    assert "killed in al-Bouseif" not in alert
    assert "Includes" not in alert
