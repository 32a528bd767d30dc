"""The day of a deed: which of the days that its sentence names is meant."""

from datetime import date, timedelta

from bot.extraction.arguments import Analysis
from bot.extraction.dates import Dated
from bot.extraction.frames import Frame
from bot.extraction.triggers import Trigger

_IS = frozenset({"is", "are", "remains", "remain"})
_PARTS_OF_DAYS = frozenset(
    {"and", "to", "-", "–", "on", "early", "late", "evening", "night", "morning", "the"}
)


class Days:
    """The days that a sentence names, and who says what on which of them."""

    def __init__(self, analysis: Analysis, dates: list[Dated], frames: list[Frame]) -> None:
        self.analysis, self.sentence = analysis, analysis.sentence
        self.dates, self.frames = dates, frames

    def of(self, trigger: Trigger, *, adds_up: bool) -> date | None:
        """The day named nearest to the trigger, in its own clause first; not that of the speech about it."""
        clause = self.analysis.clauses[trigger.first]
        fitting = [
            dated
            for dated in self.dates
            if dated.day is not None and not dated.old and not self._no_day_of_it(dated)
        ]
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
        fitting = {
            dated.day
            for dated in self.dates
            if dated.day is not None and not dated.old and not self._no_day_of_it(dated)
        }
        return fitting.pop() if len(fitting) == 1 else None

    def _as_of(self, dated: Dated) -> bool:
        """Whether a day is the one a figure or a state is told for ("as of Monday")."""
        return self.sentence.next_to(dated.first - 2, "as", "of") if dated.first > 1 else False

    def _same_span(self, dated: Dated, following: Dated) -> bool:
        """Read "late on Thursday and early on Friday", "on 3 and 4 June": it began on the first of the two days."""
        between = self.sentence.lows[dated.last : following.first]
        return bool(between) and between[0] in {"and", "to", "-", "–"} and _PARTS_OF_DAYS.issuperset(between)

    def _day_of_state(self, trigger: Trigger) -> date | None:
        """The day on which somebody says that something is so now ("said on Monday that the hospital is closed")."""
        group = trigger.group
        if group is None or _IS.isdisjoint(self.sentence.lows[group.start : trigger.last]):
            return None
        for frame in self.frames:
            if frame.scope[0] <= trigger.first < frame.scope[1]:
                said = (d.day for d in self.dates if frame.own[0] <= d.first < frame.own[1] and not d.old)
                return next(said, None)
        return None

    def _no_day_of_it(self, dated: Dated) -> bool:
        """Whether a day is that of the speech about it, or one end of a span."""
        before = self.sentence.lows[max(0, dated.first - 4) : dated.first]
        span = bool(before) and (before[-1] in {"since", "until", "till", "between"} or "between" in before)
        return self.analysis.blocked[dated.first] or span


def _up_to(day: date | None, last: date | None) -> date | None:
    """A weekday that comes before another one, by weeks back where it would come after it."""
    if day is None or last is None or day <= last:
        return day
    return day - timedelta(weeks=-(-(day - last).days // 7))
