"""What stands behind a verb of saying: to whom and when it was said, and whether something is told at all."""

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis

_PAGES = frozenset(
    [
        "page",
        "account",
        "channel",
        "post",
        "message",
        "app",
        "feed",
        "website",
        "site",
        "conference",
        "release",
    ]
)
_TOLLS = frozenset(
    ["toll", "tolls", "deaths", "death", "casualties", "fatalities", "dead", "figure", "killed"]
)
_CHANNELS = frozenset(
    {
        "x",
        "twitter",
        "telegram",
        "facebook",
        "whatsapp",
        "instagram",
        "social",
        "television",
        "tv",
        "radio",
        "air",
        "camera",
        "anonymity",
        "phone",
        "telephone",
        "interview",
    }
)
WHERE_WHEN = frozenset(
    [
        "on",
        "in",
        "at",
        "late",
        "early",
        "yesterday",
        "today",
        "earlier",
        "during",
        "by",
        "via",
        "through",
        "told",
        "reporters",
    ]
)
"""Words that lead from the verb to where, when and to whom it was said."""


def after_verb(analysis: Analysis, at: int) -> int:
    """Skip what a verb of saying takes before its clause: "told Reuters", "in a statement", "on Monday", "that"."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    if at < sentence.size and sentence.lows[at - 1] in {"told", "tells", "telling", "informed"}:
        at = _object_end(analysis, at)
    for _ in range(4):
        if at >= sentence.size:
            break
        low = sentence.lows[at]
        if low in WHERE_WHEN or flags[at] & (tags.CALENDAR | tags.CLOCK):
            end = _adjunct_end(analysis, at)
            if end == at:
                break
            at = end
        elif grammar.is_adverb(sentence, at) and low not in {"there", "here"}:
            at += 1
        else:
            break
    if at < sentence.size and sentence.lows[at] == "that":
        at += 1
    return at


def _object_end(analysis: Analysis, at: int) -> int:
    sentence = analysis.sentence
    mention = analysis.mentions.at[at]
    if mention is not None:
        return mention.last
    end = at
    while (
        end < sentence.size
        and end - at < 6
        and not sentence.flags[end] & (tags.STOP | tags.PREPOSITION | tags.SUBORDINATOR | tags.CONJUNCTION)
    ):
        if end > at and not sentence.flags[end] & (tags.CAPITAL | tags.NOMINAL):
            break
        end += 1
    return max(end, at + 1)


def _adjunct_end(analysis: Analysis, at: int) -> int:
    """The end of "in a statement", "on Monday", "late Tuesday", "during a press conference"."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    end, good = at, False
    while end < sentence.size and end - at < 7:
        low, flag = sentence.lows[end], flags[end]
        if low in analysis.lexicon.statements or low in _CHANNELS or flag & (tags.CALENDAR | tags.CLOCK):
            good = True
            end += 1
            continue
        if good and not (flag & (tags.NUMBER | tags.CALENDAR) or low in _PAGES):
            break
        if flag & (tags.STOP | tags.SUBORDINATOR) and not flag & tags.PREPOSITION:
            break
        end += 1
    return end if good else at


def closes(analysis: Analysis, at: int) -> bool:
    """Whether nothing is reported behind the verb: the sentence ends, or goes on behind a comma."""
    sentence = analysis.sentence
    if (
        at >= sentence.size
        or sentence.flags[at] & tags.STOP
        or analysis.lexicon.according.at(sentence.lows, at)
    ):
        return True
    opens = (
        sentence.words[at] in {"“", "«", "‘"}
        or sentence.text[sentence.ends[at] : sentence.ends[at] + 1].isalnum()
    )
    return bool(sentence.flags[at] & tags.QUOTE) and not opens


def quote_follows(analysis: Analysis, at: int) -> bool:
    """Whether a quotation begins behind the comma at a token (", he said, "…")."""
    sentence = analysis.sentence
    if at + 2 >= sentence.size or sentence.lows[at] not in {",", ":"}:
        return False
    opens = sentence.ends[at + 1] == sentence.starts[at + 2] and sentence.starts[at + 1] > sentence.ends[at]
    return bool(sentence.flags[at + 1] & tags.QUOTE) and opens


def tells(analysis: Analysis, end: int) -> bool:
    """Whether something is told before a token: a quotation, a finite verb, a deed."""
    sentence = analysis.sentence
    told = tags.QUOTE | tags.BE | tags.HAVE | tags.MODAL
    finite = any(sentence.flags[at] & told for at in range(end))
    return finite or grammar.has_finite(sentence, 0, needs_subject=True)


def counts(analysis: Analysis, at: int) -> bool:
    """Whether a verb of counting has a toll as its object ("revised the toll down")."""
    return not _TOLLS.isdisjoint(analysis.sentence.lows[at : at + 7])


def reports_clause(analysis: Analysis, verb_end: int, after: int) -> bool:
    """Whether what follows is a statement: "that …", a quotation, or a clause with its own verb."""
    sentence = analysis.sentence
    if after > verb_end and sentence.lows[after - 1] == "that":
        return True
    if after < sentence.size and sentence.flags[after] & (tags.QUOTE | tags.PUNCTUATION | tags.COMMA):
        return after + 1 < sentence.size
    if after < sentence.size and sentence.lows[after] == "to" and sentence.next_to(after + 1, "have"):
        return True
    if after < sentence.size and sentence.flags[after] & tags.ING:
        return True
    if any(at in analysis.events for at in range(after, min(sentence.size, after + 7))):
        return True
    return grammar.has_finite(sentence, after, needs_subject=True)
