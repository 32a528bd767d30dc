"""Who stands on which side, told away from the deed itself: in brackets, in the sentence beside it, by a pronoun."""

from datetime import UTC, datetime

from bot.extraction import extract

PUBLISHED = datetime(2021, 6, 10, 15, tzinfo=UTC)


def parts(text, world, number=0):
    claim = extract(text, world, published_at=PUBLISHED)[number]
    return {actor.canonical: actor.role.value for actor in claim.actors if not actor.generic}


def test_a_name_repeated_in_brackets_plays_one_part(world):
    told = parts(
        "Clashes broke out between the Syrian Democratic Forces (SDF) and the Syrian National Army near Kobani.",
        world,
    )
    assert told == {"Syrian Democratic Forces": "initiator", "Syrian National Army": "target"}


def test_the_enemy_named_beside_a_capture_is_the_one_who_lost(world):
    text = "M23 rebels captured Sake on Monday. In the afternoon the Congolese army attacked M23 positions in Minova."
    assert parts(text, world)["FARDC"] == "target"


def test_the_holder_of_a_place_did_not_strike_it(world):
    told = parts(
        "Three people were killed by Turkish air strikes on a village held by the Islamic State.", world
    )
    assert told.get("ISIS", told.get("Islamic State")) != "initiator"


def test_our_units_are_those_of_the_speaker(world):
    told = parts("“The enemy attacked our positions near Kreminna,” the Ukrainian army said.", world)
    assert told["Armed Forces of Ukraine"] == "target"


def test_the_coalition_is_the_one_of_the_country(world):
    told = parts("The coalition carried out air strikes on Houthi positions in Marib.", world)
    assert told == {"Saudi-led Coalition": "initiator", "Houthis": "target"}
    assert parts("The coalition carried out air strikes near Raqqa.", world) == {
        "US-led Coalition": "initiator"
    }


def test_the_army_is_that_of_the_nearest_country(world):
    text = "Gunmen killed nine civilians in Gao in Mali and killed 12 soldiers in an ambush near Djibo in Burkina Faso."
    told = {
        actor.canonical for claim in extract(text, world, published_at=PUBLISHED) for actor in claim.actors
    }
    assert "Burkina Faso Armed Forces" in told


def test_who_falls_into_an_ambush_suffers(world):
    assert parts("A Malian army convoy fell into an ambush near Nampala.", world) == {
        "Malian Armed Forces": "target"
    }


def test_protesters_act_and_the_police_answer(world):
    claim = extract(
        "Police in Nairobi fired tear gas to disperse protesters.", world, published_at=PUBLISHED
    )[0]
    assert {actor.canonical: actor.role.value for actor in claim.actors} == {
        "Kenya Police": "target",
        "Protesters": "initiator",
    }


def test_the_first_of_two_days_and_the_day_of_a_state(world):
    day = datetime(2021, 6, 7, tzinfo=UTC).date()
    two = extract("Late on Monday and early on Tuesday, drones hit Odesa.", world, published_at=PUBLISHED)
    assert two[0].on == day
    state = extract(
        "The mayor said on Monday that the hospital in Kandahar is no longer operational.",
        world,
        published_at=PUBLISHED,
    )
    assert state[0].on == day
