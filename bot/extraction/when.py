"""The day of a deed: which of the days that its sentence names is meant."""

from datetime import date, timedelta

from bot.domain.claims import EventType
from bot.extraction import guards, tags
from bot.extraction.arguments import Analysis
from bot.extraction.dates import Dated
from bot.extraction.frames import Frame
from bot.extraction.triggers import Trigger

_IS = frozenset({"is", "are", "remains", "remain"})
_GOING_ON = frozenset({"ongoing", "continuing", "underway", "raging", "under", "still"})
_AT_THE_VERB = frozenset({"on", "late", "early", "in", "a", "the", "statement", "earlier"})
"""What stands between a verb of saying and its day ("said late Monday")."""
_DONE_BY_SAYING = frozenset({"order", "orders", "ordered", "ordering", "declaring", "announcing", "imposing"})
"""Who announces such a thing does it ("announced on Monday it was ordering residents to leave")."""
_FAR_THAT = 10
"""Tokens between a verb of saying and its day where "that" follows ("told CNN's programme on Sunday that")."""
_ENDS = frozenset({"since", "until", "till", "between", "before", "ahead"})
_OTHER_TIMES = frozenset({
    "earlier", "previously", "formerly", "recently", "since", "ago", "recent", "past", "last", "years", "months", "weeks", "decades",
    "already", "initially", "originally", "often", "once", "now", "currently", "later", "tomorrow", "next", "week", "month",
})  # fmt: skip
"""Words by which a sentence places its news in a time of its own."""
_PARTS_OF_DAYS = frozenset(
    {"and", "to", "-", "–", "on", "early", "late", "evening", "night", "morning", "the"}
)


