"""The outcome table: every answer that Telegram, or something in between, is known to give, and what it means."""

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.outcome import DEFAULT_RETRY_SECONDS, classify, is_alive
from bot.delivery.sender import Phase, Reply
from bot.domain.deliveries import Fate, Outcome

PRIVATE, GROUP = 77, -100_77
PORTAL = b"<!DOCTYPE html><html><body>Please log in</body></html>"


def ok(result):
    return Reply(Phase.ANSWERED, 200, json.dumps({"ok": True, "result": result}).encode())


def refusal(code, description, *, status=None, **parameters):
    body = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reply(Phase.ANSWERED, status or code, json.dumps(body).encode())


def bad(description):
    return refusal(400, f"Bad Request: {description}")


TABLE = [
    (ok({"message_id": 5, "date": 1}), Fate.SENT),
    (ok({"strange": "reply"}), Fate.SENT),
    (ok(True), Fate.SENT),
    (
        bad("message is not modified: specified new message content and reply markup are exactly the same"),
        Fate.SENT,
    ),
    # not delivered, later
    (refusal(429, "Too Many Requests: retry after 7", retry_after=7), Fate.LATER),
    (refusal(409, "Conflict: terminated by other getUpdates request"), Fate.LATER),
    (Reply(Phase.ANSWERED, 429, PORTAL), Fate.LATER),
    (Reply(Phase.NOT_SENT, error="ClientConnectorError"), Fate.LATER),
    # not delivered, another form at once
    (bad('can\'t parse entities: Unsupported start tag "x" at byte offset 3'), Fate.PLAIN),
    (bad("can't parse entities: Can't find end tag corresponding to start tag \"b\""), Fate.PLAIN),
    (bad("ENTITY_BOUNDS_INVALID"), Fate.PLAIN),
    (bad("message is too long"), Fate.TOO_LONG),
    (bad("MESSAGE_TOO_LONG"), Fate.TOO_LONG),
    (bad("message caption is too long"), Fate.TOO_LONG),
    (bad("message to edit not found"), Fate.DELETED),
    (bad("message can't be edited"), Fate.LOST_ANCHOR),
    (bad("MESSAGE_ID_INVALID"), Fate.LOST_ANCHOR),
    (bad("there is no text in the message to edit"), Fate.LOST_ANCHOR),
    (bad("message to be replied not found"), Fate.LOST_ANCHOR),
    (bad("replied message not found"), Fate.LOST_ANCHOR),
    (bad("group chat was upgraded to a supergroup chat"), Fate.FAILED),
    (
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009),
        Fate.MIGRATED,
    ),
    # not delivered, and never will be: this chat
    (refusal(403, "Forbidden: bot was blocked by the user"), Fate.GONE),
    (refusal(403, "Forbidden: user is deactivated"), Fate.GONE),
    (refusal(403, "Forbidden: bot was kicked from the supergroup chat"), Fate.GONE),
    (refusal(403, "Forbidden: bot was kicked from the group chat"), Fate.GONE),
    (refusal(403, "Forbidden: bot is not a member of the channel chat"), Fate.GONE),
    (refusal(403, "Forbidden: bot can't initiate conversation with a user"), Fate.GONE),
    (refusal(403, "Forbidden: bots can't send messages to bots"), Fate.GONE),
    (refusal(403, "Forbidden: the group chat was deleted"), Fate.GONE),
    (bad("chat not found"), Fate.GONE),
    (bad("PEER_ID_INVALID"), Fate.GONE),
    (bad("group chat was deactivated"), Fate.GONE),
    (bad("not enough rights to send text messages to the chat"), Fate.GONE),
    (bad("have no rights to send a message"), Fate.GONE),
    (bad("need administrator rights in the channel chat"), Fate.GONE),
    (bad("CHAT_WRITE_FORBIDDEN"), Fate.GONE),
    (bad("CHAT_SEND_PLAIN_FORBIDDEN"), Fate.GONE),
    (bad("message thread not found"), Fate.TOPIC_GONE),
    (bad("TOPIC_CLOSED"), Fate.TOPIC_GONE),
    (bad("TOPIC_DELETED"), Fate.TOPIC_GONE),
    # not delivered, and never will be: this message
    (bad("message text is empty"), Fate.FAILED),
    (bad("BUTTON_URL_INVALID"), Fate.FAILED),
    (refusal(413, "Request Entity Too Large"), Fate.FAILED),
    (refusal(400, ""), Fate.FAILED),
    (Reply(Phase.UNSENDABLE, error="UnicodeEncodeError"), Fate.FAILED),
    # the token, or a proxy
    (refusal(401, "Unauthorized"), Fate.UNAUTHORIZED),
    (refusal(404, "Not Found"), Fate.UNAUTHORIZED),
    (Reply(Phase.ANSWERED, 404, b"<html>nginx</html>"), Fate.UNAUTHORIZED),
    (Reply(Phase.ANSWERED, 401, b""), Fate.UNAUTHORIZED),
    # nobody can tell
    (Reply(Phase.NO_ANSWER, error="SocketTimeoutError"), Fate.UNKNOWN),
    (Reply(Phase.NO_ANSWER, error="ServerDisconnectedError"), Fate.UNKNOWN),
    (refusal(500, "Internal Server Error"), Fate.UNKNOWN),
    (refusal(502, "Bad Gateway"), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 504, b"<html>gateway time-out</html>"), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 200, b'{"ok":true,"result":{"message_id":5,"da'), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 200, PORTAL), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 302, PORTAL), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 403, PORTAL), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 200, b'["ok"]'), Fate.UNKNOWN),
    (Reply(Phase.ANSWERED, 200, b'{"ok":"yes"}'), Fate.UNKNOWN),
]


