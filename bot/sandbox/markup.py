"""Telegram's HTML, read the way the real server reads it, refusals included.

Follows parse_html in td/telegram/MessageEntity.cpp: a byte offset in every complaint, end tags that must match, numeric and
four named character references, attributes in quotes or as bare tokens.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.sandbox.errors import bad_request
from bot.sandbox.model import Json
from bot.sandbox.spans import Span, utf16_length

KIND_OF_TAG = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
SPACES = " \t\r\n\0\v"
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
MAX_REFERENCE = 9
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*))")
_SPECIAL = re.compile("[<&]")
_NAME_END = re.compile(r"[ \t\r\n\0\v=>/\"']")
_TAG_END = re.compile(r"[ \t\r\n\0\v>]")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_USER_LINK = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#].*)?", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\s@/?#:]*\.[^\s@/?#:]*|\[[0-9a-fA-F:.]+\])")


@dataclass(slots=True)
class _Open:
    """A tag whose end has not come yet."""

    tag: str
    attributes: dict[str, str]
    offset: int
    begin: int


@dataclass(slots=True)
class _Reader:
    source: str
    out: list[str] = field(default_factory=list)
    offset: int = 0
    spans: list[Span] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def emit(self, text: str) -> None:
        self.out.append(text)
        self.offset += utf16_length(text)

    def at(self, position: int) -> int:
        """Return the byte offset of a position, for complaints."""
        return len(self.source[:position].encode("utf-8", "surrogatepass"))


def parse_html(text: str) -> tuple[str, list[Span]]:
    """Return the plain text and its spans (not settled yet). Raises ApiError 400 as the real server does."""
    reader = _Reader(text + "\0")
    position = 0
    while found := _SPECIAL.search(text, position):
        reader.emit(text[position : found.start()])
        position = found.start()
        if text[position] == "&":
            decoded, position = _reference(reader.source, position)
            reader.emit(decoded)
        elif reader.source[position + 1] == "/":
            position = _end_tag(reader, position)
        else:
            position = _start_tag(reader, position)
    reader.emit(text[position:])
    if reader.stack:
        raise _complaint(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].tag}"')
    plain = "".join(reader.out)
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if "\ufffd" in plain:
            raise _complaint(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "
                "surrogate code units"
            )
    return plain, reader.spans


def _complaint(text: str) -> Exception:
    return bad_request(f"can't parse entities: {text}")


def _reference(source: str, position: int) -> tuple[str, int]:
    """Decode the character reference at a `&`; one that is none stays as it is."""
    found = _REFERENCE.match(source, position)
    assert found is not None
    decoded = ""
    if (name := found["name"]) is not None:
        decoded = NAMED.get(name, "")
    else:
        digits, base = (found["hex"], 16) if found["hex"] is not None else (found["dec"], 10)
        code = int(digits, base) if digits else 0
        if 0 < code < 0x10FFFF and found.end() - position <= MAX_REFERENCE:
            decoded = chr(code)
    if not decoded:
        return "&", position + 1
    return decoded, found.end() + (source[found.end()] == ";")


def _start_tag(reader: _Reader, begin: int) -> int:
    source = reader.source
    found = _scan(_TAG_END, source, begin + 1)
    if source[found] == "\0":
        raise _complaint(f"Unclosed start tag at byte offset {reader.at(begin)}")
    tag = source[begin + 1 : found].lower()
    if tag not in KIND_OF_TAG:
        raise _complaint(f'Unsupported start tag "{tag}" at byte offset {reader.at(begin)}')
    attributes: dict[str, str] = {}
    position = _skip_spaces(source, found)
    while source[position] != ">":
        position = _attribute(reader, begin, tag, position, attributes)
        position = _skip_spaces(source, position)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _complaint(f'Tag "span" must have class "tg-spoiler" at byte offset {reader.at(begin)}')
    reader.stack.append(_Open(tag, attributes, reader.offset, len(reader.out)))
    return position + 1


def _scan(pattern: re.Pattern[str], source: str, position: int) -> int:
    found = pattern.search(source, position)
    assert found is not None
    return found.start()


def _skip_spaces(source: str, position: int) -> int:
    while source[position] in SPACES and position < len(source) - 1:
        position += 1
    return position


def _attribute(reader: _Reader, begin: int, tag: str, position: int, attributes: dict[str, str]) -> int:
    """Read one attribute into `attributes` and return the position after it."""
    source = reader.source
    name_end = _scan(_NAME_END, source, position)
    name = source[position:name_end]
    if not name:
        raise _complaint(f'Empty attribute name in the tag "{tag}" at byte offset {reader.at(begin)}')
    position = _skip_spaces(source, name_end)
    if source[position] != "=":
        if position == len(source) - 1:
            raise _complaint(f'Unclosed start tag "{tag}" at byte offset {reader.at(begin)}')
        if name == "expandable":
            attributes[name] = ""
        return position
    position = _skip_spaces(source, position + 1)
    if position == len(source) - 1:
        raise _complaint(f'Unclosed start tag "{tag}" at byte offset {reader.at(begin)}')
    if source[position] in "'\"":
        value, position = _quoted(source, position)
    else:
        found = _TOKEN.match(source, position)
        assert found is not None
        if source[found.end()] not in SPACES + ">":
            raise _complaint(f"Unexpected end of name token at byte offset {reader.at(position)}")
        value, position = found[0].lower(), found.end()
    if position >= len(source) - 1:
        raise _complaint(f"Unclosed start tag at byte offset {reader.at(begin)}")
    attributes[name] = value
    return position


def _quoted(source: str, position: int) -> tuple[str, int]:
    mark = source[position]
    position += 1
    value: list[str] = []
    while source[position] not in {mark, "\0"}:
        if source[position] == "&":
            decoded, position = _reference(source, position)
            value.append(decoded)
        else:
            value.append(source[position])
            position += 1
    return "".join(value), position + (source[position] == mark)


def _end_tag(reader: _Reader, begin: int) -> int:
    source = reader.source
    if not reader.stack:
        raise _complaint(f"Unexpected end tag at byte offset {reader.at(begin)}")
    name_end = _scan(_TAG_END, source, begin + 2)
    name = source[begin + 2 : name_end].lower()
    position = _skip_spaces(source, name_end)
    if source[position] != ">":
        raise _complaint(f"Unclosed end tag at byte offset {reader.at(begin)}")
    opened = reader.stack[-1]
    if name and name != opened.tag:
        raise _complaint(
            f'Unmatched end tag at byte offset {reader.at(begin)}, expected "</{opened.tag}>", found "</{name}>"'
        )
    if reader.offset > opened.offset:
        _close(reader, opened)
    reader.stack.pop()
    return position + 1


def _close(reader: _Reader, opened: _Open) -> None:
    """Turn an ended tag into its span."""
    kind, extra = KIND_OF_TAG[opened.tag], _extra(reader, opened)
    if extra is None:
        return
    length = reader.offset - opened.offset
    last = reader.spans[-1] if reader.spans else None
    same = last is not None and (last.offset, last.length) == (opened.offset, length)
    if kind == "pre" and same and last is not None and last.kind == "code" and last.extra:
        reader.spans[-1] = Span("pre", opened.offset, length, last.extra)
    elif kind == "code" and same and last is not None and last.kind == "pre" and extra:
        reader.spans[-1] = Span("pre", opened.offset, length, extra)
    else:
        if kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        if kind == "text_link" and "user" in extra:
            kind = "text_mention"
        reader.spans.append(Span(kind, opened.offset, length, extra))


def _extra(reader: _Reader, opened: _Open) -> Json | None:
    """Return a tag's further fields; None when the tag makes no entity (a link that is no link)."""
    attributes = opened.attributes
    if opened.tag == "a":
        return link_fields(attributes.get("href") or "".join(reader.out[opened.begin :]))
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"language": attributes["class"].removeprefix("language-")}
    if opened.tag == "tg-emoji":
        number = attributes.get("emoji-id", "")
        if not number.isdigit() or int(number) == 0:
            raise bad_request("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": number}
    if opened.tag == "tg-time":
        moment = attributes.get("unix", "")
        if not moment.isdigit() or int(moment) == 0:
            return None
        style = {"date_time_format": attributes["format"]} if attributes.get("format") else {}
        return {"unix_time": int(moment), **style}
    return {}


def link_fields(url: str) -> Json | None:
    """Return `{"url": …}` normalised, `{"user": {"id": …}}` for a tg://user link, None for what is no link."""
    if user := _USER_LINK.fullmatch(url):
        return {"user": {"id": int(user[1])}}
    if url.lower().startswith("tg:"):
        return {"url": "tg://" + url[3:].removeprefix("//")}
    scheme, found, rest = url.partition("://")
    if not found:
        scheme, rest = "http", url
    if scheme.lower() not in {"http", "https"}:
        return None
    try:
        parts = urlsplit(f"{scheme.lower()}://{rest}")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2].removesuffix(port)
    if not _HOST.fullmatch(host) or any(letter in SPACES for letter in parts.path):
        return None
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return {"url": f"{parts.scheme}://{host.lower()}{port}{parts.path or '/'}{query}{fragment}"}
