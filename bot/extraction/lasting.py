"""What has lasted or added up over a long time: no single deed, and no fresh toll."""

from bot.domain.claims import SubType
from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.triggers import Trigger

_SINCE_WHAT = frozenset(
    [
        "start",
        "beginning",
        "outbreak",
        "onset",
        "war",
        "coup",
        "invasion",
        "conflict",
        "revolution",
        "uprising",
        "fall",
        "overthrow",
        "ouster",
        "independence",
        "collapse",
        "takeover",
        "early",
        "mid",
        "late",
        "mid-",
        "at",
    ]
)


_LONG_UNITS = frozenset(
    {"day", "days", "week", "weeks", "month", "months", "year", "years", "decade", "decades"}
)


_LASTING = frozenset(
    [
        "war",
        "conflict",
        "insurgency",
        "crisis",
        "fighting",
        "violence",
        "uprising",
        "rebellion",
        "campaign",
        "unrest",
        "genocide",
        "occupation",
        "feud",
        "conflicts",
        "hostilities",
        "clashes",
        "attacks",
        "crackdown",
        "struggle",
    ]
)


_WARS = frozenset(
    {"war", "conflict", "insurgency", "crisis", "uprising", "occupation", "conflicts", "genocide"}
)


_RECORDS = frozenset({"first", "worst", "most", "heaviest"})


_NO_RECORDS = frozenset(
    {
        "west",
        "southwest",
        "northwest",
        "south-west",
        "north-west",
        "protest",
        "arrest",
        "unrest",
        "forest",
        "rest",
        "latest",
        "east",
        "northeast",
        "southeast",
        "north-east",
        "south-east",
        "interest",
        "test",
        "request",
        "guest",
        "harvest",
        "budapest",
        "bucharest",
    }
)


_UNCOUNTED = frozenset({"many", "numerous", "countless", "innumerable"})


_ADDED_UP = frozenset(["week", "weeks", "month", "months", "year", "years", "decade", "decades"])


def told_over_time(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether a verb sums up a long time: "has carried out … since 2011", "has been besieged for 500 days"."""
    group = trigger.group
    if group is None or not group.perfect:
        return False
    objects = analysis.sentence.lows[trigger.object.first : trigger.object.last]
    many = not _UNCOUNTED.isdisjoint(objects)
    return many or adds_up(analysis, trigger) or _has_lasted(analysis, trigger)


def of_a_long_time(analysis: Analysis, trigger: Trigger) -> bool:
    """Read "has been the scene of deadly clashes since 2006" at the noun."""
    if trigger.sense.harm is not None or not adds_up(analysis, trigger):
        return False
    clause, flags = analysis.clauses[trigger.first], analysis.sentence.flags
    return any(
        flags[at] & tags.HAVE and analysis.clauses[at] is clause for at in range(clause.start, trigger.first)
    )


def adds_up(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether "since 2011", "over the past months" stands behind a trigger in its clause."""
    sentence = analysis.sentence
    for at in range(trigger.last, min(sentence.size, trigger.last + 30)):
        low = sentence.lows[at]
        if sentence.flags[at] & tags.COMMA or low in {"that", "which", "who"}:
            return False
        if low == "since" and _long_since(analysis, at + 1):
            return not of_a_record(analysis, at)
        if low in {"over", "in", "during"} and _past_months(sentence.lows[at + 1 : at + 6]):
            return True
    return False


def of_a_record(analysis: Analysis, since: int) -> bool:
    """Whether a superlative stands before "since": "the largest attack since the war began" is today's."""
    return any(
        low in _RECORDS or (low.endswith("est") and low not in _NO_RECORDS)
        for low in analysis.sentence.lows[max(0, since - 14) : since]
    )


def _long_since(analysis: Analysis, at: int) -> bool:
    sentence = analysis.sentence
    words = sentence.lows[at : at + 3]
    if not words or words[0] in analysis.lexicon.weekdays:
        return False
    dated = any(word in analysis.lexicon.months for word in words[:2]) or (
        len(words[0]) == 4 and words[0].isdecimal()
    )
    return dated or any(word in _SINCE_WHAT or word in _ADDED_UP for word in words)


def _past_months(words: list[str]) -> bool:
    lasting = any(word in {"past", "last", "recent"} for word in words[:2])
    return lasting and any(word in _ADDED_UP for word in words)


def _has_lasted(analysis: Analysis, trigger: Trigger) -> bool:
    """Read "for more than 500 days" behind a verb in the perfect."""
    lows = analysis.sentence.lows
    for at in range(trigger.last, min(len(lows), trigger.last + 4)):
        if lows[at] == "for" and not _LONG_UNITS.isdisjoint(lows[at + 1 : at + 7]):
            counted = {
                "a",
                "than",
                "nearly",
                "about",
                "over",
                "many",
                "years",
                "decades",
                "several",
                "months",
            }
            return any(low.isdecimal() or low in counted for low in lows[at + 1 : at + 4])
    return False


def by_a_war(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether the doer is a war itself ("the conflict has killed 150,000"): a sum over its whole length."""
    group = trigger.group
    if group is None or trigger.passive:
        return False
    if not group.perfect and group.start and analysis.sentence.flags[group.start - 1] & tags.CONJUNCTION:
        earlier = analysis.verb_before(group.start - 1)
        group = grammar.verb_group(analysis.sentence, earlier) if earlier >= 0 else group
    if not group.perfect:
        return False
    phrase = grammar.phrase_before(analysis.sentence, group.start)
    words = analysis.sentence.lows[max(0, phrase.first) : phrase.last]
    if trigger.sense.subtype is SubType.DISPLACED and _WARS.isdisjoint(words):
        return False
    if not words and group.start:
        words = _before_insertion(analysis, group.start)
    return not _LASTING.isdisjoint(words)


def _before_insertion(analysis: Analysis, start: int) -> list[str]:
    """The subject before ", which began in April, has …"."""
    flags = analysis.sentence.flags
    if not flags[start - 1] & tags.COMMA:
        return []
    opened = next((at for at in range(start - 2, max(-1, start - 25), -1) if flags[at] & tags.COMMA), -1)
    return analysis.sentence.lows[max(0, opened - 3) : opened] if opened > 0 else []
