"""What holds for every story, however its claims come."""

import random

import pytest
from correlation.storytelling import Story, headline
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.correlation import compose
from bot.domain.claims import Status

STRIKE = "explosion_remote_violence"


def ledger_of(story, statuses):
    for number, status in enumerate(statuses):
        quote = " ".join(
            f"{word}{number}" for word in ("a", "missile", "fell", "on", "the", "city", "at", "dawn")
        )
        story.tell(
            "2024-05-03",
            story.claim(STRIKE, "Kharkiv", status=status, quote=quote),
            source=f"Outlet {number}",
        )
    return story.events[1].ledger


def test_the_order_of_the_ledger_does_not_matter(story, world):
    ledger = list(ledger_of(story, ["reported", "declared", "denied", "confirmed", "reported"]))
    expected = compose(1, ledger, world, headline)
    shuffled = random.Random(7)
    for _ in range(10):
        shuffled.shuffle(ledger)
        assert compose(1, ledger, world, headline) == expected


def test_a_reprint_told_often_stays_one_voice(story):
    claim = story.claim(
        STRIKE,
        "Kharkiv",
        status="confirmed",
        quote="A missile hit a block of flats in the centre of Kharkiv early on Friday.",
    )
    story.tell("2024-05-03", claim)
    before = story.events[1]
    for copy in range(6):
        assert story.tell("2024-05-03", claim, source=f"Mirror {copy}") == [(1, "repeat")]
    event = story.events[1]
    assert (event.status, event.sources) == (before.status, 1)
    assert event.revision == before.revision


def test_one_speaker_in_many_outlets_is_one_voice(story):
    for number in range(5):
        claim = story.claim(
            STRIKE, "Kharkiv", status="declared", said_by="Ukrainian Police", quote=f"Wording {number} " * 9
        )
        story.tell("2024-05-03", claim, source=f"Outlet {number}")
    assert story.events[1].sources == 1
    assert story.events[1].status == "declared"


@given(st.lists(st.sampled_from(["claimed", "reported", "declared", "confirmed"]), min_size=1, max_size=2))
@settings(max_examples=30, deadline=None)
def test_the_status_is_never_stronger_than_the_strongest_claim(world, statuses):
    story = Story(world)
    ledger = ledger_of(story, statuses)
    strongest = max(entry.claim.shown_status.strength for entry in ledger)
    assert story.events[1].status.strength <= strongest


@pytest.mark.parametrize(
    "statuses", [["confirmed", "confirmed", "confirmed"], ["declared", "confirmed", "confirmed", "confirmed"]]
)
def test_independent_accounts_make_it_confirmed(story, statuses):
    ledger_of(story, statuses)
    assert story.events[1].status is Status.CONFIRMED


def test_a_retracted_claim_counts_for_nothing(story):
    story.tell("2024-05-03", story.claim(STRIKE, "Kharkiv", status="reported"))
    story.tell(
        "2024-05-03", story.claim(STRIKE, "Kharkiv", status="declared", killed=9, said_by="Ukrainian Police")
    )
    assert story.events[1].status is Status.DECLARED
    event = story.retract(1, 2)
    assert (event.status, event.killed) == (Status.REPORTED, None)
    assert story.retract(1, 1).status is Status.RETRACTED
