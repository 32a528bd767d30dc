"""Another process plays people: the verbs over HTTP, the client, the terminal, the server of its own."""

import asyncio
import json
import signal
import sys
from base64 import b64encode

import aiohttp
import pytest

from bot.sandbox import SANDBOX_TOKEN, Sandbox, SandboxClient
from bot.sandbox.chat import chat
from bot.sandbox.verbs import VERBS


@pytest.fixture
async def client(sandbox):
    async with SandboxClient(sandbox.url) as driver:
        yield driver


async def test_a_conversation_by_wire(wire, client):
    said = await client.say("Anna", "/start")
    assert (said["from"], said["text"], said["by_bot"]) == ("Anna", "/start", False)
    keyboard = {
        "inline_keyboard": [
            [{"text": "Mosul", "callback_data": "m"}, {"text": "Site", "url": "https://a.org"}]
        ]
    }
    await wire.ok(
        "sendMessage", chat_id=said["chat"], text="Which?", reply_markup=keyboard, disable_notification=True
    )
    heard = await client.next("Anna")
    assert (heard["text"], heard["silent"]) == ("Which?", True)
    assert heard["buttons"] == [[{"text": "Mosul", "data": "m"}, {"text": "Site", "url": "https://a.org/"}]]
    press = asyncio.create_task(client.press("Anna", heard, "Mosul"))
    query = (await wire.updates(timeout=5, offset=-1))[-1]
    while "callback_query" not in query:
        query = (await wire.updates(timeout=5, offset=query["update_id"] + 1))[-1]
    await wire.ok("answerCallbackQuery", callback_query_id=query["callback_query"]["id"], text="Done")
    assert (await press)["text"] == "Done"
    await wire.ok(
        "editMessageText", chat_id=said["chat"], message_id=heard["message_id"], text="You follow Mosul"
    )
    assert [entry["text"] for entry in await client.transcript("Anna")] == ["/start", "You follow Mosul"]
    events, last = await client.events(chat="Anna")
    assert [event["kind"] for event in events] == ["message", "message", "answer", "edit"]
    assert await client.events(last) == ([], last)
    with pytest.raises(TimeoutError, match="nothing new to Anna"):
        await client.next("Anna", seconds=0.01)
    assert (await client.hear("Anna", "follow Mosul"))["message_id"] == heard["message_id"]
    with pytest.raises(TimeoutError, match="did not say 'Which' to Anna"):
        await client.hear("Anna", "Which", seconds=0.01)
    await client.call("quiet", seconds=0.01)


async def test_events_wait_for_the_first(wire, client, anna):
    _, last = await client.events()
    waiting = asyncio.create_task(client.events(last, chat="Anna", seconds=20))
    await asyncio.sleep(0.05)
    await client.say("Bob", "not for Anna")
    await wire.ok("sendMessage", chat_id=anna.id, text="news")
    events, _ = await waiting
    assert [event["text"] for event in events] == ["news"]


async def test_every_verb_works_over_the_wire(wire, client):
    called: set[str] = set()

    async def call(verb: str, **arguments: object):
        called.add(verb)
        return await client.call(verb, **arguments)

    anna = await call("person", who="Anna", username="anna_k")
    assert anna["username"] == "anna_k"
    first = await call("say", who="Anna", text="/start")
    await call("edit", who="Anna", message_id=first["message_id"], text="/start again")
    await call("paste", who="Anna", text="word " * 1000)
    await call("locate", who="Anna", latitude=36.3, longitude=43.1)
    document = await call(
        "file", who="Anna", name="a.bin", base64=b64encode(b"\x00\x01").decode(), caption="raw"
    )
    assert document["document"]["file_size"] == 2
    assert (await call("file", who="Anna", name="a.txt", text="words"))["document"][
        "mime_type"
    ] == "text/plain"
    await call("block", who="Anna")
    await call("unblock", who="Anna")
    group = await call("group", title="Newsroom", owner="Anna")
    forum = await call("group", title="Desk", owner="Anna", forum=True)
    channel = await call("channel", title="Wire", owner="Anna", username="wire")
    await call("add", chat=group["id"], who="Bob")
    await call("promote", chat="Newsroom", who="Bob")
    await call("say", who="Bob", chat="Newsroom", text="/hi", anonymous=True)
    await call("demote", chat="Newsroom", who="Bob")
    await call("remove", chat="Newsroom", who="Bob", by="Anna")
    await call("remove_bot", chat="Newsroom", by="Anna")
    await call("add_bot", chat="Newsroom", by="Anna", admin=True)
    await call("silence_bot", chat="Newsroom")
    await call("promote_bot", chat="Newsroom")
    assert await call("topic", chat=forum["id"], name="Iraq") > 0
    await call("link", channel=channel["id"], group=forum["id"])
    post = await call("say", who="Anna", chat="@wire", text="posted")
    await call("forward", who="Bob", from_chat="@wire", message_id=post["message_id"])
    await call("react", who="Anna", chat="@wire", message_id=post["message_id"], emoji="👍")
    moved = await call("migrate", chat="Newsroom")
    assert moved["type"] == "supergroup"
    await call("delete_chat", chat=moved["id"])
    await call("deactivate", who="Bob")
    await call("fault", action="answer", status=500, method="getMe")
    assert (await wire("getMe"))["error_code"] == 500
    await call("fault", action="drop_before", times=0)
    await call("clear_faults")
    await call("latency", seconds=0.01)
    await call("limits", on=True, overall=1000)
    await call("limits", on=False)
    state = await call("state")
    assert {chat["title"] for chat in state["chats"]} >= {"Anna", "Newsroom", "Desk", "Wire"}
    assert state["updates_waiting"] > 0
    assert called == set(VERBS) - {"next", "hear", "quiet", "events", "transcript", "press"}


