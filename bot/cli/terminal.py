"""What every command does at a terminal: it reads files and standard input, and talks on standard error."""

import sys
from pathlib import Path

from bot.domain.cleaning import clean
from bot.domain.errors import InputError

STANDARD_INPUT = "-"


def say(text: str) -> None:
    """Tell the operator something; results alone go to standard output."""
    print(text, file=sys.stderr)


def read(name: str) -> str:
    """Return the text of a file, or of standard input.

    Raises:
        InputError: it cannot be read, or is no text in UTF-8.
    """
    try:
        return clean(content(name).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        source = "Standard input" if name == STANDARD_INPUT else name
        raise InputError(f"{source} is no text in UTF-8.") from error


def content(name: str) -> bytes:
    """Return what a file, or standard input, holds.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}.") from error
