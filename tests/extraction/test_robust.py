"""Whatever the text: no exception, the same answer each time, and a bounded time."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extraction import documents, extract
from bot.rendering.headlines import headline

USED = (
    "the army said that rebels captured killed wounded at least 12 five people near in Mosul Kharkiv Taliban , . ; : ( ) “ ” \" ' "
    "’s and or but which who after before on Monday 12 May 2019 2019 denied accused of shelling claimed responsibility for "
    "attack strikes drones were was been to have retaken control over village town north of 30 km from according sources "
    "reportedly if would not no none between — - – % 3,000 19 453 up to dozens hundreds half its their we he it they"
)
WORDS = [*USED.split(), "\n", "\n\n", ""]
sentences = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
anything = st.text(max_size=300)


@settings(max_examples=150, deadline=None)
@given(st.one_of(sentences, anything, st.tuples(sentences, anything).map(" ".join)))
def test_no_text_breaks_the_reader(world, text):
    published = datetime(2024, 2, 29, tzinfo=UTC)
    claims = extract(text, world, published_at=published)
    assert claims == extract(text, world, published_at=published)
    for claim in claims:
        low, high = claim.span
        assert 0 <= low < high <= len(text)
        assert claim.rule
        assert 1 <= claim.severity <= 4
        assert len(headline(claim)) <= 90


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_report_is_still_read(world, data):
    text = (
        "On Saturday, government forces (GF) captured Tel Abyad and two villages north of it, the army said. "
        "“We lost five men,” a commander told reporters. Three civilians were killed when a shell hit a market."
    )
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.text(max_size=4)) + text[at + data.draw(st.integers(0, 6)) :]
    extract(text, world)


@pytest.mark.parametrize(
    "unit",
    [
        "killed and wounded and ", "between A and B ", "Mosul, ", "he said that ", "U.S.", "(", "“a ", "captured by ",
        "attack on ", "1 2 3 4 ", "al-", "who killed ", "denied that he denied ", ". ", "\n", "force them to ", "of the ",
        "Al Mosul City ",
    ],
)  # fmt: skip
def test_a_megabyte_of_one_thing_is_read_in_bounded_time(world, unit):
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    extract(text, world)
    assert time.process_time() - started < 6  # a third of this on a machine that does nothing else


def test_the_end_of_a_long_report_is_read(world):
    filler = " ".join(
        f"The council of ward {number} met to talk about its budget." for number in range(20_000)
    )
    assert len(filler) > 1_000_000
    claims = extract(f"{filler}\n\nRebels captured Tel Abyad on Monday.", world)
    assert [claim.trigger for claim in claims] == ["captured"]


def test_the_same_words_over_and_over_are_told_a_few_times_only(world):
    claims = extract(
        "Rebels captured Tel Abyad from government forces on Monday, the army said.\n" * 500, world
    )
    assert 1 <= len(claims) <= 20


def test_monotony_is_blanked_out_and_all_else_stays_in_its_place():
    varied = " ".join(f"word{number}" for number in range(3_000))
    assert documents.without_monotony(varied) == varied
    dull = documents.without_monotony("in Mosul, " * 3_000 + varied)
    assert len(dull) == 30_000 + len(varied)
    assert dull.startswith("in Mosul, ")
    assert dull.endswith(varied[5_000:])
    assert dull.count("Mosul") < 1_300


def test_text_without_news_or_words_gives_nothing(world):
    for text in ("", " ", "\n\n", "\x00", "…", "12.03.2020", "😀 😀", "а б в"):
        assert extract(text, world) == []
