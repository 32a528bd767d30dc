"""Telegram HTML from untrusted text: only our own templates make tags, and nothing in a text becomes a link by itself."""

import re

from markupsafe import Markup, escape

# Telegram links /commands, @names, #tags and bare domains even in escaped text: a word joiner after the first
# character, or around the dot, keeps them plain.
_COMMAND = re.compile(r"(?<![\w/<])/(?=\w)")
_NAME = re.compile(r"(?<!\w)([@#$])(?=\w)")
_DOMAIN = re.compile(r"(?<=[\w-])\.(?=[a-zA-Z\u0400-\u04ff]{2,})")
_JOINER = "\u2060"
TAG = re.compile(r"<[^>]*>")


def plain(text: str) -> Markup:
    """Return untrusted text, escaped, in which no command, name, tag or domain is live."""
    text = _COMMAND.sub(f"/{_JOINER}", text)
    text = _NAME.sub(rf"\1{_JOINER}", text)
    return escape(_DOMAIN.sub(f".{_JOINER}", text))


def lines(*parts: str | Markup | None) -> Markup:
    """Join the parts that say something, one below the other; plain strings are made safe."""
    said = [part if isinstance(part, Markup) else plain(part) for part in parts if part]
    return Markup("\n").join(said)


def link(text: str, url: str | None) -> Markup:
    """Return a link where the address is an ordinary web address, else the plain text."""
    if not url or not re.match(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?$", url):
        return plain(text)
    return Markup('<a href="{}">{}</a>').format(url, plain(text))
