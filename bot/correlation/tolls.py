"""Tolls of an event: the figure that stands now, and how far other voices go beyond it."""

from collections.abc import Callable, Sequence

from bot.correlation.cues import Cue
from bot.correlation.facts import count
from bot.correlation.history import Told
from bot.domain.claims import Claim, Status, Toll
from bot.domain.developments import Change


def toll_of(told: Sequence[Told], of: Callable[[Claim], tuple[Toll, ...]]) -> tuple[Toll, Claim] | None:
    """Return the toll as a range, and the claim whose figure stands; None where nobody counts.

    The least is the figure that stands: it grows with every higher count and falls with a correction. The most is the
    highest that another voice still says; a figure that was revised down by its own source is gone.
    """
    least = most = 0
    standing: tuple[Toll, Claim] | None = None
    for step in told:
        claim = step.entry.claim
        number, _ = count(of(claim))
        if number is None or claim.status is Status.DENIED or step.change is Change.BACKGROUND:
            continue
        toll = next(toll for toll in of(claim) if number in {toll.minimum, toll.maximum})
        if number > least or step.change is Change.CORRECTED:
            revised = step.change is Change.CORRECTED and Cue.LOWERED in step.facts.cues
            least, standing = number, (toll, claim)
            most = number if revised else max(most, number)
    if standing is None:
        return None
    counted, by = standing
    open_ended = counted.maximum is None and most <= least
    highest = None if open_ended else max(most, counted.maximum or 0, least)
    return Toll(least, highest, counted.who, counted.vague), by
