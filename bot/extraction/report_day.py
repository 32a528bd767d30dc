"""The day that a report gives itself: in its dateline, in a line of its own at the head, behind "Published" or "Date:".

Weekdays and "yesterday" count from it: "BAGHDAD, March 3 (Reuters) - …", "Published 12 July 2016", "SITREP 12 MAR 2017".
"""

from datetime import date, timedelta

from bot.extraction import dates, documents, tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence

_HEAD = 240
"""Characters of a text in which its day can stand."""
_LINES = 3
_LONGEST_LINE = 14
"""Tokens of the longest line that is no sentence."""
_LABELS = frozenset(
    {
        "published",
        "updated",
        "posted",
        "date",
        "dated",
        "issued",
        "dtg",
        "news",
        "modified",
        "edited",
        "filed",
    }
)
_DASHES = frozenset({"-", "–", "—", ":", "|"})
_LATE = timedelta(days=14)
"""A dateline without a year belongs to a report published at most so long after it."""


def of(text: str, published: date | None, lexicon: Lexicon) -> date | None:
    """Return the day that the head of a report names as its own, else the day on which it was published."""
    start = 0
    for line in text[:_HEAD].split("\n")[:_LINES]:
        found = _of_line(text, start, start + len(line), published, lexicon)
        if found is not None:
            return found
        start += len(line) + 1
    return published


def _of_line(text: str, start: int, end: int, published: date | None, lexicon: Lexicon) -> date | None:
    sentence = Sentence(text, start, end, lexicon)
    body = start + documents.dateline(text[start:end])
    for dated in dates.find(sentence, published, lexicon):
        if dated.day is None:
            continue
        headed = sentence.ends[dated.last - 1] <= body or _labelled(sentence, dated, lexicon)
        if not headed and (end - start >= _HEAD - 1 or not _no_sentence(sentence, dated)):
            continue
        if _dates_the_report(sentence, dated, published):
            return dated.day
    return None


def _labelled(sentence: Sentence, dated: dates.Dated, lexicon: Lexicon) -> bool:
    """Whether "Published", "Date:" or the like stands before, perhaps with the weekday between."""
    before = [
        low
        for low in sentence.lows[max(0, dated.first - 4) : dated.first]
        if low not in {":", "on", ",", "-"}
    ]
    label = bool(before) and before[-1] in _LABELS
    opens = dated.first == 0 and dated.last < sentence.size and sentence.lows[dated.last] in _DASHES
    return label or opens or (dated.first == 0 and sentence.lows[0] in lexicon.weekdays)


def _no_sentence(sentence: Sentence, dated: dates.Dated) -> bool:
    """Whether a line only names the report: short, without a full stop and a verb."""
    if sentence.size > _LONGEST_LINE or sentence.lows[-1] in {".", "!", "?"}:
        return False
    before = sentence.lows[max(0, dated.first - 2) : dated.first]
    if before and before != ["as", "of"] and before[-1] in {"since", "until", "from", "of"}:
        return False
    return not any(flag & (tags.PAST | tags.FINITE) and not flag & tags.CAPITAL for flag in sentence.flags)


def _dates_the_report(sentence: Sentence, dated: dates.Dated, published: date | None) -> bool:
    """Whether a day can be the report's: with its year, or soon before it was published; never after that."""
    assert dated.day is not None
    if published is None:
        return True
    year = str(dated.day.year)
    told = any(
        low.endswith((year, year[2:])) or low.startswith(f"{year}-")
        for low in sentence.lows[dated.first : dated.last]
    )
    return dated.day <= published + timedelta(days=1) and (told or published - dated.day <= _LATE)
