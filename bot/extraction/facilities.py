"""What was taken or cut where it has no name of its own: "the presidential palace in X" is not X."""

from dataclasses import replace

from bot.domain.claims import EventType
from bot.extraction import tags
from bot.extraction.arguments import Analysis
from bot.extraction.drafts import Draft
from bot.extraction.grammar import Phrase, pair_opening
from bot.extraction.mentions import PLACE, Mention
from bot.extraction.tokens import Sentence

_INSIDE = frozenset({"in", "at", "of", "near", "on", "outside", "inside", "within", "around", "from"})
_FAR = 12
"""Tokens of the longest subject."""
_LONGEST = 5
"""Words of the longest name for a thing."""
_TYPES = frozenset({EventType.TERRITORY_CHANGE, EventType.INFRASTRUCTURE_DISRUPTION})


def note(analysis: Analysis, draft: Draft) -> None:
    """Note what a draft is about if it is a thing without a name, and that its places only say where it stands."""
    if draft.type not in _TYPES:
        return
    phrase = _phrase(analysis, draft)
    road = _road(analysis, draft, phrase)
    if road:
        draft.thing = road
        draft.places = [replace(place, relation="between") for place in draft.places]
        return
    if draft.type is EventType.INFRASTRUCTURE_DISRUPTION:
        return
    if not _is_thing(analysis, phrase):
        _around_the_named(analysis, draft, phrase)
        return
    named = [mention for mention in draft.place_mentions if not _only_where(analysis, mention, phrase)]
    if not named:
        draft.thing = _words(analysis, phrase)
        draft.places = [replace(place, around=True) for place in draft.places]


def _around_the_named(analysis: Analysis, draft: Draft, phrase: Phrase) -> None:
    """Read "captured the A field in B": B only says where A lies."""
    taken = [mention for mention in draft.place_mentions if phrase.first <= mention.first < phrase.last]
    around = {
        mention.surface
        for mention in draft.place_mentions
        if taken and mention.first > taken[0].last and _behind_in(analysis, mention)
    }
    draft.places = [replace(place, around=place.around or place.surface in around) for place in draft.places]


def _behind_in(analysis: Analysis, mention: Mention) -> bool:
    at = mention.first - 1
    while at >= 0 and analysis.sentence.flags[at] & (tags.DETERMINER | tags.COMPASS):
        at -= 1
    return at >= 0 and analysis.sentence.lows[at] == "in"


def _phrase(analysis: Analysis, draft: Draft) -> Phrase:
    """The noun phrase of what changed hands or was cut."""
    trigger, sentence = draft.trigger, analysis.sentence
    if trigger.noun:
        of = trigger.last < sentence.size and sentence.lows[trigger.last] in {"of", "over"}
        return analysis.phrase_after(trigger.last + 1) if of else Phrase(0, 0, -1)
    if trigger.passive or trigger.sense.subject == "place":
        assert trigger.group is not None
        return _subject(analysis, trigger.group.start)
    return trigger.object


def _subject(analysis: Analysis, end: int) -> Phrase:
    """The head phrase of a subject that ends before a verb group, "in X" and "of X" climbed over."""
    sentence = analysis.sentence
    start = end
    while start and end - start < _FAR and not _opens(sentence, start - 1):
        start -= 1
    return analysis.phrase_after(start) if start < end else Phrase(0, 0, -1)


def _opens(sentence: Sentence, at: int) -> bool:
    """Whether a subject begins behind a token."""
    flag = sentence.flags[at]
    if flag & tags.CONJUNCTION:
        return pair_opening(sentence, at) < 0
    return bool(flag & (tags.STOP | tags.FINITE))


def _is_thing(analysis: Analysis, phrase: Phrase) -> bool:
    """Whether the head is a word for a building, a post or a feature, and no part of a place's name."""
    if phrase.head < 0 or analysis.sentence.lows[phrase.head] not in analysis.lexicon.facilities:
        return False
    covering = analysis.mentions.at[phrase.head]
    return covering is None or covering.kind != PLACE


def _only_where(analysis: Analysis, mention: Mention, phrase: Phrase) -> bool:
    """Whether a place only says where the thing stands: behind "in" or "of", before its possessive, elsewhere."""
    if phrase.first <= mention.first < phrase.head:
        return True
    at = mention.first - 1
    while at >= 0 and (
        analysis.sentence.flags[at] & (tags.DETERMINER | tags.COMPASS)
        or analysis.sentence.lows[at] in _KINDS_OF_TOWN
    ):
        at -= 1
    low = analysis.sentence.lows[at] if at >= 0 else ""
    if low == "of" and analysis.sentence.lows[at - 1] in _KINDS_OF_TOWN:
        return True
    return low in _INSIDE or mention.first < phrase.first


_KINDS_OF_TOWN = frozenset(
    {"town", "city", "village", "district", "province", "region", "area", "capital", "state", "township"}
)


def _words(analysis: Analysis, phrase: Phrase) -> str:
    """The words of a thing, without its article and what lies before its last words."""
    sentence, first = analysis.sentence, phrase.first
    while first < phrase.head and sentence.flags[first] & tags.DETERMINER:
        first += 1
    first = max(first, phrase.head + 1 - _LONGEST)
    while first < phrase.head and sentence.flags[first] & (
        tags.POSSESSIVE | tags.CONJUNCTION | tags.PREPOSITION
    ):
        first += 1
    return sentence.surface(first, phrase.head + 1)


def _road(analysis: Analysis, draft: Draft, phrase: Phrase) -> str:
    """Read "the road between A and B", "the highway from A to B" as the A–B road."""
    lows = analysis.sentence.lows
    if phrase.head < 0 or lows[phrase.head] not in _ROADS:
        return ""
    link = phrase.head + 1
    ends = [mention for mention in draft.place_mentions if mention.first > phrase.head]
    if link >= len(lows) or len(ends) < _TWO or ends[0].first - link > _TWO:
        return ""
    joined = {"between": "and", "from": "to", "linking": "and", "connecting": "and"}.get(lows[link])
    between = lows[ends[0].last : ends[1].first]
    if joined is None or joined not in between or len(between) > _TWO:
        return ""
    return f"{ends[0].surface}–{ends[1].surface} {lows[phrase.head]}"


_ROADS = frozenset({"road", "highway", "motorway", "route", "railway", "line", "corridor"})
_TWO = 2
