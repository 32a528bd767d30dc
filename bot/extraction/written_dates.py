"""Dates written out: "8 May", "May 8, 2024", "2017-03-05", "12MAR17", "in early June", "on the 15th", "Christmas Eve"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence

OLD_DAYS = 45
"""A day further back than this makes its clause history."""
_SKIP = frozenset({",", "(", "the", "of", "."})
_JOINS = frozenset({"and", "&", "-", "–", "to", "or"})
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?:[-/](?:\d{1,2}(?:st|nd|rd|th)?|[a-z]{3,9}))?")
"""4, 4th, and the first of two days: 3-4, 3/4, 30-July."""
_MILITARY = re.compile(r"(?P<day>\d{2})(?:\d{4}[a-z])?-?(?P<month>[a-z]{3})-?(?P<year>\d{4}|\d{2})?")
"""12MAR17, 121530ZMAR17, 05-Mar-2017: day, perhaps hour and zone, month, perhaps year."""
_MILITARY_HOUR = re.compile(r"(?P<day>\d{2})(?:[01]\d|2[0-3])[0-5]\d[a-z]?")
"""121530Z, before a month of its own."""
_SHORT_YEARS = 100
_FIRST_MONTH_LAST = 12
_PARTS_OF_MONTHS = ("mid-", "early-", "late-")


@dataclass(frozen=True, slots=True)
class Dated:
    """A time named by tokens from `first` up to `last`; `day` where it is known, `old` where it is history.

    `shift` is the distance in days from the day told before ("two days later"), for one that is counted from it.
    """

    first: int
    last: int
    day: date | None
    old: bool = False
    shift: int | None = None


def month_first(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    """Read "May 8", "May 8, 2024", "March 2024"; of a bare month only that it is named."""
    month = month_at(sentence, place, lexicon)
    if month is None:
        return None
    at = place + 1
    if at < sentence.size and sentence.lows[at] == ".":
        at += 1
    day = _ordinal(sentence, at)
    year_place = behind_marks(sentence, at + 1 if day else at)
    year = year_number(sentence, year_place)
    if day is None:
        if year is None:
            return _bare_month(sentence, place, month, published)
        return Dated(place, year_place + 1, None, _old_month(year, month, published))
    end = year_place + 1 if year else at + 1
    return _dated(place, end, year, month, day, published)


def day_first(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    """Read "8 May", "the 8th of May 2024", "3 and 4 May" (the first of the days)."""
    day = _ordinal(sentence, place)
    if day is None:
        return None
    at = place + 1
    while at < sentence.size and at <= place + 3 and (sentence.lows[at] in _JOINS or _ordinal(sentence, at)):
        at += 1
    if at < sentence.size and sentence.lows[at] == "of":
        at += 1
    month = month_at(sentence, at, lexicon) if at < sentence.size else None
    if month is None:
        return None
    at += 1
    if (
        at < sentence.size
        and sentence.lows[at] == "."
        and at + 1 < sentence.size
        and year_number(sentence, at + 1)
    ):
        at += 1
    year_place = behind_marks(sentence, at)
    year = year_number(sentence, year_place)
    return _dated(place, year_place + 1 if year else at, year, month, day, published)


def numeric(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    """2017-03-05, 05/03/2017, 5.3.17; the day stands before the month unless only the other order is a date."""
    parts = re.split(r"[./-]", sentence.lows[place].removesuffix("."))
    if len(parts) != 3 or not all(part.isdecimal() and len(part) in {2, 4, 1} for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
    elif len(parts[2]) == 4:
        day, month, year = numbers
    elif len(parts[2]) == 2 and len(parts[1]) == 2 and published is not None:
        day, month, year = numbers[0], numbers[1], numbers[2] + published.year // _SHORT_YEARS * _SHORT_YEARS
        if not published.year - 1 <= year <= published.year:
            return None
    else:
        return None
    if month > _FIRST_MONTH_LAST >= day:
        day, month = month, day
    return _dated(place, place + 1, year, month, day, published)


def military(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    """Read 12MAR17, 121530ZMAR17, "121530Z MAR 17"."""
    low = sentence.lows[place]
    whole = _MILITARY.fullmatch(low)
    if whole is not None and whole["month"] in lexicon.months:
        year = int(whole["year"]) if whole["year"] else None
        year = year + 2000 if year is not None and year < _SHORT_YEARS else year
        return _dated(place, place + 1, year, lexicon.months[whole["month"]], int(whole["day"]), published)
    hour = _MILITARY_HOUR.fullmatch(low)
    month = month_at(sentence, place + 1, lexicon) if hour is not None else None
    if hour is None or month is None:
        return None
    behind = sentence.lows[place + 2] if place + 2 < sentence.size else ""
    year = year_number(sentence, place + 2) or (
        2000 + int(behind) if len(behind) == 2 and behind.isdecimal() else None
    )
    return _dated(place, place + (3 if year else 2), year, month, int(hour["day"]), published)


def of_this_month(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    """Read "on the 15th", "on the 15th of this month": the last such day up to the report."""
    day = _ordinal(sentence, place)
    behind = place + 1
    if day is None or published is None or sentence.lows[place].isdecimal() or place < 2:
        return None
    if not sentence.next_to(place - 2, "on", "the") or not sentence.lows[place].isalnum():
        return None
    if sentence.next_to(behind, "of", "this", "month"):
        behind += 3
    elif behind < sentence.size and not sentence.flags[behind] & (tags.STOP | tags.PREPOSITION):
        return None
    month = published.replace(day=1)
    if day > published.day:
        month = (month - timedelta(days=1)).replace(day=1)
    return _dated(place, behind, month.year, month.month, day, published)


def feast(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    """Read "on Christmas Eve", "on New Year's Day": feasts that always fall on the same day."""
    hit = lexicon.feasts.at(sentence.lows, place)
    if hit is None:
        return None
    month, day = hit[1]
    return _dated(place, place + hit[0], year_number(sentence, place + hit[0]), month, day, published)


def _bare_month(sentence: Sentence, place: int, month: int, published: date | None) -> Dated | None:
    before = sentence.lows[place - 1] if place else ""
    part = sentence.lows[place].startswith(_PARTS_OF_MONTHS)
    if not part and before not in {"in", "since", "early", "late", "mid", "until", "during", "of", "last"}:
        return None
    if published is None:
        return Dated(place, place + 1, None)
    return Dated(place, place + 1, None, old=(published.month - month) % 12 > 1)


def _dated(
    first: int, last: int, year: int | None, month: int, day: int, published: date | None
) -> Dated | None:
    if year is None and published is None:
        return Dated(first, last, None)
    try:
        if year is not None:
            found = date(year, month, day)
        else:
            assert published is not None
            found = date(published.year, month, day)
            if found > published + timedelta(days=7):
                found = date(published.year - 1, month, day)
    except ValueError:
        return None
    old = published is not None and (published - found).days > OLD_DAYS
    return Dated(first, last, found, old)


def _old_month(year: int, month: int, published: date | None) -> bool:
    if published is None:
        return False
    return (published.year - year) * 12 + published.month - month > 1


def month_at(sentence: Sentence, place: int, lexicon: Lexicon) -> int | None:
    """Return the number of the month named at a token, also in "mid-March"; None where none is."""
    if place >= sentence.size:
        return None
    low = sentence.lows[place]
    if low.startswith(_PARTS_OF_MONTHS):
        return lexicon.months.get(low.split("-", maxsplit=1)[1])
    return lexicon.months.get(low) if sentence.flags[place] & tags.CAPITAL else None


def _ordinal(sentence: Sentence, place: int) -> int | None:
    if place >= sentence.size:
        return None
    low = sentence.lows[place]
    if not low[0].isdecimal():
        return None
    found = _DAY.fullmatch(low)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def year_number(sentence: Sentence, place: int) -> int | None:
    """Return the year written at a token, None where none is."""
    if place >= sentence.size:
        return None
    low = sentence.lows[place].removesuffix("s")
    if len(low) == 4 and low.isdecimal() and 1900 <= int(low) <= 2100:
        return int(low)
    return None


def behind_marks(sentence: Sentence, place: int) -> int:
    """Return the first place from here on that holds no comma, bracket, article or "of"."""
    while place < sentence.size and sentence.lows[place] in _SKIP:
        place += 1
    return place
