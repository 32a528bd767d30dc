"""One counted party: a number or "a" with its noun, and what a number does not count."""

from bot.domain.claims import Toll
from bot.extraction import numbers, tags
from bot.extraction.arguments import Analysis
from bot.extraction.mentions import PARTY, PLACE

_NOT_COUNTED = tags.STOP | tags.CONJUNCTION | tags.RELATIVE | tags.SUBORDINATOR | tags.AUXILIARY


def unit(analysis: Analysis, at: int, limit: int | None = None) -> tuple[Toll, int] | None:
    """One counted party: a number or "a" with its noun; returns the toll and the token behind it."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    size = limit if limit is not None else sentence.size
    if at >= size:
        return None
    if sentence.lows[at] in {"including", "among"}:
        return None
    count = numbers.at(sentence, at, lexicon)
    if count is not None and count.last <= size:
        end = _noun_end(analysis, count.last, size)
        if counts_things(analysis, count.last) or _age_or_name(analysis, count):
            return None
        return toll_of(count, sentence.surface(count.last, end) or None), end
    return _single(analysis, at, size)


def _single(analysis: Analysis, at: int, size: int) -> tuple[Toll, int] | None:
    """Read "a police officer", "another employee", "police chief Ahmad Shah Khan": one."""
    sentence = analysis.sentence
    start = at
    if sentence.lows[at] in {"a", "an", "another", "one"}:
        start = at + 1
    elif not (sentence.flags[at] & tags.TITLE):
        return None
    for place in range(start, min(size, start + 5)):
        mention = analysis.mentions.at[place]
        low = sentence.lows[place]
        if sentence.flags[place] & (tags.PREPOSITION | tags.STOP | tags.CONJUNCTION) and place > start:
            break
        if (
            mention is not None and mention.kind == PARTY and mention.last > place and not low.endswith("s")
        ) or low in analysis.lexicon.single_people:
            end = _noun_end(analysis, place + 1, size)
            last = sentence.lows[end - 1]
            body = (
                last in analysis.lexicon.organisation_words and last not in analysis.lexicon.single_people
            )  # "a national NGO"
            return None if body else (Toll(1, 1, sentence.surface(at, end)), end)
    return None


def _noun_end(analysis: Analysis, start: int, size: int) -> int:
    sentence, flags = analysis.sentence, analysis.sentence.flags
    at = start
    while at < size and at - start < 10:
        flag = flags[at]
        if sentence.lows[at] == "of":
            at += 1
            continue
        if flag & _NOT_COUNTED or (flag & tags.PREPOSITION and not flag & tags.ADVERB):
            break
        if flag & (tags.PAST | tags.PARTICIPLE | tags.ING) and not flag & tags.NOMINAL and at > start:
            break
        at += 1
    return at


def counts_things(analysis: Analysis, place: int) -> bool:
    """Whether a number counts something that is no person."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    for at in range(place, min(sentence.size, place + 3)):
        low = sentence.lows[at]
        if low in lexicon.units:
            return True
        if sentence.flags[at] & (tags.STOP | tags.PREPOSITION | tags.CONJUNCTION):
            return False
        mention = analysis.mentions.at[at]
        if mention is not None and mention.kind != PLACE:
            return False
    return False


def _age_or_name(analysis: Analysis, count: numbers.Count) -> bool:
    sentence = analysis.sentence
    before = sentence.lows[count.first - 1] if count.first else ""
    if before in {"aged", "age", "article", "no", "number", "route", "highway", "section", "rn"}:
        return True
    covering = (analysis.mentions.at[at] for at in range(count.first, count.last))
    return any(mention is not None and mention.kind == PLACE for mention in covering)


def toll_of(count: numbers.Count, who: str | None) -> Toll:
    """A number as a toll of those it counts."""
    return Toll(count.minimum, count.maximum, who, count.vague)
