"""Inline buttons: what they carry and how it is read back, in one place.

Button data is stateless: `action:argument…`, signed so that nobody can make up another one, at most 64 bytes
(Bot API, InlineKeyboardButton.callback_data). It never names a chat: a press acts on the chat where it is pressed,
and rights are checked again on every press.
"""

import base64
import hashlib
import hmac
import html
import re
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import UserError

_SIGNATURE_LENGTH = 8
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Button:
    """One button: its label and what pressing it does; with `url` it opens that address instead."""

    label: str
    action: str = ""
    argument: str = ""
    url: str = ""


def cut(label: str) -> str:
    """Return a label that fits on a button: its end gives way to dots where it is too long."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip(" ,،") + "…"


class Keyboards:
    """Makes and reads button data with the key of this database."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def markup(self, rows: list[list[Button]]) -> dict[str, Any]:
        """Return the Bot API's InlineKeyboardMarkup."""
        return {"inline_keyboard": [[self._shown(button) for button in row] for row in rows]}

    def _shown(self, button: Button) -> dict[str, str]:
        # Labels come from texts, which are HTML; a button shows plain text.
        label = {"text": cut(html.unescape(button.label))}
        if button.url:
            return {**label, "url": button.url}
        return {**label, "callback_data": self.data(button.action, button.argument)}

    def data(self, action: str, argument: str = "") -> str:
        """Return signed button data."""
        body = f"{action}:{argument}"
        data = self._sign(body) + body
        if len(data.encode()) > 64:
            raise ValueError(f"button data is too long: {body!r}")
        return data

    def read(self, data: str) -> tuple[str, str]:
        """Return action and argument.

        Raises:
            UserError: the data is not ours.
        """
        signature, body = data[:_SIGNATURE_LENGTH], data[_SIGNATURE_LENGTH:]
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            raise UserError("This button is not one of mine.")
        action, _, argument = body.partition(":")
        return action, argument

    @staticmethod
    def pattern(action: str) -> str:
        """Return the regular expression that button data of an action matches."""
        return rf"^.{{{_SIGNATURE_LENGTH}}}{re.escape(action)}:"

    def _sign(self, body: str) -> str:
        digest = hmac.new(self._secret, body.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest)[:_SIGNATURE_LENGTH].decode()
