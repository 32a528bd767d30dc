"""From what a bot or person typed to what everybody sees: parsed, cleaned, trimmed, with its entities.

Follows get_formatted_text (Client.cpp) and fix_formatted_text (MessageEntity.cpp): control characters become spaces, bidi
overrides and carriage returns vanish, white space at both ends is cut.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from bot.sandbox.detect import find_entities
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import link_fields, parse_html
from bot.sandbox.model import Json
from bot.sandbox.params import Params
from bot.sandbox.spans import Span, merge_found, settle, utf16_length

MAX_TEXT = 4096
"""UTF-16 code units of a message, counted after the entities are parsed."""
MAX_CAPTION = 1024
MAX_SOURCE = 1 << 15
"""Bytes of the text as it is sent, markup included."""

GIVEN_KINDS = frozenset(
    {
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
    | {"text_link", "text_mention", "custom_emoji"}
)
_CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_MARKS = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
_MAY_FIND = re.compile(r"[@/#$.]")
_MAY_CLEAN = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a\u200e\u200f\ud800-\udfff]")


@dataclass(slots=True, frozen=True)
class Formatted:
    """A text as everybody sees it, with settled spans."""

    text: str
    spans: list[Span]

    def as_content(self, field: str = "text", spans_field: str = "entities") -> Json:
        """Return the message fields for it."""
        content: Json = {field: self.text}
        if self.spans:
            content[spans_field] = [span.as_json() for span in self.spans]
        return content


def read_text(params: Params, field: str, spans_field: str, limit: int) -> Formatted:
    """Read a text parameter with its markup. Raises ApiError 400; an absent caption is an empty text."""
    source = params.text(field)
    if len(source) > MAX_SOURCE or len(source.encode("utf-8", "surrogatepass")) > MAX_SOURCE:
        raise bad_request("Text is too long")
    mode = params.text("parse_mode").lower()
    if source and mode not in {"", "none"}:
        if mode != "html":
            raise bad_request("Unsupported parse_mode")
        plain, spans = parse_html(source) if "<" in source or "&" in source else (source, [])
    else:
        plain, spans = source, given_spans(params.data(spans_field, "Can't parse entities"))
    formatted = finish(plain, spans)
    if source and not formatted.text and field == "text":
        raise bad_request("Text must be non-empty")
    if len(formatted.text) * 2 > limit and utf16_length(formatted.text) > limit:
        raise bad_request("Message is too long" if field == "text" else "Message caption is too long")
    return formatted


def finish(plain: str, spans: list[Span]) -> Formatted:
    """Clean, trim, settle and mark a text. Raises ApiError 400 for spans outside of it."""
    spans = [span for span in spans if span.length > 0]
    if spans:
        _check_bounds(spans, utf16_length(plain))
    if _MAY_CLEAN.search(plain):
        plain, spans = _cleaned(plain, spans)
    spans = settle(spans) if spans else spans
    if plain and (plain[0] in " \n" or plain[-1] in " \n"):
        plain, spans = _trimmed(plain, spans)
    if _MAY_FIND.search(plain):
        spans = merge_found(spans, find_entities(plain))
    return Formatted(plain, spans)


def _check_bounds(spans: list[Span], total: int) -> None:
    for span in spans:
        if span.offset >= total:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {span.offset}")
        if span.end > total:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {span.offset} ends after the end of the text at UTF-16 offset {span.end}"
            )


def given_spans(value: Any) -> list[Span]:
    """Read an `entities` parameter; kinds that the server finds by itself are ignored. Raises ApiError 400."""
    if not isinstance(value, list):
        return []
    spans: list[Span] = []
    for item in value:
        if not isinstance(item, dict):
            raise bad_request("Can't parse MessageEntity: expected an Object")
        for name in ("offset", "length"):
            if not isinstance(item.get(name), int):
                raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
        kind = str(item.get("type", ""))
        if kind in GIVEN_KINDS and item["length"] > 0:
            span = _given(kind, item)
            if span is not None:
                spans.append(span)
    return spans


def _given(kind: str, item: Json) -> Span | None:
    extra: Json = {}
    if kind == "text_link":
        link = link_fields(str(item.get("url", "")))
        if link is None:
            return None
        extra = link
    elif kind == "text_mention":
        extra = {"user": {"id": int(item.get("user", {}).get("id", 0))}}
    elif kind == "pre" and item.get("language"):
        extra = {"language": str(item["language"])}
    elif kind == "custom_emoji":
        extra = {"custom_emoji_id": str(item.get("custom_emoji_id", ""))}
    return Span(kind, item["offset"], item["length"], extra)


def _cleaned(plain: str, spans: list[Span]) -> tuple[str, list[Span]]:
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        raise bad_request("Strings must be encoded in UTF-8")
    plain = _CONTROL.sub(" ", plain)
    gone = [utf16_length(plain[: match.start()]) for match in _REMOVED.finditer(plain)]
    plain = _MARKS.sub("\u200c", _REMOVED.sub("", plain))
    if not gone:
        return plain, spans

    def moved(offset: int) -> int:
        return offset - bisect_left(gone, offset)

    return plain, [
        Span(span.kind, moved(span.offset), moved(span.end) - moved(span.offset), span.extra)
        for span in spans
    ]


def _trimmed(plain: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Cut white space at the end, and at the beginning as far as no span begins there."""
    body = plain.rstrip(" \n")
    total = utf16_length(body)
    leading = len(body) - len(body.lstrip(" \n"))
    if spans:
        leading = min(leading, spans[0].offset)
    kept = [
        Span(span.kind, span.offset - leading, min(span.end, total) - span.offset, span.extra)
        for span in spans
        if span.offset < total
    ]
    return body[leading:], kept
