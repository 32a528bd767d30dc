"""Join: which claims of one report tell of one happening."""

from collections.abc import Sequence

from bot.correlation.facts import Facts
from bot.correlation.kinds import VIOLENT
from bot.correlation.likeness import SAME, likeness
from bot.correlation.tracing import added, begin
from bot.domain.claims import EventType
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
            together = any(told[earlier].quote == facts.quote for earlier in groups[number])
            if not together and elsewhere([told[earlier] for earlier in groups[number]], [facts]):
                continue
            new = begin(facts)
            found = max(likeness(new, trace, world).points, likeness(trace, new, world).points)
            if together:
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


def elsewhere(earlier: Sequence[Facts], later: Sequence[Facts]) -> bool:
    """Whether a place is taken after something else was told that names none: it does not tell where that was."""
    if max(one.position for one in earlier) >= min(one.position for one in later):
        return False
    taken = any(
        one.type is EventType.TERRITORY_CHANGE and one.where.known and not one.borrowed for one in later
    )
    return taken and all(
        one.type is not EventType.TERRITORY_CHANGE and (one.borrowed or not one.where.known)
        for one in earlier
    )
