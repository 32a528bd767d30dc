"""What the bot may not do, in the words of the real server."""

import pytest

LONG_DATA = {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 33}]]}
FITTING_DATA = {"inline_keyboard": [[{"text": "x", "callback_data": "é" * 32}]]}


async def test_a_person_nobody_met_is_no_chat(wire, bob):
    assert await wire.refused("sendMessage", chat_id=bob.id, text="x") == (400, "Bad Request: chat not found")
    assert await wire.refused("sendMessage", chat_id="@nobody", text="x") == (
        400,
        "Bad Request: chat not found",
    )
    assert await wire.refused("sendMessage", chat_id="garbage", text="x") == (
        400,
        "Bad Request: chat not found",
    )
    assert await wire.refused("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")


async def test_the_bot_does_not_speak_first(wire, sandbox, anna, bob):
    group = sandbox.group("Newsroom", anna)
    group.add(bob)
    bob.say("/hello", group)
    assert await wire.refused("sendMessage", chat_id=bob.id, text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    bob.say("/start")
    await wire.ok("sendMessage", chat_id=bob.id, text="x")


async def test_blocking_and_unblocking(wire, anna):
    await wire.updates(offset=-1)
    anna.block()
    anna.block()
    assert await wire.refused("sendMessage", chat_id=anna.id, text="x") == (
        403,
        "Forbidden: bot was blocked by the user",
    )
    anna.unblock()
    await wire.ok("sendMessage", chat_id=anna.id, text="x")
    changes = [update["my_chat_member"] for update in await wire.updates() if "my_chat_member" in update]
    states = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes
    ]
    assert states == [("member", "kicked"), ("kicked", "member")]
    assert {change["from"]["id"] for change in changes} == {anna.id}


async def test_who_has_blocked_the_bot_cannot_write_to_it(anna):
    anna.block()
    with pytest.raises(ValueError, match="Anna has blocked the bot"):
        anna.say("is anybody there?")


async def test_a_deleted_account(wire, anna):
    anna.deactivate()
    with pytest.raises(ValueError, match="Anna has no account any more"):
        anna.say("x")
    gone = (403, "Forbidden: user is deactivated")
    assert await wire.refused("sendMessage", chat_id=anna.id, text="x") == gone
    assert await wire.refused("sendChatAction", chat_id=anna.id, action="typing") == gone


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_thrown_out_of_a_chat(wire, sandbox, anna, kind):
    room = (
        sandbox.channel("News", anna)
        if kind == "channel"
        else sandbox.group("News", anna, supergroup=kind != "group")
    )
    room.remove_bot()
    assert await wire.refused("sendMessage", chat_id=room.id, text="x") == (
        403,
        f"Forbidden: bot was kicked from the {kind} chat",
    )


@pytest.mark.parametrize("supergroup", [False, True])
async def test_having_left_a_chat(wire, sandbox, anna, supergroup):
    room = sandbox.group("News", anna, supergroup=supergroup)
    await wire.ok("leaveChat", chat_id=room.id)
    kind = "supergroup" if supergroup else "group"
    assert await wire.refused("sendMessage", chat_id=room.id, text="x") == (
        403,
        f"Forbidden: bot is not a member of the {kind} chat",
    )
    update = (await wire.updates())[-1]["my_chat_member"]
    assert (update["new_chat_member"]["status"], update["from"]["is_bot"]) == ("left", True)


async def test_a_deleted_group(wire, sandbox, anna):
    room = sandbox.group("News", anna)
    room.delete()
    assert await wire.refused("sendMessage", chat_id=room.id, text="x") == (
        403,
        "Forbidden: the group chat was deleted",
    )


async def test_a_group_that_became_a_supergroup(wire, sandbox, anna):
    group = sandbox.group("Newsroom", anna)
    await wire.updates(offset=-1)
    await wire.updates(offset=(await wire.updates())[-1]["update_id"] + 1)
    moved = group.migrate()
    body = await wire("sendMessage", chat_id=group.id, text="x")
    assert body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": moved.id},
    }
    old, new = (update["message"] for update in await wire.updates())
    assert (old["chat"]["id"], old["migrate_to_chat_id"]) == (group.id, moved.id)
    assert (new["chat"]["id"], new["chat"]["type"], new["migrate_from_chat_id"]) == (
        moved.id,
        "supergroup",
        group.id,
    )
    await wire.ok("sendMessage", chat_id=moved.id, text="x")
    assert sandbox.chat("Newsroom").id == moved.id


async def test_rights_in_channels_and_groups(wire, sandbox, anna):
    channel = sandbox.channel("News", anna)
    channel.promote_bot(frozenset())
    assert (await wire.refused("sendMessage", chat_id=channel.id, text="x"))[1] == (
        "Bad Request: need administrator rights in the channel chat"
    )
    group = sandbox.group("Talk", anna, supergroup=True)
    group.silence_bot()
    assert (await wire.refused("sendMessage", chat_id=group.id, text="x"))[1] == (
        "Bad Request: not enough rights to send text messages to the chat"
    )


