"""A delivery as calls: with its target, its anchor, its mark, and in other forms when the first one was refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.requests import MARK, Form, cut, requests
from bot.domain.chats import Target
from bot.domain.cleaning import utf16_length
from bot.domain.deliveries import Delivery, DeliveryKind, Fate, Message

HTML = {"text": "<b>Old Mosul</b> declared captured", "parse_mode": "HTML"}
BUTTONS = {"inline_keyboard": [[{"text": "Why?", "callback_data": "why"}]]}


def delivery(kind=DeliveryKind.ALERT, payload=HTML, *, method="sendMessage", target=None, file=None, **more):
    return Delivery(1, 1, target or Target(7), kind, Message(method, payload, file), epoch=1, token=1, **more)


def one(given, form=Form()):  # noqa: B008 -- a form is a frozen value
    (request,) = requests(given, form)
    return request


def test_a_message_goes_to_its_chat():
    request = one(delivery())
    assert (request.method, request.fields) == ("sendMessage", {**HTML, "chat_id": 7})


def test_a_topic_and_silence_are_said():
    fields = one(delivery(target=Target(-100, 5), silent=True)).fields
    assert (fields["chat_id"], fields["message_thread_id"], fields["disable_notification"]) == (-100, 5, True)


@pytest.mark.parametrize("kind", [DeliveryKind.UPDATE, DeliveryKind.RETRACTION])
def test_an_update_answers_the_alert(kind):
    fields = one(delivery(kind, anchor=50)).fields
    assert fields["reply_parameters"] == {"message_id": 50, "allow_sending_without_reply": True}
    assert "reply_parameters" not in one(delivery(kind, anchor=50), Form(detached=True)).fields
    assert "reply_parameters" not in one(delivery(kind)).fields


def test_a_body_edits_the_alert_and_says_nothing_that_only_a_new_message_has():
    given = delivery(DeliveryKind.BODY, anchor=50, silent=True, repeated=True, target=Target(-100, 5))
    request = one(given)
    assert (request.method, request.fields) == (
        "editMessageText",
        {**HTML, "message_id": 50, "chat_id": -100},
    )


def test_a_body_without_its_alert_is_a_new_message():
    request = one(delivery(DeliveryKind.BODY, anchor=50, silent=True), Form(detached=True))
    assert request.method == "sendMessage"
    assert request.fields == {**HTML, "chat_id": 7, "disable_notification": True}


def test_a_reply_that_replaces_a_message_is_an_edit_until_that_is_gone():
    given = delivery(DeliveryKind.REPLY, {**HTML, "message_id": 9}, method="editMessageText", silent=True)
    assert one(given).method == "editMessageText"
    assert one(given).fields == {**HTML, "message_id": 9, "chat_id": 7}
    detached = one(given, Form(detached=True))
    assert (detached.method, "message_id" in detached.fields) == ("sendMessage", False)


def test_an_edit_that_became_the_alert_itself_is_a_new_message():
    request = one(delivery(DeliveryKind.ALERT, method="editMessageText"))
    assert (request.method, request.fields) == ("sendMessage", {**HTML, "chat_id": 7})


def test_what_may_come_twice_says_so():
    assert one(delivery(repeated=True)).fields["text"] == f"{HTML['text']}\n{MARK}"
    assert (
        one(delivery(payload={"caption": "a map"}, method="sendDocument", repeated=True))
        .fields["caption"]
        .endswith(MARK)
    )


def test_there_is_not_always_room_for_the_mark():
    full = {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"}
    assert one(delivery(payload=full, repeated=True)).fields["text"] == full["text"]
    assert one(delivery(payload={"latitude": 1.0}, method="sendLocation", repeated=True)).fields == {
        "latitude": 1.0,
        "chat_id": 7,
    }


def test_without_formatting_the_words_stay():
    payload = {
        "text": '<b>A &amp; B</b> <a href="https://x.org/?a=1&amp;b=2">said</a> 1 < 2',
        "parse_mode": "HTML",
    }
    fields = one(delivery(payload=payload), Form(plain=True)).fields
    assert fields == {"text": "A & B said 1 < 2", "chat_id": 7}


def test_other_formatting_is_only_dropped():
    payload = {"text": "<b>A</b>", "entities": [{"type": "bold", "offset": 0, "length": 1}]}
    assert one(delivery(payload=payload), Form(plain=True)).fields == {"text": "<b>A</b>", "chat_id": 7}


def test_a_text_that_is_too_long_goes_in_parts_with_the_buttons_below_the_last_one():
    text = "\n".join(f"line {number} " + "x" * 80 for number in range(100))
    given = delivery(payload={"text": text, "parse_mode": "HTML", "reply_markup": BUTTONS})
    calls = requests(given, Form(plain=True, parted=True))
    assert len(calls) == 3
    assert "\n".join(call.fields["text"] for call in calls) == text
    assert ["reply_markup" in call.fields for call in calls] == [False, False, True]


def test_an_edit_and_a_caption_keep_to_one_message():
    long = "word " * 2000
    body = delivery(DeliveryKind.BODY, {"text": long}, anchor=5)
    assert len(one(body, Form(plain=True, parted=True)).fields["text"]) <= 4096
    document = delivery(payload={"caption": long, "document": "a.txt"}, method="sendDocument", file=b"x")
    request = one(document, Form(plain=True, parted=True))
    assert (len(request.fields["caption"]) <= 1024, request.file) == (True, b"x")


def test_what_has_no_text_is_not_cut():
    given = delivery(payload={"latitude": 1.0}, method="sendLocation")
    assert one(given, Form(plain=True, parted=True)).fields == {"latitude": 1.0, "chat_id": 7}


def test_each_other_form_is_tried_once():
    form = Form()
    for fate in (Fate.PLAIN, Fate.LOST_ANCHOR, Fate.TOO_LONG):
        form = form.after(fate)
        assert form is not None
        assert form.after(fate) is None
    assert form == Form(plain=True, parted=True, detached=True)
    assert all(
        Form().after(fate) is None
        for fate in set(Fate) - {Fate.PLAIN, Fate.LOST_ANCHOR, Fate.DELETED, Fate.TOO_LONG}
    )


@given(st.text(alphabet="ab \n🇮Ж", max_size=300), st.integers(2, 40))
def test_cutting_loses_only_space_and_keeps_to_the_limit(text, limit):
    pieces = cut(text, limit)
    assert all(utf16_length(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_preparing_changes_nothing_that_is_stored():
    payload = {**HTML, "message_id": 4, "reply_markup": BUTTONS}
    before = dict(payload)
    requests(delivery(DeliveryKind.BODY, payload, anchor=5, repeated=True), Form(plain=True, parted=True))
    assert payload == before
