"""What is only background: history and habits."""

from bot.extraction import grammar, lasting, tags
from bot.extraction.arguments import Analysis
from bot.extraction.dates import Dated
from bot.extraction.triggers import Trigger

_BEFORE_NOW = frozenset({"previous", "past", "prior", "similar", "historical", "bygone", "last"})
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
_EARLIER = frozenset({"previously", "formerly", "once", "long", "repeatedly"})
_ONE = frozenset({"a", "an", "the", "one", "this"})
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
        since = clause.opener == "since" and not lasting.of_a_record(analysis, clause.start)
        since = since and not sentence.flags[place] & tags.CALENDAR
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


def before_that(analysis: Analysis, trigger: Trigger) -> bool:
    """Read "had been heading towards …", "a hospital previously raided": what went before the news."""
    lows = analysis.sentence.lows
    if trigger.first and lows[trigger.first - 1] in _EARLIER:
        return True
    group = trigger.group
    going_on = bool(analysis.sentence.flags[trigger.first] & tags.ING)
    return group is not None and going_on and group.had and group.passive
