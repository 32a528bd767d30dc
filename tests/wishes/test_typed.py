"""The table of typed inputs in the docs says what is offered today."""

import unicodedata
from pathlib import Path

import pytest
from wishes.typed import TYPED, offered, table

from bot.domain.errors import UserError
from bot.wishes import parse, resolve
from bot.wishes.resolve import knows

PAGE = Path(__file__).parents[2] / "docs/subscriptions.md"


def test_the_page_holds_the_table(world):
    assert table(world) in PAGE.read_text(), "print it anew: python -m tests.wishes.typed"


def test_there_are_sixty_in_six_scripts_or_more():
    letters = {letter for typed in TYPED for letter in typed if letter.isalpha()}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}
    assert len(TYPED) >= 60
    assert len(scripts) >= 6


@pytest.mark.parametrize("typed", ["mosul", "Мосул", "الموصل", "מוסול", "მოსული"])
def test_one_place_in_five_scripts(world, typed):
    assert offered(typed, world) == "everything in Mosul, Nineveh, Iraq"


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("Damascus", "everything in Damascus, Syria"),
        ("wagner", "everything with Wagner Group"),
        ("Georgia", "asks which: Georgia; Georgia, United States"),
        ("washington", "asks which: Washington, District of Columbia, United States"),
    ],
)
def test_a_town_that_nobody_watches_is_no_rival_of_what_is_watched(world, typed, taken):
    assert offered(typed, world).startswith(taken)


def test_a_circle_around_a_country_is_refused_with_the_reason(world):
    with pytest.raises(UserError, match="around a town"):
        resolve(parse("within 50 km of Iraq", knows(world)), world)
