"""Every row of the outcome table, scripted at the local Telegram, for every kind of delivery."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from bot.delivery import Sender
from bot.delivery.courier import Courier
from bot.delivery.pacing import Pacer
from bot.delivery.points import nothing
from bot.delivery.policy import settle
from bot.delivery.requests import MARK
from bot.domain.chats import Target
from bot.domain.deliveries import IN_DOUBT, Delivery, DeliveryKind, DeliveryState, Doubt, Fate, Message
from bot.sandbox.faults import Fault

KIND, STATE = DeliveryKind, DeliveryState
DOUBT = "by its class"
NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)


def refusal(code, description, **parameters):
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return {"action": "answer", "status": code, "body": body}


# What happens at the first call → how many calls, how many messages in the chat, and the state.
ROWS = {
    "delivered": ({"action": "pass"}, 1, 1, STATE.SENT),
    "429": (refusal(429, "Too Many Requests: retry after 1", retry_after=1), 1, 0, STATE.PENDING),
    "403 blocked": (refusal(403, "Forbidden: bot was blocked by the user"), 1, 0, STATE.FAILED),
    "403 deactivated": (refusal(403, "Forbidden: user is deactivated"), 1, 0, STATE.FAILED),
    "403 kicked": (refusal(403, "Forbidden: bot was kicked from the group chat"), 1, 0, STATE.FAILED),
    "400 chat not found": (refusal(400, "Bad Request: chat not found"), 1, 0, STATE.FAILED),
    "400 parse": (refusal(400, "Bad Request: can't parse entities: unclosed tag"), 2, 1, STATE.SENT),
    "400 too long": (refusal(400, "Bad Request: message is too long"), 2, 1, STATE.SENT),
    "400 anchor": (refusal(400, "Bad Request: message can't be edited"), 2, 1, STATE.SENT),
    "400 topic": (refusal(400, "Bad Request: message thread not found"), 1, 0, STATE.FAILED),
    "400 other": (refusal(400, "Bad Request: BUTTON_URL_INVALID"), 1, 0, STATE.FAILED),
    "400 not modified": (refusal(400, "Bad Request: message is not modified"), 1, 0, STATE.SENT),
    "migrated": (
        refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-9),
        1,
        0,
        STATE.PENDING,
    ),
    "401": (refusal(401, "Unauthorized"), 1, 0, STATE.PENDING),
    "404": ({"action": "answer", "status": 404, "body": "<html>nginx</html>"}, 1, 0, STATE.PENDING),
    "409": (refusal(409, "Conflict: terminated by other getUpdates request"), 1, 0, STATE.PENDING),
    "413": (refusal(413, "Request Entity Too Large"), 1, 0, STATE.FAILED),
    "500": (refusal(500, "Internal Server Error"), 1, 0, DOUBT),
    "502": ({"action": "answer", "status": 502, "body": "<html>bad gateway</html>"}, 1, 0, DOUBT),
    "no answer in time": ({"action": "pass", "seconds": 0.4}, 1, 1, DOUBT),
    "dropped before": ({"action": "drop_before"}, 1, 0, DOUBT),
    "dropped after": ({"action": "drop_after"}, 1, 1, DOUBT),
    "cut": ({"action": "cut"}, 1, 1, DOUBT),
    "captive portal": ({"action": "html"}, 1, 0, DOUBT),
}


@pytest.fixture
async def sender(telegram):
    async with Sender(telegram.url, telegram.token, answer_seconds=10.0) as opened:
        yield opened


@pytest.fixture
def anna(telegram):
    person = telegram.person("Anna")
    person.say("/start")
    return person


def courier(sender):
    return Courier(sender, Pacer(10_000.0), time.monotonic, nothing)


def delivery(anna, kind=KIND.BROADCAST, payload=None, *, number=1, **more):
    payload = payload or {"text": "<b>Old Mosul</b>", "parse_mode": "HTML"}
    return Delivery(
        number, 1, Target(anna.id), kind, Message("sendMessage", payload), epoch=1, token=1, **more
    )


def told(telegram):
    return [entry["text"] for entry in telegram.transcript("Anna") if entry["from"] == "Sandbox bot"]


@pytest.mark.parametrize("row", ROWS)
async def test_every_row_for_every_kind(telegram, anna, row):
    fault, calls, messages, expected = ROWS[row]
    async with Sender(
        telegram.url, telegram.token, answer_seconds=0.1 if "seconds" in fault else 10
    ) as sender:
        for number, kind in enumerate(KIND):
            telegram.server.faults.clear()
            telegram.server.faults.add(Fault(**fault))
            before, asked = len(told(telegram)), telegram.server.calls.get("sendmessage", 0)
            given = delivery(anna, kind, number=number)
            settled = settle(given, await courier(sender).deliver(given), NOW, 0.5)
            if fault.get("seconds"):
                await telegram.wait_message("Anna", after=telegram.world.journal.last)
            assert telegram.server.calls["sendmessage"] - asked == calls
            assert len(told(telegram)) - before == messages
            doubt = IN_DOUBT[kind] if expected == DOUBT else Doubt(expected)
            assert (settled.state, settled.marked, settled.silent) == (
                doubt.state,
                doubt.marked,
                doubt.silent,
            )


async def test_without_formatting_and_without_its_anchor(telegram, anna, sender):
    text = {"text": "<b>Old Mosul <i>captured</b>", "parse_mode": "HTML"}
    cannot = refusal(400, "Bad Request: message can't be edited")
    telegram.server.faults.add(Fault(**cannot | {"method": "editMessageText"}))
    outcome = await courier(sender).deliver(delivery(anna, KIND.BODY, text, anchor=99_999))
    assert outcome.fate is Fate.SENT
    assert told(telegram) == ["Old Mosul captured"]


async def test_a_live_message_that_a_person_has_deleted_is_not_put_there_again(telegram, anna, sender):
    outcome = await courier(sender).deliver(delivery(anna, KIND.BODY, anchor=99_999))
    assert outcome.fate is Fate.DELETED
    assert told(telegram) == []


async def test_an_edit_edits_and_the_same_edit_again_is_fine(telegram, anna, sender):
    first = await courier(sender).deliver(delivery(anna))
    for _ in range(2):
        body = delivery(anna, KIND.BODY, {"text": "New Mosul"}, anchor=first.message_id)
        assert (await courier(sender).deliver(body)).fate is Fate.SENT
    assert told(telegram) == ["New Mosul"]


async def test_an_update_answers_its_alert_or_stands_alone_when_that_is_gone(telegram, anna, sender):
    alert = await courier(sender).deliver(delivery(anna))
    await courier(sender).deliver(
        delivery(anna, KIND.UPDATE, {"text": "now declared"}, anchor=alert.message_id)
    )
    await courier(sender).deliver(delivery(anna, KIND.UPDATE, {"text": "alone"}, anchor=99_999))
    entries = [entry for entry in telegram.transcript("Anna") if entry["from"] == "Sandbox bot"]
    assert [bool(entry.get("reply_to")) for entry in entries] == [False, True, False]


async def test_a_text_that_is_too_long_arrives_in_parts(telegram, anna, sender):
    text = "\n".join(f"{number} " + "word " * 200 for number in range(5))
    outcome = await courier(sender).deliver(delivery(anna, payload={"text": text}))
    assert outcome.fate is Fate.SENT
    parts = told(telegram)
    assert len(parts) == 2
    assert " ".join(" ".join(parts).split()) == " ".join(text.split())


async def test_when_a_later_part_does_not_arrive_the_whole_is_in_doubt(telegram, anna, sender):
    telegram.server.faults.add(Fault("answer", status=400, body=ROWS["400 too long"][0]["body"]))
    telegram.server.faults.add(Fault("pass"))
    telegram.server.faults.add(Fault("answer", status=429))
    outcome = await courier(sender).deliver(delivery(anna, payload={"text": "word " * 1000}))
    assert outcome.fate is Fate.UNKNOWN
    telegram.server.faults.add(Fault("answer", status=400, body=ROWS["400 too long"][0]["body"]))
    telegram.server.faults.add(Fault("pass"))
    telegram.server.faults.add(Fault("answer", status=403))
    outcome = await courier(sender).deliver(delivery(anna, payload={"text": "word " * 1000}))
    assert outcome.fate is Fate.GONE


async def test_a_document_goes_up_with_its_words(anna, sender):
    payload = {"document": "situation [1].json", "caption": "<b>yours</b>", "parse_mode": "HTML"}
    given = delivery(anna, KIND.REPLY, payload)
    given = replace(given, message=Message("sendDocument", payload, b'{"a": 1}'))
    assert (await courier(sender).deliver(given)).fate is Fate.SENT
    sent = await anna.next()
    assert sent.content["document"]["file_name"] == "situation [1].json"
    assert sent.content["caption"] == "yours"


async def test_what_cannot_be_encoded_is_not_tried(telegram, anna, sender):
    outcome = await courier(sender).deliver(delivery(anna, payload={"text": "lone \ud800 surrogate"}))
    assert (outcome.fate, telegram.server.calls.get("sendmessage")) == (Fate.FAILED, None)
    outcome = await courier(sender).deliver(delivery(anna, payload={"text": object()}))
    assert outcome.fate is Fate.FAILED
    broken = replace(delivery(anna), message=Message("sendMessage", None))
    assert (await courier(sender).deliver(broken)).fate is Fate.FAILED


async def test_nobody_there_means_later_for_everybody():
    async with Sender("http://127.0.0.1:1", "1:x") as sender:
        outcome = await courier(sender).deliver(delivery(SimpleNamespace(id=7)))
    assert (outcome.fate, outcome.everyone) == (Fate.LATER, True)


async def test_a_strange_error_may_have_followed_a_delivery(anna):
    class Strange:
        async def call(self, *_):
            raise KeyError("date")

    outcome = await courier(Strange()).deliver(delivery(anna))
    assert outcome.fate is Fate.UNKNOWN


async def test_a_hold_lets_nothing_leave(telegram, anna, sender):
    pacer = Pacer(1.0)
    pacer.reserve(1, time.monotonic())
    waiting = Courier(sender, pacer, time.monotonic, nothing)
    task = asyncio.create_task(waiting.deliver(delivery(anna)))
    await asyncio.sleep(0)
    waiting.hold.set()
    assert (await task).fate is Fate.LATER
    for _ in range(3):
        pacer.reserve(anna.id, time.monotonic() - 60)
        pacer._chats[anna.id].places[-1] = time.monotonic()
    assert (await waiting.deliver(delivery(anna))).fate is Fate.LATER
    assert "sendmessage" not in telegram.server.calls


async def test_a_pause_that_begins_while_it_waits_holds_it_back(telegram, anna, sender):
    pacer = Pacer(20.0)
    pacer.reserve(1, time.monotonic())
    waiting = Courier(sender, pacer, time.monotonic, nothing)
    task = asyncio.create_task(waiting.deliver(delivery(anna)))
    await asyncio.sleep(0)
    pacer.pause(time.monotonic() + 60)
    assert (await task).fate is Fate.LATER
    assert "sendmessage" not in telegram.server.calls


async def test_the_mark_is_read_by_the_person(telegram, anna, sender):
    await courier(sender).deliver(delivery(anna, repeated=True))
    assert told(telegram) == [f"Old Mosul\n{MARK}"]


async def test_a_sender_does_not_show_its_token(sender, telegram):
    assert telegram.token not in repr(sender) + str(sender)
    reply = await sender.call("getMe", {})
    assert telegram.token not in repr(reply)
