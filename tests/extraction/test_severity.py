"""How grave a claim is: by what happened, where, and how many were killed or hurt."""

import pytest

from bot.domain.claims import EventType, SubType, Toll
from bot.extraction import extract
from bot.extraction.severity import severity

BATTLE, TAKEN = EventType.BATTLE, EventType.TERRITORY_CHANGE


def grave(kind=BATTLE, subtype=SubType.CLASHED, killed=(), injured=(), *, wide=False):
    return severity(kind, subtype, killed, injured, wide=wide)


@pytest.mark.parametrize("kind", list(EventType))
def test_every_type_and_sub_type_has_one(kind):
    assert {grave(kind, subtype) for subtype in SubType} <= {1, 2, 3, 4}


@pytest.mark.parametrize(("dead", "is_grave"), [(0, 2), (1, 2), (4, 2), (5, 3), (19, 3), (20, 4), (9_000, 4)])
def test_the_dead_count(dead, is_grave):
    assert grave(killed=[Toll(dead, dead)]) == is_grave
    assert grave(killed=[Toll(dead, None)]) == is_grave
    assert grave(killed=[Toll(None, dead)]) == is_grave


@pytest.mark.parametrize(("hurt", "is_grave"), [(0, 1), (4, 1), (5, 2), (29, 2), (30, 3), (9_000, 3)])
def test_the_hurt_count_less(hurt, is_grave):
    assert grave(EventType.PROTEST_RIOT, SubType.PROTEST, injured=[Toll(hurt, hurt)]) == is_grave


def test_parts_of_a_toll_are_summed_and_nothing_is_more_than_grave():
    assert grave(killed=[Toll(3, 3, "officers"), Toll(2, 2, "civilians")]) == 3
    assert grave(killed=[Toll(80, None)], injured=[Toll(300, None)]) == 4


def test_a_city_weighs_more_than_a_village(world):
    city, village = (
        extract(f"Rebels captured {place}.", world)[0]
        for place in ("the city of Goma", "Bab al-Toub in Mosul")
    )
    assert (city.severity, village.severity) == (4, 3)
    assert grave(TAKEN, SubType.CAPTURED, wide=True) == 4
    assert grave(wide=True) == grave()


def test_an_outcome_holds_over_its_type():
    assert grave(EventType.VIOLENCE_AGAINST_CIVILIANS, SubType.MASSACRED) == 4
    assert grave(EventType.EXPLOSION_REMOTE_VIOLENCE, SubType.INTERCEPTED) == 1
