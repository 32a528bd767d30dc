"""A sentence into its clauses: main, relative, subordinate, in brackets."""

from typing import NamedTuple

from bot.extraction import tags
from bot.extraction.grammar import has_finite, is_adverb, pair_opening
from bot.extraction.tokens import Sentence

_CLAUSE_MARKS = tags.PUNCTUATION | tags.COMMA | tags.RELATIVE | tags.SUBORDINATOR | tags.CONJUNCTION


class Clause(NamedTuple):
    """A stretch of tokens with its opening word; kinds are main, relative, subordinate."""

    kind: str
    opener: str
    start: int


def clauses(sentence: Sentence) -> list[Clause]:
    """Say for every token which clause it belongs to; a relative clause between commas gives way to its main clause."""
    flags, lows = sentence.flags, sentence.lows
    main = Clause("main", "", 0)
    stack = [main]
    found: list[Clause] = []
    for place in range(sentence.size):
        flag = flags[place]
        if not flag & _CLAUSE_MARKS:
            found.append(stack[-1])
            continue
        if lows[place] == "(":
            stack.append(Clause("bracket", "(", place))
        elif lows[place] == ")":
            found.append(stack[-1])
            stack = _closed(stack)
            continue
        elif flag & tags.PUNCTUATION and lows[place] in {";", ":", "—", "–"}:
            stack = [Clause("main", lows[place], place + 1)]
        elif flag & tags.COMMA and len(stack) > 1 and stack[-1].kind != "bracket":
            stack.pop()
        elif flag & (tags.RELATIVE | tags.SUBORDINATOR) and _opens_clause(sentence, place):
            kind = "relative" if flag & tags.RELATIVE and lows[place] != "where" and place else "subordinate"
            if lows[place] == "that" and not _describes_noun(sentence, place):
                kind = "main"
            stack.append(Clause(kind, lows[place], place))
        elif flag & tags.CONJUNCTION and _opens_coordinate(sentence, place + 1):
            top = stack[-1]
            stack = (
                [*stack[:-1], Clause(top.kind, lows[place], place + 1)]
                if top.kind == "main"
                else [Clause("main", lows[place], place + 1)]
            )
        found.append(stack[-1])
    return found


def _closed(stack: list[Clause]) -> list[Clause]:
    """The clauses that are still open behind a closing bracket."""
    opened = next(
        (place for place in range(len(stack) - 1, 0, -1) if stack[place].kind == "bracket"), len(stack)
    )
    return stack[:opened]


def _describes_noun(sentence: Sentence, that: int) -> bool:
    """Whether "that" opens a relative clause ("cells that operate") and not a statement ("said that cells operate")."""
    at = that + 1
    while at < sentence.size and is_adverb(sentence, at):
        at += 1
    return (
        at < sentence.size
        and bool(sentence.flags[at] & (tags.AUXILIARY | tags.PAST | tags.BASE))
        and not (sentence.flags[that - 1] & tags.VERB)
    )


def _opens_clause(sentence: Sentence, place: int) -> bool:
    low = sentence.lows[place]
    if low in {"that", "as", "after", "before", "since", "until", "till", "where", "so", "once", "despite"}:
        if low == "since":
            return not (
                place + 1 < sentence.size and sentence.flags[place + 1] & (tags.CALENDAR | tags.CLOCK)
            )
        return low == "that" or has_finite(sentence, place + 1)
    return True


def _opens_coordinate(sentence: Sentence, place: int) -> bool:
    """Whether a clause with its own subject begins here ("… and residents fled")."""
    if place >= sentence.size or sentence.flags[place] & (tags.VERB | tags.AUXILIARY):
        return False
    if pair_opening(sentence, place - 1) >= 0:
        return False
    return has_finite(sentence, place, needs_subject=True)
