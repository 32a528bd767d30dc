"""What editors decide holds at once, over the same file, and can be taken back."""

import pytest

from bot.knowledge import Edits, NameEntry, PlaceContext, PlaceRow
from bot.knowledge.tables import ActorRow

HAMLET = PlaceRow(
    "u:1", "village", ("gn:99072",), "Zirqawiya", (NameEntry("الزرقاوية"),), latitude=36.2, longitude=43.1
)
BAND = ActorRow(
    "u:a1",
    "militia",
    (("part_of", "iq-pmf"),),
    ("IQ",),
    "Zirqawi Brigade",
    (NameEntry("ZB", exact_case=True),),
)


@pytest.fixture
def edited(world):
    yield world
    world.edit(Edits())


def test_a_new_place_is_found_searched_and_widened(edited):
    assert edited.edit(Edits(places=(HAMLET,))) == []
    regions = edited.regions
    assert regions.named("zirqawiya") == ("u:1",)
    assert regions.named("الزرقاوية") == ("u:1",)
    assert regions.address("u:1") == "Zirqawiya, Mosul, Nineveh, Iraq"
    assert regions.get("u:1").country == "IQ"
    assert [hit.ids for hit in regions.scan("fighting in Zirqawiya")] == [("u:1",)]
    assert edited.search("zirqawija")[0].id == "u:1"
    assert {"u:1", "gn:99072", "cc:IQ"} <= edited.widen(["u:1"], []).regions
    assert "u:1" in regions.children("gn:99072")
    assert "u:1" in regions.descendants("cc:IQ")
    assert "u:1" in regions.near(36.2, 43.1, 5)
    assert regions.timezone("u:1") == "Asia/Baghdad"
    assert edited.resolve(("u:1",), PlaceContext()) == "u:1"
    edited.edit(Edits())
    assert edited.regions.named("zirqawiya") == ()


def test_a_name_a_parent_and_an_ignored_name(edited):
    edited.edit(
        Edits(
            names=(
                ("gn:99072", NameEntry("Umm al-Rabiain")),
                ("gn:99072", NameEntry("ZQX", exact_case=True)),
            ),
            parents=(("gn:99072", "b:kurdistan-region"),),
            ignored=frozenset({"Goma"}),
        )
    )
    regions = edited.regions
    assert regions.named("umm al rabiain")[0] == "gn:99072"
    assert [hit.ids for hit in regions.scan("in Zqx, in ZQX")] == [("gn:99072",)]
    assert "b:kurdistan-region" in regions.ancestors("gn:99072")
    assert regions.scan("in Goma") == []
    assert regions.named("Goma")[0] == "gn:216281"


def test_a_merged_place_means_the_other_one_and_still_reaches_its_followers(edited):
    edited.edit(Edits(places=(HAMLET,), merged={"u:1": "h:mosul/old-city"}))
    regions = edited.regions
    assert regions.named("Zirqawiya") == ("h:mosul/old-city",)
    assert regions.get("u:1").id == "h:mosul/old-city"
    assert regions.ancestors("u:1")[:2] == ("u:1", "h:mosul/old-city")
    assert "u:1" not in regions.children("gn:99072")


def test_what_fits_nothing_is_told_and_left_out(edited):
    problems = edited.edit(
        Edits(
            places=(PlaceRow("u:2", "village", ("gn:0",), "Nowhere", ()),),
            names=(("gn:0", NameEntry("Nemo")),),
            parents=(("gn:99072", "gn:0"),),
        )
    )
    assert problems == [
        "The place 'Nowhere' belongs to 'gn:0', which the gazetteer does not hold.",
        "The place under 'gn:99072' belongs to 'gn:0', which the gazetteer does not hold.",
        "The name 'Nemo' belongs to 'gn:0', which the gazetteer does not hold.",
    ]
    assert edited.regions.get("u:2") is None


def test_parties_are_added_named_and_merged(edited):
    edited.edit(
        Edits(
            actors=(BAND,),
            actor_names=(("iq-fp", NameEntry("Blue Division")),),
            actors_merged={"iq-imam-ali": "iq-kh"},
        )
    )
    actors = edited.actors
    assert [hit.ids for hit in actors.scan("ZB men and the Blue Division")] == [("u:a1",), ("iq-fp",)]
    assert "iq-isf" in actors.ancestors("u:a1")
    assert actors.named("Imam Ali Battalions") == ("iq-kh",)
    assert actors.get("iq-imam-ali") == actors.get("iq-kh")
