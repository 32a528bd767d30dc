"""How many were killed, hurt or taken, and who they were: read around the words that say so.

A number counts only where it belongs to the harm by grammar; displaced, missing, freed, equipment, ages, times and
distances never do, nor a part of a toll already told ("including nine children").
"""

from typing import NamedTuple

from bot.domain.claims import Toll
from bot.extraction import numbers, tags
from bot.extraction.arguments import Analysis
from bot.extraction.lexicon import Form
from bot.extraction.mentions import PARTY, PLACE
from bot.extraction.triggers import Trigger

_BACK = 28
"""Tokens to the left of a verb in which its subject's number can stand."""
_TOLL_LINKS = frozenset(
    [
        "to",
        "at",
        "of",
        "is",
        "was",
        "reached",
        "reaches",
        "exceeded",
        "exceeds",
        "exceed",
        "hit",
        "surpassed",
        "passed",
        "topped",
        "stands",
        "stood",
        ":",
        "than",
        "over",
    ]
)
_COUNTED_AS = frozenset({
    "of", "more", "others", "people", "confirmed", "reported", "found", "pronounced", "declared", "known", "was", "were",
    "are", "is", "been", "have", "has",
})  # fmt: skip
"""What may stand between a number and "dead": "six people have been confirmed dead"."""
_ABOUT = frozenset({"approximately", "about", "around", "nearly", "almost"})
_STOPS = tags.PUNCTUATION | tags.RELATIVE | tags.MODAL


class Harm(NamedTuple):
    """A toll where the text tells it: the kind of harm, the toll, and the token it stands at."""

    kind: str
    toll: Toll
    place: int


def read(analysis: Analysis, trigger: Trigger) -> list[Harm]:
    """Read the tolls that a trigger word of harm tells of."""
    return _counted(analysis, trigger, trigger.sense.harm)


def people(analysis: Analysis, trigger: Trigger) -> list[Harm]:
    """Read how many a trigger word tells of who were taken, let go, displaced or brought to safety."""
    return _counted(analysis, trigger, trigger.sense.counts)


def _counted(analysis: Analysis, trigger: Trigger, kind: str | None) -> list[Harm]:
    if kind is None:
        return []
    inside = _inside(analysis, trigger)
    if inside:
        found = inside
    elif trigger.noun:
        found = _noun(analysis, trigger)
    elif trigger.passive or trigger.sense.subject == "target":
        found = _before(analysis, trigger)
    else:
        found = _after(analysis, trigger.last)
    return [Harm(kind, toll, trigger.first) for toll in found]


