"""How the verbs of `/sandbox/…` read their arguments."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.sandbox.model import Chat, Message
from bot.sandbox.params import Params
from bot.sandbox.people import Person

if TYPE_CHECKING:
    from bot.sandbox.rooms import Room
    from bot.sandbox.sandbox import Sandbox

MAX_WAIT = 60.0
"""Seconds a waiting verb holds its answer back."""


class Arguments:
    """The arguments of one verb, looked up in their sandbox. Everything raises ValueError with one sentence."""

    def __init__(self, sandbox: Sandbox, params: Params) -> None:
        self.sandbox = sandbox
        self.params = params

    def __contains__(self, name: str) -> bool:
        return name in self.params

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.params.text(name)
        if not value:
            raise ValueError(f"the argument {name!r} is missing")
        return value

    def maybe(self, name: str) -> str | None:
        """Return a text, None when it is missing."""
        return self.params.text(name) or None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value."""
        return self.params.flag(name) if name in self else default

    def number(self, name: str) -> int | None:
        """Return a whole number, None when it is missing."""
        if name not in self:
            return None
        try:
            return int(self.params.text(name))
        except ValueError:
            raise ValueError(f"the argument {name!r} must be a whole number") from None

    def decimal(self, name: str, default: float | None = None) -> float:
        """Return a number; without a default it must be there."""
        if name not in self and default is not None:
            return default
        try:
            return float(self.text(name))
        except ValueError:
            raise ValueError(f"the argument {name!r} must be a number") from None

    def wait(self, default: float) -> float:
        """Return the argument `seconds`, at most MAX_WAIT."""
        return min(self.decimal("seconds", default), MAX_WAIT)

    def data(self) -> bytes:
        """Return a file's content: `base64`, or `text` in UTF-8."""
        if "base64" in self:
            return b64decode(self.text("base64"), validate=True)
        return self.text("text").encode()

    def who(self, name: str = "as") -> Person:
        """Return the person an argument names, made on first use."""
        return self.sandbox.person(self.text(name))

    def by(self) -> Person | None:
        """Return the person in `by`, None when it is missing."""
        return self.who("by") if "by" in self else None

    def room(self, name: str = "chat") -> Room:
        """Return the group or channel an argument names."""
        return self.sandbox.room(self.text(name))

    def chat(self, name: str = "chat") -> Chat:
        """Return the chat an argument names; without it the private chat of the person in `as`."""
        reference = self.maybe(name)
        if reference is not None:
            return self.sandbox.chat(reference)
        return self.sandbox.world.private_chat(self.who().user)

    def message(self, chat: str = "chat") -> Message:
        """Return the message `message_id` of the chat an argument names."""
        place, number = self.chat(chat), self.number("message_id")
        if number not in place.messages:
            raise ValueError(f"there is no message {number} in {place.title!r}")
        return place.messages[number]


Verb: TypeAlias = Callable[[Arguments], Any | Awaitable[Any]]
