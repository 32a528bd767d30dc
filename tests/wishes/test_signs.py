"""Flags, coordinates, links to maps, bullets: what stands in place of words."""

import pytest

from bot.domain.errors import UserError
from bot.wishes import read
from bot.wishes.resolve import LEFT_OUT
from bot.wishes.signs import flags_named, lines, spot

COUNTRIES = {"UA": "Ukraine", "SD": "Sudan"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("36.34, 43.13", (36.34, 43.13)),
        ("36.34 43.13", (36.34, 43.13)),
        ("36.34° N, 43.13° E", (36.34, 43.13)),
        ("12.5S 60.25W", (-12.5, -60.25)),
        ("geo:36.34,43.13", (36.34, 43.13)),
        ("https://maps.google.com/?q=36.34,43.13", (36.34, 43.13)),
        ("https://www.google.com/maps/@-1.67,29.22,12z", (-1.67, 29.22)),
        ("https://www.openstreetmap.org/#map=12/36.34/43.13", (36.34, 43.13)),
        ("136.34, 43.13", None),
        ("36.34, 243.13", None),
        ("36, 43", None),
        ("Mosul 36.34, 43.13", None),
        ("Mosul", None),
        ("", None),
    ],
)
def test_coordinates_and_links_to_maps_are_places(typed, found):
    assert spot(typed) == found


def test_flags_are_names():
    assert flags_named("🇺🇦🇸🇩 airstrikes 🇽🇽", COUNTRIES.get).split() == ["Ukraine,", "Sudan", "airstrikes"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mosul\n\n  Goma ", ["Mosul", "Goma"]),
        ("- Mosul\n• Goma\n2. Kirkuk", ["Mosul", "Goma", "Kirkuk"]),
        ("Mosul\n/subscribe Goma /subscribe@some_bot Kirkuk", ["Mosul", "Goma", "Kirkuk"]),
        ("3+ Mosul", ["3+ Mosul"]),
        (" ", []),
    ],
)
def test_a_message_holds_a_request_a_line(typed, found):
    assert lines(typed) == found


def test_links_are_not_opened():
    with pytest.raises(UserError, match="do not open links"):
        lines("https://example.org")


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("cerca de Goma", {"near@-1.67,29.23#gn:216281"}),
        ("los hutíes en Yemen", {"ye-houthi", "cc:YE"}),
        ("près d'Alep", {"near@36.20,37.16#gn:170063"}),
        ("l'Ukraine", {"cc:UA"}),
        ("под Харьковом", {"near@49.98,36.25#gn:706483"}),
        ("на Донбассе", {"b:donbas"}),
        ("غارات في غزة وليس رفح", {"airstrike", "a1:PS.GZ", "gn:281102"}),
        ("Мариуполь и Бердянск", {"gn:701822", "gn:712451"}),
        ("the houthis in the donbas", {"ye-houthi", "b:donbas"}),
        ("I want to know about airstrikes in Sudan please", {"airstrike", "cc:SD"}),
    ],
)
def test_words_of_every_language_are_read_whatever_the_chats(typed, keys, world):
    _, found = read(typed, world, "en")
    assert not found.questions
    assert {term.key for term in found.subscription.terms} == keys


def test_a_request_does_without_a_name_that_was_left_out(world):
    _, asked = read("houthi attacks on qqqzzzxx", world, "en")
    assert [question.name.text for question in asked.questions] == ["qqqzzzxx"]
    _, found = read("houthi attacks on qqqzzzxx", world, "en", {"qqqzzzxx": LEFT_OUT})
    assert not found.questions
    assert "ye-houthi" in {term.key for term in found.subscription.terms}
