"""What keeps a clause from being news: wanted, possible, conditional, denied, long ago, as a rule.

A sentence is divided into zones, token by token; a trigger word in an unreal zone raises no claim, and its places and
parties are not taken for those of other claims.
"""

from bot.extraction import background, grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.dates import Dated
from bot.extraction.tokens import Sentence

REAL, HEDGED, NEGATED, PAST, UNREAL = 0, 1, 2, 3, 4
"""Zones: told as done; perhaps done; said not to be so; history or habit; wanted, feared or conditional."""

_AUDIBLE = frozenset(["heard", "seen", "felt", "smelt", "visible"])
_NOUNISH = (
    "al", "ous", "ive", "able", "ible", "ent", "ant", "ern", "er", "ion", "ment", "ness", "ty", "ic", "ary", "less", "ful",
    "ed", "s", "y",
)  # fmt: skip
_PERHAPS = frozenset(["may", "might", "could", "must"])
_NOBODY = frozenset({"nobody", "none", "no", "no-one"})
_NO_WHO = frozenset(
    {"one", "group", "organisation", "organization", "faction", "side", "party", "individual"}
)
_DAYS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years"})
_CONTINUES = tags.ADVERB | tags.NEGATION
_TASKED = frozenset({"tasked", "charged", "entrusted", "mandated"})
_DESCRIBED = _TASKED | {"accused", "suspected", "guilty", "convicted"}
_INSIDE_OBJECT = frozenset({"of", "than", "over", "in", "from"})
"""Prepositions in "forced thousands of people in the town to flee"."""


def zones(analysis: Analysis, dates: list[Dated]) -> list[int]:
    """Give each token its zone; a question tells nothing."""
    if analysis.sentence.lows[-1:] == ["?"]:
        return [UNREAL] * analysis.sentence.size
    found = [REAL] * analysis.sentence.size
    for place in range(analysis.sentence.size):
        flag = analysis.sentence.flags[place]
        if flag & tags.MODAL:
            _modal(analysis, place, found)
        elif analysis.sentence.lows[place] == "to" and not flag & tags.STOP:
            _infinitive(analysis, place, found)
        elif flag & tags.ING:
            _gerund(analysis, place, found)
        elif flag & tags.NEGATION:
            _negation(analysis, place, found)
        elif analysis.sentence.lows[place] in _NOBODY:
            _nobody(analysis, place, found)
        elif analysis.sentence.lows[place] == "after" and _days_after(analysis.sentence, place):
            _mark(analysis, place + 1, found, PAST)
    _conditions(analysis, found)
    for place in background.zones_of_history(analysis, dates):
        found[place] = max(found[place], PAST)
    return found


def _mark(analysis: Analysis, first: int, found: list[int], zone: int) -> None:
    """Put the rest of a clause from a token on into a zone, up to a comma, a new clause or a new subject."""
    sentence, clause = analysis.sentence, analysis.clauses[first]
    for at in range(first, sentence.size):
        flag = sentence.flags[at]
        if at > first and flag & tags.STOP and not (_inside_list(analysis, at) or _goes_on(sentence, at + 1)):
            break
        if at > first and sentence.lows[at] in {"after", "following"} and zone == UNREAL:
            break
        if flag & tags.CONJUNCTION and at + 1 < sentence.size and sentence.flags[at + 1] & tags.PAST:
            break
        if (
            at > first + 1
            and flag & tags.PAST
            and not flag & tags.NOMINAL
            and _main_verb_behind(analysis, first, at)
        ):
            break
        if analysis.clauses[at] is not clause and analysis.clauses[at].opener not in {
            "that",
            "which",
            "who",
            "whether",
            "where",
        }:
            break
        found[at] = max(found[at], zone)


def _main_verb_behind(analysis: Analysis, gerund: int, verb: int) -> bool:
    """Read "the coalition tasked with fighting Daesh withdrew": the verb behind the object is the main clause's own."""
    sentence = analysis.sentence
    described = (
        gerund > 1 and sentence.lows[gerund - 1] in {"with", "of"} and sentence.lows[gerund - 2] in _DESCRIBED
    )
    return described and not grammar.adjectival(sentence, verb)


def _goes_on(sentence: Sentence, at: int) -> bool:
    """Whether what follows a comma only adds to what stands before it ("for example in …", "such as")."""
    return (
        sentence.next_to(at, "for", "example")
        or sentence.next_to(at, "such", "as")
        or sentence.next_to(at, "including")
    )


def _inside_list(analysis: Analysis, comma: int) -> bool:
    """Whether a comma only separates names of a list."""
    at = analysis.mentions.at
    return 0 < comma < analysis.sentence.size - 1 and at[comma - 1] is not None and at[comma + 1] is not None


def _modal(analysis: Analysis, place: int, found: list[int]) -> None:
    sentence = analysis.sentence
    at = place + 1
    while at < sentence.size and (sentence.flags[at] & _CONTINUES or grammar.is_adverb(sentence, at)):
        at += 1
    low = sentence.lows[place]
    rest = sentence.lows[at : at + 3]
    if rest[:1] == ["be"] and any(word in _AUDIBLE for word in rest):
        return
    if rest[:1] == ["have"] and low in _PERHAPS:
        _mark(analysis, place, found, HEDGED)
        return
    _mark(analysis, place, found, UNREAL)


