"""What callers rely on: hierarchy, names in any script, texts, search, widening."""

import pytest

from bot.knowledge import PlaceContext
from bot.knowledge.search import search_regions

SENTENCE = (
    "ISF liberated Nujaifi street, Bab al-Toub and Souk al-Sagha, the Iraqi military has declared. "
    "Iraqi Federal Police seized a camp at al-Bouseif village, south of Mosul. On Thursday the Old Mosul area fell."
)


def test_a_place_says_where_it_is_in_the_world(world):
    assert world.regions.address("h:mosul/bab-toub") == "Bab al-Toub, Old Mosul, Mosul, Nineveh, Iraq"
    above = world.regions.ancestors("h:mosul/bab-toub")
    assert above[0] == "h:mosul/bab-toub"
    assert {"h:mosul/old-city", "gn:99072", "a1:IQ.15", "cc:IQ", "co:AS"} <= set(above)


@pytest.mark.parametrize("name", ["Mosul", "mosul", "Мосул", "الموصل", "MOSUL", "Mossoul", "Al Mawsil"])
def test_one_city_under_many_names(world, name):
    assert world.regions.named(name)[0] == "gn:99072"


def test_a_text_gives_its_longest_names_once(world):
    found = [(SENTENCE[hit.start : hit.end], hit.ids[0]) for hit in world.regions.scan(SENTENCE)]
    assert found == [
        ("Nujaifi street", "h:mosul/nujaifi"),
        ("Bab al-Toub", "h:mosul/bab-toub"),
        ("Souk al-Sagha", "h:mosul/sagha"),
        ("al-Bouseif", "v:bouseif"),
        ("Mosul", "gn:99072"),
        ("Old Mosul", "h:mosul/old-city"),
    ]


def test_a_text_gives_its_parties(world):
    found = [(SENTENCE[hit.start : hit.end], hit.ids[0], hit.weak) for hit in world.actors.scan(SENTENCE)]
    assert found == [
        ("ISF", "iq-isf", True),
        ("Iraqi military", "iq-army", False),
        ("Iraqi Federal Police", "iq-fp", False),
    ]


def test_small_letters_are_no_acronym_and_no_place(world):
    assert world.actors.scan("there is a pmu in it") == []
    assert world.regions.scan("they march on many old roads, thursday") == []


def test_widening_reaches_everything_above(world):
    keys = world.widen(["h:mosul/sagha"], ["iq-fp", "is-k"])
    assert {"h:mosul/sagha", "gn:99072", "a1:IQ.15", "cc:IQ"} <= keys.regions
    assert {"iq-fp", "iq-isf", "iq-gov", "is-k", "is"} <= keys.actors


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mosul", "gn:99072"), ("Мосул", "gn:99072"), ("الموصل", "gn:99072"), ("mosoul", "gn:99072"),
        ("Hashd", "iq-pmf"), ("hezbolla", "lb-hezb"), ("rsf", "sd-rsf"), ("nineveh", "a1:IQ.15"),
        ("kyiv", "gn:703448"), ("киев", "gn:703448"), ("goma", "gn:216281"), ("donetks", "gn:709717"),
        ("tripoli lebanon", "gn:266826"), ("Tripoli, Libya", "gn:2210247"), ("iraqi army", "iq-army"),
    ],
)  # fmt: skip
def test_search_gives_the_obvious_thing_first(world, typed, expected):
    assert world.search(typed)[0].id == expected


def test_both_namesakes_are_offered(world):
    assert {"gn:2210247", "gn:266826"} <= {match.id for match in search_regions(world.regions, "tripoli")}
    assert {"cc:GE", "a1:US.GA"} <= {match.id for match in search_regions(world.regions, "georgia")}


def test_resolve_uses_the_country_and_never_guesses_between_equals(world):
    donetsk = world.regions.named("Donetsk")
    assert world.resolve(donetsk, PlaceContext(countries={"UA": 1.0})) == "gn:709717"
    assert world.resolve(donetsk, PlaceContext(countries={"RU": 1.0})) == "gn:565348"
    tripoli = ("gn:2210247", "gn:266826")
    assert world.resolve(tripoli, PlaceContext(countries={"LB": 2.0, "SY": 1.0})) == "gn:266826"
    assert (
        world.resolve(tripoli, PlaceContext(parents=frozenset({"cc:LB"}), countries={"LY": 1.0}))
        == "gn:266826"
    )
    assert world.resolve((), PlaceContext()) is None


@pytest.mark.parametrize(
    ("name", "country", "meant"),
    [
        ("Moscow", "RU", "gn:524901"),
        ("Kyiv", "UA", "gn:703448"),
        ("Avdiivka", "UA", "gn:713122"),
        ("Kherson", "UA", "gn:706448"),
    ],
)
def test_a_name_in_one_country_is_the_city_and_not_its_province_or_a_hamlet(world, name, country, meant):
    assert world.resolve(world.regions.named(name), PlaceContext(countries={country: 1.0})) == meant


def test_demonyms_give_state_actors_everywhere(world):
    assert world.actors.named("Russian troops") == ("ru-af",)
    assert world.actors.named("Norwegian police") == ("no-police",)
    assert world.actors.named("Sudan's army") == ("sd-saf",)
    assert world.actors.get("no-police").countries == ("NO",)
