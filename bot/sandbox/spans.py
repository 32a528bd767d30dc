"""Entities of a text as spans: their order, which may nest in which, how they are cut and merged.

The rules are those of td/telegram/MessageEntity.cpp: continuous entities do not overlap, block quotes hold anything but each
other, styles (bold, italic …) are cut at every other entity's border and merged when they touch.
Offsets and lengths are UTF-16 code units, as everywhere in the Bot API.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.sandbox.model import Json

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
MONOSPACE = frozenset({"pre", "code", "date_time"})
PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
    "date_time": 99,
}
USUAL_PRIORITY = 50


@dataclass(slots=True, frozen=True)
class Span:
    """One entity; `extra` holds its further fields (url, language, user, custom_emoji_id …)."""

    kind: str
    offset: int
    length: int
    extra: Json = field(default_factory=dict)

    @property
    def end(self) -> int:
        """Where the span stops (exclusive)."""
        return self.offset + self.length

    def as_json(self) -> Json:
        """Return the Bot API's MessageEntity."""
        return {"offset": self.offset, "length": self.length, "type": self.kind, **self.extra}


def order(span: Span) -> tuple[int, int, int]:
    """Sort key: by offset, the longer first, then by the kind's rank."""
    return span.offset, -span.length, PRIORITY.get(span.kind, USUAL_PRIORITY)


def utf16_length(text: str) -> int:
    """Count the text's UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Return the spans, sorted, without those that begin inside an earlier one (nested ones too)."""
    kept: list[Span] = []
    for span in sorted(spans, key=order):
        if not kept or span.offset >= kept[-1].end:
            kept.append(span)
    return kept


def settle(spans: Iterable[Span]) -> list[Span]:
    """Return the spans as the server keeps them: sorted, legally nested, styles cut and merged."""
    styles, quotes, continuous = _by_family(span for span in spans if span.length > 0)
    continuous = without_overlaps(continuous)
    quotes = without_overlaps(quotes)
    return _combined(styles, quotes, _fitting_quotes(continuous, quotes))


def merge_found(spans: Sequence[Span], found: Sequence[Span]) -> list[Span]:
    """Return settled spans together with those found in the text; where they clash, the given ones win."""
    if not found:
        return list(spans)
    styles, quotes, continuous = _by_family(spans)
    taken = [(span.offset, span.end) for span in continuous]
    fresh = [
        span
        for span in _fitting_quotes(list(found), quotes)
        if all(span.end <= start or span.offset >= end for start, end in taken)
    ]
    return _combined(styles, quotes, sorted([*continuous, *fresh], key=order))


def _by_family(spans: Iterable[Span]) -> tuple[list[Span], list[Span], list[Span]]:
    styles: list[Span] = []
    quotes: list[Span] = []
    continuous: list[Span] = []
    for span in spans:
        family = styles if span.kind in STYLES else quotes if span.kind in QUOTES else continuous
        family.append(span)
    return styles, quotes, continuous


def _fitting_quotes(spans: list[Span], quotes: list[Span]) -> list[Span]:
    """Drop the spans that cross a quote's border."""

    def crosses(span: Span, quote: Span) -> bool:
        outside = span.end <= quote.offset or span.offset >= quote.end
        return not outside and (span.offset < quote.offset or span.end > quote.end)

    return [span for span in spans if not any(crosses(span, quote) for quote in quotes)]


def _combined(styles: list[Span], quotes: list[Span], continuous: list[Span]) -> list[Span]:
    others = sorted([*continuous, *quotes], key=order)
    if not styles:
        return others
    borders = {border for other in others for border in (other.offset, other.end)}
    forbidden = [other for other in continuous if other.kind in MONOSPACE]
    pieces = [
        piece
        for piece in _cut_styles(styles, borders)
        if not any(other.offset <= piece.offset < other.end for other in forbidden)
    ]
    return sorted([*others, *pieces], key=order)


def _cut_styles(styles: list[Span], borders: set[int]) -> list[Span]:
    """Merge touching runs of each style, then cut every run where anything else, or another style, begins."""
    runs: list[Span] = []
    for kind in STYLES:
        mine = sorted((span for span in styles if span.kind == kind), key=order)
        merged: list[Span] = []
        for span in mine:
            if merged and span.offset <= merged[-1].end:
                merged[-1] = replace(merged[-1], length=max(merged[-1].end, span.end) - merged[-1].offset)
            else:
                merged.append(span)
        runs.extend(merged)
    starts = {run.offset for run in runs}
    pieces: list[Span] = []
    for run in runs:
        cuts = sorted(cut for cut in borders | starts if run.offset < cut < run.end)
        edges = [run.offset, *cuts, run.end]
        pieces.extend(Span(run.kind, a, b - a) for a, b in pairwise(edges))
    return pieces