async def test_replies(wire, anna):
    refusal = (400, "Bad Request: message to be replied not found")
    parameters = {"chat_id": anna.id, "text": "x"}
    assert await wire.refused("sendMessage", **parameters, reply_parameters={"message_id": 7}) == refusal
    assert await wire.refused("sendMessage", **parameters, reply_to_message_id=7) == refusal
    lenient = {"message_id": 7, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await wire.ok("sendMessage", **parameters, reply_parameters=lenient)
    first = await wire.ok("sendMessage", **parameters)
    second = await wire.ok(
        "sendMessage", **parameters, reply_parameters={"message_id": first["message_id"], "quote": "x"}
    )
    assert second["reply_to_message"]["message_id"] == first["message_id"]
    assert second["quote"] == {"text": "x", "position": 0, "is_manual": True}
    third = await wire.ok("sendMessage", **parameters, reply_to_message_id=second["message_id"])
    assert "reply_to_message" not in third["reply_to_message"]
    await wire.ok("deleteMessage", chat_id=anna.id, message_id=first["message_id"])
    assert await wire.refused("sendMessage", **parameters, reply_to_message_id=first["message_id"]) == refusal


async def test_editing(wire, anna):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="<b>x</b>", parse_mode="HTML")
    here = {"chat_id": anna.id, "message_id": sent["message_id"]}
    same = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message"
    )
    assert (await wire.refused("editMessageText", **here, text="<b>x</b> ", parse_mode="HTML"))[1] == same
    assert (await wire.refused("editMessageReplyMarkup", **here))[1] == same
    assert "entities" not in await wire.ok("editMessageText", **here, text="x")
    marked = await wire.ok("editMessageReplyMarkup", **here, reply_markup=FITTING_DATA)
    assert marked["reply_markup"] == FITTING_DATA
    assert "reply_markup" not in await wire.ok("editMessageText", **here, text="y")
    missing = {"chat_id": anna.id, "message_id": 1}
    assert (await wire.refused("editMessageText", **missing, text="x"))[
        1
    ] == "Bad Request: message to edit not found"
    theirs = {"chat_id": anna.id, "message_id": anna.say("hi").id}
    assert (await wire.refused("editMessageText", **theirs, text="x"))[
        1
    ] == "Bad Request: message can't be edited"
    assert (await wire.refused("editMessageText", text="x"))[
        1
    ] == "Bad Request: message identifier is not specified"
    place = await wire.ok("sendLocation", chat_id=anna.id, latitude=36.34, longitude=43.13)
    there = {"chat_id": anna.id, "message_id": place["message_id"]}
    assert (await wire.refused("editMessageText", **there, text="x"))[1] == (
        "Bad Request: there is no text in the message to edit"
    )
    anna.block()
    await wire.ok("editMessageText", **here, text="edits reach a blocked chat")


async def test_deleting(wire, sandbox, anna, moment):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="x")
    here = {"chat_id": anna.id, "message_id": sent["message_id"]}
    await wire.ok("deleteMessage", **here)
    assert (await wire.refused("deleteMessage", **here))[1] == "Bad Request: message to delete not found"
    assert (await wire.refused("deleteMessage", chat_id=anna.id))[
        1
    ] == "Bad Request: message identifier is not specified"
    old = await wire.ok("sendMessage", chat_id=anna.id, text="x")
    moment[0] += 49 * 3600
    assert (await wire.refused("deleteMessage", chat_id=anna.id, message_id=old["message_id"]))[1] == (
        "Bad Request: message can't be deleted for everyone"
    )
    group = sandbox.group("Talk", anna)
    theirs = {"chat_id": group.id, "message_id": anna.say("/hi", group).id}
    assert (await wire.refused("deleteMessage", **theirs))[1] == "Bad Request: message can't be deleted"
    group.promote_bot()
    await wire.ok("deleteMessage", **theirs)


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        (LONG_DATA, "BUTTON_DATA_INVALID"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        (
            {"inline_keyboard": [{"text": "x"}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        (
            {"inline_keyboard": [[{"text": "x"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "x", "url": "nonsense"}]]},
            "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]},
            "inline keyboard button text must be non-empty",
        ),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 8] * 13}, "reply markup is too long"),
    ],
)
async def test_keyboards(wire, anna, markup, complaint):
    assert await wire.refused("sendMessage", chat_id=anna.id, text="x", reply_markup=markup) == (
        400,
        f"Bad Request: {complaint}",
    )


async def test_data_of_exactly_64_bytes_is_taken(wire, anna):
    sent = await wire.ok("sendMessage", chat_id=anna.id, text="x", reply_markup=FITTING_DATA)
    assert sent["reply_markup"] == FITTING_DATA


async def test_the_token_and_the_path(wire, sandbox):
    async def get(path: str) -> tuple[int, dict]:
        async with wire.http.get(sandbox.url + path) as response:
            return response.status, await response.json()

    unauthorized = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    not_found = (404, {"ok": False, "error_code": 404, "description": "Not Found"})
    secret = sandbox.token.partition(":")[2]
    assert await get(f"/bot{sandbox.token[:-1]}X/getMe") == unauthorized
    assert await get(f"/bot123:{secret}/getMe") == unauthorized
    assert await get("/botnonsense/getMe") == not_found
    assert await get(f"/bot{sandbox.token}") == not_found
    assert await get("/elsewhere") == not_found
    assert await get(f"/file/bot{sandbox.token}/documents/file_9.txt") == not_found
    assert await get(f"/bot{sandbox.token}/noSuchMethod") == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert (await get(f"/bot{sandbox.token.replace(':', '%3A')}/GETME"))[0] == 200
    async with wire.http.get(sandbox.url + "/") as response:
        assert response.status == 200
