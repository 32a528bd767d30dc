"""Which happening a claim is about: place, sides, day, kind, sequence; what decides, and what does not."""

from dataclasses import replace

import pytest

STRIKE, FIGHT, DEAL, CONTROL = (
    "explosion_remote_violence",
    "battle",
    "agreement_ceasefire",
    "territory_change",
)
RU, UA = ("Russian Armed Forces",), ("Armed Forces of Ukraine",)


def changes(told):
    return [change for _, change in told]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Kharkiv", "Kharkiv", True),
        ("Kharkiv", "Sumy", False),
        ("Beirut", "Beirut port", True),
        ("Zalissia Verkhnia", "Zalissya Verkhnya village", True),
        ("Zalissia Verkhnia", "Novyi Svit", False),
    ],
)
def test_places_meet_by_what_they_are_and_not_by_how_they_are_written(story, first, second, same):
    story.tell("2024-05-03", story.claim(STRIKE, first, status="reported", subtype="struck"))
    told = story.tell("2024-05-03", story.claim(STRIKE, second, status="reported", subtype="struck"))
    assert (told[0][0] == 1) is same


def test_an_airport_is_not_its_city(story):
    city = story.claim(
        CONTROL, "Goma", ("March 23 Movement",), trigger="taken", quote="Rebels have taken Goma."
    )
    assert story.tell("2025-01-27", city) == [(1, "new")]
    airport = story.claim(
        CONTROL, "Goma", ("March 23 Movement",), trigger="seized", quote="Rebels seized the airport in Goma."
    )
    assert story.tell("2025-01-28", airport) == [(2, "new")]


def test_a_position_inside_a_town_is_not_the_town(story):
    position = story.claim(
        "troop_movement", ["Tsarska Okhota", "Avdiivka"], UA, subtype="withdrew",
        quote="Troops pulled out of the Tsarska Okhota post on the edge of Avdiivka.",
    )  # fmt: skip
    assert story.tell("2024-02-16", position) == [(1, "new")]
    town = story.claim(
        "troop_movement",
        "Avdiivka",
        UA,
        subtype="withdrew",
        status="declared",
        said_by="Armed Forces of Ukraine",
    )
    assert story.tell("2024-02-17", town) == [(2, "new")]
    taken = story.claim(CONTROL, "Avdiivka", RU, UA, subtype="captured", status="declared", said_by=RU[0])
    assert story.tell("2024-02-17", taken) == [(2, "repeat")]


@pytest.mark.parametrize(
    "word", ["another missile strike", "a second missile strike", "a new missile strike"]
)
def test_another_one_is_new(story, word):
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", RU, quote="A missile strike hit Kharkiv."))
    told = story.tell(
        "2024-05-05",
        story.claim(STRIKE, "Kharkiv", RU, trigger="missile strike", quote=f"Kharkiv was hit by {word}."),
    )
    assert told == [(2, "new")]


def test_a_toll_that_has_risen_again_is_no_other_blast(story):
    story.tell("2020-08-04", story.claim(STRIKE, "Beirut", killed=70, quote="The blast in Beirut killed 70."))
    again = story.claim(
        STRIKE,
        "Beirut",
        killed=137,
        trigger="blast",
        quote="The death toll from the blast has risen again to 137.",
    )
    assert story.tell("2020-08-06", again) == [(1, "toll_up")]


def test_an_attack_and_its_repulse_are_two(story):
    story.tell("2023-12-16", story.claim(FIGHT, "Wad Madani", ("Rapid Support Forces",), subtype="attacked"))
    beaten_back = story.claim(
        FIGHT, "Wad Madani", ("Sudanese Armed Forces",), subtype="repelled", status="declared"
    )
    assert story.tell("2023-12-17", beaten_back) == [(2, "new")]


def test_what_is_said_of_the_attack_belongs_to_the_bombing(story):
    story.tell(
        "2024-05-03", story.claim(STRIKE, "Kharkiv", subtype="airstrike", killed=40, status="declared")
    )
    said = story.claim(
        FIGHT,
        "Kharkiv",
        subtype="attacked",
        status="declared",
        trigger="attack",
        quote="The attack in Kharkiv killed 40.",
    )
    assert story.tell("2024-05-03", said) == [(1, "repeat")]


