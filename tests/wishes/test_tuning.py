"""Changes of a request by the codes of its buttons."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.claims import Status
from bot.domain.errors import UserError
from bot.domain.subscriptions import FOREVER, Cadence, Dimension, Subscription, Term
from bot.domain.tuning import term_mark, tuned

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


@pytest.mark.parametrize("code", [f"x{term_mark(IRAQ)}", "tbattle", "zzz", ""])
def test_what_cannot_be_done_is_one_sentence(code):
    request = (
        Subscription((IRAQ,)) if code.startswith("x") else Subscription((Term(Dimension.TYPE, "battle"),))
    )
    with pytest.raises(UserError):
        tuned(request, code, NOW)
