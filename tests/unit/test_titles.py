"""Headlines in the reader's language: in its own words for every outcome and status, and never surer than the source."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.claims import ActorRef, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.domain.events import Event, EventState, Telling
from bot.domain.languages import LANGUAGES
from bot.rendering.headline_parts import _PEOPLE
from bot.rendering.people import VICTIMS, voice
from bot.rendering.texts import texts_for
from bot.rendering.titles import place_name, title

NOW = datetime(2025, 7, 8, tzinfo=UTC)
OTHERS = [language for language in LANGUAGES if language != "en"]
STATUSES = [status for status in Status if status is not Status.RETRACTED]


def event(subtype, status, **more):
    values = {
        "id": 1, "type": EventType.BATTLE, "subtype": str(subtype), "status": status, "severity": 2,
        "headline": "In English", "places": (PlaceRef("Gao"),), "actors": (), "on": None, "killed": None,
        "injured": None, "ledger": (), "first_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    return Event(**{**values, **more})


@pytest.mark.parametrize("language", OTHERS)
def test_every_outcome_has_words_for_every_status(language):
    _ = texts_for(language)
    for subtype in SubType:
        said = {status: title(_, event(subtype, status)) for status in STATUSES}
        assert len(set(said.values())) == len(STATUSES), (subtype, said)
        for line in said.values():
            assert line.replace("\u2068", "").startswith("Gao")
            assert "{" not in line
            assert len(line) < 100
            if language in {"ar", "uk", "ru"}:
                assert not re.search(r"[A-Za-z]", line.replace("Gao", "")), line


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("uk", "Gao: повідомляють про авіаудар, загиблих: 12+"),
        ("ru", "Gao: сообщается об авиаударе, погибших: 12+"),
        ("fr", "Gao\u00a0: frappe aérienne, morts\u00a0: 12+, selon des informations"),
        ("es", "Gao: ataque aéreo, muertos: 12+, según informes"),
        ("ar", "\u2068Gao\u2069: أنباء عن غارة جوية، قتلى: 12+"),
        ("en", "In English"),
    ],
)
def test_tolls_follow_what_happened(language, line):
    told = event(SubType.AIRSTRIKE, Status.REPORTED, killed=Toll(12, None))
    assert title(texts_for(language), told) == line


def test_what_was_taken_back_is_named_without_a_status():
    gone = event(SubType.CAPTURED, Status.RETRACTED, state=EventState.RETRACTED)
    assert title(texts_for("ru"), gone) == "Gao: взятие"


def test_an_event_without_a_place_begins_with_what_happened():
    assert title(texts_for("ru"), event(SubType.CAPTURED, Status.DECLARED, places=())) == "Заявлено о взятии"


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        (None, "Gao"),
        ("near", "Gao (рядом)"),
        ("12 km south of", "Gao (в 12 км к югу)"),
        ("5 kilometres from", "Gao (в 5 км)"),
        ("between", "Gao"),
    ],
)
def test_relations_stand_behind_the_place(relation, said):
    assert place_name(texts_for("ru"), PlaceRef("Gao", relation=relation), "Gao") == said


IS = ActorRef("ISIS", Role.INITIATOR, "Islamic State", "is")
ARMY = ActorRef("Iraqi soldiers", Role.TARGET, "Iraqi Army", "iq-army")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("uk", "Gao: заявлено про засідку (Ісламська держава), загиблих: 7 (іракська армія) – поліція"),
        ("ru", "Gao: заявлено о засаде (Исламское государство), погибших: 7 (иракская армия) – полиция"),
        (
            "fr",
            "Gao : embuscade (État islamique), morts : 7 (armée irakienne), selon une déclaration – police",
        ),
        (
            "es",
            "Gao: emboscada (Estado Islámico), muertos: 7 (Ejército iraquí), según una declaración – policía",
        ),
        ("ar", "Gao: إعلان عن كمين (تنظيم الدولة الإسلامية)، قتلى: 7 (الجيش العراقي) – الشرطة"),
    ],
)
def test_a_line_tells_who_did_it_to_whom_and_whose_word_it_is(world, language, line):
    told = event(
        SubType.AMBUSHED, Status.DECLARED, killed=Toll(7, 7, "Iraqi soldiers"),
        telling=Telling(Status.DECLARED, "the local police", None, (IS, ARMY)),
    )  # fmt: skip
    said = title(texts_for(language, world), told).replace("\u00a0", " ")
    assert said.replace("\u2068", "").replace("\u2069", "") == line


def test_a_toll_is_told_no_more_surely_than_who_counts_it_tells_it():
    weak = Telling(Status.CLAIMED, "residents")
    told = event(SubType.SHELLED, Status.CONFIRMED, killed=Toll(3, 3, "civilians"), telling=weak)
    assert title(texts_for("ru"), told) == "Gao: есть утверждения об обстреле, погибших: 3 (гражданские лица)"


def test_both_sides_of_a_fight_are_named_and_no_third_one(world):
    third = ActorRef("police", Role.INITIATOR, "Iraqi Police", "iq-police")
    for actors, sides in (((IS, ARMY), " (Исламское государство – иракская армия)"), ((IS, ARMY, third), "")):
        told = event(SubType.CLASHED, Status.REPORTED, telling=Telling(Status.REPORTED, actors=actors))
        assert title(texts_for("ru", world), told) == f"Gao: сообщается о боях{sides}"


def test_what_makes_a_line_too_long_is_left_out_the_word_for_who_says_so_last():
    long = ActorRef(
        "long",
        Role.INITIATOR,
        "The Very Long Name of a Coalition of Several Movements and of Still More of Their Groups",
    )
    told = event(SubType.AMBUSHED, Status.DECLARED, telling=Telling(Status.DECLARED, "police", None, (long,)))
    assert title(texts_for("uk"), told) == "Gao: заявлено про засідку – поліція"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("the regional governor", "губернатор"),
        ("a police spokesman in Mosul", "официальный представитель"),
        ("Ukraine", "Украина"),
        ("ISIS", "Исламское государство"),
        ("Taras Nobody", "Taras Nobody"),
        ("he", None),
        ("the driver of a lorry", None),
        (None, None),
    ],
)
def test_who_speaks_is_said_in_the_readers_words_or_by_name(world, told, said):
    assert voice(texts_for("ru", world), told) == said


def test_every_noun_for_victims_has_words_in_every_language():
    assert set(VICTIMS) >= set(_PEOPLE)


@pytest.mark.parametrize(
    ("subtype", "who", "line"),
    [
        (SubType.ARRESTED, "police officers", "Gao: сообщается о задержаниях, человек: 12 (полицейские)"),
        (SubType.DISPLACED, "displaced families", "Gao: сообщается о перемещении населения, семей: 12"),
        (SubType.SHELLED, "people", "Gao: сообщается об обстреле"),
    ],
)
def test_those_who_were_taken_or_displaced_are_counted(subtype, who, line):
    told = event(subtype, Status.REPORTED, telling=Telling(Status.REPORTED, people=(Toll(12, 12, who),)))
    assert title(texts_for("ru"), told) == line
