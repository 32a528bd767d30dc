"""How many were killed, hurt or taken, and who they were: read around the words that say so.

A number counts only where it belongs to the harm by grammar; displaced, missing, freed, equipment, ages, times and
distances never do, nor a part of a toll already told ("including nine children").
"""

from typing import NamedTuple

from bot.domain.claims import Toll
from bot.extraction import counted, numbers, tags
from bot.extraction.arguments import Analysis
from bot.extraction.lexicon import Form
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
_BELIEVED = frozenset({
    "known", "believed", "reported", "feared", "thought", "said", "confirmed", "understood", "presumed", "estimated",
    "alleged", "suspected", "now", "also", "so", "far", "to",
})  # fmt: skip
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
                found.append(Harm(kind, counted.toll_of(count, None), place))
                continue
        count = _count_ending(analysis, place)
        if count is not None and not _part(analysis, count, place):
            found.append(Harm(kind, counted.toll_of(count, None), place))
    return found


def _part(analysis: Analysis, count: numbers.Count, place: int) -> bool:
    """Whether a number is part of the toll of the verb at a token ("40 people, including 11 children were killed")."""
    among = count.first and analysis.sentence.lows[count.first - 1] in {"including", "among"}
    return bool(among) and bool(analysis.sentence.flags[place - 1] & tags.BE)


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
            return [counted.toll_of(count, analysis.sentence.surface(count.last, trigger.last))]
    return []


def _after(analysis: Analysis, start: int) -> list[Toll]:
    """Numbers in the objects of an active verb, joined by commas and "and"."""
    found: list[Toll] = []
    at = start
    sentence = analysis.sentence
    while at < sentence.size and at - start < _BACK and not analysis.blocked[at]:
        unit = counted.unit(analysis, at)
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
    while trigger.group.infinitive and end and _only_believed(analysis, end - 1):
        end -= 1
    end = _without_insertion(analysis, end)
    start = _with_bound(analysis, _subject_start(analysis, end))
    found: list[Toll] = []
    at = start
    while at < end:
        if analysis.sentence.lows[at] in {"including", "among"} and found:
            break
        unit = counted.unit(analysis, at, limit=end)
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


def _only_believed(analysis: Analysis, at: int) -> bool:
    """Whether a token says only how it is known: "are known to have been killed"."""
    return analysis.sentence.lows[at] in _BELIEVED or bool(analysis.sentence.flags[at] & tags.AUXILIARY)


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
    if analysis.sentence.lows[place] == "including":
        return False
    following = analysis.sentence.lows[place + 1] if place + 1 < analysis.sentence.size else ""
    return following not in {"by", "to", "in", "from", "at", "with"}


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
    return [counted.toll_of(count, None)] if count is not None else []


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
            and not counted.counts_things(analysis, count.last)
            and sentence.lows[place] not in {"a", "an"}
        ):
            return [counted.toll_of(count, None)]
    return []


__all__ = ["Form", "Harm", "adjectives", "people", "read"]
