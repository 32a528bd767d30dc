"""Whatever a bot sends, a method answers or refuses; it never breaks."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import Sandbox
from bot.sandbox.account import Account, Described
from bot.sandbox.errors import ApiError
from bot.sandbox.files import add_file
from bot.sandbox.methods import METHODS
from bot.sandbox.params import Params

PLACES = ["Anna", "Desk", "Wire"]


def scene(place: str) -> tuple[Account, dict[str, Any]]:
    """A fresh world, and parameters with which most methods succeed in the place."""
    sandbox = Sandbox()
    anna = sandbox.person("Anna")
    anna.say("/start")
    sandbox.group("Desk", anna, forum=True).promote_bot()
    sandbox.channel("Wire", anna, username="wire")
    chat = sandbox.chat(place).id
    sent = METHODS["sendmessage"](sandbox.account, Params({"chat_id": chat, "text": "said before"}))
    stored = add_file(sandbox.world, "document", "x.txt", "text/plain", b"x")
    button = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    press = anna.press(sandbox.world.chats[chat].messages[sent["message_id"]], data="y")
    return sandbox.account, {
        "chat_id": chat,
        "from_chat_id": chat,
        "message_id": sent["message_id"],
        "text": "<b>Old Mosul</b> declared captured",
        "parse_mode": "HTML",
        "reply_markup": button,
        "reply_parameters": {"message_id": sent["message_id"], "quote": "said"},
        "latitude": 36.3,
        "longitude": 43.1,
        "title": "Bridge",
        "address": "Mosul",
        "document": stored.file_id,
        "file_id": stored.file_id,
        "user_id": anna.id,
        "action": "typing",
        "name": "Iraq",
        "callback_query_id": press.id,
        "reaction": [{"type": "emoji", "emoji": "👍"}],
        "commands": [{"command": "start", "description": "Begin"}],
        "url": "https://bot.invalid/hook",
    }


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [
            "@wire",
            "HTML",
            "{",
            "[]",
            "<b>x</b>",
            "/x",
            "-1",
            "text_mention",
            "text_link",
            "bold",
            "emoji",
            "chat",
        ]
    ),
)
WORDS = st.sampled_from(
    [
        "type",
        "text",
        "url",
        "callback_data",
        "offset",
        "length",
        "inline_keyboard",
        "keyboard",
        "message_id",
        "chat_id",
        "emoji",
        "quote",
        "user",
        "id",
        "command",
        "description",
        "scope",
        "language",
        "is_disabled",
        "remove_keyboard",
        "login_url",
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *scene("Anna")[1],
        *(
            [
                "entities",
                "caption",
                "caption_entities",
                "link_preview_options",
                "reply_to_message_id",
                "message_thread_id",
                "photo",
                "scope",
            ]
        ),
        *(
            [
                "language_code",
                "description",
                "secret_token",
                "disable_notification",
                "protect_content",
                "allow_sending_without_reply",
            ]
        ),
    ]
)


@given(st.sampled_from(sorted(METHODS)), st.sampled_from(PLACES), st.dictionaries(NAMES, JSON, max_size=3))
def test_a_method_answers_or_refuses(method, place, values):
    account, likely = scene(place)
    try:
        answer = METHODS[method](account, Params({**likely, **values}))
    except ApiError as refusal:
        json.dumps(refusal.as_json(), allow_nan=False)
        return
    if not isinstance(answer, Described):
        json.dumps(answer, allow_nan=False)


def test_most_methods_succeed_with_fitting_parameters():
    """The test above would say little if every call were refused."""
    refused = set()
    for method in METHODS:
        account, likely = scene("Desk")
        try:
            METHODS[method](account, Params(likely))
        except ApiError:
            refused.add(method)
    assert refused <= {"sendphoto", "editmessagecaption", "unpinchatmessage"}
