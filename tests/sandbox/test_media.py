"""Files, places, copies, and what the bot says about itself."""

import struct
import zlib

import aiohttp
import pytest


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def upload(wire, sandbox):
    async def send(method: str, field: str, data: bytes, name: str = "x.txt", **parameters: object) -> dict:
        form = aiohttp.FormData(quote_fields=False)
        for key, value in parameters.items():
            form.add_field(key, str(value))
        form.add_field(field, data, filename=name)
        async with wire.http.post(f"{sandbox.url}/bot{sandbox.token}/{method}", data=form) as response:
            body: dict = await response.json()
            return body

    return send


async def test_the_bot_fetches_a_persons_document(wire, sandbox, anna):
    anna.send_file("report.txt", "Мост закрыт.".encode(), caption="#field report")
    message = (await wire.updates())[-1]["message"]
    assert message["caption_entities"] == [{"type": "hashtag", "offset": 0, "length": 6}]
    assert (message["document"]["file_name"], message["document"]["mime_type"]) == (
        "report.txt",
        "text/plain",
    )
    found = await wire.ok("getFile", file_id=message["document"]["file_id"])
    assert found["file_size"] == message["document"]["file_size"] == 22
    async with wire.http.get(f"{sandbox.url}/file/bot{sandbox.token}/{found['file_path']}") as response:
        assert await response.text() == "Мост закрыт."
    async with wire.http.get(f"{sandbox.url}/file/bot1:x/{found['file_path']}") as response:
        assert response.status == 401
    assert (await wire.refused("getFile", file_id="nope"))[1] == "Bad Request: invalid file_id"
    assert (await wire.refused("getFile"))[1] == "Bad Request: file_id not specified"


async def test_files_above_20_megabytes_cannot_be_fetched(wire, anna):
    message = anna.send_file("big.bin", bytes(21 << 20))
    file_id = message.content["document"]["file_id"]
    assert (await wire.refused("getFile", file_id=file_id))[1] == "Bad Request: file is too big"


async def test_the_bot_sends_a_document_and_sends_it_again(wire, anna, upload):
    sent = (
        await upload(
            "sendDocument",
            "document",
            b"a;b\n1;2\n",
            "export.csv",
            chat_id=anna.id,
            caption="<b>Yours</b>",
            parse_mode="HTML",
        )
    )["result"]
    assert (sent["document"]["file_name"], sent["caption"]) == ("export.csv", "Yours")
    again = await wire.ok("sendDocument", chat_id=anna.id, document=sent["document"]["file_id"])
    assert again["document"] == sent["document"]
    assert "caption" not in again
    edited = await wire.ok(
        "editMessageCaption", chat_id=anna.id, message_id=sent["message_id"], caption="Mine"
    )
    assert (edited["caption"], edited["document"]) == ("Mine", sent["document"])
    attached = await upload("sendDocument", "thing", b"x", chat_id=anna.id, document="attach://thing")
    assert attached["result"]["document"]["file_size"] == 1
    for document, words in (
        ("nope", "wrong file identifier/HTTP URL specified"),
        ("", "there is no document in the request"),
    ):
        assert (await wire.refused("sendDocument", chat_id=anna.id, document=document))[
            1
        ] == f"Bad Request: {words}"
    assert (await upload("sendDocument", "document", b"", chat_id=anna.id))["description"] == (
        "Bad Request: file must be non-empty"
    )


async def test_pictures(wire, anna, upload):
    sent = (await upload("sendPhoto", "photo", png(640, 480), "map.png", chat_id=anna.id))["result"]
    [size] = sent["photo"]
    assert (size["width"], size["height"]) == (640, 480)
    assert (await upload("sendPhoto", "photo", b"text", chat_id=anna.id))["description"] == (
        "Bad Request: IMAGE_PROCESS_FAILED"
    )
    assert (await wire.refused("sendDocument", chat_id=anna.id, document=size["file_id"]))[1] == (
        "Bad Request: can't use file of type Photo as Document"
    )
    anna.send_photo(png(10, 20), caption="look")
    assert (await wire.updates())[-1]["message"]["photo"][0]["height"] == 20


