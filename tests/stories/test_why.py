"""Why a chat was told, and what one press changes."""

import pytest

from bot.domain.errors import UserError
from bot.domain.subscriptions import Dimension, Subscription, Term

ANNA = 7


async def told(newsroom, *follows, **claim):
    await newsroom.reader(ANNA, *follows)
    done = await newsroom.tell(
        newsroom.capture("Old Mosul", by="Iraqi Federal Police", **claim), source="Desk one"
    )
    return done.developments[0].event.id


async def why(newsroom, key):
    await newsroom.why.explain(newsroom.asker(ANNA, message_id=newsroom.chats[ANNA][0].id), str(key))
    await newsroom.deliver()
    return newsroom.chats[ANNA][-1]


async def requests(newsroom):
    async with newsroom.storage.reading() as tx:
        (chat,) = await tx.targets.of_chat(ANNA)
        return await tx.subscriptions.of(chat.id)


async def press(newsroom, button):
    assert button.startswith("tune:")
    await newsroom.why.tune(newsroom.asker(ANNA), button.removeprefix("tune:"))
    await newsroom.deliver()
    return newsroom.said(ANNA)[-1]


async def test_the_path_leads_from_the_event_up_to_what_is_followed(sqlite_newsroom):
    key = await told(sqlite_newsroom, "Nineveh", "Iraqi Security Forces")
    said = await why(sqlite_newsroom, key)
    assert "You follow Nineveh, Iraq: Old Mosul → Mosul → Nineveh" in said.text
    assert "You follow Iraqi Security Forces: Iraqi Federal Police → Iraqi Security Forces" in said.text
    assert "First told by Desk one (declared, Desk one)" in said.text
    assert "new, because nothing like it is known" in said.text
    assert said.reply_to == sqlite_newsroom.chats[ANNA][0].id


@pytest.mark.parametrize(
    ("button", "answer", "left"),
    [
        ("graver", "severity 4 or more", {"min_severity": 4}),
        ("narrow", "You follow Mosul now, instead of Nineveh, Iraq", {"region": "gn:99072"}),
        ("type", "nothing of the kind “changes of territory”", {"refused": "territory_change"}),
        ("source", "nothing that Desk one tells", {"refused": "desk one"}),
    ],
)
async def test_one_press_mends_it_and_nothing_like_it_comes_again(newsroom, button, answer, left):
    key = await told(newsroom, "Nineveh")
    said = await why(newsroom, key)
    (chosen,) = [data for data in said.buttons if data.endswith(f":{button}")]
    assert answer in await press(newsroom, chosen)
    (request,) = await requests(newsroom)
    assert request.min_severity == left.get("min_severity", 1)
    assert request.keys(Dimension.REGION) == (left.get("region", "a1:IQ.15"),)
    assert [term.key for term in request.terms if term.negated] == (
        [left["refused"]] if "refused" in left else []
    )
    before = len(newsroom.chats[ANNA])
    await newsroom.tell(newsroom.capture("Tall Afar"), source="Desk one")
    assert len(newsroom.chats[ANNA]) == before


async def test_a_request_that_has_ended_cannot_be_mended(newsroom):
    key = await told(newsroom, "Nineveh")
    said = await why(newsroom, key)
    async with newsroom.storage.transaction() as tx:
        (chat,) = await tx.targets.of_chat(ANNA)
        await tx.subscriptions.remove(chat.id, [r.id for r in await tx.subscriptions.of(chat.id)])
    with pytest.raises(UserError, match="do not follow this"):
        await press(newsroom, said.buttons[0])
    assert "Nothing that you follow now" in (await why(newsroom, key)).text


async def test_what_would_leave_nothing_is_refused(sqlite_newsroom):
    await sqlite_newsroom.reader(ANNA)
    async with sqlite_newsroom.storage.transaction() as tx:
        (chat,) = await tx.targets.of_chat(ANNA)

        only = Subscription((Term(Dimension.TYPE, "territory_change"),), target_id=chat.id)
        key = await tx.subscriptions.add(only)
    await sqlite_newsroom.tell(sqlite_newsroom.capture("Old Mosul"))
    with pytest.raises(UserError, match="Nothing else would be left"):
        await press(sqlite_newsroom, f"tune:{key}:1:type")
