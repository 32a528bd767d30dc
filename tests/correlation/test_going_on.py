"""How a story goes on: what is still under way, told once more, ended by others, or begun anew."""

from dataclasses import replace

from correlation.storytelling import headline

from bot.correlation import compose

STRIKE, FIGHT, CONTROL = "explosion_remote_violence", "battle", "territory_change"
SDF, IS = ("Syrian Democratic Forces",), ("Islamic State",)


def test_a_fight_that_goes_on_is_the_known_one_after_a_long_silence(story):
    story.tell("2024-05-03", story.claim(FIGHT, "Kharkiv", quote="Fighting broke out in Kharkiv."))
    later = story.claim(FIGHT, "Kharkiv", quote="The two sides continue to fight in Kharkiv.")
    assert story.tell("2024-05-13", later) == [(1, "repeat")]
    anew = story.claim(FIGHT, "Kharkiv", quote="Fighting broke out in Kharkiv after ten quiet days.")
    assert story.tell("2024-05-30", anew) == [(2, "new")]


def test_what_was_confirmed_when_it_was_first_told_is_not_confirmed_anew(story):
    told = story.claim(
        CONTROL, "Shaddadi", SDF, IS, "confirmed", basis="attributed", said_by="Government of Iraq"
    )
    story.tell("2016-02-19", told)
    again = replace(told, quote="That the town was taken has been confirmed, in other words.")
    assert story.tell("2016-02-19", again, source="Another") == [(1, "repeat")]


def test_a_deed_is_no_part_of_a_ceremony_at_its_place(story):
    story.tell("2023-12-17", story.claim("other", "Wad Madani", subtype="ceremony"))
    attack = story.claim(FIGHT, "Wad Madani", ["Rapid Support Forces"], ["Sudanese Armed Forces"])
    assert story.tell("2023-12-18", attack) == [(2, "new")]


def test_who_breaks_a_siege_ends_the_siege_of_others(story):
    siege = story.claim("troop_movement", "Djibo", ["JNIM"], subtype="encircled", quote="Djibo is besieged.")
    story.tell("2023-02-03", siege)
    relief = story.claim(
        "troop_movement", "Djibo", ["Burkina Faso Armed Forces"], status="declared", subtype="siege_broken",
        quote="The army broke the siege of Djibo.",
    )  # fmt: skip
    assert story.tell("2023-02-07", relief) == [(1, "over")]


def test_a_place_that_has_changed_hands_is_taken_anew(story):
    first = story.claim(CONTROL, "Shaddadi", SDF, IS, "declared", quote="The town was captured.")
    story.tell("2016-02-19", first)
    lost = story.claim(CONTROL, "Shaddadi", IS, SDF, "reported", quote="The group overran the town.")
    assert story.tell("2016-03-02", lost) == [(2, "new")]
    back = story.claim(
        CONTROL, "Shaddadi", SDF, IS, "declared", quote="The town is theirs once more, they say."
    )
    assert story.tell("2016-03-10", back) == [(3, "new")]


def test_the_last_part_of_the_city_is_the_city(story):
    rumour = story.claim(
        CONTROL, "Mosul", ["Iraqi Security Forces"], IS, quote="Word is that all of it fell."
    )
    story.tell("2017-07-07", rumour)
    declared = story.claim(
        CONTROL, "Old Mosul", ["Iraqi Security Forces"], IS, "declared",
        quote="The army declared that Old Mosul, the last part of the city held by the group, is taken.",
    )  # fmt: skip
    assert story.tell("2017-07-08", declared) == [(1, "firmer")]


def test_claims_of_one_instant_are_told_in_the_order_in_which_they_were_read(story, world):
    """One that is still to be stored has no number yet, and comes last."""
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="reported", killed=3))
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="reported", killed=9))
    one, two = (replace(entry, learned_at=story.events[1].first_at) for entry in story.events[1].ledger)
    unstored = replace(two, claim_id=0)
    event = compose(1, [unstored, one], world, headline)
    assert [entry.claim.killed[0].minimum for entry in event.ledger] == [3, 9]


def test_a_toll_is_told_no_more_surely_than_by_who_counts(story):
    def told(claim, status):
        return f"{claim.killed[0].minimum if claim.killed else 'nobody'} {status} {claim.attribution}"

    admitted = story.claim(STRIKE, "Kabul", status="declared", said_by="US Armed Forces")
    story.tell("2021-08-29", admitted)
    counted = story.claim(STRIKE, "Kabul", status="reported", attribution="relatives", killed=10)
    story.tell("2021-08-30", counted)
    event = compose(1, story.events[1].ledger, story.world, told)
    assert event.status == "declared"
    assert event.headline == "10 reported relatives"
