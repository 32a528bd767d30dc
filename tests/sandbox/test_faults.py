"""Trouble on order: what is sent, what is accepted, what arrives of the answer."""

import aiohttp
import pytest

from bot.sandbox.faults import Fault, Faults, FloodLimits


@pytest.fixture
def say(wire, sandbox, anna):
    async def send(text: str = "x") -> tuple[int, bytes]:
        url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
        async with wire.http.post(url, json={"chat_id": anna.id, "text": text}) as response:
            return response.status, await response.read()

    return send


def accepted(anna) -> list[str]:
    return [message.content["text"] for message in anna.unseen()]


async def test_a_connection_lost_before_and_after_the_message_was_taken(say, sandbox, anna):
    sandbox.server.faults.add(Fault("drop_before", "sendMessage"))
    sandbox.server.faults.add(Fault("drop_after", "sendMessage"))
    with pytest.raises(aiohttp.ClientError):
        await say("before")
    assert accepted(anna) == []
    with pytest.raises(aiohttp.ClientError):
        await say("after")
    assert accepted(anna) == ["after"]
    assert (await say("whole"))[0] == 200
    assert sandbox.server.faults.pending == 0


async def test_answers_that_are_none(say, sandbox, anna):
    sandbox.server.faults.add(Fault("cut"))
    sandbox.server.faults.add(Fault("html"))
    sandbox.server.faults.add(Fault("answer", status=502, body="Bad Gateway"))
    sandbox.server.faults.add(Fault("answer", status=429))
    sandbox.server.faults.add(
        Fault("answer", status=403, body={"ok": False, "error_code": 403, "description": "Forbidden: x"})
    )
    status, body = await say("cut")
    assert (status, body[-1:]) == (200, body[-1:])
    assert not body.endswith(b"}")
    assert accepted(anna) == ["cut"]
    status, body = await say("portal")
    assert (status, b"<html>" in body) == (200, True)
    assert (await say())[1] == b"Bad Gateway"
    assert b'"retry_after":1' in (await say())[1]
    assert (await say())[0] == 403
    assert accepted(anna) == ["cut"]


async def test_a_fault_finds_its_method_and_chat(wire, sandbox, anna, bob):
    bob.say("/start")
    sandbox.server.faults.add(Fault("answer", "editMessageText", status=500))
    sandbox.server.faults.add(Fault("answer", "sendMessage", chat=bob.id, times=2, status=500))
    for _ in range(2):
        assert (await wire("sendMessage", chat_id=bob.id, text="x"))["error_code"] == 500
        await wire.ok("sendMessage", chat_id=anna.id, text="x")
    await wire.ok("sendMessage", chat_id=bob.id, text="x")
    assert sandbox.server.faults.pending == 1


async def test_a_fault_without_end_and_with_a_rate(wire, sandbox, anna):
    sandbox.server.faults.add(Fault("answer", "sendMessage", status=500, times=0, rate=0.5))
    codes = [(await wire("sendMessage", chat_id=anna.id, text="x")).get("error_code") for _ in range(40)]
    assert 5 < codes.count(500) < 35
    sandbox.server.faults.clear()
    await wire.ok("sendMessage", chat_id=anna.id, text="x")


def test_the_same_seed_makes_the_same_trouble():
    def hits(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault("drop_before", times=0, rate=0.3))
        return [faults.take("sendmessage", "1") is not None for _ in range(50)]

    assert hits(1) == hits(1) != hits(2)


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="unknown fault 'explode'"):
        Fault("explode")


async def test_latency_is_on_both_sides_of_acceptance(wire, sandbox, anna):
    sandbox.server.faults.latency = 0.2
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.15)) as hasty:
        url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
        with pytest.raises(TimeoutError):
            await hasty.post(url, json={"chat_id": anna.id, "text": "in doubt"})
    assert (await anna.next()).content["text"] == "in doubt"
    await wire.ok("sendMessage", chat_id=anna.id, text="sure")


def test_flood_limits():
    moment = [0.0]
    limits = FloodLimits(overall=5, chat_burst=3, group_per_minute=4, clock=lambda: moment[0])
    assert [limits.check("1", is_group=False) for _ in range(4)] == [None, None, None, 4]
    assert [limits.check(str(chat), is_group=False) for chat in (2, 3)] == [None, None]
    assert limits.check("4", is_group=False) == 2
    moment[0] = 3.1
    assert limits.check("1", is_group=False) is None
    assert [limits.check("-1", is_group=True) for _ in range(4)] == [None] * 4
    moment[0] = 10.0
    assert limits.check("-1", is_group=True) == 54


async def test_limits_answer_as_telegram_does(wire, sandbox, anna):
    sandbox.server.limits = FloodLimits(chat_burst=1)
    await wire.ok("sendMessage", chat_id=anna.id, text="x")
    body = await wire("sendMessage", chat_id=anna.id, text="y")
    assert body["error_code"] == 429
    assert body["description"] == f"Too Many Requests: retry after {body['parameters']['retry_after']}"
    await wire.ok("getMe")
