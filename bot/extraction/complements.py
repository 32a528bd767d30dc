"""What stands to the right of a trigger and belongs to it: its objects, and what prepositions lead to."""

from typing import NamedTuple

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.lexicon import kinds_mask
from bot.extraction.mentions import PARTY, PLACE, Mention
from bot.extraction.tokens import Sentence

_FAR = 40
"""Tokens to the right of a trigger that can still belong to it."""


HOLDING = frozenset({
    "held", "controlled", "run", "ruled", "occupied", "dominated", "administered", "seized", "governed", "backed", "supported", "brokered",
    "mediated", "facilitated", "sponsored", "hosted", "supervised", "monitored", "guaranteed",
})  # fmt: skip
"""Participles that name the holder of a place or the friend of a side, not the doer of the deed."""


_HANDS = 4
"""Tokens of "at the hands of"."""
_GEAR = kinds_mask("gear armed strikeable")


class Complement(NamedTuple):
    """A mention to the right of a trigger and the preposition that leads to it ("" for the direct object)."""

    preposition: str
    mention: Mention


def complements(analysis: Analysis, place: int, *, noun: bool = False) -> list[Complement]:
    """The mentions to the right of a trigger, up to the end of its clause.

    Behind a `noun` the verb that says it happened is passed over ("clashes broke out between …").
    """
    sentence, flags = analysis.sentence, analysis.sentence.flags
    found: list[Complement] = []
    preposition, at, two_sides = "", place, False
    limit = min(sentence.size, place + _FAR)
    while at < limit:
        mention = analysis.mentions.at[at]
        if mention is not None and not analysis.blocked[at]:
            if not (found and _in_short(analysis, mention)):
                found.append(Complement(preposition, mention))
            at = max(mention.last, at + 1)
            continue
        flag = flags[at]
        happens = noun and (sentence.lows[at] in analysis.lexicon.happening or flag & tags.AUXILIARY)
        if analysis.blocked[at] or (not happens and _ends_complements(analysis, at, place)):
            break
        if flag & tags.CONJUNCTION and _opens_clause(analysis, at + 1, place):
            break
        bound = analysis.lexicon.bounds.at(sentence.lows, at)
        if bound is not None:
            at += bound[0]
            continue
        if at_the_hands(sentence, at):
            preposition, at = "by", at + _HANDS
            continue
        if noun and sentence.lows[at] == "between" and _of_another_noun(analysis, at, place):
            break
        two_sides = two_sides or sentence.lows[at] == "between"
        if (
            sentence.lows[at] == "of"
            and at > place
            and (_counts(analysis, at - 1) or _owned(analysis, at - 1))
        ):
            at += 1
            continue
        preposition = (
            "between"
            if two_sides and sentence.lows[at] == "and"
            else _leads_on(analysis, at, place, limit, preposition)
        )
        at += 1
    return found


def at_the_hands(sentence: Sentence, at: int) -> bool:
    """Whether "at the hands of" begins here, which leads to the doer as "by" does."""
    return sentence.lows[at : at + _HANDS] == ["at", "the", "hands", "of"]


def _of_another_noun(analysis: Analysis, between: int, place: int) -> bool:
    """Whether "between" belongs to a later noun than the trigger ("fighting came amid talks between A and B")."""
    sentence, before = analysis.sentence, between - 1
    if before < place or analysis.mentions.at[before] is not None:
        return False
    own = sentence.lows[before] in analysis.lexicon.happening or grammar.is_adverb(sentence, before)
    led = any(sentence.flags[at] & tags.PREPOSITION for at in range(place, before))
    return (
        led
        and not own
        and not sentence.flags[before] & (tags.CALENDAR | tags.CLOCK | tags.NUMBER | tags.STOP)
    )


def _leads_on(analysis: Analysis, at: int, place: int, limit: int, before: str) -> str:
    """The preposition under which what follows a token stands."""
    flags = analysis.sentence.flags
    if analysis.sentence.lows[at] == "using":
        return "using"
    if flags[at] & tags.PREPOSITION and not flags[at] & tags.DETERMINER:
        told_of_another = before == "by another" and analysis.sentence.lows[at] in {"from", "of", "in"}
        return before if told_of_another else _preposition(analysis, at, place)
    if flags[at] & tags.COMMA and at + 1 < limit and analysis.mentions.at[at + 1] is None:
        listed = flags[at + 1] & (tags.CONJUNCTION | tags.DETERMINER) or _counted_people(analysis, at + 1)
        return before if listed else "with,"
    return before


