"""The reader withstands any text: no error, the same claims again, spans that hold, and work in line with the length."""

import random
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claims import Basis, EventType, Status
from bot.extraction import extract, read
from bot.extraction.severity import LEAST, MOST
from bot.rendering.headlines import LONGEST, headline

GOLDEN = Path(__file__).parent.parent / "golden"
SENTENCES = [
    case["text"]
    for path in sorted(GOLDEN.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
] + (GOLDEN / "report.txt").read_text("utf-8").split("\n\n")
PUBLISHED = datetime(2024, 5, 11, 12, tzinfo=UTC)
NASTY = (
    "\u202e", "\u200f", "\u2066", "\u200b", "\ufeff", "\x00", "\x1b[31m", "\x85", "\u2028", "\r", "\t", "\x0b", "\x7f",
    "\ud800", "\udfff", "\U0001f4a3", "e\u0301\u0301\u0301", "ﷺ", "ß", "İ", "ǅ", "²", "½", "٣٤", "१२", "Ⅻ",
    "“", "”", "'", '"', "((((", "]]", "—", "-", "–", "...", ";", ": ", ", , ,", "\n\n", "\n", "|", "#", "@user", "https://a.b/c?d=%",
    "<b>", "&amp;", "{0}", "%s", "\\", "al-", "'s", "’", "1,2,3,4", "12-", "-12", "1.000.000,00", "9" * 40, "$", "%",
    " said ", " that ", " and ", " of ", " between ", " not ", " by ", " who ", " km south of ", " on Friday ", " killed ",
)  # fmt: skip
PIECES = {
    "names": "Mosul ", "one word": "mosul", "commas": "Mosul, ", "brackets": "(", "quotes": '"Mosul ', "numbers": "12,000 ",
    "said": "he said that ", "and": "ISF and Mosul and ", "killed": "killed 12 people ", "lines": "\n\n. \n", "dates": "on Friday ",
    "of": "of the army of ", "relations": "12 km south of ", "roads": "Mosul-Erbil-", "sentences": "Rebels shelled Goma. ",
    "news": "Rebels attacked Goma on Friday, killing 12 people, the army said. ", "denied": "denied that ", "between": "between Gao and ",
}  # fmt: skip
SMALL, TIMES = 1_000, 4
GROWTH = 1.35
"""How much more than four times the work four times the text may take: context that fills up, and small beginnings."""


def check(text, world, **more):
    """Read a text twice and look at all that must hold of its claims."""
    claims = extract(text, world, published_at=PUBLISHED, **more)
    assert claims == extract(text, world, published_at=PUBLISHED, **more)
    for claim in claims:
        first, end = claim.span
        assert 0 <= first < end <= len(text)
        assert text[first:end] == claim.trigger
        assert claim.trigger in claim.quote
        assert claim.quote in text
        assert isinstance(claim.type, EventType)
        assert isinstance(claim.basis, Basis)
        assert claim.status in {
            Status.CLAIMED, Status.REPORTED, Status.DECLARED, Status.CONFIRMED, Status.DENIED
        }  # fmt: skip
        assert LEAST <= claim.severity <= MOST
        assert claim.rule
        for toll in claim.killed + claim.injured + claim.captured:
            assert toll.maximum is None or toll.maximum >= (toll.minimum or 0) >= 0
        assert 0 < len(headline(claim)) <= LONGEST
    return claims


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(), max_size=400))
def test_any_characters(world, text):
    check(text, world)


WORDS = sorted({word for sentence in SENTENCES for word in sentence.split()})


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *NASTY]), max_size=60), st.sampled_from([" ", "", ", ", "\n"]))
def test_any_words_in_any_order(world, words, between):
    check(between.join(words), world)


def delete(chance, text):
    first = chance.randrange(len(text) + 1)
    return text[:first] + text[first + chance.choice((1, 1, 2, 5, 20)) :]


def double(chance, text):
    first = chance.randrange(len(text) + 1)
    end = first + chance.choice((1, 5, 20, 80))
    return text[:end] + text[first:]


def swap(chance, text):
    words = text.split(" ")
    one, other = chance.randrange(len(words)), chance.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def insert(chance, text):
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(NASTY) + text[place:]


def recase(chance, text):
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def join(chance, text):
    other = chance.choice(SENTENCES)
    return chance.choice(
        (text + " " + other, text + other, other[: len(other) // 2] + text[len(text) // 2 :])
    )


MUTATIONS = (delete, double, swap, insert, recase, join)


@pytest.mark.parametrize("seed", range(12))
def test_golden_texts_with_mistakes(world, seed):
    chance = random.Random(seed)
    for sentence in chance.sample(SENTENCES, 25):
        text = sentence
        for _ in range(chance.randint(1, 6)):
            text = chance.choice(MUTATIONS)(chance, text)
        check(text, world)


def test_scripts_that_run_from_right_to_left(world):
    text = (
        "قصفت الطائرات مدينة الموصل يوم السبت، وقتل 12 شخصا.\n"
        "Shelling hit الموصل (Mosul) on Friday, killing 12 people.\n"
        "צה״ל תקף בעזה. \u202bRebels captured Goma\u202c on Friday, the army said."
    )
    found = check(text, world)
    assert [claim.type for claim in found][-1] is EventType.TERRITORY_CHANGE


def test_a_title_and_a_source_may_say_anything(world):
    for words in ("", "\x00", "Mosul " * 200, "\ud800"):
        check("Rebels captured Goma.", world, title=words, source=words)


def work(world, text):
    """The lines of Python that reading a text runs through; a measure that a busy machine does not change."""
    count = 0

    def line(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        for _ in read(text, world, published_at=PUBLISHED):
            pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_work_grows_with_the_length(world, piece):
    short = piece * (SMALL // len(piece))
    long = short * TIMES
    check(long, world)  # what is looked up once is known by now
    assert work(world, long) <= GROWTH * TIMES * work(world, short)


def test_a_long_report_is_as_much_work_as_its_parts(world):
    told = random.Random(1).sample(SENTENCES, 160)
    parts = ["\n\n".join(told[first : first + 40]) for first in range(0, 160, 40)]
    whole = "\n\n".join(parts)
    check(whole, world)
    assert work(world, whole) <= GROWTH * sum(work(world, part) for part in parts)
