"""Evidence: points for two accounts being of one happening, with the reason."""

from bot.domain.traces import Trace

Evidence = tuple[float, str]
"""Points and the reason they rest on."""
NOTHING: Evidence = (0.0, "")
FAR = -100.0
"""Points that nothing outweighs."""


def recent(new: Trace, known: Trace) -> bool:
    """Whether there was word of the known happening in the last three days."""
    return (new.first_said - known.last_said).days <= 3
