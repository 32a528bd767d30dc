"""The keyboards under a message: read, checked, refused in the real server's words (get_reply_markup, ReplyMarkup.cpp)."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.markup import link_fields
from bot.sandbox.model import Json
from bot.sandbox.params import Params

MAX_DATA = 64
"""Bytes of a button's callback data."""
MAX_BUTTONS = 100

_KINDS = (
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)


@dataclass(slots=True, frozen=True)
class Markup:
    """What came as `reply_markup`: an inline keyboard, or one below the text field (shown to the person only)."""

    inline: Json | None = None
    keyboard: Json | None = None


def read_markup(params: Params) -> Markup:
    """Read `reply_markup`. Raises ApiError 400 for what is no keyboard; check_data judges the buttons' data later."""
    value = params.data("reply_markup", "Can't parse reply keyboard markup JSON object")
    if value is None:
        return Markup()
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    rows = _rows(value, "keyboard", 'Field "keyboard" must be an Array of Arrays')
    inline = _rows(
        value,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    )
    if any(rows):
        return Markup(keyboard=value)
    if inline:
        kept = [[_inline_button(button) for button in row] for row in inline if row]
        return Markup(inline={"inline_keyboard": kept} if kept else None)
    if value.get("remove_keyboard") or value.get("force_reply"):
        return Markup(keyboard=value)
    return Markup()


def check_data(markup: Markup) -> None:
    """Raise the ApiError with which Telegram itself refuses an inline keyboard that the server let through."""
    if markup.inline is None:
        return
    buttons = [button for row in markup.inline["inline_keyboard"] for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    if any(len(button.get("callback_data", "").encode()) > MAX_DATA for button in buttons):
        raise bad_request("BUTTON_DATA_INVALID")


def _rows(value: Json, name: str, complaint: str) -> list[list[Any]]:
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(complaint)
    return rows


def _inline_button(button: object) -> Json:
    def complain(text: str) -> Exception:
        return bad_request(f"Can't parse inline keyboard button: {text}")

    if not isinstance(button, dict):
        raise complain("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise complain('Can\'t find field "text"')
    if not str(text).strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    shown: Json = {"text": str(text)}
    if button.get("url"):
        link = link_fields(str(button["url"]))
        if link is None:
            raise bad_request(f"Inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        return {**shown, "url": link.get("url", button["url"])}
    if button.get("callback_data"):
        return {**shown, "callback_data": str(button["callback_data"])}
    for kind in _KINDS:
        if kind in button:
            return {**shown, kind: button[kind]}
    raise complain("Text buttons are unallowed in the inline keyboard")
