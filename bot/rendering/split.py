"""Cut a long text into messages, at the ends of its lines, with every tag closed and opened again."""

import re
from html import unescape

from markupsafe import Markup

from bot.domain.cleaning import utf16_length

LIMIT = 4096
_TAG = re.compile(r"<(/?)([a-z-]+)([^>]*)>")
_TOKEN = re.compile(r"<[^>]*>|&[#\w]+;|[^<&]")


def split(text: Markup, limit: int = LIMIT) -> list[Markup]:
    """Return the parts of a text in Telegram HTML, each at most `limit` UTF-16 units of visible text, none empty."""
    parts: list[Markup] = []
    current, size = "", 0
    for line in str(text).split("\n"):
        for piece in _pieces(line, limit):
            length = _length(piece)
            if current and size + 1 + length > limit:
                closing, opening = _open_tags(current)
                parts.append(_safe(current + closing))
                current, size = opening + piece, length
            elif current:
                current, size = f"{current}\n{piece}", size + 1 + length
            else:
                current, size = piece, length
    parts.append(_safe(current))
    return [part for part in parts if _length(part)]


def _safe(html: str) -> Markup:
    return Markup(html.strip("\n"))  # noqa: S704 -- cut from markup, tags balanced


def _length(html: str) -> int:
    return utf16_length(unescape(_TAG.sub("", html)))


def _pieces(line: str, limit: int) -> list[str]:
    """Cut a single line that is too long, between words where there are any."""
    if _length(line) <= limit:
        return [line]
    pieces, current, size = [], "", 0
    for token in _TOKEN.findall(line):
        length = _length(token)
        if size + length > limit:
            closing, opening = _open_tags(current)
            head, space, tail = current.rpartition(" ")
            if space and "<" not in tail and _length(tail) < limit // 2:
                pieces.append(head + closing)
                current, size = opening + tail, _length(tail)
            else:
                pieces.append(current + closing)
                current, size = opening, 0
        current, size = current + token, size + length
    return [*pieces, current]


def _open_tags(html: str) -> tuple[str, str]:
    """Return the tags that close what is open at the end, and those that open it again."""
    stack: list[tuple[str, str]] = []
    for slash, name, attributes in _TAG.findall(html):
        if not slash:
            stack.append((name, attributes))
        elif stack:
            stack.pop()
    closing = "".join(f"</{name}>" for name, _ in reversed(stack))
    return closing, "".join(f"<{name}{attributes}>" for name, attributes in stack)
