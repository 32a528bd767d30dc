"""Numbers in words and figures, with what makes them bounds: "at least 25", "up to forty", "19 453", "dozens"."""

from typing import NamedTuple

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence

_UNITS = dict(zip(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"], range(20), strict=True,
))  # fmt: skip
_TENS = dict(
    zip(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_MOST = 10**10


class Count(NamedTuple):
    """A number read from tokens `first` up to `last`, as bounds; None: open."""

    first: int
    last: int
    minimum: int | None
    maximum: int | None
    vague: bool = False


def at(sentence: Sentence, place: int, lexicon: Lexicon) -> Count | None:
    """Read the number that begins at a token, its bounds and qualifiers included; None where there is none."""
    start, (place, bound) = place, _bounded(sentence, place, lexicon)
    vague = lexicon.vague.at(sentence.lows, place) if place < sentence.size else None
    if vague is not None and not _exact(sentence, place):
        return Count(start, place + vague[0], vague[1], None, vague=True)
    span = _span(sentence, place)
    if span is not None:
        return Count(start, place + 1, *span)
    exact = _exact(sentence, place)
    if exact is None:
        return None
    value, end = exact
    upper = _range(sentence, end)
    if upper is not None:
        return Count(start, upper[1], value, upper[0])
    low, high = _OPEN.get(bound, (True, True))
    return Count(start, end, value if low else 0, value if high else None)


_OPEN = {"least": (True, False), "most": (False, True)}
"""Whether a number under a bound says the least, and whether it says the most."""


def _bounded(sentence: Sentence, place: int, lexicon: Lexicon) -> tuple[int, str]:
    """Step over "at least", "up to", "between" to the number; with which bound it is."""
    bound = ""
    if sentence.next_to(place, "between") and place + 1 < sentence.size:
        place += 1 if sentence.flags[place + 1] & tags.NUMBER else 0
    for _ in range(3):
        hit = lexicon.bounds.at(sentence.lows, place) if place < sentence.size else None
        if hit is None:
            break
        place += hit[0]
        bound = bound or hit[1] if hit[1] != "about" else bound
    return place, bound


def _span(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """Two numbers in one token: "20-30"."""
    parts = sentence.lows[place].split("-") if place < sentence.size else []
    if len(parts) != 2 or not all(part.isdecimal() and len(part) < 7 for part in parts):
        return None
    low, high = int(parts[0]), int(parts[1])
    return (low, high) if low < high else None


def _range(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """The upper bound of "20 to 30", "between 20 and 30", "20-30"."""
    if place + 1 >= sentence.size:
        return None
    joins = {"to", "-", "–"}
    if place >= 2 and any(sentence.lows[back] == "between" for back in range(max(0, place - 4), place)):
        joins = {"and"}
    if sentence.lows[place] in joins:
        return _exact(sentence, place + 1)
    return None


def _exact(sentence: Sentence, place: int) -> tuple[int, int] | None:
    if place >= sentence.size:
        return None
    low = sentence.lows[place]
    if low[0].isdecimal():
        return _figures(sentence, place)
    return _spelled(sentence, place)


def _figures(sentence: Sentence, place: int) -> tuple[int, int] | None:
    low = sentence.lows[place]
    whole = low.replace(",", "")
    end = place + 1
    if "." in whole and whole.replace(".", "", 1).isdecimal():
        if end < sentence.size and sentence.lows[end] in _SCALES:
            return min(int(float(whole) * _SCALES[sentence.lows[end]]), _MOST), end + 1
        groups = whole.split(".")
        if len(groups) == 2 and len(groups[1]) == 3 and len(groups[0]) <= 3:
            return int("".join(groups)), end
        return None
    if not whole.isdecimal() or len(whole) > 10:
        return None
    value = int(whole)
    while (
        end < sentence.size
        and len(sentence.lows[end]) == 3
        and sentence.lows[end].isdecimal()
        and len(whole) <= 3
        and value < _MOST
    ):
        value = value * 1_000 + int(sentence.lows[end])
        end += 1
    if end < sentence.size and sentence.lows[end] in {"million", "thousand", "billion", "hundred"}:
        value, end = min(value * _SCALES[sentence.lows[end]], _MOST), end + 1
    return value, end


def _spelled(sentence: Sentence, place: int) -> tuple[int, int] | None:
    total, current, at_place = 0, -1, place
    while at_place < sentence.size and at_place - place < 10:
        value = _word_value(sentence.lows[at_place])
        low = sentence.lows[at_place]
        if value is not None:
            current = value if current <= 0 or current % 10 else current + value
            current = current if current >= 0 else value
        elif low in _SCALES and (current > 0 or _article_before(sentence, at_place)):
            scaled = max(current, 1) * _SCALES[low]
            total, current = (total, scaled) if _SCALES[low] in {12, 100} else (total + scaled, -1)
        elif low == "and" and (current >= 100 or total) and _next_is_number(sentence, at_place + 1):
            at_place += 1
            total, current = total + max(current, 0), -1
            continue
        elif (
            low in {"a", "an"}
            and at_place == place
            and at_place + 1 < sentence.size
            and sentence.lows[at_place + 1] in _SCALES
        ):
            at_place += 1
            continue
        else:
            break
        at_place += 1
    if current < 0 and not total:
        return None
    return min(total + max(current, 0), _MOST), at_place


def _word_value(low: str) -> int | None:
    if low in _UNITS:
        return _UNITS[low]
    if low in _TENS:
        return _TENS[low]
    tens, _, unit = low.partition("-")
    if tens in _TENS and unit in _UNITS:
        return _TENS[tens] + _UNITS[unit]
    return None


def _article_before(sentence: Sentence, place: int) -> bool:
    return place > 0 and sentence.lows[place - 1] in {"a", "an", "half"}


def _next_is_number(sentence: Sentence, place: int) -> bool:
    return (
        place < sentence.size
        and _word_value(sentence.lows[place]) is not None
        and not sentence.flags[place] & tags.DETERMINER
    )
