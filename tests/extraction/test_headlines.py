"""The line for a claim: never longer than 90 characters, never surer than the claim, neutral in its words."""

import pytest

from bot.domain.claims import ActorRef, Basis, Claim, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.rendering.headlines import headline

LONG = "Al-Shaykh Miskin wa Kafr Nubl al-Gharbiyya industrial district"


def claim(**fields):
    given = {
        "type": EventType.BATTLE,
        "subtype": SubType.CLASHED,
        "trigger": "x",
        "span": (0, 1),
        "quote": "x",
        "status": Status.DECLARED,
        "basis": Basis.ATTRIBUTED,
    } | fields
    return Claim(**given)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("subtype", list(SubType))
def test_every_outcome_in_every_status_has_a_short_line(subtype, status):
    crowded = claim(
        subtype=subtype,
        places=(PlaceRef(LONG), PlaceRef("Nowa Huta"), PlaceRef("Kan Htaung Gyi"), PlaceRef("Bab al-Tob")),
        actors=(ActorRef("x", Role.INITIATOR, "Popular Front for the Liberation of the Upper Valley"),),
        killed=(Toll(1_250, 2_000),),
        attribution="Brigadier General Yahya Rasul of the Joint Operations Command in the capital",
    )
    line = headline(crowded, status=status)
    assert 2 < len(line) <= 90
    assert "  " not in line
    for bare in (claim(subtype=subtype), claim(subtype=subtype, places=(PlaceRef("Tel Abyad"),))):
        assert 2 < len(headline(bare, status=status)) <= 90


def test_a_line_is_as_sure_as_its_status():
    place = (PlaceRef("Old Mosul"),)
    taken = claim(type=EventType.TERRITORY_CHANGE, subtype=SubType.CAPTURED, places=place)
    assert headline(taken) == "Old Mosul declared captured"
    assert headline(taken, status=Status.CLAIMED) == "Old Mosul claimed captured"
    assert headline(taken, status=Status.CONFIRMED) == "Old Mosul captured"
    assert headline(taken, status=Status.REPORTED) == "Old Mosul reported captured"
    assert headline(claim(**{**fields_of(taken), "denied_by": "Kyiv"}), status=Status.DENIED) == (
        "Capture of Old Mosul denied by Kyiv"
    )


def fields_of(told):
    return {name: getattr(told, name) for name in ("type", "subtype", "places")}


def test_flat_narration_of_one_outlet_is_shown_as_reported():
    flat = claim(
        type=EventType.TERRITORY_CHANGE,
        subtype=SubType.CAPTURED,
        status=Status.CONFIRMED,
        basis=Basis.FLAT,
        places=(PlaceRef("Avlona"),),
    )
    assert headline(flat) == "Avlona reported captured"


def test_the_dead_come_first_with_who_they_were():
    told = claim(
        subtype=SubType.KILLED,
        status=Status.REPORTED,
        places=(PlaceRef("Old Mosul"),),
        actors=(ActorRef("IS fighters", Role.TARGET, "Islamic State", "is"),),
        killed=(Toll(35, None, "terrorists"),),
    )
    assert headline(told) == "35+ Islamic State members reported killed in Old Mosul"
    between = claim(
        subtype=SubType.SHELLED, places=(PlaceRef("Sart"),), killed=(Toll(4, 7),), status=Status.CLAIMED
    )
    assert headline(between) == "4–7 claimed killed in shelling of Sart"


def test_lists_and_relations_of_places():
    several = claim(
        type=EventType.TERRITORY_CHANGE,
        subtype=SubType.CAPTURED,
        status=Status.CONFIRMED,
        places=(PlaceRef("Nujaifi street"), PlaceRef("Bab al-Toub"), PlaceRef("Souk al-Sagha")),
    )
    assert headline(several) == "Nujaifi street, Bab al-Toub and Souk al-Sagha captured"
    near = claim(status=Status.REPORTED, places=(PlaceRef("Hatra", relation="12 km south of"),))
    assert headline(near) == "Fighting 12 km south of Hatra reported"


def test_a_country_that_holds_an_unnamed_town_is_not_called_captured():
    vague = claim(
        type=EventType.TERRITORY_CHANGE,
        subtype=SubType.CAPTURED,
        status=Status.REPORTED,
        places=(PlaceRef("Somalia", "cc:SO", "SO", around=True),),
    )
    assert headline(vague) == "Area in Somalia reported captured"
