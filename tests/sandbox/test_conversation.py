"""The core: somebody writes, the bot reads, answers, edits, and hears buttons."""

import asyncio

import pytest

from bot.sandbox import ADMIN_ID, Sandbox


async def test_the_bot_reads_what_a_person_writes(wire, sandbox):
    anna = sandbox.person("Anna")
    anna.say("/start@local_sandbox_bot deep-link")
    [update] = await wire.updates()
    message = update["message"]
    assert message["text"] == "/start@local_sandbox_bot deep-link"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 24}]
    assert message["chat"] == {"id": anna.id, "type": "private", "first_name": "Anna"}
    assert message["from"] == {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "en"}


async def test_the_person_reads_what_the_bot_writes(wire, anna):
    sent = await wire.ok(
        "sendMessage",
        chat_id=anna.id,
        text="<b>Old Mosul</b> declared captured",
        parse_mode="HTML",
        disable_notification=True,
        reply_markup={"inline_keyboard": [[{"text": "Map", "url": "https://example.com"}]]},
    )
    assert sent["text"] == "Old Mosul declared captured"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 9}]
    seen = await anna.next()
    assert seen.id == sent["message_id"]
    entry = anna.transcript()[-1]
    assert (entry["from"], entry["text"], entry["silent"]) == ("Sandbox bot", sent["text"], True)
    assert entry["buttons"] == [[{"text": "Map", "url": "https://example.com/"}]]


async def test_an_edit_keeps_the_older_words(wire, anna, moment):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="reported captured")
    moment[0] += 60
    edited = await wire.ok(
        "editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="declared captured"
    )
    assert edited["edit_date"] == sent["date"] + 60
    entry = anna.transcript()[-1]
    assert (entry["text"], entry["edited"]) == ("declared captured", 1)
    assert entry["history"] == [{"text": "reported captured", "at": sent["date"]}]


async def test_a_pressed_button_is_answered(wire, anna):
    keyboard = {
        "inline_keyboard": [
            [{"text": "Iraq", "callback_data": "r:1"}, {"text": "Iran", "callback_data": "r:2"}]
        ]
    }
    await wire.ok("sendMessage", chat_id=anna.id, text="Which?", reply_markup=keyboard)
    press = anna.press(await anna.next(), "Iran")
    query = (await wire.updates())[-1]["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("r:2", anna.id, "Which?")
    assert query["message"]["reply_markup"] == keyboard
    await wire.ok(
        "answerCallbackQuery", callback_query_id=query["id"], text="Following Iran", show_alert=True
    )
    assert await press.answer() == "Following Iran"
    assert press.alert


async def test_pressing_a_button_that_is_not_there_is_a_mistake_of_the_test(wire, anna):
    await wire.ok("sendMessage", chat_id=anna.id, text="no buttons")
    with pytest.raises(ValueError, match="has no button 'Iran'"):
        anna.press(await anna.next(), "Iran")


async def test_a_query_is_answered_once_and_in_time(wire, anna, moment):
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    await wire.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keyboard)
    message = await anna.next()
    first, second = anna.press(message, 1), anna.press(message, 1)
    await wire.ok("answerCallbackQuery", callback_query_id=first.id)
    assert await wire.refused("answerCallbackQuery", callback_query_id=first.id) == too_old
    moment[0] += 151
    assert await wire.refused("answerCallbackQuery", callback_query_id=second.id) == too_old
    assert await wire.refused("answerCallbackQuery", callback_query_id="77") == too_old


async def test_next_waits_and_returns_each_message_once(wire, anna):
    waiting = asyncio.create_task(anna.next())
    await asyncio.sleep(0)
    await wire.ok("sendMessage", chat_id=anna.id, text="one")
    await wire.ok("sendMessage", chat_id=anna.id, text="two")
    assert (await waiting).content["text"] == "one"
    assert [message.content["text"] for message in anna.unseen()] == ["two"]
    assert (await anna.next()).content["text"] == "two"
    with pytest.raises(TimeoutError):
        await anna.next(seconds=0.01)


async def test_hear_waits_for_words_that_come_by_an_edit(wire, anna):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="Old Mosul reported captured")
    waiting = asyncio.create_task(anna.hear("declared captured"))
    await asyncio.sleep(0)
    await wire.ok(
        "editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="Old Mosul declared captured"
    )
    assert (await waiting).id == sent["message_id"]
    with pytest.raises(
        TimeoutError, match=r"did not say 'denied' in 'Anna' within 0.01 s but \['Old Mosul declared"
    ):
        await anna.hear("denied", seconds=0.01)


async def test_quiet_returns_when_nothing_happens_any_more(wire, sandbox, anna):
    async def talk() -> None:
        for number in range(5):
            await asyncio.sleep(0.02)
            await wire.ok("sendMessage", chat_id=anna.id, text=f"{number}")

    talking = asyncio.create_task(talk())
    await sandbox.quiet(0.5)
    assert talking.done()
    assert len(anna.unseen()) == 5


async def test_people_have_the_same_ids_in_every_run():
    one, other = Sandbox(), Sandbox()
    assert one.person("Admin").id == ADMIN_ID == 1_000_001
    assert one.person("Anna").id == other.person("Anna").id != one.person("Bob").id
    assert one.person("Anna").id > 2**32
    assert one.group("Newsroom", one.person("Anna")).id == other.group("Newsroom", other.person("Bob")).id
    with pytest.raises(ValueError, match="already 'Anna'"):
        one.person("Eve", user_id=one.person("Anna").id)


async def test_a_long_text_is_pasted_in_parts(wire, sandbox):
    anna = sandbox.person("Anna")
    text = "word " * 2000 + "🇮🇶" * 1500
    with pytest.raises(ValueError, match="1 to 4096"):
        anna.say(text)
    parts = anna.paste(text)
    heard = [update["message"]["text"] for update in await wire.updates()]
    assert heard == [part.content["text"] for part in parts]
    assert "".join(heard).replace(" ", "") == text.replace(" ", "")
    assert all(len(part.encode("utf-16-le")) <= 8192 for part in heard)
