"""Tolls of an event: the figure that stands now, and how far other voices go beyond it."""

from collections.abc import Callable, Sequence

from bot.correlation.cues import Cue
from bot.correlation.facts import count
from bot.correlation.history import Told
from bot.domain.claims import Claim, Status, Toll
from bot.domain.developments import Change


def toll_of(told: Sequence[Told], of: Callable[[Claim], tuple[Toll, ...]]) -> Toll | None:
    """Return the toll as a range, None where nobody counts.

    The least is the figure that stands: it grows with every higher count and falls with a correction. The most is the
    highest that another voice still says; a figure that was revised down by its own source is gone.
    """
    least = most = 0
    standing: Toll | None = None
    for step in told:
        claim = step.entry.claim
        number, _ = count(of(claim))
        if number is None or claim.status is Status.DENIED or step.change is Change.BACKGROUND:
            continue
        toll = next(toll for toll in of(claim) if number in {toll.minimum, toll.maximum})
        if number > least or step.change is Change.CORRECTED:
            revised = step.change is Change.CORRECTED and Cue.LOWERED in step.facts.cues
            least, standing = number, toll
            most = number if revised else max(most, number)
    if standing is None:
        return None
    open_ended = standing.maximum is None and most <= least
    return Toll(
        least, None if open_ended else max(most, standing.maximum or 0, least), standing.who, standing.vague
    )
