"""What tells that capitalised words name a place: a word for its kind, a preposition, a list that goes on.

"Mazin Airfield", "the village of Blahodatne", "in Kan Htaung Gyi", "two villages, namely A and B".
"""

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.mentions import PLACE, Mentions
from bot.extraction.tokens import Sentence

SETTLEMENTS = frozenset(
    {"settlements", "villages", "towns", "hamlets", "districts", "neighbourhoods", "neighborhoods"}
)
NUMBERED = frozenset(
    {"point", "hill", "kilo", "kilometre", "kilometer", "height", "elevation", "checkpoint", "camp"}
)
"""Words with a capital that are a name together with a number ("Hill 235", "Kilo 7")."""
_INTRODUCING = frozenset({"namely", "including", "called", "named", "notably", "like", ":", "–", "—", "("})
_NAME_AND_NUMBER = 2
_BACK_TO_KIND = 12
"""Tokens between "villages" and the names behind "including"."""


def cue(sentence: Sentence, mentions: Mentions, lexicon: Lexicon, start: int, end: int) -> str:
    """What tells that a run is a place: "typed" (a word for a kind of place follows), or another reason; "" for none."""
    lows = sentence.lows
    shape = _cue_of_shape(sentence, lexicon, start, end)
    if shape:
        return shape
    at = start - 1
    while at >= 0 and (sentence.flags[at] & (tags.COMPASS | tags.QUOTE) or lows[at] == "the"):
        at -= 1
    if at < 0:
        return ""
    if _owned(sentence, mentions, lexicon, at):
        return "owned"
    possessive = end < sentence.size and bool(sentence.flags[end] & tags.POSSESSIVE)
    return _cue_of_phrase(sentence, lexicon, at) or (
        "" if possessive else _cue_of_word(sentence, mentions, lexicon, at, start)
    )


def _cue_of_shape(sentence: Sentence, lexicon: Lexicon, start: int, end: int) -> str:
    """What the name itself and the words behind it tell: a number, a word for a kind of place, an apposition."""
    lows = sentence.lows
    if end - start > 1 and lows[end - _NAME_AND_NUMBER] in NUMBERED and sentence.flags[end - 1] & tags.NUMBER:
        return "numbered"
    if (
        end < sentence.size
        and lows[end] in lexicon.place_types
        and not sentence.flags[end] & tags.PREPOSITION
    ):
        return "typed"
    if end - start > 1 and (lows[end - 1] in lexicon.place_types or lows[start] in lexicon.name_prefixes):
        return "type inside" if lows[end - 1] in lexicon.place_types else "prefix"
    return "apposition" if _apposition(sentence, lexicon, end) else ""


def _owned(sentence: Sentence, mentions: Mentions, lexicon: Lexicon, at: int) -> bool:
    """Whether a place with "'s" stands before ("in Ecuador's Alausi")."""
    owner = mentions.at[at - 1] if at and sentence.flags[at] & tags.POSSESSIVE else None
    if owner is None or owner.kind != PLACE or not owner.first:
        return False
    before = sentence.lows[owner.first - 1]
    town = bool(owner.ids) and not owner.ids[0].startswith("cc:")
    return town or before in lexicon.strong_prepositions or before == "of"


def _apposition(sentence: Sentence, lexicon: Lexicon, end: int) -> bool:
    """Whether ", a remote town" follows: a comma, an article, a word for a place that ends its phrase."""
    if (
        end + 2 >= sentence.size
        or sentence.lows[end] != ","
        or sentence.lows[end + 1] not in {"a", "an", "the"}
    ):
        return False
    for at in range(end + 2, min(sentence.size, end + 7)):
        flag = sentence.flags[at]
        if sentence.lows[at] in SETTLEMENTS:
            return False
        if sentence.lows[at] in lexicon.place_types:
            following = sentence.flags[at + 1] if at + 1 < sentence.size else tags.STOP
            return bool(following & (tags.STOP | tags.PREPOSITION | tags.RELATIVE | tags.PAST | tags.BE))
        if flag & (tags.STOP | tags.PREPOSITION | tags.CAPITAL | tags.AUXILIARY):
            return False
    return False


def _cue_of_phrase(sentence: Sentence, lexicon: Lexicon, at: int) -> str:
    """A word for a place before the run: "the village of", "south of", "town"."""
    lows, flags = sentence.lows, sentence.flags
    if lows[at] == "of" and at and (lows[at - 1] in lexicon.of_words or flags[at - 1] & tags.COMPASS):
        return "of"
    if lows[at] in lexicon.place_types and not flags[at] & (tags.PREPOSITION | tags.CAPITAL):
        return "type before"
    return ""


def _cue_of_word(sentence: Sentence, mentions: Mentions, lexicon: Lexicon, at: int, start: int) -> str:
    """A word before the run that leads to a place: "in", "captured", "control of", or a list that goes on."""
    lows, flags = sentence.lows, sentence.flags
    if lows[at] in lexicon.place_verbs and flags[at] & tags.VERB:
        return "object"
    if lows[at] in {"of", "over", "on"} and at and lows[at - 1] in lexicon.control_words:
        return "control"
    if lows[at] in lexicon.strong_prepositions and not _date_or_body(sentence, start):
        return "preposition"
    if flags[at] & (tags.COMMA | tags.CONJUNCTION) and _list_before(mentions, at):
        return "list"
    such = lows[at] == "as" and at and lows[at - 1] in {"such", "known"}
    if (lows[at] in _INTRODUCING or such) and _kind_before(sentence, at):
        return "list"
    return ""


def _kind_before(sentence: Sentence, at: int) -> bool:
    """Whether places are spoken of before "including", "namely", "called": "two villages in the north, namely …"."""
    near = range(at - 1, max(-1, at - (3 if sentence.lows[at] in {"called", "named"} else _BACK_TO_KIND)), -1)
    for place in near:
        if sentence.lows[place] in SETTLEMENTS or sentence.lows[place] in {
            "village",
            "town",
            "place",
            "areas",
            "places",
            "locality",
        }:
            return True
        flag = sentence.flags[place]
        if flag & (tags.STOP | tags.VERB) and not flag & (tags.NOMINAL | tags.COMMA):
            return False
    return False


def _list_before(mentions: Mentions, at: int) -> bool:
    """Whether a place stands before a comma or "and", so that a list of places goes on."""
    before = at - 1
    while before >= 0 and at - before < 4:
        mention = mentions.at[before]
        if mention is not None:
            return mention.kind == PLACE
        before -= 1
    return False


def _date_or_body(sentence: Sentence, start: int) -> bool:
    return (
        bool(sentence.flags[start] & (tags.CALENDAR | tags.NUMBER))
        and not sentence.flags[start] & tags.CAPITAL
    )
