"""Days named in a sentence: weekdays, dates, "yesterday", and spans that make a clause history.

A weekday is the last one up to the report's day, that day included: "On Saturday" in a Saturday report is that day.
A date without a year is the last such day up to a week after the report. Without a report's day only dates with a year
are known. Nothing is guessed from numbers that are no dates ("T-72", "M23").
"""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence

OLD_DAYS = 45
"""A day further back than this makes its clause history."""
_SKIP = frozenset({",", "(", "the", "of", "."})
_JOINS = frozenset({"and", "&", "-", "–", "to", "or"})
_AGO = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365, "decade": 3650,
        "decades": 3650}  # fmt: skip
_SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "several": 4, "some": 4, "many": 10, "few": 3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """A time named by tokens from `first` up to `last`; `day` where it is known, `old` where it is history."""

    first: int
    last: int
    day: date | None
    old: bool = False


def find(sentence: Sentence, published: date | None, lexicon: Lexicon) -> list[Dated]:
    """Find the days that a sentence names, in the order of the text."""
    found: list[Dated] = []
    place = 0
    while place < sentence.size:
        low = sentence.lows[place]
        hit = None
        if (
            sentence.flags[place] & (tags.CALENDAR | tags.NUMBER)
            or low in lexicon.time_starts
            or low in _SMALL
        ):
            hit = _at(sentence, place, published, lexicon)
        if hit is None:
            place += 1
        else:
            found.append(hit)
            place = max(hit.last, place + 1)
    return found


def _at(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    relative = lexicon.relative_days.at(sentence.lows, place)
    if relative is not None:
        length, shift = relative
        if sentence.lows[place] == "overnight":
            return Dated(place, place + length, None)
        return Dated(place, place + length, published + timedelta(days=shift) if published else None)
    return (
        _weekday(sentence, place, published, lexicon)
        or _month_first(sentence, place, published, lexicon)
        or _day_first(sentence, place, published, lexicon)
        or _numeric(sentence, place, published)
        or _year(sentence, place, published)
        or _last(sentence, place, published, lexicon)
        or _ago(sentence, place, published)
    )


def _weekday(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    number = lexicon.weekdays.get(sentence.lows[place])
    if number is None or not sentence.flags[place] & tags.CAPITAL:
        return None
    at = _skip(sentence, place + 1)
    if at < sentence.size and at <= place + 3:
        exact = _month_first(sentence, at, published, lexicon) or _day_first(sentence, at, published, lexicon)
        if exact is not None and (exact.day is not None or exact.old):
            return Dated(place, exact.last, exact.day, exact.old)
    if published is None:
        return Dated(place, place + 1, None)
    back = (published.weekday() - number) % 7
    before = sentence.lows[place - 1] if place else ""
    if before == "next":
        return Dated(place, place + 1, None)
    if before == "last" and back == 0:
        back = 7
    return Dated(place, place + 1, published - timedelta(days=back))


def _month_first(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    month = _month(sentence, place, lexicon)
    if month is None:
        return None
    at = place + 1
    if at < sentence.size and sentence.lows[at] == ".":
        at += 1
    day = _ordinal(sentence, at)
    year_at = _skip(sentence, at + 1 if day else at)
    year = _year_number(sentence, year_at)
    if day is None:
        if year is None:
            return _bare_month(sentence, place, month, published)
        return Dated(place, year_at + 1, None, _old_month(year, month, published))
    end = year_at + 1 if year else at + 1
    return _dated(place, end, year, month, day, published)


def _day_first(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    day = _ordinal(sentence, place)
    if day is None:
        return None
    at = place + 1
    while at < sentence.size and at <= place + 3 and (sentence.lows[at] in _JOINS or _ordinal(sentence, at)):
        at += 1
    if at < sentence.size and sentence.lows[at] == "of":
        at += 1
    month = _month(sentence, at, lexicon) if at < sentence.size else None
    if month is None:
        return None
    at += 1
    if (
        at < sentence.size
        and sentence.lows[at] == "."
        and at + 1 < sentence.size
        and _year_number(sentence, at + 1)
    ):
        at += 1
    year_at = _skip(sentence, at)
    year = _year_number(sentence, year_at)
    return _dated(place, year_at + 1 if year else at, year, month, day, published)


def _numeric(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    parts = sentence.lows[place].replace("/", ".").replace("-", ".").split(".")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) in {2, 4, 1} for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        year, month, day = numbers
    elif len(parts[2]) == 4:
        day, month, year = numbers
    else:
        return None
    return _dated(place, place + 1, year, month, day, published)


def _year(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    year = _year_number(sentence, place)
    before = sentence.lows[place - 1] if place else ""
    if (
        year is None
        or sentence.next_to(place + 1, "-")
        or before
        not in {
            "a",
            "the",
            "in",
            "since",
            "of",
            "throughout",
            "during",
            "from",
            "early",
            "late",
            "mid",
            "until",
            "by",
            "between",
            "and",
            "year",
        }
    ):
        return None
    old = published is None or year < published.year or before == "throughout"
    return Dated(place, place + 1, None, old)


def _last(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    if sentence.lows[place] != "last" or place + 1 >= sentence.size:
        return None
    following = sentence.lows[place + 1]
    if following in {"year", "month", "decade", "century", "summer", "winter", "spring", "autumn", "fall"}:
        return Dated(place, place + 2, None, old=following != "month")
    if following == "week":
        return Dated(place, place + 2, None)
    if _month(sentence, place + 1, lexicon) is not None:
        return Dated(place, place + 2, None, old=published is None or True)
    return None


def _ago(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    low = sentence.lows[place]
    count = _SMALL.get(low) or (int(low) if low.isdecimal() and len(low) < 4 else None)
    if count is None or place + 2 >= sentence.size:
        return None
    unit = _AGO.get(sentence.lows[place + 1])
    if unit is None or sentence.lows[place + 2] not in {"ago", "earlier", "before"}:
        return None
    days = count * unit
    exact = unit == 1 and sentence.lows[place + 2] == "ago"
    day = published - timedelta(days=days) if published and exact else None
    return Dated(place, place + 3, day, old=days > OLD_DAYS)


def _bare_month(sentence: Sentence, place: int, month: int, published: date | None) -> Dated | None:
    before = sentence.lows[place - 1] if place else ""
    if before not in {"in", "since", "early", "late", "mid", "until", "during", "of"}:
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


def _month(sentence: Sentence, place: int, lexicon: Lexicon) -> int | None:
    if place >= sentence.size or not sentence.flags[place] & tags.CAPITAL:
        return None
    return lexicon.months.get(sentence.lows[place])


def _ordinal(sentence: Sentence, place: int) -> int | None:
    if place >= sentence.size:
        return None
    low = sentence.lows[place]
    if not low[0].isdecimal():
        return None
    digits = low[:-2] if low.endswith(("st", "nd", "rd", "th")) else low.split("/")[0]
    if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        return int(digits)
    return None


def _year_number(sentence: Sentence, place: int) -> int | None:
    if place >= sentence.size:
        return None
    low = sentence.lows[place].removesuffix("s")
    if len(low) == 4 and low.isdecimal() and 1900 <= int(low) <= 2100:
        return int(low)
    return None


def _skip(sentence: Sentence, place: int) -> int:
    while place < sentence.size and sentence.lows[place] in _SKIP:
        place += 1
    return place
