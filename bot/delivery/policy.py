"""What becomes of a delivery after an attempt: the class policy, as one pure decision."""

from datetime import datetime, timedelta

from bot.domain.deliveries import IN_DOUBT, Delivery, DeliveryState, Fate, Outcome, Settlement

DOUBTFUL_ATTEMPTS = 10  # after so many answers that say nothing, we stop asking
LONGEST_BACKOFF_SECONDS = 300.0

_AGAIN = {Fate.LATER, Fate.MIGRATED, Fate.UNAUTHORIZED}


def settle(delivery: Delivery, outcome: Outcome, now: datetime, luck: float) -> Settlement:
    """Say what the committer has to write.

    Args:
        delivery: what was tried.
        outcome: how it ended.
        now: the time, UTC.
        luck: 0 … 1, spreads the times of further attempts.
    """
    if outcome.new_chat_id == delivery.target.chat_id:  # it would move for ever
        return Settlement(delivery, outcome, DeliveryState.FAILED)
    if outcome.fate in _AGAIN:
        wait = 0.0 if outcome.everyone else outcome.retry_after
        send_after = now + timedelta(seconds=wait)
        return Settlement(delivery, outcome, DeliveryState.PENDING, send_after, counted=False)
    if outcome.fate is not Fate.UNKNOWN:
        state = DeliveryState.SENT if outcome.fate is Fate.SENT else DeliveryState.FAILED
        return Settlement(delivery, outcome, state)
    doubt = IN_DOUBT[delivery.kind]
    if doubt.state is DeliveryState.PENDING and delivery.attempt < DOUBTFUL_ATTEMPTS:
        send_after = now + timedelta(seconds=backoff(delivery.attempt, luck))
        return Settlement(
            delivery, outcome, DeliveryState.PENDING, send_after, marked=doubt.marked, silent=doubt.silent
        )
    return Settlement(delivery, outcome, DeliveryState.UNKNOWN)


def backoff(attempt: int, luck: float) -> float:
    """Return the seconds before the next attempt: 1, 2, 4 … five minutes, each between half and the whole of it."""
    longest = min(2.0 ** min(attempt - 1, 30), LONGEST_BACKOFF_SECONDS)
    return longest * (0.5 + luck / 2)