@pytest.mark.parametrize(
    ("verb", "arguments", "sentence"),
    [
        ("say", {"who": "Anna"}, "the argument 'text' is missing"),
        ("say", {"text": "x"}, "the argument 'as' is missing"),
        ("say", {"who": "Anna", "text": "x", "chat": "Nowhere"}, "there is no chat 'Nowhere'"),
        ("say", {"who": "Anna", "text": "x", "thread": "y"}, "the argument 'thread' must be a whole number"),
        ("locate", {"who": "Anna", "latitude": "north"}, "the argument 'latitude' must be a number"),
        ("press", {"who": "Anna", "message_id": 5}, "there is no message 5 in 'Anna'"),
        (
            "fault",
            {"action": "explode"},
            "unknown fault 'explode'; known are answer, cut, drop_after, drop_before, html, pass",
        ),
        ("fault", {"action": "cut", "speed": 1}, "a fault has no speed; it has"),
        ("fault", {"action": "cut", "rate": "x"}, "the argument 'rate' must be a number"),
        ("topic", {"chat": "Anna", "name": "x"}, "'Anna' is a private chat, no group or channel"),
        ("dance", {}, "there is no verb 'dance'; known are"),
    ],
)
@pytest.mark.usefixtures("anna")
async def test_bad_arguments_get_one_sentence(client, verb, arguments, sentence):
    with pytest.raises(ValueError, match="^" + sentence.split(";", maxsplit=1)[0]) as error:
        await client.call(verb, **arguments)
    assert str(error.value).startswith(sentence)
    assert "\n" not in str(error.value)


async def test_no_sandbox_there(unused_tcp_port):
    async with SandboxClient(f"http://127.0.0.1:{unused_tcp_port}") as driver:
        with pytest.raises(ConnectionError, match="there is no sandbox at"):
            await driver.say("Anna", "x")


