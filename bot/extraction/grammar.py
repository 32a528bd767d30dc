"""How an English sentence is built, as far as the reader needs it: noun phrases, verb groups, clauses.

Everything here looks at tokens and their classes only; each function walks over a bounded number of tokens.
"""

from collections.abc import Container
from typing import NamedTuple

from bot.extraction import tags
from bot.extraction.lexicon import Lexicon
from bot.extraction.tokens import Sentence

_REACH = 12
"""Tokens that a search to one side looks at before it gives up."""
_NOT_IN_PHRASE = (
    tags.STOP
    | tags.CONJUNCTION
    | tags.SUBORDINATOR
    | tags.RELATIVE
    | tags.MODAL
    | tags.BE
    | tags.HAVE
    | tags.DO
)
_GROUP = tags.ADVERB | tags.NEGATION | tags.AUXILIARY | tags.QUOTE
_NO_HEAD = tags.DETERMINER | tags.QUOTE | tags.POSSESSIVE
_BESIDE = frozenset({"close", "adjacent", "next", "due", "prior", "opposite"})
_MOMENT_WORDS = frozenset(
    {"past", "last", "early", "late", "recent", "same", "hours", "previous", "few", "local"}
)
_PARTICLES = frozenset(["up", "down", "out", "off", "back", "away", "forward", "apart"])


class VerbGroup(NamedTuple):
    """What stands before a verb: where the group starts, and its auxiliaries. `governor` is the word before "to"."""

    start: int
    passive: bool
    perfect: bool
    had: bool
    modal: bool
    negated: bool
    infinitive: bool
    governor: int


class Phrase(NamedTuple):
    """A noun phrase: its first and its last token (not included), and its head."""

    first: int
    last: int
    head: int


def is_adverb(sentence: Sentence, place: int) -> bool:
    """Whether a token can be skipped as an adverb: of the closed list, or ending in -ly."""
    if sentence.flags[place] & tags.ADVERB:
        return True
    low = sentence.lows[place]
    return low.endswith("ly") and len(low) > 4 and not sentence.flags[place] & tags.NOMINAL


def verb_group(sentence: Sentence, place: int) -> VerbGroup:
    """Read the auxiliaries to the left of a verb."""
    flags, lows = sentence.flags, sentence.lows
    seen, negated, had, infinitive = 0, False, False, False
    at = place - 1
    while at >= 0 and place - at <= _REACH:
        flag = flags[at]
        if lows[at] == "to" and not infinitive and not flag & tags.STOP:
            infinitive = True
            seen |= flag & tags.AUXILIARY
            at -= 1
            break
        if not (flag & _GROUP or is_adverb(sentence, at)):
            break
        if flag & tags.QUOTE and at and flags[at - 1] & tags.STOP:
            break
        if flag & tags.AUXILIARY and seen & tags.MODAL and not flag & tags.NEGATION:
            break
        seen |= flag & tags.AUXILIARY
        negated = negated or bool(flag & tags.NEGATION)
        had = had or lows[at] in {"had", "hadn't"}
        at -= 1
    return VerbGroup(
        start=at + 1,
        passive=bool(seen & (tags.BE | tags.GET)),
        perfect=bool(seen & tags.HAVE),
        had=had,
        modal=bool(seen & tags.MODAL),
        negated=negated,
        infinitive=infinitive,
        governor=_governor(sentence, at) if infinitive else -1,
    )


def _governor(sentence: Sentence, at: int) -> int:
    """The word that governs "to VERB": skips adverbs and one object ("ordered its troops to …")."""
    while at >= 0 and (is_adverb(sentence, at) or sentence.flags[at] & tags.QUOTE):
        at -= 1
    return at


def phrase_after(sentence: Sentence, place: int, lexicon: Lexicon) -> Phrase:
    """Read the noun phrase that begins at (or just after) a token; empty where there is none.

    "of" continues it after a quantity ("dozens of fighters") and after a word for a place ("the village of X").
    """
    flags, lows = sentence.flags, sentence.lows
    first = at = _phrase_start(sentence, place, lexicon)
    head, limit = -1, min(sentence.size, at + 2 * _REACH)
    if at < limit and flags[at] & tags.PRONOUN and not flags[at] & tags.DETERMINER:
        return Phrase(at, at + 1, at)
    while at < limit and not _ends_phrase(sentence, at, head, first, lexicon):
        if lows[at] == "(":
            at = _behind_bracket(sentence, at)
            continue
        if not flags[at] & _NO_HEAD and lows[at] != "of" and not is_adverb(sentence, at):
            head = at
        at += 1
    return Phrase(first, at, head)


def _behind_bracket(sentence: Sentence, opening: int) -> int:
    """The token behind a short bracket; just behind the opening one where it is not closed soon."""
    ends = (at + 1 for at in range(opening, min(sentence.size, opening + 8)) if sentence.lows[at] == ")")
    return next(ends, opening + 1)


def _phrase_start(sentence: Sentence, place: int, lexicon: Lexicon) -> int:
    """Skip "at least", adverbs, particles and a day ("captured on Monday the port") before a noun phrase."""
    flags, lows, at = sentence.flags, sentence.lows, place
    while at < sentence.size:
        bound = lexicon.bounds.at(lows, at)
        dated = (
            at + 1 < sentence.size and lows[at] in {"on", "late", "early"} and flags[at + 1] & tags.CALENDAR
        )
        moment = moment_end(sentence, at)
        if moment:
            at = moment
        elif bound is not None and _bounds(sentence, at, at + bound[0]):
            at += bound[0]
        elif lows[at] == "between" and sentence.next_to(at + 2, "and") and flags[at + 1] & tags.NUMBER:
            at += 3
        elif dated:
            at += 2
        elif (flags[at] & (tags.CALENDAR | tags.CLOCK) and not flags[at] & tags.NUMBER) or (
            not flags[at] & tags.NUMBER and (flags[at] & (tags.ADVERB | tags.QUOTE) or lows[at] in _PARTICLES)
        ):
            at += 1
        else:
            break
    return at


