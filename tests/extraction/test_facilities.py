"""A building, post or road that is taken or cut is named as such; the town it stands in is not said to be taken."""

import pytest

from bot.extraction import extract
from bot.rendering.headlines import headline


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Gunmen seized the governor's office in Kidal, residents said.", "Governor's office in Kidal reported captured"),
        ("Rebels captured an army barracks near Mopti.", "Army barracks near Mopti reported captured"),
        ("The television tower in Idlib was captured by rebels.", "Television tower in Idlib reported captured"),
        ("The army denied that rebels had captured the airport in Bunia.", "Capture of airport in Bunia denied by army"),
        ("Militants cut the road between Gao and Ansongo.", "Gao–Ansongo road reported cut"),
        ("Rebels captured the town of Sake.", "Sake reported captured"),
        ("The rebels captured Goma airport.", "Goma airport reported captured"),
    ],
)  # fmt: skip
def test_what_was_taken_stands_in_the_line(world, text, line):
    assert headline(extract(text, world)[0]) == line


def test_a_town_whose_post_was_taken_is_only_around(world):
    claim = extract("Rebels captured a military base in Kidal.", world)[0]
    assert claim.thing == "military base"
    assert [(place.surface, place.around) for place in claim.places] == [("Kidal", True)]
