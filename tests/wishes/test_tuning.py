"""Changes of a request by the codes of its buttons."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.claims import Status
from bot.domain.errors import UserError
from bot.domain.subscriptions import FOREVER, Cadence, Dimension, Subscription, Term
from bot.domain.tuning import source_turned, term_mark, tuned

NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)
IRAQ, IS = Term(Dimension.REGION, "cc:IQ"), Term(Dimension.ACTOR, "is")
BASE = Subscription((IRAQ, IS))


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("v3", "min_severity", 3),
        ("v9", "min_severity", 1),
        ("sde", "min_status", Status.DECLARED),
        ("scl", "min_status", Status.CLAIMED),
        ("d", "cadence", Cadence.DIGEST),
        ("i", "cadence", Cadence.INSTANT),
        ("q0", "sound", False),
        ("u", "unlocated", True),
        ("p8h", "paused_until", NOW + timedelta(hours=8)),
        ("pon", "paused_until", FOREVER),
        ("p0", "paused_until", None),
        (f"x{term_mark(IS)}", "terms", (IRAQ,)),
        (f"n{term_mark(IS)}:1", "terms", (IRAQ, Term(Dimension.ACTOR, "is", negated=True))),
        (f"y{term_mark(IS)}:b", "terms", (IRAQ, Term(Dimension.BY, "is"))),
        (f"y{term_mark(IS)}:o", "terms", (IRAQ, Term(Dimension.ON, "is"))),
        (f"w{term_mark(IRAQ)}:cc:SY", "terms", (Term(Dimension.REGION, "cc:SY"), IS)),
        ("+rcc:SY", "terms", (IRAQ, IS, Term(Dimension.REGION, "cc:SY"))),
        ("+aiq-pmf", "terms", (IRAQ, IS, Term(Dimension.ACTOR, "iq-pmf"))),
        ("+ais", "terms", (IRAQ, IS)),
    ],
)
def test_a_code_changes_one_thing(code, field, value):
    assert getattr(tuned(BASE, code, NOW), field) == value


def test_a_type_goes_from_open_to_only_to_not_and_back():
    only = tuned(BASE, "tbattle", NOW)
    refused = tuned(only, "tbattle", NOW)
    assert only.keys(Dimension.TYPE) == ("battle",)
    assert refused.keys(Dimension.TYPE, negated=True) == ("battle",)
    assert tuned(refused, "tbattle", NOW) == BASE


def test_a_party_is_added_in_the_part_that_the_others_have():
    by = tuned(BASE, f"y{term_mark(IS)}:b", NOW)
    assert tuned(by, "+aiq-pmf", NOW).keys(Dimension.BY) == ("is", "iq-pmf")


def test_a_source_goes_from_any_to_only_to_not_and_back():
    only = source_turned(BASE, "desk")
    refused = source_turned(only, "desk")
    assert only.keys(Dimension.SOURCE) == ("desk",)
    assert refused.keys(Dimension.SOURCE, negated=True) == ("desk",)
    assert source_turned(refused, "desk") == BASE


def test_two_names_that_become_the_same_are_one():
    both = Subscription((IRAQ, Term(Dimension.REGION, "cc:SY")))
    assert tuned(both, f"w{term_mark(IRAQ)}:cc:SY", NOW).terms == (Term(Dimension.REGION, "cc:SY"),)


def test_a_name_that_is_gone_cannot_be_changed():
    with pytest.raises(UserError, match="not in the request any more"):
        tuned(BASE, "n000000:1", NOW)


@pytest.mark.parametrize("code", [f"x{term_mark(IRAQ)}", "tbattle", "zzz", ""])
def test_what_cannot_be_done_is_one_sentence(code):
    request = (
        Subscription((IRAQ,)) if code.startswith("x") else Subscription((Term(Dimension.TYPE, "battle"),))
    )
    with pytest.raises(UserError):
        tuned(request, code, NOW)
