"""A whole report: what is news in it, what is not, and what one paragraph takes from another."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.claims import Basis, EventType, Status
from bot.extraction import extract, read
from bot.rendering.headlines import headline

REPORT = (Path(__file__).parent.parent / "golden" / "report.txt").read_text("utf-8")
PUBLISHED = datetime(2017, 7, 8, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def claims(world):
    return extract(REPORT, world, published_at=PUBLISHED)


def test_the_first_sentence_is_the_headline_news(claims):
    assert headline(claims[0]) == "Old Mosul declared captured"
    assert claims[0].status is Status.DECLARED
    assert claims[0].places[0].region_id == "h:mosul/old-city"


def test_every_happening_is_told_once_and_nothing_else(claims):
    assert [(claim.type, str(claim.subtype)) for claim in claims] == [
        (EventType.TERRITORY_CHANGE, "captured"),
        (EventType.TERRITORY_CHANGE, "captured"),
        (EventType.BATTLE, "killed"),
        (EventType.TERRITORY_CHANGE, "captured"),
        (EventType.INFRASTRUCTURE_DISRUPTION, "road_cut"),
        (EventType.BATTLE, "attacked"),
        (EventType.TERRITORY_CHANGE, "captured"),
    ]


def test_a_toll_without_a_place_joins_the_attack_before_it(claims):
    attack = claims[5]
    assert [(toll.minimum, toll.maximum) for toll in attack.killed] == [(5, 5)]
    assert (attack.status, attack.basis) == (Status.CONFIRMED, Basis.FLAT)


def test_the_rumour_stays_a_rumour_about_the_city(claims):
    rumour = claims[-1]
    assert headline(rumour) == "Mosul reported captured"
    assert rumour.status is Status.REPORTED


def test_paragraphs_come_one_at_a_time(world):
    parts = list(read(REPORT, world, published_at=PUBLISHED))
    assert len(parts) == 8
    assert [claim for part in parts for claim in part] == extract(REPORT, world, published_at=PUBLISHED)


def test_spans_point_at_the_trigger(claims):
    for claim in claims:
        assert REPORT[slice(*claim.span)] == claim.trigger
        assert claim.trigger in claim.quote
