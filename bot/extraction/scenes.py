"""When and where, told in another sentence of the paragraph than the deed.

News tells a deed first and its day a sentence later ("has been shot dead … The body was found on Saturday"), or the day first
and goes on with it ("On Saturday they took A. Moreover, they entered B").
"""

from datetime import date

from bot.domain.claims import EventType
from bot.extraction import tags, whereabouts
from bot.extraction.context import Context
from bot.extraction.drafts import VIOLENT, Draft
from bot.extraction.lexicon import Form
from bot.extraction.reading import Reading
from bot.extraction.tokens import Sentence

_POINTING = frozenset({"this", "these", "those", "the", "such", "any"})
_LASTS = frozenset({"is", "are", "remain", "remains", "continue", "continues"})
_IS = frozenset({"is", "'s", "’s", "lies", "was", "happened", "occurred"})
_FEWEST = 3
_NEAR = 12
"""Tokens from a deed to its day."""
_BACK = 2
"""Sentences between a deed and its day."""


class Read:
    """One sentence of a paragraph after it was read: its reading and the drafts that came of it."""

    def __init__(self, reading: Reading, drafts: list[Draft]) -> None:
        self.reading, self.drafts = reading, drafts


def join(read: Read, paragraph: list[Read], context: Context) -> None:
    """Give the deeds of a sentence the day told before it, and the deeds before it the day and place told in it.

    `paragraph` are the sentences read before. Days to come, days of old and days of what is said are nobody's.
    """
    near = paragraph[-_BACK:]
    _tell_back(read, near, context)
    day = _day_told(near)
    if day is not None and not read.reading.days.named():
        for draft in read.drafts:
            if draft.day is None and not draft.cumulative and _simple(draft, read.reading):
                draft.day = day
    context.day = read.reading.days.last() or context.day


def _day_told(near: list[Read]) -> date | None:
    """The day on which the sentences just before play."""
    for read in reversed(near):
        days = [draft.day for draft in read.drafts if draft.day is not None]
        day = days[-1] if days else read.reading.days.only()
        if day is not None or read.reading.days.named():
            return day
    return None


def _simple(draft: Draft, reading: Reading) -> bool:
    """Whether a deed is told as one step of a tale: in the simple past, or as a noun; not as a state that lasts."""
    trigger, group, lows = draft.trigger, draft.trigger.group, reading.sentence.lows
    if group is None:
        return _LASTS.isdisjoint(lows[trigger.last : trigger.last + _FEWEST])
    going_on = trigger.form is Form.ING and group.passive
    return not (going_on or group.perfect or group.modal or group.infinitive)


def _tell_back(read: Read, near: list[Read], context: Context) -> None:
    """Read "… killed 12 people. The attack happened on Friday in Kutum": when and where, told behind the deed."""
    if not near:
        return
    reading = read.reading
    named = _day_of_named_deed(reading)
    for draft in (draft for earlier in near for draft in earlier.drafts):
        if draft.day is None and not draft.cumulative:
            draft.day = (named if draft.type in VIOLENT else None) or _named_again_on(draft, reading)
    told = next((earlier.drafts for earlier in reversed(near) if earlier.drafts), [])
    points = not context.lexicon.pointing.isdisjoint(reading.sentence.lows[:6])
    points = points and reading.sentence.lows[0] in _POINTING
    day = None
    if not read.drafts and (points or reading.triggers):
        day = reading.days.only()
    if day is None:
        day = reading.days.same_day()
    for draft in told:
        if draft.day is None and not draft.cumulative:
            draft.day = day or _day_behind(draft, read)
    if not read.drafts and len(told) == 1 and (points or _finds_it(reading, told[0], context)):
        told[0].add_places(reading.where())


def _finds_it(reading: Reading, draft: Draft, context: Context) -> bool:
    """Whether a sentence without a deed says where the one before happened.

    "It is close to the village of X", or a town, where the deed itself was only told of a country.
    """
    lows = reading.sentence.lows
    if lows[0] == "it" and not _IS.isdisjoint(lows[1:2]):
        return True
    if not draft.places or not all(whereabouts.is_country_ref(context, place) for place in draft.places):
        return False
    lands = {place.country for place in draft.places}
    found = [place for place in reading.where() if place.region_id is not None]
    return bool(found) and all(place.country in lands for place in found)


def _day_behind(draft: Draft, read: Read) -> date | None:
    """The day that the next sentence tells for a deed told in the perfect, or for the people and things it names again."""
    perfect = _has_happened(draft)
    if draft.type is EventType.STATEMENT:
        return read.reading.days.said() if perfect else None
    if not read.drafts:
        return read.reading.days.only() if perfect else None
    if not perfect and not _names_again(draft, read.reading.sentence):
        return None
    return next((other.day for other in read.drafts if other.day and _alike(draft, other)), None)


def _names_again(draft: Draft, sentence: Sentence) -> bool:
    """Whether a sentence opens with "the bomber", "the vehicle", of whom or which the one before told."""
    if sentence.size < _FEWEST or sentence.lows[0] not in _POINTING:
        return False
    before = draft.quote.lower().split()
    return any(low in before for low in sentence.lows[1:3] if len(low) > _FEWEST)


def _day_of_named_deed(reading: Reading) -> date | None:
    """The day in "Friday's attack", which is that of what was told before."""
    sentence = reading.sentence
    for dated in reading.dates:
        if dated.day is None or dated.old or dated.last >= sentence.size:
            continue
        owns = bool(sentence.flags[dated.last] & tags.POSSESSIVE)
        behind = range(dated.last + 1, min(sentence.size, dated.last + 4))
        if owns and any(at in reading.analysis.events for at in behind):
            return dated.day
    return None


def _named_again_on(draft: Draft, reading: Reading) -> date | None:
    """The day that stands with a deed where it is named again ("since the boat capsized Monday", "those arrested on Friday")."""
    sentence, clauses = reading.sentence, reading.analysis.clauses
    words = {word.lower().split()[-1] for word in draft.words}
    again = [at for at, low in enumerate(sentence.lows) if low in words and not reading.analysis.blocked[at]]
    for dated in reading.dates:
        if dated.day is None or dated.old or reading.days.is_said(dated):
            continue
        if any(0 < dated.first - at < _NEAR and clauses[at] is clauses[dated.first] for at in again):
            return dated.day
    return None


def _has_happened(draft: Draft) -> bool:
    """Whether a deed is told in the perfect ("have arrested"), which never names its own day."""
    group = draft.trigger.group
    if group is not None:
        return group.perfect and not group.had
    return not {"has", "have"}.isdisjoint(draft.quote.lower().split())


def _alike(one: Draft, other: Draft) -> bool:
    return one.type is other.type or (one.type in VIOLENT and other.type in VIOLENT)
