"""How news develops: rumour, claim, declaration, denial, correction, aftermath. All texts are our own."""

ISF, IS = ("Iraqi Security Forces",), ("Islamic State",)
SAF, RSF = ("Sudanese Armed Forces",), ("Rapid Support Forces",)


def test_the_fall_of_mosul(story):
    rumour = story.claim(
        "territory_change",
        "Mosul",
        ISF,
        IS,
        "reported",
        quote="Word spread that the whole city of Mosul had been taken.",
    )
    assert story.tell("2017-07-07", rumour) == [(1, "new")]
    assert story.events[1].status == "reported"

    declared = story.claim(
        "territory_change", ["Old Mosul", "Mosul"], ISF, IS, "declared", said_by="Iraqi Army",
        quote="The army declared that Old Mosul, the last stronghold of the group in the city, is taken.",
    )  # fmt: skip
    assert story.tell("2017-07-08", declared) == [(1, "firmer")]
    assert story.events[1].status == "declared"

    spokesman = story.claim(
        "territory_change", "Old Mosul", ISF, IS, "declared", said_by="Joint Operations Command",
        quote="A spokesman of the command said that all of Old Mosul was in the hands of his forces.",
    )  # fmt: skip
    assert story.tell("2017-07-08", spokesman) == [(1, "repeat")]

    street = story.claim(
        "territory_change", "Bab al-Toub", ISF, IS, "confirmed", quote="Troops took Bab al-Toub."
    )
    assert story.tell("2017-07-08", street) == [(2, "new")]

    remains = story.claim(
        "territory_change", "Mosul", ISF, IS, "denied", said_by="Joint Operations Command",
        quote="The command clarified that a few streets of Mosul are yet to be taken.",
    )  # fmt: skip
    assert story.tell("2017-07-09", remains) == [(1, "corrected")]
    assert story.events[1].status == "disputed"
    assert story.tell("2017-07-09", remains, source="Another outlet") == [(1, "repeat")]

    formal = story.claim(
        "territory_change", "Mosul", ISF, IS, "declared", said_by="Government of Iraq",
        quote="The prime minister formally declared that Mosul is free.",
    )  # fmt: skip
    assert story.tell("2017-07-10", formal) == [(1, "firmer")]
    assert story.events[1].status == "declared"

    year_later = story.claim(
        "territory_change",
        "Mosul",
        ISF,
        IS,
        "confirmed",
        quote="On the first anniversary Mosul remembers its liberation.",
    )
    assert story.tell("2018-07-10", year_later) in ([], [(1, "background")])


def test_a_town_taken_and_taken_back(story):
    fall = story.claim("territory_change", "Wad Madani", RSF, SAF, "declared", said_by="Rapid Support Forces")
    assert story.tell("2023-12-18", fall) == [(1, "new")]
    admitted = story.claim(
        "territory_change", "Wad Madani", RSF, SAF, "declared", said_by="Sudanese Armed Forces"
    )
    assert story.tell("2023-12-19", admitted) == [(1, "firmer")]
    assert story.events[1].status == "confirmed"

    back = story.claim(
        "territory_change", "Wad Madani", SAF, RSF, "declared", said_by="Sudanese Armed Forces"
    )
    assert story.tell("2025-01-11", back) == [(2, "new")]
    lost = story.claim(
        "territory_change", "Wad Madani", (), RSF, "declared", subtype="lost", said_by="Rapid Support Forces"
    )
    assert story.tell("2025-01-11", lost) == [(2, "firmer")]
    again = story.claim(
        "territory_change", "Wad Madani", RSF, SAF, "declared", said_by="Rapid Support Forces"
    )
    assert story.tell("2025-03-01", again) == [(3, "new")]


def test_a_strike_whose_toll_rises_and_is_revised(story):
    strike = "explosion_remote_violence"
    assert story.tell(
        "2024-05-03", story.claim(strike, "Kharkiv", ("Russian Armed Forces",), ("Civilians",), "reported")
    ) == [(1, "new")]
    tolls = [(3, "toll_up"), (3, "repeat"), (4, "repeat"), (8, "toll_up"), (9, "repeat"), (19, "toll_up")]
    for killed, change in tolls:
        claim = story.claim(strike, "Kharkiv", status="declared", killed=killed, said_by="Ukrainian Police")
        assert story.tell("2024-05-04", claim) == [(1, change)], killed
    older = story.claim(
        strike, "Kharkiv", status="reported", killed=8, quote="Initial reports spoke of 8 dead in Kharkiv."
    )
    assert story.tell("2024-05-04", older) == [(1, "repeat")]
    revised = story.claim(
        strike,
        "Kharkiv",
        status="declared",
        killed=15,
        quote="The toll in Kharkiv was revised down to 15, police said.",
    )
    assert story.tell("2024-05-06", revised) == [(1, "corrected")]
    assert (story.events[1].killed.minimum, story.events[1].killed.maximum) == (15, 15)

    another_day = story.claim(
        strike, "Kharkiv", ("Russian Armed Forces",), ("Civilians",), "declared", killed=17
    )
    assert story.tell("2024-05-12", another_day) == [(2, "new")]
    elsewhere = story.claim(strike, "Sumy", ("Russian Armed Forces",), ("Civilians",), "declared", killed=17)
    assert story.tell("2024-05-12", elsewhere) == [(3, "new")]


