"""The moments at which a process may die, by name, so that tests can make it die at each of them."""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    """Moments in the life of a delivery, in their order."""

    TAKEN_OVER = "taken_over"
    CLAIMING = "claiming"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    LANDED = "landed"
    SETTLING = "settling"
    SETTLED = "settled"
    FANNING_OUT = "fanning_out"
    FANNED_OUT = "fanned_out"
    DRAINED = "drained"


At = Callable[[Point], None]


def nothing(_: Point) -> None:
    """Pass a moment in peace."""
