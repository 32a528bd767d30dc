"""Text into tokens with their place in the text, and what kind of word each can be."""

import re
from collections.abc import Iterator

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|\d+(?:[.,:/]\d+)*(?:%|[-‐‑]?[^\W_]+(?:-[^\W_]+)*)?"  # 1,641  10:30pm  29/30  5-day  12-year-old
    r"|[^\W_]+(?:[-‐‑'’ʼʿʻ‘`´](?![sS]\b)[^\W_]+)*"  # words with inner hyphens and apostrophes
    r"|['’][sS]\b"
    r"|\S"
)

_ARTICLE_NAME = re.compile(r"(?:al|el|ad|ar|as|ash|at|an|az|ed|er|es|et|ul|d|l|de)[-‑'’][A-Z\u00c0-\u00de]")
_REMEMBERED = 20_000
"""Words whose flags are kept."""
_LONGEST_REMEMBERED = 30
_QUOTES = frozenset("\"“”„«»'‘’")


class Sentence:
    """The tokens of one sentence; positions are in characters of the whole text.

    `words` are as written, `lows` in small letters with plain apostrophes and hyphens, `flags` what each can be.
    """

    __slots__ = ("end", "ends", "flags", "lows", "size", "start", "starts", "text", "words")

    def __init__(self, text: str, start: int, end: int, lexicon: Lexicon) -> None:
        self.text, self.start, self.end = text, start, end
        spans = [match.span() for match in _TOKEN.finditer(text, start, end)]
        self.starts = [first for first, _ in spans]
        self.ends = [behind for _, behind in spans]
        self.words = [text[first:behind] for first, behind in spans]
        seen = lexicon.seen
        known = [seen.get(word) or _look_up(word, lexicon) for word in self.words]
        self.lows = [low for low, _ in known]
        self.flags = [flag for _, flag in known]
        self.size = len(spans)
        if "may" in self.lows:
            self._settle_may()

    def _settle_may(self) -> None:
        """May with a capital is the month (a modal only where it opens a sentence), else it is the modal."""
        for place, low in enumerate(self.lows):
            if low != "may":
                continue
            beside = self.flags[place - 1 : place] + self.flags[place + 1 : place + 2]
            month = self.words[place] == "May" and (place > 0 or any(f & tags.NUMBER for f in beside))
            self.flags[place] &= ~(tags.MODAL if month else tags.CALENDAR)

    def surface(self, first: int, last: int) -> str:
        """Return the text of the tokens from `first` up to, not including, `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def next_to(self, position: int, *words: str) -> bool:
        """Whether these words stand at this position."""
        return tuple(self.lows[position : position + len(words)]) == words

    def positions(self, first: int, last: int, flag: int) -> Iterator[int]:
        """Give the positions of tokens that have one of these flags."""
        flags = self.flags
        return (place for place in range(first, min(last, self.size)) if flags[place] & flag)

    def at(self, character: int) -> int:
        """Return the position of the token that holds or follows this character."""
        low, high = 0, self.size
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= character:
                low = middle + 1
            else:
                high = middle
        return low


def _look_up(word: str, lexicon: Lexicon) -> tuple[str, int]:
    """A word in small letters and what it can be; remembered, as texts use the same words over and over."""
    known = lexicon.flags
    low = plain(word)
    if low[:1] == low[1:2] and low not in known and low[1:] in known:
        low = low[1:]  # a letter typed twice ("lliberated")
    flag = known.get(low)
    if flag is None:
        flag = _unknown(low) if word[0].islower() else 0
    found = low, flag | _shape(word)
    if len(lexicon.seen) >= _REMEMBERED:
        lexicon.seen.clear()
    if len(word) <= _LONGEST_REMEMBERED:
        lexicon.seen[word] = found
    return found


def plain(word: str) -> str:
    """Write a word the way the lexicon does: small letters, plain apostrophes and hyphens."""
    low = word.lower()
    if low.isascii():
        return low
    return low.replace("’", "'").replace("‑", "-").replace("‐", "-").replace("‘", "'")


def _unknown(low: str) -> int:
    """What the ending of a small unknown word tells: -ed and -ing are verb forms."""
    if len(low) > 5:
        if low.endswith("ed") and not low.endswith("eed"):
            return tags.PAST
        if low.endswith("ing"):
            return tags.ING
    return 0


def _shape(word: str) -> int:
    first = word[0]
    if first.isalpha():
        return tags.CAPITAL if first.isupper() or _ARTICLE_NAME.match(word) else 0
    if first.isdecimal():
        return tags.NUMBER
    if word in {"'s", "’s", "'S", "’S"}:
        return tags.POSSESSIVE
    if word == ",":
        return tags.COMMA
    if word in _QUOTES:
        return tags.QUOTE
    return tags.PUNCTUATION