def test_a_strike_denied_and_admitted_later(story):
    strike = "explosion_remote_violence"
    army = ("Nigerian Armed Forces",)
    assert story.tell("2023-12-04", story.claim(strike, "Kaduna", army, ("Civilians",), "reported")) == [
        (1, "new")
    ]
    denial = story.claim(
        strike, "Kaduna", army, status="denied", said_by=army[0], quote="The air force denied it."
    )
    assert story.tell("2023-12-04", denial) == [(1, "denied")]
    assert story.events[1].status == "disputed"
    assert story.tell("2023-12-05", denial, source="Copy") == [(1, "repeat")]
    admits = story.claim(
        strike, "Kaduna", army, status="declared", said_by=army[0], quote="The army admitted the strike."
    )
    assert story.tell("2023-12-19", admits) == [(1, "firmer")]
    assert story.events[1].status == "confirmed"


def test_a_truce_broken_and_renewed(story):
    deal, sides = "agreement_ceasefire", ("Government of Armenia", "Government of Azerbaijan")
    agreed = story.claim(
        deal, "Stepanakert", sides, status="declared", quote="The two sides agreed on a truce."
    )
    assert story.tell("2020-10-10", agreed) == [(1, "new")]
    works = story.claim(
        deal, "Stepanakert", sides, status="confirmed", quote="The truce took effect at noon."
    )
    assert story.tell("2020-10-10", works) == [(1, "firmer")]
    broken = story.claim(
        deal, "Stepanakert", sides, status="reported", quote="Both accuse each other of violating the truce."
    )
    assert story.tell("2020-10-11", broken) == [(1, "over")]
    assert story.tell("2020-10-12", broken, source="Copy") == [(1, "repeat")]
    second = story.claim(
        deal, "Stepanakert", sides, status="declared", quote="The two sides agreed on another truce."
    )
    assert story.tell("2020-10-17", second) == [(2, "new")]


def test_a_quake_and_its_toll(story):
    quake = {"subtype": "quake", "status": "reported"}
    assert story.tell("2023-02-06", story.claim("disaster", "Gaziantep", **quake)) == [(1, "new")]
    assert story.tell("2023-02-06", story.claim("disaster", "Gaziantep", killed=76, **quake)) == [
        (1, "toll_up")
    ]
    counted = story.claim(
        "humanitarian", "Turkey", killed=912, quote="The death toll from the earthquake rose to 912."
    )
    assert story.tell("2023-02-07", counted) == [(1, "toll_up")]
    after = story.claim(
        "disaster", "Gaziantep", killed=20_000, quote="The death toll of the quake passed 20,000.", **quake
    )
    assert story.tell("2023-02-17", after) == [(1, "toll_up")]


def test_a_denial_of_the_page_finds_what_it_denies(story):
    said = story.claim("explosion_remote_violence", "Lachin", ("Armenian Armed Forces",), status="declared")
    assert story.tell("2020-10-26", said, page="https://example.org/1") == [(1, "new")]
    denies = story.claim(
        "explosion_remote_violence", None, ("Armenian Armed Forces",), status="denied", said_by="Government of Armenia",
        quote="The other side denied these statements.",
    )  # fmt: skip
    assert story.tell("2020-10-26", denies, page="https://example.org/1") == [(1, "denied")]


def test_two_sentences_about_one_happening_are_one_event(story):
    one = story.claim("territory_change", "Avdiivka", ("Russian Armed Forces",), status="declared")
    two = story.claim("territory_change", "Avdiivka", ("Russian Armed Forces",), status="confirmed")
    other = story.claim("territory_change", "Bakhmut", ("Russian Armed Forces",), status="confirmed")
    assert story.tell("2024-02-17", one, other, two) == [(1, "new"), (2, "new")]
    assert len(story.events[1].ledger) == 2


def test_history_that_is_not_known_opens_nothing(story):
    past = story.claim(
        "territory_change", "Palmyra", IS, status="confirmed", quote="Palmyra fell three years ago."
    )
    assert story.tell("2018-05-01", past) == []