class Days:
    """The days that a sentence names, and who says what on which of them."""

    def __init__(
        self,
        analysis: Analysis,
        dates: list[Dated],
        frames: list[Frame],
        zones: list[int],
        published: date | None,
    ) -> None:
        self.analysis, self.sentence, self.zones = analysis, analysis.sentence, zones
        self.dates, self.frames, self.published = dates, frames, published

    def of(self, trigger: Trigger, *, adds_up: bool) -> date | None:
        """The day named nearest to the trigger, in its own clause first; not that of the speech about it."""
        clause = self.analysis.clauses[trigger.first]
        fitting = [dated for dated in self._fitting() if not self._of_another(dated, trigger)]
        stated = next((dated for dated in fitting if self._as_of(dated)), None)
        if stated is not None:
            return stated.day
        if not fitting or adds_up:
            return None if fitting else self._day_of_state(trigger)
        nearest = min(
            fitting,
            key=lambda d: (self.analysis.clauses[d.first] is not clause, abs(d.first - trigger.first)),
        )
        for dated in reversed(fitting):
            if dated.last <= nearest.first and self._same_span(dated, nearest):
                return _up_to(dated.day, nearest.day)
        return nearest.day

    def only(self) -> date | None:
        """The one day that the sentence names, but for those of what is said and of history; None for none or several."""
        fitting = {dated.day for dated in self._fitting() if self._real(dated)}
        return fitting.pop() if len(fitting) == 1 else None

    def last(self) -> date | None:
        """The day that the sentence names last, from which "two days later" counts."""
        fitting = [dated.day for dated in self._fitting() if self._real(dated)]
        return fitting[-1] if fitting else None

    def said(self) -> date | None:
        """The day on which the sentence's own words are said ("told a newspaper on Sunday")."""
        said = (dated.day for dated in self.dates if not dated.old and self.is_said(dated))
        return next(said, None)

    def is_said(self, dated: Dated) -> bool:
        """Whether a day is that of an act of saying."""
        return any(self._said_on(frame, dated) for frame in self.frames)

    def same_day(self) -> date | None:
        """The day in "later that day", "earlier in the day", on which the sentence before plays as well."""
        same = (dated.day for dated in self._fitting() if dated.shift == 0)
        return next(same, None)

    def named(self) -> bool:
        """Whether the sentence names a time, or says that its news lies before or is long going on."""
        own = any(not self.analysis.blocked[dated.first] for dated in self.dates)
        return own or not _OTHER_TIMES.isdisjoint(self.sentence.lows)

    def _fitting(self) -> list[Dated]:
        """The days on which something can have happened: known, past, and not those of the speech about it."""
        return [
            dated
            for dated in self.dates
            if dated.day is not None
            and not dated.old
            and not self._no_day_of_it(dated)
            and (self.published is None or dated.day <= self.published + timedelta(days=1))
        ]

    def _real(self, dated: Dated) -> bool:
        """Whether a day stands where something has happened, not in what is planned or wished."""
        return self.zones[dated.first] in {guards.REAL, guards.HEDGED}

    def _of_another(self, dated: Dated, trigger: Trigger) -> bool:
        """Whether a day stands in a clause with "since" or "before" in which the deed does not."""
        clause = self.analysis.clauses[dated.first]
        return clause.opener in _ENDS and clause is not self.analysis.clauses[trigger.first]

    def _as_of(self, dated: Dated) -> bool:
        """Whether a day is the one a figure or a state is told for ("as of Monday")."""
        return self.sentence.next_to(dated.first - 2, "as", "of") if dated.first > 1 else False

    def _same_span(self, dated: Dated, following: Dated) -> bool:
        """Read "late on Thursday and early on Friday", "on 3 and 4 June": it began on the first of the two days."""
        between = self.sentence.lows[dated.last : following.first]
        return bool(between) and between[0] in {"and", "to", "-", "–"} and _PARTS_OF_DAYS.issuperset(between)

    def _day_of_state(self, trigger: Trigger) -> date | None:
        """The day on which somebody says that something is so now ("said on Monday that the hospital is closed")."""
        speaks = trigger.sense.speech_act or trigger.sense.type is EventType.STATEMENT
        speaks = speaks or self.sentence.lows[trigger.first] in _DONE_BY_SAYING
        if not speaks and not self._goes_on(trigger):
            return None
        for frame in self.frames:
            if frame.scope[0] <= trigger.first < frame.scope[1] or (
                speaks and frame.own[0] <= trigger.first < frame.own[1]
            ):
                said = (d.day for d in self.dates if self._said_on(frame, d) and not d.old)
                return next(said, None)
        return None

    def _goes_on(self, trigger: Trigger) -> bool:
        """Whether a state is told: "is closed", "clashes were ongoing"."""
        lows = self.sentence.lows
        if trigger.sense.harm is not None or lows[trigger.first] in {"missing", "dead"}:
            return False
        if trigger.group is not None:
            return not _IS.isdisjoint(lows[trigger.group.start : trigger.last])
        behind = lows[trigger.last : trigger.last + 3]
        be = trigger.last < self.sentence.size and self.sentence.flags[trigger.last] & tags.BE
        return bool(be) and not _GOING_ON.isdisjoint(behind)

    def _said_on(self, frame: Frame, dated: Dated) -> bool:
        """Whether a day is that of an act of saying: among its words, or right behind them ("the ministry said Monday")."""
        first, last = frame.own
        if first <= dated.first < last:
            return True
        if not last <= dated.first <= last + _FAR_THAT:
            return False
        behind = self.sentence.lows[dated.last] if dated.last < self.sentence.size else "."
        between = range(last, dated.first)
        if behind == "that" and frame.leading:
            return not any(self.sentence.flags[at] & (tags.STOP | tags.FINITE) for at in between)
        if not _AT_THE_VERB.issuperset(self.sentence.lows[last : dated.first]):
            return False
        return behind in {".", ",", ";", "that", '"', "”", "’", ":"} or not frame.leading

    def _no_day_of_it(self, dated: Dated) -> bool:
        """Whether a day is that of the speech about it, or one end of a span."""
        before = self.sentence.lows[max(0, dated.first - 4) : dated.first]
        span = bool(before) and (before[-1] in {"since", "until", "till", "between"} or "between" in before)
        return self.analysis.blocked[dated.first] or span or self.is_said(dated)


def _up_to(day: date | None, last: date | None) -> date | None:
    """A weekday that comes before another one, by weeks back where it would come after it."""
    if day is None or last is None or day <= last:
        return day
    return day - timedelta(weeks=-(-(day - last).days // 7))