@pytest.mark.parametrize(("reply", "fate"), TABLE, ids=lambda value: str(value)[:70])
def test_what_an_answer_means(reply, fate):
    assert classify(reply, chat_id=PRIVATE).fate is fate


def test_the_id_of_the_message_comes_with_it():
    assert classify(ok({"message_id": 5}), chat_id=1) == Outcome(Fate.SENT, message_id=5)
    assert classify(ok({"message_id": "5"}), chat_id=1).message_id is None
    assert classify(ok(True), chat_id=1).message_id is None


@pytest.mark.parametrize(
    ("parameters", "seconds"),
    [({"retry_after": 7}, 7.0), ({"retry_after": 0}, 1.0), ({}, DEFAULT_RETRY_SECONDS)],
)
def test_telegram_says_how_long_to_wait(parameters, seconds):
    assert classify(refusal(429, "Too Many Requests", **parameters), chat_id=1).retry_after == seconds


def test_a_group_that_is_flooded_is_one_chat_and_a_person_is_everybody():
    flooded = refusal(429, "Too Many Requests: retry after 7", retry_after=7)
    assert not classify(flooded, chat_id=GROUP).everyone
    assert classify(flooded, chat_id=PRIVATE).everyone
    assert classify(Reply(Phase.ANSWERED, 429, PORTAL), chat_id=GROUP).everyone
    assert classify(Reply(Phase.NOT_SENT), chat_id=GROUP).everyone


def test_a_group_tells_where_it_went():
    moved = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)
    assert classify(moved, chat_id=GROUP).new_chat_id == -1009


@pytest.mark.parametrize("parameters", [[], "x", {"migrate_to_chat_id": "-1009"}, {"retry_after": "7"}])
def test_strange_parameters_are_passed_over(parameters):
    body = json.dumps({"ok": False, "error_code": 429, "description": "x", "parameters": parameters}).encode()
    assert classify(Reply(Phase.ANSWERED, 429, body), chat_id=1).retry_after == DEFAULT_RETRY_SECONDS


def test_a_refusal_without_a_code_goes_by_its_status():
    assert classify(Reply(Phase.ANSWERED, 403, b'{"ok":false}'), chat_id=1).fate is Fate.GONE


@given(st.sampled_from(list(Phase)), st.integers(100, 599), st.binary(max_size=60), st.integers())
def test_no_answer_upsets_the_reader(phase, status, body, chat_id):
    outcome = classify(Reply(phase, status, body), chat_id=chat_id)
    assert outcome.fate is not Fate.SENT
    assert outcome.fate not in {Fate.GONE, Fate.MIGRATED} or body


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.fixed_dictionaries(
        {"ok": json_values},
        optional={
            "result": json_values,
            "error_code": json_values,
            "description": json_values,
            "parameters": json_values,
        },
    ),
    st.sampled_from([200, 302, 400, 401, 403, 404, 409, 429, 500, 502]),
)
def test_no_json_upsets_the_reader(body, status):
    classify(Reply(Phase.ANSWERED, status, json.dumps(body).encode()), chat_id=1)


@pytest.mark.parametrize(
    ("reply", "alive"),
    [
        (ok({"id": 1, "is_bot": True}), True),
        (refusal(401, "Unauthorized"), False),
        (refusal(404, "Not Found"), False),
        (Reply(Phase.ANSWERED, 404, PORTAL), False),
        (Reply(Phase.ANSWERED, 200, PORTAL), None),
        (refusal(429, "Too Many Requests"), None),
        (Reply(Phase.NO_ANSWER), None),
        (Reply(Phase.NOT_SENT, 401), None),
    ],
)
def test_whether_the_token_is_accepted(reply, alive):
    assert is_alive(reply) is alive


def test_nothing_is_logged(caplog):
    caplog.set_level(logging.DEBUG)
    for reply, _ in TABLE:
        classify(reply, chat_id=1)
    assert not caplog.records