async def test_the_terminal_shows_the_chat_and_acts_in_it(wire, sandbox, tmp_path):
    anna = sandbox.person("Anna")
    shown: list[str] = []
    report = tmp_path / "report.txt"
    report.write_text("The bridge is closed.", encoding="utf-8")

    async def bot(text: str, **parameters: object) -> dict:
        sent: dict = await wire.ok("sendMessage", chat_id=anna.id, text=text, **parameters)
        return sent

    async def until(words: str) -> None:
        while not any(words in line for line in shown):
            await asyncio.sleep(0.01)

    async def typing():
        yield "/start"
        rows = [[{"text": "Iraq", "callback_data": "iq"}], [{"text": "Site", "url": "https://a.org"}]]
        sent = await bot(
            "<a href='https://b.org'>Which</a>?", parse_mode="HTML", reply_markup={"inline_keyboard": rows}
        )
        await until("[2] Site")
        yield "!1"
        query = (await wire.updates())[-1]["callback_query"]
        await wire.ok("answerCallbackQuery", callback_query_id=query["id"], text="Following")
        await wire.ok(
            "editMessageText", chat_id=anna.id, message_id=sent["message_id"], text="You follow Iraq"
        )
        await until("You follow Iraq")
        yield "!2"
        yield "!9"
        yield "!file /no/such/file"
        yield f"!file {report}"
        yield f"!paste {report}"
        yield "!at 36.3 43.1"
        yield "!what"
        yield "!block"
        yield "!unblock"
        yield ""
        await bot("good bye", disable_notification=True)

    await chat(sandbox.url, "Anna", typing(), shown.append)
    text = "\n".join(shown)
    assert "  Which?\n  -> https://b.org/\n  [1] Iraq\n  [2] Site (https://a.org/)" in text
    assert "(Following)" in text
    assert "  (edited) You follow Iraq" in text
    assert "! the button 'Site' opens https://a.org/" in text
    assert "! there is no button 9; the last message with buttons has 2" in text
    assert "! '/no/such/file' cannot be read as text" in text
    assert "!at LAT LON" in text
    assert "  (silent) good bye" in text
    said = [
        entry["text"] or next(kind for kind in ("document", "location") if kind in entry)
        for entry in anna.transcript()
    ]
    assert said == ["/start", "You follow Iraq", "document", "The bridge is closed.", "location", "good bye"]


async def test_the_terminal_leaves_when_asked(sandbox):
    async def typing():
        yield "!quit"
        yield "never said"

    await chat(sandbox.url, "Anna", typing(), lambda _: None)
    assert sandbox.person("Anna").transcript() == []


async def test_people_and_groups_outlive_the_sandbox(tmp_path):
    memory = tmp_path / "sandbox.json"
    async with Sandbox(memory=memory) as first:
        anna = first.person("Anna", username="anna_k")
        anna.say("/start")
        forum = first.group("Desk", anna, forum=True)
        topic = forum.create_topic("Iraq")
        first.person("Bob").say("/start")
        first.person("Bob").block()
        ids = (anna.id, forum.id)
    async with Sandbox(memory=memory) as second, SandboxClient(second.url) as client:
        assert (second.person("Anna").id, second.chat("Desk").id) == ids
        assert second.person("Anna").user.username == "anna_k"
        assert second.chat("Desk").has(second.world.bot.id)
        assert second.person("Bob").user.blocked_bot
        assert second.transcript("Anna") == []
        second.person("Anna").say("/latest", "Desk", thread=topic)
        await client.say("Eve", "/start")
        assert '"Eve"' in memory.read_text(encoding="utf-8")
    memory.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="is damaged"):
        Sandbox(memory=memory)


async def test_in_its_own_process_it_remembers_what_it_took_when_killed(tmp_path):
    log = tmp_path / "accepted.jsonl"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox", "--state-log", str(log), "--fsync"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().strip()
        async with SandboxClient(url) as client, aiohttp.ClientSession() as http:
            anna = (await client.say("Anna", "/start"))["chat"]
            for number in range(20):
                body = {"chat_id": anna, "text": f"alert {number}"}
                async with http.post(f"{url}/bot{SANDBOX_TOKEN}/sendMessage", json=body) as response:
                    sent = (await response.json())["result"]
            body = {"chat_id": anna, "message_id": sent["message_id"], "text": "edited"}
            async with http.post(f"{url}/bot{SANDBOX_TOKEN}/editMessageText", json=body) as response:
                assert response.status == 200
            process.send_signal(signal.SIGKILL)
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["text"] for line in lines] == [*(f"alert {number}" for number in range(20)), "edited"]
    orders = [line["order"] for line in lines]
    assert orders == sorted(set(orders))
    assert {(line["chat"], line["kind"]) for line in lines} == {(anna, "message"), (anna, "edit")}
    assert all(isinstance(line["at"], float) and line["method"] for line in lines)


async def test_a_taken_port_is_one_sentence(sandbox):
    port = sandbox.url.rpartition(":")[2]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox", "--port", port), stderr=asyncio.subprocess.PIPE
    )
    _, complaint = await process.communicate()
    assert process.returncode == 1
    assert complaint.decode().startswith("the sandbox cannot start: ")
    assert complaint.decode().count("\n") == 1


async def test_a_stop_signal_ends_the_process_cleanly():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.sandbox"), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    process.terminate()
    _, complaint = await process.communicate()
    assert (process.returncode, complaint) == (0, b"")
