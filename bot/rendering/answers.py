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
    """What to say, and what can be pressed below it, row by row.

    `replaces` is the id of the bot's message that it takes the place of, `below` of the message that it answers.
    """

    text: Markup
    rows: list[list[Button]] = field(default_factory=list)
    replaces: int | None = None
    below: int | None = None


def reply_to(message_id: int | None) -> dict[str, Any]:
    """Return the parameters that hang a message below another one, which may be gone."""
    if message_id is None:
        return {}
    return {"reply_parameters": {"message_id": message_id, "allow_sending_without_reply": True}}


def html_message(text: Markup, **parameters: Any) -> Message:
    """Return one message in Telegram HTML, without previews of links; `text` fits into one message."""
    payload = {
        "text": str(text),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        **parameters,
    }
    return Message("editMessageText" if "message_id" in parameters else "sendMessage", payload)


def whole(answer: Answer, keyboards: Keyboards) -> Message:
    """Return the one call that says an answer; what does not fit into one message is left out."""
    parameters = {"reply_markup": keyboards.markup(answer.rows)} if answer.rows else {}
    return html_message(split(answer.text)[0], **parameters)


def messages(answer: Answer, keyboards: Keyboards) -> Iterator[Message]:
    """Yield the calls that say an answer: split where it is long, the buttons below the last part.

    Args:
        answer: what to say; only its first part replaces or answers another message.
        keyboards: signs the buttons.
    """
    parts = split(answer.text)
    for number, part in enumerate(parts):
        parameters: dict[str, Any] = {}
        if number == 0:
            parameters = (
                {"message_id": answer.replaces} if answer.replaces is not None else reply_to(answer.below)
            )
        if number == len(parts) - 1 and answer.rows:
            parameters["reply_markup"] = keyboards.markup(answer.rows)
        yield html_message(part, **parameters)
