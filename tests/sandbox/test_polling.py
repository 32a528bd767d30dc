"""The bot's queue of updates: offsets, long polls, kinds, two readers, webhooks."""

import asyncio

import aiohttp
import pytest
from aiohttp import web

TAKEN = (
    409,
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
)


def texts(updates) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_updates_stay_until_they_are_confirmed(wire, anna):
    for word in ("one", "two", "three"):
        anna.say(word)
    first = await wire.updates(limit=2)
    assert texts(first) == ["/start", "one"]
    assert texts(await wire.updates()) == ["/start", "one", "two", "three"]
    assert texts(await wire.updates(offset=first[-1]["update_id"] + 1)) == ["two", "three"]
    assert texts(await wire.updates(offset=first[0]["update_id"])) == ["two", "three"]


async def test_a_negative_offset_keeps_the_newest(wire, anna):
    anna.say("one")
    anna.say("two")
    assert texts(await wire.updates(offset=-1)) == ["two"]
    assert texts(await wire.updates()) == ["two"]


@pytest.mark.usefixtures("anna")
async def test_an_offset_from_another_life_counts_as_none(wire):
    [update] = await wire.updates()
    assert texts(await wire.updates(offset=update["update_id"] + 1000)) == ["/start"]
    assert await wire.updates(offset=update["update_id"] + 5) == []
    assert await wire.updates() == []


async def test_a_long_poll_answers_when_something_comes(wire, sandbox):
    poll = asyncio.create_task(wire.updates(timeout=30))
    await wire.reading()
    sandbox.person("Anna").say("hello")
    assert texts(await poll) == ["hello"]


async def test_a_long_poll_ends_empty(wire):
    assert await wire.updates(timeout=1) == []


async def test_the_second_reader_ends_the_first(wire, sandbox):
    first = asyncio.create_task(wire("getUpdates", timeout=30))
    await wire.reading()
    second = asyncio.create_task(wire.updates(timeout=30))
    body = await first
    assert (body["error_code"], body["description"]) == TAKEN
    sandbox.person("Anna").say("to the second")
    assert texts(await second) == ["to the second"]


async def test_only_wanted_kinds_are_queued(wire, anna):
    assert texts(await wire.updates(allowed_updates=["message"])) == ["/start"]
    anna.block()
    anna.unblock()
    anna.say("after")
    assert texts(await wire.updates()) == ["/start", "after"]
    await wire.updates(allowed_updates=[], offset=(await wire.updates())[-1]["update_id"] + 1)
    anna.block()
    assert [list(update)[1] for update in await wire.updates()] == ["my_chat_member"]


async def test_what_nobody_fetched_grows_old(wire, anna, moment):
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    await wire.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keyboard)
    anna.press(await anna.next(), 1)
    moment[0] += 200
    assert [list(update)[1] for update in await wire.updates()] == ["message"]
    moment[0] += 86_400
    assert await wire.updates() == []


async def test_parameters_come_in_any_form(wire, sandbox, anna):
    base = f"{sandbox.url}/bot{sandbox.token}"
    values = {
        "chat_id": str(anna.id),
        "text": "x",
        "reply_markup": '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}',
    }
    async with wire.http.get(f"{base}/sendmessage", params=values) as response:
        shown = (await response.json())["result"]
    for body in ({"data": values}, {"data": _multipart(values)}, {"json": {**values, "chat_id": anna.id}}):
        async with wire.http.post(f"{base}/SENDMESSAGE", **body) as response:
            again = (await response.json())["result"]
        assert {**again, "message_id": 0} == {**shown, "message_id": 0}
    async with wire.http.post(
        f"{base}/sendMessage", params={"chat_id": anna.id}, data={"text": "mixed"}
    ) as response:
        assert (await response.json())["result"]["text"] == "mixed"
    for broken, words in (
        ("{", "Bad Request: can't parse parameter value: invalid JSON"),
        ("[]", "Bad Request: JSON object expected"),
    ):
        headers = {"Content-Type": "application/json"}
        async with wire.http.post(f"{base}/sendMessage", data=broken, headers=headers) as response:
            assert (await response.json())["description"] == words


def _multipart(values):
    form = aiohttp.FormData()
    for name, value in values.items():
        form.add_field(name, value, content_type="text/plain")
    return form


@pytest.fixture
async def hook():
    """A bot that takes updates by webhook and fails at first."""
    taken: list[tuple[str | None, dict]] = []
    failures = [503]

    async def take(request: web.BaseRequest) -> web.Response:
        if failures:
            return web.Response(status=failures.pop())
        taken.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        chat = taken[-1][1]["message"]["chat"]["id"]
        return web.json_response({"method": "sendMessage", "chat_id": chat, "text": "by return"})

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", taken
    await runner.cleanup()


async def test_a_webhook_gets_every_update_until_it_takes_it(wire, anna, hook):
    url, taken = hook
    answer = await wire("setWebhook", url=url, secret_token="s3cret")
    assert answer == {"ok": True, "result": True, "description": "Webhook was set"}
    assert await wire.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    assert (await anna.next()).content["text"] == "by return"
    anna.say("second")
    assert (await anna.next()).content["text"] == "by return"
    assert [(secret, update["message"]["text"]) for secret, update in taken] == [
        ("s3cret", "/start"),
        ("s3cret", "second"),
    ]
    info = await wire.ok("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (url, 0, 40)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert (await wire("deleteWebhook"))["description"] == "Webhook was deleted"
    assert (await wire("deleteWebhook"))["description"] == "Webhook is already deleted"
    assert await wire.updates() == []


async def test_setting_a_webhook_ends_the_long_poll(wire):
    poll = asyncio.create_task(wire("getUpdates", timeout=30))
    await wire.reading()
    await wire.ok("setWebhook", url="https://bot.invalid/hook", drop_pending_updates=True)
    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    await wire.ok("setWebhook", url="")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "http://example.com/x"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "nonsense"}, "invalid webhook URL specified"),
        ({"url": "https://example.com", "secret_token": "ö"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
async def test_bad_webhooks(wire, parameters, words):
    assert await wire.refused("setWebhook", **parameters) == (400, f"Bad Request: {words}")
