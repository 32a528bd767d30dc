"""Days named in a sentence: weekdays, dates, "yesterday", and spans that make a clause history.

A weekday is the last one up to the report's day, that day included: "On Saturday" in a Saturday report is that day.
A date without a year is the last such day up to a week after the report. Without a report's day only dates with a year
are known. "Two days later" counts from the day told before it. Nothing is guessed from numbers that are no dates
("T-72", "M23").
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence
from bot.extraction.written_dates import (
    OLD_DAYS,
    Dated,
    behind_marks,
    day_first,
    feast,
    military,
    month_at,
    month_first,
    numeric,
    of_this_month,
    year_number,
)

_AGO = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365, "decade": 3650,
        "decades": 3650}  # fmt: skip
_SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "several": 4, "some": 4, "many": 10, "few": 3,
}  # fmt: skip


_VAGUE = frozenset({"several", "some", "many", "few"})
_WEEK = 7


def find(
    sentence: Sentence, published: date | None, lexicon: Lexicon, told: date | None = None
) -> list[Dated]:
    """Find the days that a sentence names, in the order of the text; `told` is the day that the text named last."""
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
            told = hit.day or told
            found.append(hit if hit.shift is None else _counted(hit, published, told))
            place = max(hit.last, place + 1)
    return found


def _counted(dated: Dated, published: date | None, told: date | None) -> Dated:
    """Count from the day told before; what lies back ("a day earlier") else from the report's own day."""
    shift = dated.shift or 0
    start = told or (published if shift <= 0 else None)
    return replace(dated, day=start + timedelta(days=shift) if start else None)


def _at(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    relative = lexicon.relative_days.at(sentence.lows, place)
    if relative is not None:
        length, shift = relative
        if sentence.lows[place] == "overnight":
            return Dated(place, place + length, None)
        return Dated(place, place + length, published + timedelta(days=shift) if published else None)
    counted = lexicon.counted_days.at(sentence.lows, place)
    if counted is not None:
        return Dated(place, place + counted[0], None, shift=counted[1])
    return (
        _weekday(sentence, place, published, lexicon)
        or month_first(sentence, place, published, lexicon)
        or day_first(sentence, place, published, lexicon)
        or numeric(sentence, place, published)
        or military(sentence, place, published, lexicon)
        or of_this_month(sentence, place, published)
        or feast(sentence, place, published, lexicon)
        or _year(sentence, place, published)
        or _last(sentence, place, published, lexicon)
        or _ago(sentence, place, published)
    )


def _weekday(sentence: Sentence, place: int, published: date | None, lexicon: Lexicon) -> Dated | None:
    number = lexicon.weekdays.get(sentence.lows[place])
    if number is None or not sentence.flags[place] & tags.CAPITAL:
        return None
    at = behind_marks(sentence, place + 1)
    if at < sentence.size and at <= place + 3:
        exact = month_first(sentence, at, published, lexicon) or day_first(sentence, at, published, lexicon)
        if exact is not None and (exact.day is not None or exact.old):
            return Dated(place, exact.last, exact.day, exact.old)
    if published is None:
        return Dated(place, place + 1, None)
    back = (published.weekday() - number) % 7
    before = sentence.lows[place - 1] if place else ""
    if before in {"next", "coming", "upcoming", "every", "each"}:
        return Dated(place, place + 1, None)
    if before == "last" and back == 0:
        back = 7
    last = place + 1
    if sentence.next_to(last, "last", "week") or sentence.next_to(last, "of", "last", "week"):
        last += 2 if sentence.lows[last] == "last" else 3
        back += (
            7 if back <= published.weekday() else 0
        )  # a weekday of this week, so that last week's lies a week before
    return Dated(place, last, published - timedelta(days=back))


def _year(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    year = year_number(sentence, place)
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
    if month_at(sentence, place + 1, lexicon) is not None:
        return Dated(place, place + 2, None, old=published is None or True)
    return None


def _ago(sentence: Sentence, place: int, published: date | None) -> Dated | None:
    low = sentence.lows[place]
    count = _SMALL.get(low) or (int(low) if low.isdecimal() and len(low) < 4 else None)
    if count is None or place + 2 >= sentence.size:
        return None
    unit = _AGO.get(sentence.lows[place + 1])
    direction = sentence.lows[place + 2]
    if unit is None or direction not in {"ago", "earlier", "before", "later", "after", "afterwards", "prior"}:
        return None
    days = count * unit
    old = days > OLD_DAYS and direction in {"ago", "earlier", "before"}
    counts = low not in _VAGUE and unit <= _WEEK and not old
    if direction == "ago" or not counts or _told_behind(sentence, place + 3, direction):
        day = (
            published - timedelta(days=days)
            if published and counts and unit == 1 and direction == "ago"
            else None
        )
        return Dated(place, place + 3, day, old=old)
    later = direction in {"later", "after", "afterwards"}
    return Dated(place, place + 3, None, shift=days if later else -days)


def _told_behind(sentence: Sentence, place: int, direction: str) -> bool:
    """Whether what the days are counted from stands behind ("two days after the coup"), and not before."""
    if direction not in {"after", "before", "prior"} or place >= sentence.size:
        return False
    return not sentence.flags[place] & (tags.STOP | tags.CONJUNCTION)


__all__ = ["OLD_DAYS", "Dated", "find"]