def _infinitive(analysis: Analysis, place: int, found: list[int]) -> None:
    """Read "to VERB": done where what governs it says so ("managed to"), else only wanted."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    at = place + 1
    while at < sentence.size and grammar.is_adverb(sentence, at):
        at += 1
    if at >= sentence.size or not _infinitive_here(sentence, at):
        return
    if (
        sentence.flags[at] & tags.NOMINAL
        and not sentence.flags[at] & (tags.BE | tags.HAVE)
        and _noun_here(analysis, at)
    ):
        return
    if sentence.flags[at] & tags.HAVE:
        return
    before = place - 1
    while before >= 0 and grammar.is_adverb(sentence, before):
        before -= 1
    if any(low in lexicon.carrying_out for low in sentence.lows[max(0, before - 6) : before + 1]):
        return
    if before >= 0:
        low = sentence.lows[before]
        if low in lexicon.achieved and not _is_negated(sentence, before):
            return
        if analysis.mentions.at[before] is not None and _forced(analysis, before):
            return
    _mark(analysis, place, found, UNREAL)


def _infinitive_here(sentence: Sentence, at: int) -> bool:
    """Whether a verb stands here: a known base form, or an unknown small word that looks like none but a verb."""
    flag = sentence.flags[at]
    if flag & (tags.BASE | tags.BE | tags.HAVE | tags.DO):
        return True
    return not flag and sentence.lows[at].isalpha() and not sentence.lows[at].endswith(_NOUNISH)


def _noun_here(analysis: Analysis, at: int) -> bool:
    """Whether a word that is verb and noun stands as a noun after "to" ("due to clashes", "to shelling")."""
    sentence = analysis.sentence
    low = sentence.lows[at]
    return low.endswith("s") and not low.endswith("ss")


def _forced(analysis: Analysis, before: int) -> bool:
    """Whether "VERB somebody to" says that it was done ("forcing militants to retreat")."""
    mention = analysis.mentions.at[before]
    at = mention.first - 1 if mention is not None else before
    for place in range(at, max(-1, at - 8), -1):
        if analysis.sentence.lows[place] in analysis.lexicon.forcing:
            return True
        ends = analysis.sentence.flags[place] & (tags.STOP | tags.PREPOSITION)
        if ends and analysis.sentence.lows[place] not in _INSIDE_OBJECT:
            return False
    return False


def _is_negated(sentence: Sentence, place: int) -> bool:
    return any(sentence.flags[at] & tags.NEGATION for at in range(max(0, place - 3), place))


def _gerund(analysis: Analysis, place: int, found: list[int]) -> None:
    """Read "without VERBing", "aimed at VERBing", "from VERBing" after a verb of preventing."""
    sentence, lexicon = analysis.sentence, analysis.lexicon
    if not place:
        return
    before = sentence.lows[place - 1]
    if (
        before == "without"
        or (before in {"of", "instead"} and place > 1 and sentence.lows[place - 2] == "instead")
        or (before == "from" and place > 1 and sentence.lows[place - 2] in {"away", "short"})
    ) or (before == "with" and place > 1 and sentence.lows[place - 2] in _TASKED):
        _mark(analysis, place, found, UNREAL)
    elif before in {"at", "for", "of", "from", "about", "against", "on", "in"} and place > 1:
        governor = sentence.lows[place - 2]
        if (
            governor in lexicon.unreal
            or governor in lexicon.intent_nouns
            or (before == "from" and _prevented(analysis, place))
        ):
            _mark(analysis, place, found, UNREAL)


def _prevented(analysis: Analysis, place: int) -> bool:
    lows = analysis.sentence.lows
    return any(
        lows[at].startswith(("prevent", "stop", "deter", "keep", "block", "bar", "discourag", "protect"))
        for at in range(max(0, place - 10), place)
    )


def _negation(analysis: Analysis, place: int, found: list[int]) -> None:
    sentence = analysis.sentence
    if sentence.next_to(place + 1, "only") or sentence.lows[place] == "nor":
        return
    if place and sentence.lows[place - 1] in {"or", "if", "whether"}:
        return
    _mark(analysis, place, found, NEGATED)


def _nobody(analysis: Analysis, place: int, found: list[int]) -> None:
    """Read "Nobody was hurt", "no group has seized": the verb is negated by its subject."""
    sentence = analysis.sentence
    if sentence.lows[place] == "no" and not (
        place + 1 < sentence.size and sentence.lows[place + 1] in _NO_WHO
    ):
        return
    if "responsibility" not in sentence.lows[place : place + 7]:
        _mark(analysis, place, found, NEGATED)


def _days_after(sentence: Sentence, after: int) -> bool:
    """Read "a day after …": what follows was news before and only says when."""
    unit = sentence.lows[after - 1] if after > 1 else ""
    counted = sentence.flags[after - 2] & (tags.DETERMINER | tags.NUMBER) if after > 1 else 0
    return unit in _DAYS and bool(counted)


def _conditions(analysis: Analysis, found: list[int]) -> None:
    for place, clause in enumerate(analysis.clauses):
        if clause.opener in {"if", "unless", "whether", "lest"}:
            found[place] = max(found[place], UNREAL)