def _counted_people(analysis: Analysis, at: int) -> bool:
    """Whether a list goes on with people and their number ("three soldiers, two policemen")."""
    if not analysis.sentence.flags[at] & tags.NUMBER or at + 1 >= analysis.sentence.size:
        return False
    behind = (analysis.mentions.at[place] for place in range(at + 1, min(analysis.sentence.size, at + 4)))
    return any(mention is not None and mention.kind == PARTY for mention in behind)


def _in_short(analysis: Analysis, mention: Mention) -> bool:
    """Whether a name in brackets only repeats the party before it in short: "the Syrian Democratic Forces (SDF)"."""
    lows, first = analysis.sentence.lows, mention.first
    before = analysis.mentions.at[first - 2] if first > 1 and lows[first - 1] == "(" else None
    closed = mention.last < len(lows) and lows[mention.last] == ")"
    return closed and before is not None and PLACE not in {before.kind, mention.kind}


def _opens_clause(analysis: Analysis, at: int, place: int) -> bool:
    """Whether a clause with its own subject begins behind "and"."""
    return (
        at < analysis.sentence.size
        and analysis.clauses[at].start == at
        and analysis.clauses[at] is not analysis.clauses[place - 1]
    )


def _counts(analysis: Analysis, at: int) -> bool:
    """Whether a word counts what follows its "of" ("a large number of militants")."""
    return analysis.sentence.lows[at] in analysis.lexicon.quantities or bool(
        analysis.sentence.flags[at] & tags.NUMBER
    )


def _owned(analysis: Analysis, at: int) -> bool:
    """Whether a word is what a side fights with or from ("an attack on positions of the army"): the side is meant."""
    return bool(analysis.lexicon.kinds.get(analysis.sentence.lows[at], 0) & _GEAR)


def _preposition(analysis: Analysis, at: int, place: int) -> str:
    """A preposition as it leads from the trigger; "by" behind another participle is that one's ("held by")."""
    lows, flags = analysis.sentence.lows, analysis.sentence.flags
    if lows[at] != "by" or at <= place or not flags[at - 1] & (tags.PAST | tags.PARTICIPLE | tags.ADVERB):
        return lows[at]
    verb = at - 1 if flags[at - 1] & tags.VERB else at - 2
    own = verb < place or (lows[verb] in analysis.lexicon.light_verbs and lows[verb] not in HOLDING)
    passive = any(flags[before] & tags.BE for before in range(max(place, verb - 3), verb))
    return "by" if own or passive else "by another"


def _ends_complements(analysis: Analysis, at: int, place: int) -> bool:
    sentence, flags = analysis.sentence, analysis.sentence.flags
    flag = flags[at]
    mark = flag & tags.PUNCTUATION and sentence.lows[at] not in {"(", ")", "/", "-"}
    relative = flag & tags.RELATIVE and sentence.lows[at] != "where"
    if mark or relative or (flag & tags.SUBORDINATOR and not flag & tags.PREPOSITION):
        return True
    if flag & (tags.BE | tags.HAVE | tags.DO | tags.MODAL):
        return not flag & tags.ADVERB
    if flag & tags.PAST and not flag & tags.NOMINAL and at > place:
        if at - place > 2 and _behind_and(analysis, at):
            return True
        before = flags[at - 1]
        after = sentence.lows[at + 1] if at + 1 < sentence.size else ""
        return (
            not before
            & (tags.DETERMINER | tags.ADVERB | tags.PREPOSITION | tags.COMMA | tags.CONJUNCTION | tags.NUMBER)
            and after != "by"
        )
    return bool(flag & tags.COMMA and at + 1 < sentence.size and flags[at + 1] & tags.ING)


def _behind_and(analysis: Analysis, verb: int) -> bool:
    """Whether a verb shares its subject with the one before "and" ("… and then stormed the base")."""
    at = verb - 1
    while (
        at > 0
        and grammar.is_adverb(analysis.sentence, at)
        and not analysis.sentence.flags[at] & tags.CONJUNCTION
    ):
        at -= 1
    return (
        at > 0
        and bool(analysis.sentence.flags[at] & tags.CONJUNCTION)
        and not grammar.adjectival(analysis.sentence, verb)
    )
