"""Time comes in as a parameter."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present instant, aware, in UTC: the one clock of the running product."""
    return datetime.now(UTC)  # noqa: TID251 -- this is the clock that everything else is given
