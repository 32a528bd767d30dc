"""An answer in a chat: a text and its buttons, and the Bot API calls that put it there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from bot.domain.deliveries import Message
from bot.rendering.buttons import Button, Keyboards
from bot.rendering.split import split


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and what can be pressed below it, row by row."""

    text: Markup
    rows: list[list[Button]] = field(default_factory=list)


def html_message(text: Markup, **parameters: Any) -> Message:
    """Return one message in Telegram HTML, without previews of links; `text` fits into one message."""
    payload = {
        "text": str(text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        **parameters,
    }
    return Message("editMessageText" if "message_id" in parameters else "sendMessage", payload)


def messages(answer: Answer, keyboards: Keyboards, *, replace: int | None = None) -> Iterator[Message]:
    """Yield the calls that say an answer: split where it is long, the buttons below the last part.

    Args:
        answer: what to say.
        keyboards: signs the buttons.
        replace: the id of the bot's message that the first part takes the place of.
    """
    parts = split(answer.text)
    for number, part in enumerate(parts):
        parameters: dict[str, Any] = {}
        if number == 0 and replace is not None:
            parameters["message_id"] = replace
        if number == len(parts) - 1 and answer.rows:
            parameters["reply_markup"] = keyboards.markup(answer.rows)
        yield html_message(part, **parameters)
