"""Join: which claims of one report tell of one happening."""

from collections.abc import Sequence

from bot.correlation.facts import Facts
from bot.correlation.kinds import VIOLENT
from bot.correlation.likeness import SAME, likeness
from bot.correlation.tracing import added, begin
from bot.domain.traces import Trace
from bot.knowledge import World

_SAME_SENTENCE = 0.5
_ONE_DEED = 1.5
"""Points for violence and violence in one sentence ("stormed the school and abducted")."""


def join(told: Sequence[Facts], world: World) -> list[tuple[int, ...]]:
    """Group the positions of claims that tell of one happening, each group and the groups in the report's order."""
    groups: list[list[int]] = []
    traces: list[Trace] = []
    for position, facts in enumerate(told):
        best, points = -1, SAME
        for number, trace in enumerate(traces):
            new = begin(facts)
            found = max(likeness(new, trace, world).points, likeness(trace, new, world).points)
            if any(told[earlier].quote == facts.quote for earlier in groups[number]):
                found += _ONE_DEED if {facts.type, trace.type} <= VIOLENT else _SAME_SENTENCE
            if found >= points:
                best, points = number, found
        if best < 0:
            groups.append([position])
            traces.append(begin(facts))
        else:
            groups[best].append(position)
            traces[best] = added(traces[best], facts)
    return [tuple(group) for group in groups]
