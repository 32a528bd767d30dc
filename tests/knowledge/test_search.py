"""What people type, in six scripts, and what they are offered first."""

import pytest

from bot.knowledge.search import search_actors

TYPED = [
    ("mosul", "gn:99072"), ("Мосул", "gn:99072"), ("الموصل", "gn:99072"), ("mossoul", "gn:99072"),
    ("mosoul", "gn:99072"), ("nineveh", "a1:IQ.15"), ("ninawa", "a1:IQ.15"), ("نينوى", "a1:IQ.15"),
    ("kyiv", "gn:703448"), ("kiev", "gn:703448"), ("київ", "gn:703448"), ("киев", "gn:703448"), ("كييف", "gn:703448"),
    ("goma", "gn:216281"), ("гома", "gn:216281"), ("tripoli", "gn:2210247"), ("tripoli lebanon", "gn:266826"),
    ("Tripoli, Libya", "gn:2210247"), ("georgia", "cc:GE"), ("грузия", "cc:GE"), ("gaza", "a1:PS.GZ"), ("غزة", "a1:PS.GZ"),
    ("עזה", "a1:PS.GZ"), ("darfur", "b:darfur"), ("دارفور", "b:darfur"), ("el fasher", "gn:379555"),
    ("الفاشر", "gn:379555"), ("al-fashir", "gn:379555"), ("khartum", "gn:379252"), ("donetks", "gn:709717"),
    ("донецк", "gn:709717"), ("donbass", "b:donbas"), ("kharkov", "gn:706483"), ("харків", "gn:706483"),
    ("avdeevka", "gn:713122"), ("aleppo", "gn:170063"), ("حلب", "gn:170063"), ("idleb", "a1:SY.12"),
    ("sanaa", "gn:71137"), ("hodeidah", "gn:79415"), ("yerevan", "gn:616052"), ("երևան", "gn:616052"),
    ("თბილისი", "gn:611717"), ("stepanakert", "gn:146970"), ("artsakh", "b:karabakh"), ("ရန်ကုန်", "gn:1298824"),
    ("መቀሌ", "gn:331180"), ("port au prince", "gn:3718426"), ("nord kivu", "a1:CD.11"), ("sahel", "b:sahel"),
    ("crimea", "a1:UA.11"), ("крым", "a1:UA.11"), ("usa", "cc:US"), ("drc", "cc:CD"), ("Hashd", "iq-pmf"),
    ("الحشد الشعبي", "iq-pmf"), ("rsf", "sd-rsf"), ("الدعم السريع", "sd-rsf"), ("daesh", "is"), ("داعش", "is"),
    ("игил", "is"), ("hezbolla", "lb-hezb"), ("hizbollah", "lb-hezb"), ("حزب الله", "lb-hezb"), ("חמאס", "ps-hamas"),
    ("хуситы", "ye-houthi"), ("wagner", "ru-wagner"), ("m23", "cd-m23"), ('צה"ל', "il-idf"), ("всу", "ua-afu"),
    ("al shabab", "so-shabaab"), ("isf iraq", "iq-isf"), ("isf lebanon", "lb-isf"), ("iraqi army", "iq-army"),
    ("norwegian army", "no-mil"), ("zelenskyy", "p-zelensky"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_the_obvious_thing_comes_first(world, typed, expected):
    results = world.search(typed)
    assert results[0].id == expected
    assert results[0].address


def test_results_can_be_told_apart(world):
    for typed in ("aleppo", "mosul", "kyiv", "goma", "tripoli", "congo"):
        addresses = [result.address for result in world.search(typed)]
        assert len(addresses) == len(set(addresses))


def test_a_division_called_like_its_city_says_that_it_is_one(world):
    assert {"Aleppo, Syria", "Aleppo Governorate, Syria"} <= {
        result.address for result in world.search("aleppo")
    }


def test_a_name_with_its_kind_is_that_and_not_its_seat(world):
    exact = [result.address for result in world.search("kyiv oblast") if result.exact]
    assert exact == ["Kyiv Oblast, Ukraine"]


@pytest.mark.parametrize("letters", ["k", "mo", "ال"])
def test_a_letter_or_two_give_what_matters_most_of_all_that_begins_so(world, letters):
    found = world.regions.beginning(letters, 40)
    assert len(found) == 40
    assert all(name.startswith(letters) for _, name in found)
    first, second = (world.regions.beginning(name[:3], 40) for _, name in found[:2])
    assert found[0] == first[0]
    assert found[1] in {*first[:2], *second[:1]}


def test_what_is_called_so_today_comes_before_what_has_it_as_another_name(world):
    assert [result.id for result in world.search("gaza")][:2] == ["a1:PS.GZ", "gn:281133"]
    (first, *_) = world.search("jerusalem")
    assert first.address == "Jerusalem"


def test_nothing_is_offered_for_nothing_and_for_nonsense(world):
    assert world.search("") == []
    assert world.search("  ,  ") == []
    assert [result for result in world.search("xqzzwvk jjqx") if result.exact] == []


def test_a_place_that_narrows_it_down_must_hold(world):
    (first, *_) = world.search("Mosul, Iraq")
    assert first.address == "Mosul, Nineveh, Iraq"
    assert all("IQ" in world.regions.get(result.id).country for result in world.search("Mosul, Iraq"))


def test_without_guessing_a_misspelt_party_is_not_found(world):
    assert search_actors(world.actors, "hezbolla", guess=False)[0].exact is False
    assert search_actors(world.actors, "hezbolaa", guess=False) == []
    assert search_actors(world.actors, "hezbolaa")[0].id == "lb-hezb"
