"""Tracing: how claims of one happening add up to its trace."""

from collections.abc import Sequence
from dataclasses import replace

from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.correlation.kinds import SPANS
from bot.correlation.timing import AFTERMATH
from bot.domain.traces import Trace

_SENTENCES = 12
"""So many of the last sentences are kept to recognise reprints."""


def begin(facts: Facts) -> Trace:
    """Return the trace of a first claim; where its story stands is not yet known."""
    return Trace(
        type=facts.type,
        types=frozenset((facts.type,)),
        subtypes=frozenset((facts.subtype,)),
        where=facts.where,
        who=facts.who,
        firm_days=frozenset((facts.day,)) if facts.firm_day else frozenset(),
        first_said=facts.said_on,
        last_said=facts.said_on,
        figures=frozenset((facts.toll,)) if facts.toll else frozenset(),
        cues=frozenset(facts.cues),
        first_cues=frozenset(facts.cues),
        sites=facts.sites,
        parts=facts.parts,
        victims=facts.victims,
        sentences=(facts.quote,),
        outcome=facts.subtype,
    )


def added(trace: Trace, facts: Facts) -> Trace:
    """Return the trace with one more claim of the same happening; where its story stands is left as it was."""
    return replace(
        trace,
        types=trace.types | {facts.type},
        subtypes=trace.subtypes | {facts.subtype},
        where=trace.where.joined(facts.where),
        who=trace.who if _of_the_other_side(trace, facts) else trace.who.joined(facts.who),
        firm_days=trace.firm_days | {facts.day} if _tells_its_day(trace, facts) else trace.firm_days,
        first_said=min(trace.first_said, facts.said_on),
        last_said=max(trace.last_said, facts.said_on),
        figures=trace.figures | {facts.toll} if facts.toll else trace.figures,
        cues=trace.cues | facts.cues,
        sites=trace.sites | facts.sites,
        victims=trace.victims | facts.victims,
        sentences=(*trace.sentences, facts.quote)[-_SENTENCES:],
    )


def _tells_its_day(trace: Trace, facts: Facts) -> bool:
    """Whether a claim's day is that of the happening, and not of the statement about it."""
    if not facts.firm_day or (SPANS[trace.type].point and facts.day > trace.first_said):
        return False
    return not (facts.cues & AFTERMATH and (facts.said_on - facts.day).days <= 1)


def _of_the_other_side(trace: Trace, facts: Facts) -> bool:
    """Whether a claim contradicts the event, so that who it names is not who did it."""
    if facts.denies or Cue.INCOMPLETE in facts.cues:
        return True
    return bool(facts.who.doers & (trace.who.harmed - trace.who.doers))


def gather(told: Sequence[Facts]) -> Trace:
    """Return what claims that are told together amount to."""
    first, *rest = told
    trace = begin(first)
    for facts in rest:
        trace = added(trace, facts)
    return trace
