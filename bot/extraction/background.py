"""What is only background: history, habits, and what has lasted or added up over a long time."""

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.dates import Dated
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
_BEFORE_NOW = frozenset({"previous", "past", "prior", "similar", "historic", "historical", "bygone", "last"})
_TRENDS = frozenset(
    [
        "rise",
        "surge",
        "uptick",
        "upsurge",
        "increase",
        "spike",
        "escalation",
        "decline",
        "drop",
        "decrease",
        "reduction",
        "resurgence",
        "hike",
        "growth",
        "involved",
        "participated",
        "participation",
        "involvement",
        "implicated",
        "complicit",
    ]
)
_ONE = frozenset({"a", "an", "the", "one", "this"})
_UNCOUNTED = frozenset({"many", "numerous", "countless", "innumerable"})
_REGULAR = frozenset(
    [
        "daily",
        "near-daily",
        "regular",
        "frequent",
        "routine",
        "constant",
        "periodic",
        "weekly",
        "continual",
        "habitual",
        "recurrent",
        "recurring",
        "perennial",
        "occasional",
    ]
)
_ADDED_UP = frozenset(["week", "weeks", "month", "months", "year", "years", "decade", "decades"])


def zones_of_history(analysis: Analysis, dates: list[Dated]) -> list[int]:
    """Return the tokens that tell of the past: clauses with an old day or a word for long ago, "since" clauses."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    found: list[int] = []
    cues = [date.first for date in dates if date.old and not _dates_a_noun(analysis, date)]
    cues += [first for first, _, _ in lexicon.history.find(sentence.lows)]
    cues += _earlier_deeds(analysis)
    if lexicon.fiction.find(sentence.lows):
        return list(range(sentence.size))
    for cue in cues:
        found += _clause_of(analysis, cue)
    for place, clause in enumerate(analysis.clauses):
        formerly = clause.kind == "relative" and sentence.lows[place] in {"had", "formerly", "once"}
        since = clause.opener == "since" and not sentence.flags[place] & tags.CALENDAR
        if since or formerly or (clause.start == place and _habit(analysis, place)):
            found += [at for at in range(place, sentence.size) if analysis.clauses[at] is clause]
    return found


def _habit(analysis: Analysis, start: int) -> bool:
    """Read "gangs who raid villages": a relative clause in the simple present tells what they do, not what they did."""
    sentence = analysis.sentence
    if analysis.clauses[start].kind != "relative" or sentence.lows[start] not in {"who", "which", "that"}:
        return False
    at = start + 1
    while at < sentence.size and grammar.is_adverb(sentence, at):
        at += 1
    if at >= sentence.size:
        return False
    flag = sentence.flags[at]
    return (
        bool(flag & tags.BASE)
        and not flag & (tags.PAST | tags.BE | tags.HAVE | tags.DO | tags.MODAL)
        and at in analysis.matches
    )


def _dates_a_noun(analysis: Analysis, dated: Dated) -> bool:
    """Whether a year only describes the noun behind it ("a 2019 bombing"): the noun is old, not the clause."""
    sentence = analysis.sentence
    if not dated.first or dated.last >= sentence.size:
        return False
    when = dated.first > 1 and sentence.lows[dated.first - 2] in {"in", "during"}
    return not when and bool(sentence.flags[dated.first - 1] & (tags.DETERMINER | tags.POSSESSIVE))


def _earlier_deeds(analysis: Analysis) -> list[int]:
    """Read "In previous attacks, gunmen …": the clause tells of those."""
    lows = analysis.sentence.lows
    return [
        at + 1
        for at in range(min(2, len(lows) - 2))
        if lows[at] in {"in", "during"} and lows[at + 1] in _BEFORE_NOW and at + 2 in analysis.events
    ]


def _clause_of(analysis: Analysis, cue: int) -> list[int]:
    """The whole clause of a cue, with the clauses that only say when."""
    clause = analysis.clauses[cue]
    found = []
    for at, other in enumerate(analysis.clauses):
        when = other.kind == "subordinate" and other.opener in {"when", "before", "after"}
        after = other.start > clause.start and (when or other.kind == "relative")
        if other is clause or after:
            found.append(at)
    return found


def described_as_old(analysis: Analysis, noun: int) -> bool:
    """Whether the words just before a noun put it into the past ("the 2015 bombing", "previous clashes")."""
    sentence = analysis.sentence
    for at in range(noun - 1, max(-1, noun - 4), -1):
        low = sentence.lows[at]
        if low in _REGULAR:
            return True
        if low in _BEFORE_NOW and not sentence.next_to(at + 1, "week") and low != "last":
            return True
        if len(low) == 4 and low.isdecimal() and low.startswith(("19", "20")):
            return bool(at) and not sentence.flags[at - 1] & (tags.COMMA | tags.CALENDAR)
        if (
            sentence.flags[at] & (tags.STOP | tags.PREPOSITION | tags.VERB)
            and not sentence.flags[at] & tags.NOMINAL
        ):
            return False
    return False


def counted_as_trend(analysis: Analysis, noun: int) -> bool:
    """Read "a sharp rise in the number of attacks", "involved in attacks", "a surge in violence": no single deed."""
    sentence = analysis.sentence
    for at in range(noun - 1, max(0, noun - 7), -1):
        low = sentence.lows[at]
        if low == "in" and not _TRENDS.isdisjoint(sentence.lows[max(0, at - 2) : at]):
            return _ONE.isdisjoint(sentence.lows[at + 1 : noun])
        if low == "of" and sentence.lows[at - 1] == "number" and noun - at <= 3:
            return not sentence.next_to(at - 2, "a")
        if sentence.flags[at] & (tags.STOP | tags.FINITE):
            return False
    return False


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
            return True
        if low in {"over", "in", "during"} and _past_months(sentence.lows[at + 1 : at + 6]):
            return True
    return False


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
