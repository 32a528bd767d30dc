"""Where the words of a speaker begin and end, and where what is told begins: the edges of reported speech."""

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.speech_told import WHERE_WHEN
from bot.extraction.tokens import Sentence

_LONG = 45
"""Tokens of the longest phrase that names a speaker."""


def left_bound(analysis: Analysis, start: int) -> int:
    """Where what is told begins to the left of a speaker: behind the last semicolon."""
    lows = analysis.sentence.lows
    return next((at + 1 for at in range(start - 1, -1, -1) if lows[at] == ";"), 0)


def phrase_end(analysis: Analysis, start: int, *, leading: bool = False) -> int:
    """Where a speaker's phrase ends, with "of …" and insertions that describe the speaker."""
    sentence = analysis.sentence
    flags = sentence.flags
    at = start
    while at < sentence.size and at - start < _LONG:
        flag = flags[at]
        if flag & tags.COMMA:
            if not _describes(analysis, at + 1, leading=leading):
                break
        elif (
            (flag & tags.PUNCTUATION and sentence.lows[at] not in {".", "/", "(", ")", "-", "&"})
            or (flag & tags.PUNCTUATION and at == sentence.size - 1)
            or (
                flag & (tags.BE | tags.HAVE | tags.MODAL) and at > start and not flags[at - 1] & tags.RELATIVE
            )
        ):
            break
        at += 1
    return at


def _describes(analysis: Analysis, at: int, *, leading: bool) -> bool:
    """Whether what follows a comma describes a speaker: "…, a Kabul police official", "…, Sergiy Gaiday"."""
    sentence = analysis.sentence
    if at >= sentence.size:
        return False
    close = next(
        (end for end in range(at, min(sentence.size, at + 16)) if sentence.flags[end] & tags.COMMA), -1
    )
    if leading and (close < 0 or grammar.has_finite(sentence, at)):
        return False
    return bool(analysis.lexicon.speakers.find(sentence.lows[at : at + 8])) and bool(
        sentence.flags[at] & (tags.DETERMINER | tags.CAPITAL | tags.TITLE)
    )


def plural_before(analysis: Analysis, start: int) -> bool:
    """Whether a base form follows a plural subject ("officials say"), so that it is a verb and no noun."""
    if start < 1:
        return False
    low, flag = analysis.sentence.lows[start - 1], analysis.sentence.flags[start - 1]
    joined = "and" in analysis.sentence.lows[max(0, start - 5) : start]
    if joined and analysis.lexicon.speakers.at(analysis.sentence.lows, start - 1) is not None:
        return True
    return (
        low in {"they", "we", "police", "people", "media", "i", "you", "who"}
        or (low.endswith("s") and bool(flag & (tags.NOMINAL | tags.CAPITAL)) and not flag & tags.POSSESSIVE)
        or (analysis.mentions.at[start - 1] is not None and low.endswith(("s", "forces", "police", "media")))
        or (low.endswith("s") and analysis.lexicon.speakers.at(analysis.sentence.lows, start - 1) is not None)
    )


def names_speaker(analysis: Analysis, at: int) -> bool:
    """Whether the tokens behind a verb of saying can name who said it."""
    sentence = analysis.sentence
    if (
        at >= sentence.size
        or sentence.lows[at] in WHERE_WHEN
        or sentence.lows[at] == "that"
        or grammar.has_finite(sentence, at, needs_subject=True)
    ):
        return False
    return bool(
        sentence.flags[at] & (tags.CAPITAL | tags.DETERMINER | tags.TITLE | tags.NUMBER | tags.NOMINAL)
    ) or bool(analysis.lexicon.speakers.find(sentence.lows[at : at + 5]))


def inverted_end(analysis: Analysis, start: int) -> int:
    """The end of a speaker named behind the verb: to the end of the sentence, unless the story goes on."""
    sentence = analysis.sentence
    at = start
    while at < sentence.size:
        flag = sentence.flags[at]
        if (
            flag & tags.COMMA
            and at + 1 < sentence.size
            and sentence.flags[at + 1] & (tags.ING | tags.CONJUNCTION | tags.ADVERB)
        ):
            break
        if flag & tags.PUNCTUATION and sentence.lows[at] in {";", ":", "“", "”"}:
            break
        if flag & tags.QUOTE and at > start:
            break
        at += 1
    return at


