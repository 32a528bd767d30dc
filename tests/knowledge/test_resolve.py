"""Which of several places a text means."""

import pytest

from bot.knowledge import PlaceContext
from bot.knowledge.resolve import lowest_common

CASES = [
    ("Tripoli", {"LB": 1.0}, "gn:266826"),
    ("Tripoli", {"LY": 1.0}, "gn:2210247"),
    ("Georgia", {"RU": 1.0}, "cc:GE"),
    ("Donetsk", {"UA": 1.0, "RU": 0.3}, "gn:709717"),
    ("Donetsk", {"RU": 1.0}, "gn:565348"),
    ("Mosul", {}, "gn:99072"),
    ("Aleppo", {"SY": 1.0}, "gn:170063"),
    ("Iraq", {"IR": 1.0}, "cc:IQ"),
    ("Juba", {"SS": 1.0}, "gn:373303"),
    ("Gaza", {"IL": 1.0}, "a1:PS.GZ"),
]


@pytest.mark.parametrize(("name", "countries", "expected"), CASES)
def test_the_documents_countries_decide(world, name, countries, expected):
    (hit,) = world.regions.scan(name)
    assert world.resolve(hit.ids, PlaceContext(countries=countries)) == expected


def test_a_place_around_it_named_near_beats_the_documents_country(world):
    lyman = world.regions.named("Lyman")
    beside = PlaceContext(parents=frozenset({"a1:UA.05"}), countries={"UA": 1.0})
    assert "a1:UA.05" in world.regions.ancestors(world.resolve(lyman, beside))


def test_neighbours_decide_between_villages_of_one_name(world):
    names = world.regions.named("Mykolaivka")
    slovyansk = world.regions.named("Sloviansk")[0]
    chosen = world.resolve(names, PlaceContext(countries={"UA": 1.0}, near=(slovyansk,)))
    assert world.regions.distance_km(chosen, slovyansk) < 30


def test_what_cannot_be_told_apart_becomes_the_place_around_both(world):
    twins = [key for key in world.regions.named("Mykolaivka") if "a1:UA.17" in world.regions.ancestors(key)][
        :2
    ]
    assert len(twins) == 2
    assert world.resolve(twins, PlaceContext()) in world.regions.ancestors(twins[0])
    assert lowest_common(["gn:266826", "gn:2210247"], world.regions) is None
    assert lowest_common(["a1:SD.47", "a1:SD.49"], world.regions) == "b:darfur"


def test_transliterations_are_guessed_only_inside_a_named_division(world):
    regions = world.regions
    (found,) = regions.spelt_alike("Ghraniej", "a1:SY.07")
    assert regions.get(found).name == "Gharanij"
    assert regions.spelt_alike("Ghraniej", "cc:SY") == ()
    assert regions.spelt_alike("Ghraniej", "a1:IQ.15") == ()
    assert regions.spelt_alike("Aba", "a1:SY.07") == ()
    assert regions.spelt_alike("Ghraniej", "nowhere") == ()
