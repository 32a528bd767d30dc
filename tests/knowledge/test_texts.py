"""Finding names in texts: the longest from the left, written as names, in the case the data asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.phrases import PhraseSet, beginnings


def places(world, text):
    return [(text[hit.start : hit.end], hit.ids[0]) for hit in world.regions.scan(text)]


def parties(world, text):
    return [(text[hit.start : hit.end], hit.ids[0]) for hit in world.actors.scan(text)]


def test_a_phrase_set_knows_names_and_their_beginnings_and_survives_packing():
    known = PhraseSet.from_bytes(PhraseSet.of(["bab al toub", "mosul"]).to_bytes())
    assert all(known.knows(part) for part in ("bab", "bab al", "bab al toub", "mosul"))
    assert not known.knows("toub")
    assert list(beginnings("a b c")) == ["a", "a b", "a b c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BATTLE FOR MOSUL: OLD MOSUL FELL", ["MOSUL", "OLD MOSUL"]),
        ("clashes in Deir Ezzor and Deir ez-Zor", ["Deir Ezzor", "Deir ez-Zor"]),
        ("in\nGoma, Sake and Kiwanja", ["Goma", "Sake", "Kiwanja"]),
        ("Port-au-Prince's Cité Soleil", ["Port-au-Prince", "Cité Soleil"]),
        ("at Umm Qasr (Basra)", ["Umm Qasr", "Basra"]),
        ("взрывы в Харькове и Белгороде", ["Харькове", "Белгороде"]),
        ("бої під Бахмутом, у Києві та Одесі", ["Бахмутом", "Києві", "Одесі"]),
        ("в Москве и Сирии", ["Москве", "Сирии"]),
        ("اشتباكات بالموصل وكركوك", ["بالموصل", "وكركوك"]),
        ("ירי בעזה", ["בעזה"]),
        ("قصف على خان يونس", ["خان يونس"]),
        ("the old city was old", []),
        ("on Thursday the police marched", []),
        ("in mosul", []),
    ],
)
def test_places_in_texts(world, text, expected):
    assert [surface for surface, _ in places(world, text)] == expected


def test_a_word_behind_the_name_says_what_is_meant(world):
    assert places(world, "shelling in Kunduz province") == [("Kunduz", "a1:AF.24")]
    assert world.regions.get(places(world, "shelling in Kunduz city")[0][1]).kind == "city"
    (hit,) = world.regions.scan("bandits in Niger state")
    assert hit.ids == ("a1:NG.31",)
    (hit,) = world.regions.scan("shelling in Kunduz province")
    assert hit.division == "province"


def test_unlikely_meanings_of_a_name_are_left_out_of_texts_but_can_be_searched(world):
    (hit,) = world.regions.scan("strikes on Gaza")
    assert hit.ids == ("a1:PS.GZ",)
    assert "a1:MZ.02" in world.regions.named("Gaza")


def test_peoples_names_are_weak(world):
    weak = {text: world.regions.scan(text)[0].weak for text in ("Hassan", "Mosul", "Old City")}
    assert weak == {"Hassan": True, "Mosul": False, "Old City": True}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISIS and IS fighters", [("ISIS", "is"), ("IS fighters", "is")]),
        ("it is as it is", []),
        ("the Houthis' drones", [("Houthis", "ye-houthi")]),
        ("AFC/M23 rebels", [("AFC/M23", "cd-m23")]),
        ("Ukraine's army, Russian MoD", [("Ukraine's army", "ua-afu"), ("Russian MoD", "ru-af")]),
        ("Norwegian police said", [("Norwegian police", "no-police")]),
        ("قوات الدعم السريع", [("قوات الدعم السريع", "sd-rsf")]),
        ("ВСУ и ЧВК Вагнер", [("ВСУ", "ua-afu"), ("ЧВК Вагнер", "ru-wagner")]),
        ("бойцы Хезболлы", [("Хезболлы", "lb-hezb")]),
        ("هجوم لحماس", [("لحماس", "ps-hamas")]),
    ],
)
def test_parties_in_texts(world, text, expected):
    assert parties(world, text) == expected


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_no_text_is_too_odd(world, text):
    for hit in (*world.regions.scan(text), *world.actors.scan(text)):
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.ids