def adjectives(analysis: Analysis) -> list[Harm]:
    """Read "31 dead", "leaving four dead and six wounded", "killed: 602"."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    found = []
    for place in range(sentence.size):
        low = sentence.lows[place]
        kind = lexicon.harm_adjectives.get(low)
        if kind is None:
            continue
        if place + 2 < sentence.size + 1 and place + 1 < sentence.size and sentence.lows[place + 1] == ":":
            count = numbers.at(sentence, place + 2, lexicon)
            if count is not None:
                found.append(Harm(kind, _toll(count, None), place))
                continue
        count = _count_ending(analysis, place)
        if count is not None:
            found.append(Harm(kind, _toll(count, None), place))
    return found


def _count_ending(analysis: Analysis, end: int) -> numbers.Count | None:
    """The number that ends just before a token, one noun phrase between them allowed ("four people dead")."""
    sentence = analysis.sentence
    for start in range(max(0, end - 8), end):
        count = numbers.at(sentence, start, analysis.lexicon)
        if count is None or count.last > end:
            continue
        between = range(count.last, end)
        if all(
            sentence.flags[at] & (tags.NOMINAL | tags.DETERMINER | tags.ADVERB)
            or sentence.lows[at] in _COUNTED_AS
            or analysis.mentions.at[at]
            for at in between
        ):
            return count
    return None


def _inside(analysis: Analysis, trigger: Trigger) -> list[Toll]:
    """A number inside the trigger phrase itself: "claimed around 2,600 lives", "left 12 people dead"."""
    for at in range(trigger.first + 1, trigger.last):
        count = numbers.at(analysis.sentence, at, analysis.lexicon)
        if count is not None and count.last <= trigger.last:
            return [_toll(count, analysis.sentence.surface(count.last, trigger.last))]
    return []


def _after(analysis: Analysis, start: int) -> list[Toll]:
    """Numbers in the objects of an active verb, joined by commas and "and"."""
    found: list[Toll] = []
    at = start
    sentence = analysis.sentence
    while at < sentence.size and at - start < _BACK and not analysis.blocked[at]:
        unit = _unit(analysis, at)
        if unit is None:
            break
        toll, at = unit
        found.append(toll)
        if at < sentence.size and sentence.lows[at] in {"and", ",", "&"}:
            at += 1
            if at < sentence.size and sentence.lows[at] == "and":
                at += 1
            continue
        break
    return found


def _before(analysis: Analysis, trigger: Trigger) -> list[Toll]:
    """Numbers in the subject of a passive verb, or of one like "died"."""
    assert trigger.group is not None
    end = trigger.group.start
    end = _without_insertion(analysis, end)
    start = _with_bound(analysis, _subject_start(analysis, end))
    found: list[Toll] = []
    at = start
    while at < end:
        unit = _unit(analysis, at, limit=end)
        if unit is None:
            at += 1
            continue
        toll, at = unit
        found.append(toll)
    return found


def _with_bound(analysis: Analysis, start: int) -> int:
    """Step back over "up to" or "at least" that was cut off ("residents said up to 43 villagers were killed")."""
    for size in (4, 3, 2, 1):
        bound = analysis.lexicon.bounds.at(analysis.sentence.lows, start - size) if start >= size else None
        if bound is not None and bound[0] >= size:
            return start - size
    return start


def _without_insertion(analysis: Analysis, end: int) -> int:
    """Step over ", including nine children," in front of the verb."""
    flags = analysis.sentence.flags
    if end and flags[end - 1] & tags.COMMA:
        opened = next((at for at in range(end - 2, max(-1, end - 20), -1) if flags[at] & tags.COMMA), -1)
        return opened if opened > 0 else end - 1
    return end


def _subject_start(analysis: Analysis, end: int) -> int:
    sentence = analysis.sentence
    at = end
    while at > 0 and end - at < _BACK:
        flag = sentence.flags[at - 1]
        low = sentence.lows[at - 1]
        if analysis.blocked[at - 1] or flag & _STOPS or low in {"that", "when", "after", "while", "as"}:
            break
        if flag & (tags.BE | tags.HAVE) or (
            flag & (tags.PAST | tags.ING) and not flag & tags.NOMINAL and _ends_subject(analysis, at - 1)
        ):
            break
        if flag & tags.COMMA and not analysis.mentions.at[at - 2] and not flag & tags.NUMBER:
            break
        at -= 1
    return at


def _ends_subject(analysis: Analysis, place: int) -> bool:
    following = analysis.sentence.lows[place + 1] if place + 1 < analysis.sentence.size else ""
    return following not in {"by", "to", "in", "from", "at", "with"}


def _unit(analysis: Analysis, at: int, limit: int | None = None) -> tuple[Toll, int] | None:
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
        if _is_unit(analysis, count.last) or _age_or_name(analysis, count):
            return None
        return _toll(count, sentence.surface(count.last, end) or None), end
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
            body = sentence.lows[end - 1] in analysis.lexicon.organisation_words  # "a national NGO"
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
        if flag & (tags.STOP | tags.CONJUNCTION | tags.RELATIVE | tags.AUXILIARY) or (
            flag & tags.PREPOSITION and not flag & tags.ADVERB
        ):
            break
        if flag & (tags.PAST | tags.PARTICIPLE | tags.ING) and not flag & tags.NOMINAL and at > start:
            break
        at += 1
    return at


def _is_unit(analysis: Analysis, place: int) -> bool:
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


def _noun(analysis: Analysis, trigger: Trigger) -> list[Toll]:
    """Read "death toll at 20", "the death of 160 people", "12 fatalities", "loss of 81 civilian lives"."""
    sentence = analysis.sentence
    if trigger.last < sentence.size and sentence.lows[trigger.last] == "of" and trigger.sense.rule != "toll":
        found = _after(analysis, trigger.last + 1)
        if found:
            return found
    if trigger.sense.rule == "toll":
        return _of_toll(analysis, trigger.last)
    count = _count_ending(analysis, trigger.first)
    return [_toll(count, None)] if count is not None else []


def _of_toll(analysis: Analysis, start: int) -> list[Toll]:
    """The number of a toll: "of 20" right behind it, else what it stands at or rose to."""
    sentence = analysis.sentence
    for at in range(start, min(sentence.size - 1, start + 32)):
        if sentence.lows[at] not in _TOLL_LINKS or (sentence.lows[at] == "of" and at > start):
            continue
        place = at + 1
        while place < sentence.size and (
            sentence.flags[place] & tags.QUOTE or sentence.lows[place] in _ABOUT
        ):
            place += 1
        count = numbers.at(sentence, place, analysis.lexicon) if place < sentence.size else None
        if (
            count is not None
            and not _is_unit(analysis, count.last)
            and sentence.lows[place] not in {"a", "an"}
        ):
            return [_toll(count, None)]
    return []


def _toll(count: numbers.Count, who: str | None) -> Toll:
    return Toll(count.minimum, count.maximum, who, count.vague)


__all__ = ["Form", "Harm", "adjectives", "people", "read"]