def test_fighters_killed_are_not_the_villagers(story):
    village = story.claim(STRIKE, "Kaduna", ("Nigerian Armed Forces",), killed=85, subtype="airstrike")
    story.tell("2023-12-05", village)
    weekly = story.claim(
        FIGHT, None, ("Nigerian Armed Forces",), ("Unidentified jihadists",), killed=80, subtype="killed",
        quote="Troops killed 80 terrorists within the week.",
    )  # fmt: skip
    assert changes(story.tell("2023-12-07", weekly)) != ["repeat"]


def test_a_count_without_a_place_finds_the_one_happening_it_fits(story):
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="declared", killed=4))
    counted = story.claim(
        STRIKE,
        None,
        status="declared",
        killed=11,
        trigger="strike",
        quote="The death toll of the strike rose to 11.",
    )
    assert story.tell("2024-05-04", counted) == [(1, "toll_up")]


def test_a_count_without_a_place_is_put_to_none_of_two_that_fit(story):
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="declared", killed=4))
    story.tell("2024-05-03", story.claim(STRIKE, "Odesa", status="declared", killed=4))
    counted = story.claim(STRIKE, None, status="declared", killed=7, quote="Seven people died in a strike.")
    assert story.tell("2024-05-03", counted) == []


def test_a_late_correction_finds_its_event_and_a_late_strike_does_not(story):
    story.tell("2015-10-03", story.claim(STRIKE, "Kunduz", subtype="airstrike", killed=30))
    revised = story.claim(
        STRIKE,
        "Kunduz",
        subtype="airstrike",
        killed=42,
        quote="The toll of the bombing was revised to 42 dead.",
    )
    assert story.tell("2015-12-12", revised) == [(1, "toll_up")]
    assert story.tell("2016-02-01", story.claim(STRIKE, "Kunduz", subtype="airstrike")) == [(2, "new")]


def test_a_village_south_of_a_city_is_not_the_city(story):
    story.tell("2017-07-08", story.claim(CONTROL, "Mosul", ("Iraqi Security Forces",), status="declared"))
    beside = story.claim(CONTROL, "Mosul", ("Iraqi Security Forces",), status="declared")
    south = replace(beside.places[0], relation="south of")
    assert story.tell("2017-07-09", replace(beside, places=(south,))) == [(2, "new")]


def test_truces_follow_each_other(story):
    sides = ("Government of Israel", "Hamas")

    def told(day, quote, **more):
        more.setdefault("status", "declared")
        claim = story.claim(
            DEAL, "Gaza Strip", sides, trigger="truce", subtype="ceasefire", quote=quote, **more
        )
        return story.tell(day, claim)

    assert told("2023-11-22", "The two agreed on a truce of four days.") == [(1, "new")]
    assert told("2023-11-24", "The truce of four days began on Friday.", status="confirmed") == [
        (1, "firmer")
    ]
    assert told("2023-11-27", "They agreed to extend the truce by two days.") == [(2, "new")]
    assert told("2023-12-01", "The truce has expired.", status="confirmed") == [(2, "over")]
    assert told("2023-12-01", "The truce expired on Friday.", status="confirmed") == [(2, "repeat")]


def test_an_end_of_what_is_not_known_tells_nobody(story):
    ended = story.claim(
        DEAL, "Gaza Strip", trigger="truce", subtype="ceasefire", quote="The truce has expired."
    )
    assert story.tell("2023-12-01", ended) == []


def test_captives_go_free_weeks_later(story):
    taken = story.claim(
        "violence_against_civilians", "Kuriga", subtype="abducted", quote="Gunmen took pupils from Kuriga."
    )
    assert story.tell("2024-03-07", taken) == [(1, "new")]
    free = story.claim(
        "violence_against_civilians", "Kuriga", subtype="abducted", status="declared",
        quote="The pupils abducted from Kuriga have been released.",
    )  # fmt: skip
    assert story.tell("2024-03-24", free) == [(1, "over")]
