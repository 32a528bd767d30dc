"""What becomes of a delivery, for every kind and every fate."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.policy import DOUBTFUL_ATTEMPTS, LONGEST_BACKOFF_SECONDS, backoff, settle
from bot.domain.chats import Target
from bot.domain.deliveries import IN_DOUBT, Delivery, DeliveryKind, DeliveryState, Fate, Message, Outcome

NOW = datetime(2017, 7, 8, 12, tzinfo=UTC)
KIND, STATE = DeliveryKind, DeliveryState


def delivery(kind, attempt=1):
    return Delivery(1, 1, Target(7), kind, Message("sendMessage", {}), epoch=1, token=1, attempt=attempt)


def decide(kind, fate, attempt=1, **outcome):
    return settle(delivery(kind, attempt), Outcome(fate, **outcome), NOW, 1.0)


@pytest.mark.parametrize("kind", KIND)
@pytest.mark.parametrize(
    ("fate", "state"),
    [(Fate.SENT, STATE.SENT), *((fate, STATE.FAILED) for fate in (Fate.FAILED, Fate.GONE, Fate.TOPIC_GONE))],
)
def test_what_is_certain_is_final(kind, fate, state):
    assert decide(kind, fate).state is state


@pytest.mark.parametrize("kind", KIND)
@pytest.mark.parametrize("fate", [Fate.PLAIN, Fate.TOO_LONG, Fate.LOST_ANCHOR])
def test_what_no_other_form_could_help_has_failed(kind, fate):
    assert decide(kind, fate).state is STATE.FAILED


@pytest.mark.parametrize("kind", KIND)
@pytest.mark.parametrize("fate", [Fate.LATER, Fate.MIGRATED, Fate.UNAUTHORIZED])
def test_what_did_not_leave_waits_again_unmarked(kind, fate):
    settled = decide(kind, fate, attempt=99, retry_after=7.0)
    assert (settled.state, settled.counted, settled.marked, settled.silent) == (
        STATE.PENDING,
        False,
        False,
        False,
    )
    assert settled.send_after == NOW + timedelta(seconds=7)


def test_a_chat_that_moves_to_itself_is_not_followed():
    assert decide(KIND.ALERT, Fate.MIGRATED, new_chat_id=7).state is STATE.FAILED


def test_when_everybody_waits_the_pacer_holds_the_time():
    assert decide(KIND.ALERT, Fate.LATER, retry_after=7.0, everyone=True).send_after == NOW


@pytest.mark.parametrize(
    ("kind", "state", "marked", "silent"),
    [
        (KIND.ALERT, STATE.PENDING, True, True),
        (KIND.UPDATE, STATE.PENDING, True, True),
        (KIND.RETRACTION, STATE.PENDING, True, False),
        (KIND.BROADCAST, STATE.PENDING, True, True),
        (KIND.BODY, STATE.PENDING, False, False),
        (KIND.DIGEST, STATE.UNKNOWN, False, False),
        (KIND.REPLY, STATE.UNKNOWN, False, False),
    ],
)
def test_in_doubt_each_class_goes_its_own_way(kind, state, marked, silent):
    settled = decide(kind, Fate.UNKNOWN)
    assert (settled.state, settled.marked, settled.silent) == (state, marked, silent)
    assert settled.counted
    assert (settled.send_after is not None) is (state is STATE.PENDING)


def test_every_kind_has_its_way():
    assert set(IN_DOUBT) == set(KIND)


def test_doubt_has_an_end():
    assert decide(KIND.ALERT, Fate.UNKNOWN, attempt=DOUBTFUL_ATTEMPTS - 1).state is STATE.PENDING
    assert decide(KIND.ALERT, Fate.UNKNOWN, attempt=DOUBTFUL_ATTEMPTS).state is STATE.UNKNOWN


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_waiting_grows_and_stays_bounded(attempt, luck):
    assert 0.5 <= backoff(attempt, luck) <= LONGEST_BACKOFF_SECONDS
    assert backoff(attempt, luck) <= 2 * backoff(attempt + 1, luck)