def moment_end(sentence: Sentence, at: int) -> int:
    """The token behind "over the weekend", "in the past two days", "at dawn"; 0 where no such words begin here."""
    if sentence.lows[at] not in {"over", "during", "in", "at", "within", "on"}:
        return 0
    for place in range(at + 1, min(sentence.size, at + 6)):
        flag = sentence.flags[place]
        if flag & (tags.CALENDAR | tags.CLOCK) and not flag & tags.NUMBER:
            return place + 1
        if (
            not flag & (tags.DETERMINER | tags.NUMBER | tags.ADVERB)
            and sentence.lows[place] not in _MOMENT_WORDS
        ):
            return 0
    return 0


def _bounds(sentence: Sentence, at: int, behind: int) -> bool:
    """Whether "over" or "around" bounds a number and leads to no place ("over 100 men", but not "dropped over Nasir")."""
    if not sentence.flags[at] & tags.PREPOSITION or behind >= sentence.size:
        return True
    return bool(sentence.flags[behind] & (tags.NUMBER | tags.DETERMINER)) and not sentence.next_to(
        behind, "the"
    )


def _ends_phrase(sentence: Sentence, at: int, head: int, first: int, lexicon: Lexicon) -> bool:
    flag, low = sentence.flags[at], sentence.lows[at]
    if low == "of":
        return head < 0 or not (sentence.lows[head] in lexicon.of_heads or sentence.flags[head] & tags.NUMBER)
    if low == "(":
        return head < 0
    if flag & _NOT_IN_PHRASE or (flag & tags.PREPOSITION and not flag & tags.NUMBER):
        return not (flag & tags.DETERMINER and at == first)
    if flag & tags.DETERMINER:
        counted = head >= 0 and sentence.flags[head] & tags.NUMBER and low in {"other", "such"}
        return head >= 0 and sentence.lows[at - 1] != "of" and not counted
    return _starts_another(sentence, at) or _verb_ends_phrase(sentence, at, head, lexicon.kinds)


def _starts_another(sentence: Sentence, at: int) -> bool:
    """Whether a word behind a noun opens what only stands beside it: "close to", "south of", a pronoun."""
    flag, low = sentence.flags[at], sentence.lows[at]
    if low in _BESIDE and sentence.next_to(at + 1, "to"):
        return True
    if flag & tags.COMPASS and not flag & tags.CAPITAL and sentence.next_to(at + 1, "of"):
        return True
    return bool(flag & tags.PRONOUN) and not flag & tags.DETERMINER


def _verb_ends_phrase(sentence: Sentence, at: int, head: int, compounds: Container[str]) -> bool:
    """Whether a form that can be a verb ends the phrase, rather than being an adjective in it."""
    flag = sentence.flags[at]
    if not flag & (tags.PAST | tags.PARTICIPLE | tags.ING) or flag & (tags.NOMINAL | tags.CAPITAL):
        return False
    following = sentence.lows[at + 1] if at + 1 < sentence.size else ""
    return head >= 0 and f"{sentence.lows[at]} {following}" not in compounds


def phrase_before(sentence: Sentence, place: int) -> Phrase:
    """Read the noun phrase that ends just before a token (the subject of a verb group)."""
    flags = sentence.flags
    at = place - 1
    while at >= 0 and (flags[at] & tags.QUOTE or (flags[at] & tags.COMPASS and not flags[at] & tags.CAPITAL)):
        at -= 1
    head = at
    while at >= 0 and place - at <= _REACH:
        flag = flags[at]
        if flag & (_NOT_IN_PHRASE | tags.PREPOSITION) and not (flag & tags.DETERMINER):
            break
        if flag & tags.SUBORDINATOR and at and flags[at - 1] & tags.VERB:
            break  # "warned that the city …"
        at -= 1
    return Phrase(at + 1, head + 1, head)


def pair_opening(sentence: Sentence, conjunction: int) -> int:
    """Where "between" stands whose two sides "and" joins ("between A and B", "linking A and B"); -1 where none does."""
    for at in range(conjunction - 1, max(-1, conjunction - _REACH), -1):
        if sentence.lows[at] in {"between", "linking", "connecting", "joining"}:
            return at
        if sentence.flags[at] & (tags.CONJUNCTION | tags.PUNCTUATION):
            return -1
    return -1


def has_finite(sentence: Sentence, place: int, *, needs_subject: bool = False) -> bool:
    """Whether a finite verb follows before the next comma or clause."""
    flags = sentence.flags
    subject = not needs_subject
    for at in range(place, min(sentence.size, place + _REACH)):
        flag = flags[at]
        if flag & (tags.STOP | tags.CONJUNCTION | tags.RELATIVE):
            return False
        if flag & tags.FINITE and subject and not adjectival(sentence, at):
            return True
        subject = subject or not flag & (tags.DETERMINER | tags.ADVERB | tags.PREPOSITION)
    return False


def adjectival(sentence: Sentence, place: int) -> bool:
    """Whether a past participle stands before a noun ("the besieged city")."""
    if not sentence.flags[place] & tags.PAST or not place:
        return False
    before = sentence.flags[place - 1]
    if not before & (tags.DETERMINER | tags.PREPOSITION | tags.NUMBER):
        return False
    return place + 1 < sentence.size and not sentence.flags[place + 1] & (
        tags.DETERMINER | tags.PREPOSITION | tags.STOP | tags.CONJUNCTION
    )
