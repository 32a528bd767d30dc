"""How surely it is said, and by whom: the frame around a trigger, its verb and the hedges in its clause."""

from typing import NamedTuple

from bot.domain.claims import Basis, Status
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.context import Context
from bot.extraction.frames import Frame
from bot.extraction.guards import HEDGED, NEGATED
from bot.extraction.lexicon import Form
from bot.extraction.speakers import Speaker, speaker_of
from bot.extraction.triggers import Trigger


class Assertion(NamedTuple):
    """Status and basis of a claim, whose words it rests on, and who denies it where it is denied."""

    status: Status
    basis: Basis
    attribution: str | None = None
    speaker: Speaker | None = None
    denied_by: str | None = None


def judge(analysis: Analysis, trigger: Trigger, frames: list[Frame], context: Context) -> Assertion:
    """Read the assertion of one trigger: the narrowest frame with a speaker decides, a hedge lowers."""
    around = [frame for frame in frames if frame.scope[0] <= trigger.first < frame.scope[1]]
    rebut = next((frame.speaker for frame in around if frame.colour == "rebut"), None)
    found = _judged(analysis, trigger, [frame for frame in around if frame.colour != "rebut"], context)
    return found._replace(denied_by=found.denied_by or rebut.text) if rebut is not None else found


def _judged(analysis: Analysis, trigger: Trigger, around: list[Frame], context: Context) -> Assertion:
    named = min(
        (frame for frame in around if frame.speaker is not None),
        key=lambda frame: (frame.scope[1] - frame.scope[0], -frame.own[0]),
        default=None,
    )
    hedge = _hedge(analysis, trigger, around)
    if named is None or named.speaker is None:
        return _declaring(analysis, trigger) or _unattributed(hedge)
    speaker = context.known_speaker(named.speaker)
    if named.colour == "hedge":
        return Assertion(Status.REPORTED, Basis.HEDGED, speaker.text, speaker)
    status = _coloured(speaker, named.colour)
    if trigger.zone == NEGATED and status is not Status.DENIED:
        return Assertion(Status.DENIED, Basis.ATTRIBUTED, speaker.text, speaker, speaker.text)
    if status is Status.DENIED:
        return Assertion(status, Basis.ATTRIBUTED, speaker.text, speaker, speaker.text)
    if hedge is not None and status.strength > Status.REPORTED.strength:
        return Assertion(Status.REPORTED, Basis.HEDGED, speaker.text, speaker)
    basis = Basis.HEDGED if hedge is not None else Basis.ATTRIBUTED
    return Assertion(status, basis, speaker.text, speaker)


def by_frame(frame: Frame, context: Context) -> Assertion:
    """The assertion of what a frame reports that stands outside its own sentence."""
    assert frame.speaker is not None
    speaker = context.known_speaker(frame.speaker)
    if frame.colour == "hedge":
        return Assertion(Status.REPORTED, Basis.HEDGED, speaker.text, speaker)
    return Assertion(_coloured(speaker, frame.colour), Basis.ATTRIBUTED, speaker.text, speaker)


def _declaring(analysis: Analysis, trigger: Trigger) -> Assertion | None:
    """The subject of "declared victory in" or "announced a ceasefire" says so."""
    word = analysis.sentence.lows[trigger.first]
    claims = word.startswith("claim")
    declares = trigger.last - trigger.first > 1 and (
        claims or word.startswith(("declar", "announc", "proclaim"))
    )
    if trigger.noun or not (declares or trigger.sense.speech_act) or trigger.passive:
        return None
    speaker = None
    if trigger.subject:
        first = trigger.subject[0]
        speaker = speaker_of(analysis, first.first, trigger.subject[-1].last)
    if trigger.sense.speech_act and speaker is None:
        return None
    status = Status.CLAIMED if claims else Status.DECLARED
    return Assertion(status, Basis.ATTRIBUTED, speaker.text if speaker else None, speaker)


def _coloured(speaker: Speaker, colour: str) -> Status:
    if colour == "claim":
        return Status.CLAIMED
    if colour in {"deny", "dismiss"}:
        return Status.DENIED
    if colour == "confirm" and speaker.status is Status.DECLARED:
        return Status.CONFIRMED
    return speaker.status


def _unattributed(hedge: str | None) -> Assertion:
    if hedge is None:
        return Assertion(Status.CONFIRMED, Basis.FLAT)
    status = Status.CLAIMED if hedge == "claimed" else Status.REPORTED
    return Assertion(status, Basis.HEDGED)


def _hedge(analysis: Analysis, trigger: Trigger, around: list[Frame]) -> str | None:
    """The hedge over a trigger: a frame without a speaker, or a word such as "reportedly" in its clause."""
    for frame in around:
        if frame.speaker is None:
            return "claimed" if frame.colour == "claim" else "reported"
    if trigger.zone == HEDGED:
        return "reported"
    clause = analysis.clauses[trigger.first]
    for first, _, sort in analysis.hedges:
        if (
            analysis.clauses[first] is clause
            and abs(first - trigger.first) <= (30 if trigger.form is Form.ING else 14)
            and not _behind_comma(analysis, trigger.last, first)
        ):
            return str(sort)
    return None


def _behind_comma(analysis: Analysis, start: int, hedge: int) -> bool:
    """Whether a hedge stands in what is added behind a comma (", likely to gain leverage")."""
    return any(analysis.sentence.flags[at] & tags.COMMA for at in range(start, hedge))
