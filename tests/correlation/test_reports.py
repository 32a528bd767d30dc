"""One report with several claims: each event once, asides for nobody, tolls with what they count."""

STRIKE, FIGHT, CONTROL = "explosion_remote_violence", "battle", "territory_change"


def test_an_aside_of_the_sentence_rings_for_nobody(story):
    sentence = "Rebels seized Goma, cutting off the main route for aid."
    seized = story.claim(CONTROL, "Goma", ("March 23 Movement",), quote=sentence)
    route = story.claim("infrastructure_disruption", "Goma", quote=sentence, subtype="road_cut")
    assert story.tell("2025-01-27", seized, route) == [(1, "new")]
    assert len(story.events[1].ledger) == 1


def test_a_toll_in_the_next_sentence_belongs_to_the_fight(story):
    taken = story.claim(
        CONTROL, "Imam Gharbi", ("Iraqi Security Forces",), ("Islamic State",), status="declared"
    )
    toll = story.claim(
        FIGHT, None, (), ("Islamic State",), killed=30, quote="Around 30 were killed in the battles."
    )
    assert story.tell("2017-07-20", taken, toll) == [(1, "new")]
    assert story.events[1].killed.minimum == 30
    assert story.events[1].type == CONTROL


def test_a_breach_is_told_by_its_deed(story):
    sides = ("Government of Armenia", "Government of Azerbaijan")
    story.tell("2020-10-26", story.claim("agreement_ceasefire", "Stepanakert", sides, subtype="ceasefire"))
    sentence = "In violation of the truce the army shelled Lachin."
    breach = story.claim("agreement_ceasefire", "Lachin", sides, subtype="truce_broken", quote=sentence)
    deed = story.claim(STRIKE, "Lachin", ("Armenian Armed Forces",), subtype="shelled", quote=sentence)
    assert story.tell("2020-10-26", breach, deed) == [(2, "new")]


def test_blame_on_both_sides_ends_the_truce(story):
    sides = ("Government of Armenia", "Government of Azerbaijan")
    story.tell("2020-10-10", story.claim("agreement_ceasefire", "Stepanakert", sides, subtype="ceasefire"))
    sentence = "Both accused each other of violating the truce after shells fell on Lachin."
    breach = story.claim("agreement_ceasefire", "Stepanakert", sides, subtype="truce_broken", quote=sentence)
    shells = story.claim(STRIKE, "Lachin", subtype="shelled", quote=sentence)
    assert (1, "over") in story.tell("2020-10-11", breach, shells)


def test_words_alone_ring_for_nobody_but_are_kept(story):
    words = story.claim(
        "statement", "Abuja", ("Government of Nigeria",), status="declared", subtype="condemned"
    )
    assert story.tell("2023-12-05", words) == [(1, "background")]
    assert story.tell("2023-12-05", words, source="Copy") == [(1, "repeat")]


def test_each_event_is_told_once_and_by_its_strongest_change(story):
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="reported"))
    counted = story.claim(STRIKE, "Kharkiv", status="declared", killed=5, said_by="Ukrainian Police")
    denied = story.claim(STRIKE, "Kharkiv", status="denied", said_by="Russian Armed Forces")
    assert story.tell("2024-05-03", counted, denied) == [(1, "denied")]


def test_who_denies_the_author_denies(story):
    story.tell("2022-04-08", story.claim(STRIKE, "Kramatorsk", ("Russian Armed Forces",), status="declared"))
    disowned = story.claim(
        STRIKE, "Kramatorsk", ("Russian Armed Forces",), status="reported",
        quote="The ministry denied that its forces were responsible for the strike.",
    )  # fmt: skip
    assert story.tell("2022-04-08", disowned) == [(1, "denied")]
    assert story.events[1].status == "disputed"
    again = story.claim(
        STRIKE, "Kramatorsk", status="denied", quote="The Kremlin denied any role in the strike."
    )
    assert story.tell("2022-04-09", again) == [(1, "repeat")]


def test_a_place_told_once_in_a_report_serves_the_claims_behind_it(story):
    first = story.claim(
        STRIKE, "Kharkiv", ("Russian Armed Forces",), status="declared", quote="Missiles hit Kharkiv."
    )
    second = story.claim(
        "violence_against_civilians", None, (), ("Civilians",), killed=7, quote="Seven were killed."
    )
    assert story.tell("2024-05-03", first, second) == [(1, "new")]
    assert story.events[1].killed.minimum == 7
