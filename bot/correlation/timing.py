"""When: whether a claim can be of a happening by its day, by the silence since, and by "another" or "the"."""

from datetime import date, timedelta

from bot.correlation.cues import Cue
from bot.correlation.evidence import NOTHING, Evidence, recent
from bot.correlation.kinds import SPANS
from bot.domain.claims import EventType
from bot.domain.traces import Trace
from bot.knowledge import World

AFTERMATH = frozenset(
    (Cue.TOLL_STORY, Cue.LOWERED, Cue.RECALLED, Cue.DENIAL, Cue.ADMITTED, Cue.RESPONSIBILITY)
)
"""Cues of sentences whose day is often the day somebody spoke."""
LATE = frozenset(
    (
        Cue.LOWERED,
        Cue.REVISED,
        Cue.RECALLED,
        Cue.ADMITTED,
        Cue.HISTORY,
        Cue.VERIFIED,
        Cue.RESPONSIBILITY,
        Cue.FREED,
    )
)
"""Cues of sentences that come back to a happening after a silence."""
LATEST = 180
"""Days after which no such cue helps."""
CONTROL_LATEST = 60
_GOES_ON = 3
"""Who says that it goes on may have been silent for so many times longer."""


def by_time(new: Trace, known: Trace, _: World) -> Evidence:
    """Weigh the day of the happening where it is told, else the silence since the last word on it."""
    span = SPANS[known.type]
    silence = span.silence * (_GOES_ON if Cue.ONGOING in new.cues else 1)
    gap = (new.first_said - known.last_said).days
    day = max(new.firm_days, default=None)
    if day is not None and not (new.cues & AFTERMATH and (new.first_said - day).days <= 1):
        weekday = known.type is EventType.AGREEMENT_CEASEFIRE and 0 < (new.first_said - day).days <= 7
        return NOTHING if weekday and gap <= 1 else _dated(day, known, point=span.point, silence=silence)
    if gap <= 1:
        return 1.0, "told within a day"
    if gap <= silence:
        return NOTHING
    if known.type is EventType.TERRITORY_CHANGE and gap <= (
        LATEST if Cue.HISTORY in new.cues else CONTROL_LATEST
    ):
        return -1.0, ""
    counts_on = {Cue.TOLL_STORY, Cue.DEFINITE} <= new.cues
    return NOTHING if gap <= LATEST and (counts_on or new.cues & LATE) else (-4.0, "too long ago")


def _dated(day: date, known: Trace, *, point: bool, silence: int) -> Evidence:
    first, last = known.days
    if not point:
        if day < first - timedelta(days=3):
            return -6.0, "an earlier day"
        return (1.0, "in the same days") if (day - known.last_said).days <= silence else (-5.0, "a later day")
    off = 0 if first <= day <= last else min(abs((day - first).days), abs((day - last).days))
    if not known.firm_days:
        return (1.0, "about the same day") if off <= 1 else (-6.0, "another day")
    if off > 1:
        return -6.0, "another day"
    return (2.0, "the same day") if off == 0 else (-2.5, "")


def by_sequence(new: Trace, known: Trace, _: World) -> Evidence:
    """Weigh words that call it another one, or one more after an end."""
    fresh = new.cues & {Cue.ANOTHER, Cue.AGAIN}
    if known.type is EventType.AGREEMENT_CEASEFIRE and Cue.EXTENDED in new.cues:
        fresh |= {Cue.EXTENDED}
    if Cue.IN_FORCE in new.cues and recent(new, known):
        fresh = frozenset()  # "the new truce took effect" is the one that was agreed the day before
    if fresh and not known.first_cues & fresh and known.first_said < new.first_said:
        return -4.0, "it is called another one"
    if Cue.ONE_MORE in new.cues and Cue.ONE_MORE not in known.first_cues:
        return -4.0, "it is called one more"
    if new.cues & {Cue.FREED, Cue.ENDED}:
        return NOTHING
    over = known.standing.over and known.type in {EventType.AGREEMENT_CEASEFIRE, EventType.BATTLE}
    return (-2.5, "the earlier one is over") if over and known.last_said < new.first_said else NOTHING


def by_mention(new: Trace, known: Trace, _: World) -> Evidence:
    """Weigh "the attack": what is spoken of as known is likely to be known."""
    window = timedelta(days=max(3, SPANS[known.type].silence))
    spoken_of = Cue.DEFINITE in new.first_cues and known.last_said >= new.first_said - window
    return (0.5, "it is spoken of as known") if spoken_of else NOTHING
