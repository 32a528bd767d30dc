"""The commands that a chat can give, as values: help, the command menu and the handlers are made from the same list."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Who sees a command: everybody, or the bot's admins in their private chats."""

    EVERYBODY = "everybody"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Command:
    """A command without its slash, what it does in one line, and what may follow it."""

    name: str
    description: str
    argument: str = ""
    scope: Scope = Scope.EVERYBODY
