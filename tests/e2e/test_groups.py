"""Groups, forums and channels: who may choose what they follow, and where it arrives."""

import asyncio
from datetime import time

from bot.domain.chats import ChatKind, Target
from bot.domain.subscriptions import Dimension, Subscription, Term

CAPTURE = "Source: Desk two\nDate: 8 July 2017\n\nISF captured Old Mosul from ISIS on Saturday, the Iraqi military has declared."


def group_of(town, *, members=("Omar",), **more):
    """A group of Anna's with the bot and others in it."""
    anna = town.person("Anna")
    room = town.sandbox.group("Newsroom", anna.it, supergroup=True, **more)
    for name in members:
        room.add(town.person(name).it)
    return anna, room


async def asks(person, said, part, room, **more):
    """Say something in a room, and wait for the answer."""
    person.says(said, chat=room, **more)
    return await person.it.hear(part, room)


async def test_only_administrators_choose_what_a_group_follows(town):
    anna, room = group_of(town)
    omar = town.person("Omar")
    await asks(omar, "/subscribe Mosul", "Only administrators of this group", room)
    answer = await asks(anna, "/subscribe Mosul", "You follow everything in Mosul", room)
    pressed = await omar.presses(answer, "Undo")
    assert "Only administrators" in pressed
    await asks(omar, "/subscriptions", "1. everything in Mosul", room)
    await asks(omar, "/settings 07:15", "Only administrators", room)
    await asks(omar, "/stop", "Only administrators", room)


async def test_an_anonymous_administrator_may_and_another_channel_may_not(town):
    anna, room = group_of(town)
    news = town.sandbox.channel("Elsewhere", anna.it, with_bot=False)
    anna.says("/subscribe Mosul", chat=room, anonymous=True)
    await anna.it.hear("You follow everything in Mosul", room)
    anna.says("/subscribe Kirkuk", chat=room, as_channel=news)
    await anna.it.hear("Only administrators", room)


async def test_who_is_promoted_may_after_a_minute_at_the_latest(town):
    _, room = group_of(town)
    omar = town.person("Omar")
    room.promote(omar.it)
    await asks(omar, "/subscribe Mosul", "You follow everything in Mosul", room)


async def test_nobody_may_when_telegram_does_not_answer(town):
    anna, room = group_of(town)
    groups = town.app.services.groups
    asked = []

    async def silent(chat_id, user_id):
        asked.append((chat_id, user_id))

    object.__setattr__(groups, "is_admin", silent)
    groups.forget(room.id)
    await asks(anna, "/subscribe Mosul", "Only administrators", room)
    anna.says("/subscribe Kirkuk", chat=room)
    async with asyncio.timeout(10):
        while len(asked) < 2:
            await asyncio.sleep(0.02)
    assert asked == [(room.id, anna.it.id)] * 2


async def test_in_a_forum_alerts_arrive_in_the_topic_where_they_were_asked_for(town):
    anna, room = group_of(town, forum=True)
    admin = town.person("Admin")
    mosul, kyiv = room.create_topic("Mosul"), room.create_topic("Kyiv")
    await asks(anna, "/subscribe Mosul", "You follow everything in Mosul", room, thread=mosul)
    await asks(anna, "/subscribe Ukraine", "You follow everything in Ukraine", room, thread=kyiv)
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    alert = await anna.it.hear("Old Mosul declared captured", room)
    assert alert.thread_id == mosul
    listing = await asks(anna, "/subscriptions", "1. everything in Ukraine", room, thread=kyiv)
    assert listing.thread_id == kyiv


async def test_a_group_is_greeted_once_and_keeps_its_requests_when_the_bot_is_thrown_out(town):
    anna = town.person("Anna")
    room = town.sandbox.group("Newsroom", anna.it, supergroup=True, with_bot=False)
    room.add_bot()
    await anna.it.hear("I tell this group", room)
    await asks(anna, "/subscribe Mosul", "You follow", room)
    room.remove_bot()
    room.add_bot()
    await anna.it.hear("I tell this group", room)
    await asks(anna, "/subscriptions", "1. everything in Mosul", room)


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(town):
    anna = town.person("Anna")
    room = town.sandbox.group("Newsroom", anna.it)
    await asks(anna, "/subscribe Mosul", "You follow", room)
    new = room.migrate()
    await asks(anna, "/subscriptions", "1. everything in Mosul", new)


async def test_a_channel_is_managed_from_its_administrators_private_chat(town):
    anna, omar, admin = town.person("Anna"), town.person("Omar"), town.person("Admin")
    await anna.asks("/start", "I tell you what happens")
    news = town.sandbox.channel("Front News", anna.it, username="frontnews", with_bot=False)
    news.add_bot()
    offer = await anna.hears("I can write into the channel Front News")
    await omar.asks("/channel @frontnews", "You are no administrator")
    await anna.presses(offer, "Choose what it follows")
    await anna.hears("For an hour, what you choose here is for the channel Front News")
    await anna.asks("/subscribe Nineveh", "For Front News:\nYou follow everything in Nineveh")
    anna.it.locate(36.34, 43.13)
    around = await anna.hears("You are near Mosul")
    await anna.presses(around, "25 km")
    await anna.it.hear("For Front News:\nYou follow everything within 25 km")
    listing = await anna.asks("/subscriptions", "For Front News:\nYou follow")
    await anna.asks("/channel off", "for this chat again")
    await anna.asks("/subscriptions", "nothing yet")
    pressed = await anna.presses(listing, "✕ 1")
    assert "do not follow this any more" in pressed
    await admin.asks(f"/ingest {CAPTURE}", "Old Mosul declared captured")
    post = await anna.it.hear("Old Mosul declared captured", news)
    assert post.by_bot
    assert not any(text.startswith("Old Mosul") for text in anna.log)


async def test_who_no_longer_administers_a_channel_cannot_manage_it(town):
    anna, olena = town.person("Anna"), town.person("Olena")
    news = town.sandbox.channel("Front News", anna.it, username="frontnews")
    news.add(olena.it)
    news.promote(olena.it)
    await olena.asks("/channel @frontnews", "is for the channel Front News")
    news.demote(olena.it)
    town.app.services.groups.forget(news.id)
    await olena.asks("/subscribe Mosul", "do not administer “Front News” any more")
    await olena.asks("/channel off", "for this chat again")
    await olena.asks("/channel @nosuchchannel", "I know no such channel")


async def test_when_both_chats_exist_a_migration_merges_what_they_follow(town):
    storage = town.app.storage
    async with storage.transaction() as tx:
        for chat_id, keys in ((-5, ("cc:IQ", "cc:SY")), (-1005, ("cc:IQ", "cc:UA"))):
            chat = await tx.targets.ensure(
                Target(chat_id), ChatKind.GROUP, language="en", timezone="UTC", digest=time(18)
            )
            for key in keys:
                await tx.subscriptions.add(Subscription((Term(Dimension.REGION, key),), target_id=chat.id))
    async with storage.transaction() as tx:
        await tx.targets.migrate(-5, -1005)
        await tx.targets.migrate(-5, -1005)
    async with storage.reading() as tx:
        assert await tx.targets.find(Target(-5)) is None
        new = await tx.targets.find(Target(-1005))
        found = {term.key for request in await tx.subscriptions.of(new.id) for term in request.terms}
    assert found == {"cc:IQ", "cc:SY", "cc:UA"}
