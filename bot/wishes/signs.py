"""Signs that people type in place of names: the flag of a country, a pair of coordinates, a link to a map."""

import re
from collections.abc import Callable

from bot.domain.errors import UserError

_LETTER_A = 0x1F1E6
_FLAGS = re.compile("(?:[\U0001f1e6-\U0001f1ff]{2}\\s*)+")
_COMMAND = re.compile(r"\s*/subscribe(?:@\w+)?(?!\w)\s*")
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|\d{1,2}[.)]\s)")
_DEGREES = r"(-?\d{1,3}\.\d{1,15})\s*°?\s*([NSns]?)[\s,;/]+(-?\d{1,3}\.\d{1,15})\s*°?\s*([EWew]?)"
_PAIR = re.compile(rf"\(?\s*{_DEGREES}\s*\)?")
_LINK = re.compile(
    r"(?:geo:|https?://\S{0,200}?(?:[@=]|#map=\d{1,2}/))(-?\d{1,2}\.\d+)(?:,|%2C|/)(-?\d{1,3}\.\d+)\S*"
)
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


def flags_named(text: str, name: Callable[[str], str | None]) -> str:
    """Return a text with flags replaced by what countries are called; `name` tells it by ISO 3166-1 alpha-2 code."""

    def named(flags: re.Match[str]) -> str:
        letters = [chr(ord(letter) - _LETTER_A + ord("A")) for letter in flags[0] if not letter.isspace()]
        codes = ["".join(pair) for pair in zip(letters[::2], letters[1::2], strict=True)]
        return f" {', '.join(known for code in codes if (known := name(code)))} "

    return _FLAGS.sub(named, text)


def lines(text: str) -> list[str]:
    """Return the requests in a message: its lines; each further /subscribe begins one, too.

    Raises:
        UserError: there is a link in it.
    """
    if "://" in text:
        raise UserError("I do not open links. Type the name of a place or a party.")
    found = [" ".join(_BULLET.sub("", line).split()) for line in _COMMAND.sub("\n", text).splitlines()]
    return [line for line in found if line]


def spot(text: str) -> tuple[float, float] | None:
    """Return the coordinates (WGS 84 degrees, north and east positive) that a text or a link to a map is; else None."""
    said = text.strip()
    if link := _LINK.fullmatch(said):
        return _on_earth(float(link[1]), float(link[2]))
    if pair := _PAIR.fullmatch(said):
        south, west = pair[2] in {"S", "s"}, pair[4] in {"W", "w"}
        return _on_earth(float(pair[1]) * (-1 if south else 1), float(pair[3]) * (-1 if west else 1))
    return None


def _on_earth(latitude: float, longitude: float) -> tuple[float, float] | None:
    inside = abs(latitude) <= _MOST_LATITUDE and abs(longitude) <= _MOST_LONGITUDE
    return (latitude, longitude) if inside else None