def speaker_start(analysis: Analysis, end: int, lowest: int) -> int:
    """Where the subject of a verb of saying begins: after the last break that does not lie inside its description."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    at = end - 1
    start = end
    commas = 0
    own = analysis.clauses[end if end < sentence.size and sentence.lows[end - 1] == ")" else end - 1]
    while at >= lowest and end - at <= _LONG:
        flag = flags[at]
        if analysis.clauses[at] is not own and not (_inside(analysis, at) or _joined(analysis, at, end)):
            break
        if flag & tags.COMMA:
            if not _apposition_left(analysis, at, end, commas):
                break
            commas += 1
        elif (
            (flag & tags.PUNCTUATION and sentence.lows[at] not in {".", "(", ")", "/", "-", "&"})
            or (flag & tags.QUOTE and at and flags[at - 1] & tags.STOP)
            or (
                flag & tags.PUNCTUATION
                and sentence.lows[at] == "."
                and not (at and flags[at - 1] & tags.TITLE)
            )
            or (flag & tags.SUBORDINATOR and not flag & tags.PREPOSITION)
            or sentence.lows[at] in {"but", "or", "what"}
            or (flag & (tags.BE | tags.HAVE | tags.MODAL) and not _relative_near(sentence, at))
            or (flag & tags.PAST and not flag & tags.NOMINAL and _is_main_verb(analysis, at))
        ):
            break
        else:
            start = at
        at -= 1
    if commas % 2 == 1 and not (at < lowest and analysis.lexicon.speakers.find(sentence.lows[start:end])):
        return end
    return _without_opening(analysis, start, end)


def _inside(analysis: Analysis, at: int) -> bool:
    """Whether a token lies in a description of the speaker: in brackets or in a relative clause."""
    clause = analysis.clauses[at]
    return clause.opener in {"(", "who", "which", "whose", "that"} or clause.kind == "relative"


def _joined(analysis: Analysis, at: int, end: int) -> bool:
    """Whether a token belongs to a speaker joined by "and" ("officials and a charity said")."""
    clause = analysis.clauses[end - 1]
    joint = clause.start - 1
    if clause.opener != "and" or at > joint or analysis.sentence.flags[at] & (tags.FINITE | tags.COMMA):
        return False
    named = analysis.mentions.at[joint - 1] if joint else None
    if named is not None and named.first and analysis.sentence.lows[named.first - 1] == "both":
        return True
    return bool(analysis.lexicon.speakers.find(analysis.sentence.lows[max(0, joint - 5) : joint]))


def _is_main_verb(analysis: Analysis, at: int) -> bool:
    """Whether a past form in a speaker's phrase is the verb of another clause, not a participle that describes."""
    sentence = analysis.sentence
    if (
        grammar.adjectival(sentence, at)
        or (at and _relative_near(sentence, at))
        or sentence.lows[at] == "based"
    ):
        return False
    following = sentence.lows[at + 1] if at + 1 < sentence.size else ""
    described = (
        at + 1 < sentence.size
        and sentence.flags[at + 1] & tags.NOMINAL
        and not sentence.flags[at] & tags.FINITE
    )
    if described and at and sentence.flags[at - 1] & (tags.CAPITAL | tags.DETERMINER):
        return False  # "the DPR uniformed agencies"
    return following not in {"by", "in", "at", "to", "with", "as", "on"}


def _relative_near(sentence: Sentence, at: int) -> bool:
    return any(sentence.flags[place] & tags.RELATIVE for place in range(max(0, at - 5), at))


def _apposition_left(analysis: Analysis, comma: int, end: int, commas: int) -> bool:
    """Whether a comma inside a subject opens or closes a description ("X, the spokesman, said")."""
    if commas % 2 == 1:
        return _name_left(analysis, comma)
    return comma == end - 1


def _name_left(analysis: Analysis, comma: int) -> bool:
    sentence = analysis.sentence
    if not comma or sentence.flags[comma - 1] & tags.CALENDAR:
        return False
    speaks = analysis.lexicon.speakers.at(sentence.lows, comma - 1) is not None
    return speaks or bool(sentence.flags[comma - 1] & tags.CAPITAL)


def _without_opening(analysis: Analysis, start: int, end: int) -> int:
    """Leave out what opens a sentence before its subject: "On Sunday", "In a statement", "Meanwhile", "and"."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    while start < end and (
        flags[start] & (tags.CONJUNCTION | tags.QUOTE | tags.STOP)
        or (grammar.is_adverb(sentence, start) and not flags[start] & tags.DETERMINER)
    ):
        start += 1
    moment = grammar.moment_end(sentence, start) if start < end else 0
    if start > 0 and not moment and grammar.moment_end(sentence, start - 1) > start:
        moment = grammar.moment_end(sentence, start - 1)
    if start < moment < end:
        return moment
    if start < end and flags[start] & tags.PREPOSITION and not flags[start] & tags.DETERMINER:
        at = start + 1
        while at < end and (flags[at] & (tags.CALENDAR | tags.CLOCK | tags.NUMBER | tags.DETERMINER)):
            at += 1
        start = at
    return start
