"""How many, and when: bounds of tolls, numbers that are no tolls, days that a text names."""

from datetime import UTC, date, datetime

import pytest

from bot.extraction import extract

PUBLISHED = datetime(2021, 6, 10, 15, tzinfo=UTC)  # a Thursday


def only(text, world):
    claims = extract(text, world, published_at=PUBLISHED)
    assert len(claims) == 1, [claim.trigger for claim in claims]
    return claims[0]


@pytest.mark.parametrize(
    ("phrase", "bounds"),
    [
        ("12 soldiers", (12, 12)),
        ("at least twelve soldiers", (12, None)),
        ("more than 40 soldiers", (40, None)),
        ("up to 15 soldiers", (0, 15)),
        ("between 20 and 30 soldiers", (20, 30)),
        ("20-30 soldiers", (20, 30)),
        ("twenty-five soldiers", (25, 25)),
        ("1,250 soldiers", (1250, 1250)),
        ("1 250 soldiers", (1250, 1250)),
        ("a soldier", (1, 1)),
        ("about 90 soldiers", (90, 90)),
    ],
)
def test_tolls_and_their_bounds(world, phrase, bounds):
    claim = only(f"Gunmen killed {phrase} in Kandahar.", world)
    assert [(toll.minimum, toll.maximum) for toll in claim.killed] == [bounds]


def test_dead_and_hurt_are_counted_apart(world):
    claim = only("A car bomb in Kabul killed eight people and wounded 31 others.", world)
    assert [toll.minimum for toll in claim.killed] == [8]
    assert [toll.minimum for toll in claim.injured] == [31]


@pytest.mark.parametrize(
    "text",
    [
        "A 14-year-old boy was wounded in Gaza.",
        "Militants killed a guard 30 km from Kandahar at 9.30 pm.",
        "The 44th Infantry Battalion clashed with rebels in Cotabato.",
        "Shells of 122 mm hit a house in Donetsk.",
    ],
)
def test_ages_distances_times_units_and_calibres_are_no_tolls(world, text):
    claims = extract(text, world, published_at=PUBLISHED)
    assert all((toll.minimum or 0) <= 1 for claim in claims for toll in (*claim.killed, *claim.injured))


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("on Monday", date(2021, 6, 7)),
        ("on Thursday", date(2021, 6, 10)),
        ("yesterday", date(2021, 6, 9)),
        ("on 28 May", date(2021, 5, 28)),
        ("on May 28, 2021", date(2021, 5, 28)),
        ("on Friday, June 4,", date(2021, 6, 4)),
        ("three days ago", date(2021, 6, 7)),
        ("on the night of 3-4 June", date(2021, 6, 3)),
        ("on the 8th", date(2021, 6, 8)),
        ("on the 28th", date(2021, 5, 28)),
        ("on 05/06/2021", date(2021, 6, 5)),
        ("on 2021-06-05", date(2021, 6, 5)),
        ("(DTG 051530ZJUN21)", date(2021, 6, 5)),
        ("on 05JUN21", date(2021, 6, 5)),
        ("on Friday last week", date(2021, 6, 4)),
        ("on Wednesday last week", date(2021, 6, 2)),
        ("earlier in the day", date(2021, 6, 10)),
        ("in early June", None),
        ("in mid-June", None),
        ("this week", None),
        ("overnight", None),
    ],
)
def test_days_are_counted_from_the_report(world, when, day):
    assert only(f"Gunmen attacked a checkpoint in Kandahar {when}.", world).on == day


def test_the_day_of_the_speech_is_not_the_day_of_the_deed(world):
    claim = only("Gunmen attacked a checkpoint in Kandahar, police said on Wednesday.", world)
    assert claim.on is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("KABUL, June 9 (Reuters) - ", date(2021, 6, 8)),
        ("Published 4 June 2021\n", date(2021, 6, 1)),
        ("SITREP 04 JUN 2021\n", date(2021, 6, 1)),
        ("Situation Report (as of 4 June 2021)\n", date(2021, 6, 1)),
        ("4 June 2021 – ", date(2021, 6, 1)),
        ("", date(2021, 6, 8)),
    ],
)
def test_weekdays_count_from_the_day_that_a_report_gives_itself(world, head, day):
    claims = extract(
        f"{head}Gunmen attacked a checkpoint in Kandahar on Tuesday.", world, published_at=PUBLISHED
    )
    assert [claim.on for claim in claims] == [day]


def test_the_head_of_a_report_gives_its_day_where_nothing_else_does(world):
    claims = extract("Date: 4 June 2021\nGunmen attacked a checkpoint in Kandahar yesterday.", world)
    assert [claim.on for claim in claims] == [date(2021, 6, 3)]
    claims = extract(
        "On June 4, 2021, the rebels left. Gunmen attacked a base in Kandahar on Tuesday.", world
    )
    assert [claim.on for claim in claims if claim.trigger == "attacked"] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "A bus plunged into a ravine in Ticlio on Tuesday. Search and rescue operations are underway.",
        "Clashes broke out in Sake on Tuesday. Last month, the M23 captured Kibati.",
        "Rebels captured Sake on Tuesday. Army troops were advancing on Goma.",
        "The rebels said they would march on Friday. The army shelled Sake.",
    ],
)
def test_a_day_does_not_go_on_to_states_other_times_and_plans(world, text):
    assert extract(text, world, published_at=PUBLISHED)[-1].on is None


@pytest.mark.parametrize(
    "when", ["in 2014", "last year", "in March 2019", "on 3 January 2020", "a decade ago"]
)
def test_what_is_long_ago_is_no_news(world, when):
    assert extract(f"Rebels captured Kunduz {when}.", world, published_at=PUBLISHED) == []
