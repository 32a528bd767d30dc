"""Headlines in the reader's language: in its own words for every outcome and status, and never surer than the source."""

import re
from datetime import UTC, datetime

import pytest

from bot.domain.claims import EventType, PlaceRef, Status, SubType, Toll
from bot.domain.events import Event, EventState
from bot.domain.languages import LANGUAGES
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
