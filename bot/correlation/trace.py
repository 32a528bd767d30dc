"""Trace: what an event's claims amount to for the next claim, folded one after the other in the order they were read.

The same fold answers two questions: which happening is this (places, sides, days, figures), and where does its story
stand (how surely it is told, which toll was told last, who denies it, whether it is over).
"""

from dataclasses import dataclass, replace
from datetime import date

from bot.correlation.cues import Cue
from bot.correlation.facts import Facts
from bot.correlation.kinds import Kind
from bot.correlation.parties import Sides
from bot.correlation.whereabouts import Whereabouts


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a story stands.

    `level` is how surely it is told (see `bot.correlation.changes.level_of`); `told` the toll a follower has seen; `denied_by` the camps that
    deny it ("" where nobody is named); `corrected` that it was taken back in part since it was last asserted; `formal`
    that a head of government has asserted it since; `responsibility` that somebody says he did it.
    """

    level: int = 0
    told: int | None = None
    denied_by: frozenset[str] = frozenset()
    corrected: bool = False
    over: bool = False
    formal: bool = False
    responsibility: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """An event, or the claims of one report that belong together, as correlation sees it."""

    kind: Kind
    kinds: frozenset[Kind]
    subtypes: frozenset[str]
    where: Whereabouts
    who: Sides
    firm_days: frozenset[date]
    first_said: date
    last_said: date
    figures: frozenset[int]
    cues: frozenset[Cue]
    first_cues: frozenset[Cue]
    sites: frozenset[str]
    severity: int
    standing: Standing = Standing()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which it is known or taken to have happened."""
        if self.firm_days:
            return min(self.firm_days), max(self.firm_days)
        return self.first_said, self.first_said


def begin(facts: Facts) -> Trace:
    """Return the trace of a first claim."""
    return Trace(
        kind=facts.kind,
        kinds=frozenset((facts.kind,)),
        subtypes=frozenset((facts.subtype,)),
        where=facts.where,
        who=facts.who,
        firm_days=frozenset((facts.day,)) if facts.firm_day else frozenset(),
        first_said=facts.said_on,
        last_said=facts.said_on,
        figures=frozenset((facts.toll,)) if facts.toll else frozenset(),
        cues=facts.cues,
        first_cues=facts.cues,
        sites=facts.sites,
        severity=facts.severity,
    )


def added(trace: Trace, facts: Facts) -> Trace:
    """Return the trace with one more claim of the same happening; where its story stands is left as it was."""
    return replace(
        trace,
        kinds=trace.kinds | {facts.kind},
        subtypes=trace.subtypes | {facts.subtype},
        where=trace.where.joined(facts.where),
        who=trace.who.joined(facts.who) if not facts.denies else trace.who,
        firm_days=trace.firm_days | ({facts.day} if facts.firm_day else set()),
        first_said=min(trace.first_said, facts.said_on),
        last_said=max(trace.last_said, facts.said_on),
        figures=trace.figures | ({facts.toll} if facts.toll else set()),
        cues=trace.cues | facts.cues,
        sites=trace.sites | facts.sites,
        severity=max(trace.severity, facts.severity),
    )
