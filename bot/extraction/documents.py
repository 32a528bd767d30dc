"""A report into paragraphs and sentences, as places in its text; datelines and glued headlines are told apart."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.extraction.lexicon import Lexicon

LONGEST_SENTENCE = 1_200
"""Characters; longer runs are cut at a space, so that hostile text costs no more than its length."""
_BLOCK, _FEWEST = 4_096, 16
"""Characters of a block, and how many different words it has at least if it is prose."""
_BLANK = re.compile(r"\n[ \t\r\u00a0]*(?:\n[ \t\r\u00a0]*)*")
_END = re.compile(r"[.!?…]+[\"”’»')\]]*(?=\s|$)|[;](?=\s)|\s[|•]\s|\.(?=[A-Z\"“][a-z])")
_WORD_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)$")
_OPENS = re.compile(r"[\s\"“‘«'(\[]*(?:[A-Z0-9\u00c0-\u00de\u0400-\u042f]|[^\x00-\u024f])")
_GLUED = re.compile(
    r"(?<=[a-z0-9%’'][a-z0-9%]) (?=(?:The|A|An|On|In|At|He|She|They|It|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|At least|More than|Several|Dozens|Hundreds|Thousands|Following|According)\s[a-z])"
)
_GLUED_AFTER = re.compile(
    r"\b(?:of|in|at|to|from|for|with|by|on|the|and|or|a|an|near|as|called|named|titled|newspaper|against|city)$"
)
_DATELINE = re.compile(
    r"^(?:\([^)]{1,60}\)\s*)?(?:[A-Z\u00c0-\u00de][\w.’'-]+(?:[ /][A-Z\u00c0-\u00de][\w.’'-]*){0,3}(?:,\s[A-Z\u00c0-\u00de0-9][\w.’'-]*(?:\s(?:of|the|[A-Z\u00c0-\u00de0-9])[\w.’'-]*){0,4}){0,2})?,?\s*(?:\((?P<agency>[^()]{2,80})\)\s*)?(?:—|–|--|-|:|\|)\s+(?=[A-Z0-9\"“‘'\u00c0-\u00de])"
)
_DATELINE_WITHOUT_DASH = re.compile(
    r"^(?:\([^)]{1,60}\)\s*)?[A-Z\u00c0-\u00de][\w.’'-]+(?: [A-Z\u00c0-\u00de][\w.’'-]*){0,3},\s(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?,\s)?"
    r"[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,?\s\d{4})?\s*\([^()]{2,60}\)\s+(?=[A-Z0-9\"“‘'])"
    r"|^[A-Z][A-Z .'’-]{3,30}, [A-Z][a-z]+(?: [A-Z][a-z]+)? (?=[A-Z][a-z]+ [a-z])"
)
_LETTER = re.compile(r"[^\W\d_]")


class Line(NamedTuple):
    """A paragraph: where it stands in the text."""

    start: int
    end: int


class Span(NamedTuple):
    """A sentence: where it stands, and where its news begins behind a dateline."""

    start: int
    end: int
    body: int


def without_monotony(text: str) -> str:
    """Blank out what says the same few words over and over, all but its first 4,096 characters; places stay as they are.

    Such blocks are broken pages or hostile: reading them would cost time and tell nothing more.
    """
    if len(text) < 2 * _BLOCK:
        return text
    blocks = [text[at : at + _BLOCK] for at in range(0, len(text), _BLOCK)]
    dull = [len(set(block.split())) < _FEWEST for block in blocks]
    return "".join(
        " " * len(block) if at and dull[at] and dull[at - 1] else block for at, block in enumerate(blocks)
    )


def paragraphs(text: str) -> Iterator[Line]:
    """Split at line ends; a line broken in the middle of its sentence is joined with the next one."""
    start, place = 0, 0
    for gap in _BLANK.finditer(text):
        if gap.group().count("\n") == 1 and _wrapped(text, place, gap):
            place = gap.end()
            continue
        if _LETTER.search(text, start, gap.start()):
            yield Line(start, gap.start())
        start = place = gap.end()
    if _LETTER.search(text, start):
        yield Line(start, len(text))


def sentences(text: str, line: Line, lexicon: Lexicon, *, first: bool) -> Iterator[Span]:
    """Split a paragraph into sentences; `first` says that a dateline may open it."""
    known = lexicon.abbreviations
    start = line.start
    for end in _ends(text, line, known):
        for low, high in _cut(text, start, end):
            words = text[low:high]
            if _LETTER.search(words):
                yield Span(low, high, low + (dateline(words) if first else 0))
                first = False
        start = end


def _wrapped(text: str, start: int, gap: "re.Match[str]") -> bool:
    if gap.start() - start <= 45:
        return False
    before = text[start : gap.start()].rstrip()
    after = text[gap.end() : gap.end() + 1]
    return len(before) > 45 and before[-1:] not in '.!?:"”' and (after.islower() or before[-1:] == ",")


def _ends(text: str, line: Line, abbreviations: frozenset[str]) -> Iterator[int]:
    place = line.start
    for match in _END.finditer(text, line.start, line.end):
        if match.start() < place or not _is_end(text, match, line.end, abbreviations):
            continue
        yield from _glued(text, place, match.end())
        yield match.end()
        place = match.end()
    if place < line.end:
        yield from _glued(text, place, line.end)
        yield line.end


def _glued(text: str, start: int, end: int) -> Iterator[int]:
    """Find a headline that runs into the first sentence without a mark between them."""
    marks, counted = 0, start
    for match in _GLUED.finditer(text, start + 25, end):
        before = text[max(start, match.start() - 40) : match.start()]
        marks += text.count('"', counted, match.start())
        counted = match.start()
        if not _GLUED_AFTER.search(before) and marks % 2 == 0 and "“" not in before:
            yield match.end()


def _is_end(text: str, match: "re.Match[str]", limit: int, abbreviations: frozenset[str]) -> bool:
    mark = match.group()
    if not mark.startswith("."):
        return True
    if match.end() < limit and not _OPENS.match(text, match.end()):
        return False
    if len(mark) > 1 or match.end() >= limit:
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    if before is None:
        return True
    word = before.group(1).lower()
    if "." in word and len(word) <= 4:
        following = text[match.end() : match.end() + 14].split()
        return bool(following) and following[0] in {"The", "A", "In", "On", "It", "He", "They", "But", "At"}
    return word not in abbreviations and (len(word) > 1 or word == "i")


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        middle = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        middle = middle if middle != -1 else start + LONGEST_SENTENCE
        yield start, middle
        start = middle
    while start < end and text[start].isspace():
        start += 1
    yield start, end


def dateline(words: str) -> int:
    """Return how many characters of a paragraph its dateline takes ("KYIV, July 3 (Reuters) - "), 0 without one."""
    match = _DATELINE.match(words[:200]) or _DATELINE_WITHOUT_DASH.match(words[:200])
    return match.end() if match and len(match.group().split()) <= 18 else 0
