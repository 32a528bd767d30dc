"""A request is changed in one message, by buttons alone."""

from datetime import timedelta

from bot.domain.reports import Report


async def walk(anna, message, *steps):
    """Press one button after the other in one message, and see what it says then."""
    for label, said in steps:
        await anna.presses(message, label)
        shown = await anna.it.hear(said)
        assert shown.id == message.id


async def test_places_and_parties_get_other_parts(town):
    anna = town.person("Anna")
    told = await anna.asks("/subscribe Mosul: ISIS", "everything in Mosul, Nineveh, Iraq, with Islamic State")
    await walk(
        anna,
        told,
        ("Change…", "Severity goes from 1"),
        ("Places, parties… (2)", "Press ✎"),
        ("✎ 1", "Mosul, Nineveh, Iraq:"),
        ("25 km", "everything within 25 km of Mosul, Nineveh, Iraq, with Islamic State"),
        ("near it", "everything near Mosul, Nineveh, Iraq, with Islamic State"),
        ("but not this", "everything with Islamic State, but not near Mosul"),
        ("in it", "everything with Islamic State, but not Mosul"),
        ("this", "everything in Mosul, Nineveh, Iraq, with Islamic State"),
        ("Nineveh, Iraq instead", "everything in Nineveh, Iraq, with Islamic State"),
        ("« Names", "Press ✎"),
        ("✎ 2", "Islamic State:"),
        ("suffers it", "everything in Nineveh, Iraq, done to Islamic State"),
        ("Take it out", "everything in Nineveh, Iraq."),
    )
    await anna.asks("/subscriptions", "1. everything in Nineveh, Iraq")


async def test_places_parties_and_sources_are_added(town):
    anna = town.person("Anna")
    report = "The PMF clashed with ISIS in Tikrit, police said."
    at = town.app.storage.now() - timedelta(hours=1)
    await town.app.ingestion.ingest(Report("Al Jarida", "one", at, report, attended=False))
    told = await anna.asks(
        "/subscribe Nineveh: by ISIS", "everything in Nineveh, Iraq, done by Islamic State"
    )
    await walk(
        anna,
        told,
        ("Change…", "Severity goes from 1"),
        ("Places, parties… (2)", "Press ✎"),
        ("+ Party…", "Which party"),
        ("Popular Mobilization Forces", "done by Islamic State or Popular Mobilization Forces"),
        ("Sources…", "Press a source once"),
        ("al jarida", "told by al jarida"),
        ("al jarida", "but not told by al jarida"),
        ("« Names", "Press ✎"),
        ("+ Place…", "World"),
        ("Asia", "World ▸ Asia"),
        ("Levant", "World ▸ Asia ▸ Levant"),
        ("+ All of Levant", "everything in Nineveh, Iraq or Levant"),
    )


async def test_a_place_with_parts_offers_them(town):
    anna = town.person("Anna")
    offer = await anna.asks("nineveh", "What do you mean")
    await anna.presses(offer, "Only a part of Nineveh…")
    await anna.it.hear("Asia ▸ ")
    await anna.presses(offer, "Mosul")
