"""Who says so, told in another sentence: quotations over several sentences, "It is reported by X", "denied these reports"."""

import re

from bot.domain.claims import Basis, EventType, Role
from bot.extraction import assertion, completing
from bot.extraction.context import Context, Here
from bot.extraction.drafts import VIOLENT, Draft, sentences_before
from bot.extraction.frames import Frame
from bot.extraction.scenes import Read

_POINTING = frozenset({"this", "these", "those", "the", "such", "any"})
_SAYINGS = frozenset(
    {
        "information",
        "accusation",
        "accusations",
        "allegation",
        "allegations",
        "claim",
        "claims",
        "report",
        "reports",
        "statement",
        "statements",
        "news",
        "rumours",
        "rumors",
    }
)
_NEWS = _SAYINGS | {
    "this",
    "it",
    "that",
    "attack",
    "incident",
    "strike",
    "toll",
    "casualties",
    "figure",
    "death",
}
_BACK = 2
"""Sentences back in which the deed stands that a sentence points to."""
_MARKS = re.compile('[“”«»"]')
_QUOTES = {"“": 1, "”": -1, "«": 1, "»": -1}


def attribute_quotations(paragraph: list[Read], context: Context) -> None:
    """A quotation that runs over sentences has one speaker, named where it begins or where it ends."""
    for first, last in _quotations(paragraph):
        frame = _speaker_of_quotation(paragraph, first, last)
        if frame is None:
            continue
        for read in paragraph[first : last + 1]:
            for draft in read.drafts:
                if draft.assertion.basis is Basis.FLAT:
                    draft.assertion = assertion.by_frame(frame, context)


def _quotations(paragraph: list[Read]) -> list[tuple[int, int]]:
    """First and last sentence of each quotation that holds the end of a sentence."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for number, read in enumerate(paragraph):
        sentence = read.reading.sentence
        for quote in _MARKS.finditer(sentence.text, sentence.start, sentence.end):
            mark = quote.group()
            step = _QUOTES.get(mark, 1 if opened is None else -1)
            if step > 0 and opened is None:
                opened = number
            elif step < 0 and opened is not None:
                if number > opened:
                    found.append((opened, number))
                opened = None
    return found


def _speaker_of_quotation(paragraph: list[Read], first: int, last: int) -> Frame | None:
    for number in (last, first):
        for frame in paragraph[number].reading.frames:
            if frame.speaker is not None and frame.leading == (number == first):
                return frame
    return None


def takes_back(draft: Draft, earlier: list[Draft]) -> bool:
    """Whether "the ministry denied these reports" only takes back what was told just before; then that is noted there."""
    words = set(draft.quote.lower().replace(",", " ").replace(".", " ").split())
    if draft.type is not EventType.STATEMENT or not _denying(words):
        return False
    if words.isdisjoint(_POINTING) or words.isdisjoint(_SAYINGS):
        return False
    told = [old for old in sentences_before(draft, earlier, 1) if old.type is not EventType.STATEMENT]
    for old in told:
        old.assertion = old.assertion._replace(denied_by=_denier(draft))
    return bool(told)


def _denying(words: set[str]) -> bool:
    return any(word.startswith(("den", "refut", "reject", "dismiss")) for word in words)


def _denier(draft: Draft) -> str:
    doers = (actor.surface for actor in draft.actors.values() if actor.role.value == "initiator")
    return draft.assertion.attribution or next(doers, "")


def take_blame(read: Read, paragraph: list[Read], context: Context) -> None:
    """Read "A bomb killed two soldiers. X claimed responsibility." behind the deed: X did it."""
    if read.drafts or not paragraph:
        return
    told = next((earlier.drafts for earlier in reversed(paragraph[-_BACK:]) if earlier.drafts), [])
    violent = [draft for draft in told if draft.type in VIOLENT]
    if len(violent) != 1:
        return
    for mention in completing.claimants(read.reading.analysis):
        violent[0].add_actor(context.actor(mention, Role.INITIATOR, Here(None, None, violent=True)))


def attribute_backwards(read: Read, before: Read, context: Context) -> None:
    """Read "It is reported by X", "X confirmed the news" behind a flat sentence: X says so."""
    if read.drafts or not read.reading.frames:
        return
    sentence, frame = read.reading.sentence, read.reading.frames[0]
    told = set(sentence.lows[frame.scope[0] : frame.scope[1]]) | set(sentence.lows[:1])
    if (
        frame.speaker is None
        or sentence.size > _SHORT
        or told.isdisjoint(_NEWS)
        or frame.colour in {"deny", "dismiss"}
    ):
        return
    for draft in before.drafts:
        if draft.assertion.basis is Basis.FLAT:
            draft.assertion = assertion.by_frame(frame, context)


_SHORT = 24
"""Tokens of the longest sentence that only says who says so."""