async def test_places(wire, anna):
    place = await wire.ok("sendLocation", chat_id=anna.id, latitude="36.34", longitude=43.13, heading=90)
    assert place["location"] == {"latitude": 36.34, "longitude": 43.13, "heading": 90}
    venue = await wire.ok(
        "sendVenue", chat_id=anna.id, latitude=1, longitude=2, title="Bridge", address="Mosul"
    )
    assert (venue["venue"]["title"], venue["location"]) == ("Bridge", {"latitude": 1.0, "longitude": 2.0})
    assert (await wire.refused("sendLocation", chat_id=anna.id, longitude=1))[
        1
    ] == "Bad Request: latitude is empty"
    assert (await wire.refused("sendLocation", chat_id=anna.id, latitude=91, longitude=1))[1] == (
        "Bad Request: wrong location specified"
    )
    anna.locate(15.5, 32.5)
    assert (await wire.updates())[-1]["message"]["location"] == {"latitude": 15.5, "longitude": 32.5}


async def test_forwarding_and_copying(wire, anna, bob):
    bob.say("/start")
    message = anna.say("words of #Anna")
    source = {"from_chat_id": anna.id, "message_id": message.id}
    forwarded = await wire.ok("forwardMessage", chat_id=bob.id, **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == anna.id
    assert forwarded["entities"] == [{"type": "hashtag", "offset": 9, "length": 5}]
    copied = await wire.ok("copyMessage", chat_id=bob.id, **source)
    assert list(copied) == ["message_id"]
    assert [entry["text"] for entry in bob.transcript()[-2:]] == ["words of #Anna"] * 2
    assert "forward_origin" not in bob.transcript()[-1]
    missing = {"from_chat_id": anna.id, "message_id": 1}
    assert (await wire.refused("forwardMessage", chat_id=bob.id, **missing))[1] == (
        "Bad Request: message to forward not found"
    )
    assert (await wire.refused("copyMessage", chat_id=bob.id, **missing))[
        1
    ] == "Bad Request: message to copy not found"
    protected = await wire.ok("sendMessage", chat_id=anna.id, text="secret", protect_content=True)
    secret = {"from_chat_id": anna.id, "message_id": protected["message_id"]}
    assert protected["has_protected_content"] is True
    assert (await wire.refused("forwardMessage", chat_id=bob.id, **secret))[1] == (
        "Bad Request: message has protected content and can't be forwarded"
    )


async def test_the_command_menu(wire, anna):
    menu = [{"command": "start", "description": "Begin"}]
    await wire.ok("setMyCommands", commands=menu)
    scope = {"type": "chat", "chat_id": anna.id}
    await wire.ok(
        "setMyCommands",
        commands=[{"command": "desk", "description": "Desk"}],
        scope=scope,
        language_code="ar",
    )
    assert await wire.ok("getMyCommands") == menu
    assert (await wire.ok("getMyCommands", scope=scope, language_code="ar"))[0]["command"] == "desk"
    assert await wire.ok("getMyCommands", scope=scope) == []
    await wire.ok("deleteMyCommands")
    assert await wire.ok("getMyCommands") == []
    for commands, words in (
        ([{"command": "Ünfit", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "fit", "description": " "}], "command description must be non-empty"),
        ([{"command": "fit", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ):
        assert await wire.refused("setMyCommands", commands=commands) == (400, f"Bad Request: {words}")


async def test_the_bots_names(wire):
    await wire.ok("setMyName", name="Lage", language_code="de")
    assert await wire.ok("getMyName", language_code="de") == {"name": "Lage"}
    assert await wire.ok("getMyName") == {"name": "Sandbox bot"}
    await wire.ok("setMyDescription", description="What happens where")
    await wire.ok("setMyShortDescription", short_description="Alerts")
    assert await wire.ok("getMyDescription", language_code="fr") == {"description": "What happens where"}
    assert await wire.ok("getMyShortDescription") == {"short_description": "Alerts"}
    assert (await wire.refused("setMyName", name="x" * 65))[1] == "Bad Request: BOT_TITLE_INVALID"
    assert (await wire.ok("getMe"))["can_read_all_group_messages"] is False


async def test_chat_actions(wire, anna):
    await wire.ok("sendChatAction", chat_id=anna.id, action="typing")
    assert (await wire.refused("sendChatAction", chat_id=anna.id, action="dancing"))[1] == (
        "Bad Request: wrong parameter action in request"
    )
