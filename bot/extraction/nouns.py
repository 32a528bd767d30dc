"""Whether a noun for a deed ("attack", "withdrawal") tells that it happened, by the words around it."""

from bot.domain.claims import EventType
from bot.extraction import background, guards, tags
from bot.extraction.arguments import Analysis
from bot.extraction.triggers import Trigger

_UNREAL_PREDICATES = frozenset(
    [
        "unlikely",
        "likely",
        "possible",
        "impossible",
        "imminent",
        "inevitable",
        "expected",
        "feared",
        "planned",
        "needed",
        "looming",
        "hoax",
    ]
)
_NOT_TOLD = frozenset({"would", "could", "may", "might", "should", "will", "can", "shall"})
_OVER = frozenset({"against", "over", "condemning", "denouncing", "demanding"})
_THEN = frozenset({"during", "since", "before"})
_HOMES_OF_DEEDS = frozenset(
    {"hotspot", "haven", "base", "hub", "target", "stronghold", "hotbed", "magnet", "scene"}
)
_OVERCOME = frozenset({"despite", "ended", "ending", "halted", "mirrors", "mirrored", "recalls", "recalled"})
"""Before a deed they make it one of earlier days: "despite a ceasefire", "a deal that ended clashes"."""
_OVER = frozenset({EventType.AGREEMENT_CEASEFIRE, EventType.BATTLE, EventType.EXPLOSION_REMOTE_VIOLENCE})
_EXPECTED = frozenset({
    EventType.DISASTER, EventType.PROTEST_RIOT, EventType.HUMANITARIAN, EventType.AGREEMENT_CEASEFIRE,
})  # fmt: skip
"""Of these "the storm will", "the truce would" tells what is expected; of a deed what it leads to."""


def zone(analysis: Analysis, trigger: Trigger) -> int:
    """A noun is unreal after "possible" and "no", as the object of "prevent", as what "would be"."""
    if _called_unreal(analysis, trigger):
        return guards.UNREAL
    trend = background.counted_as_trend(analysis, trigger.first) and trigger.sense.harm is None
    if trend or background.described_as_old(analysis, trigger.first):
        return guards.PAST
    for at in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
        found = _by_word(analysis, at, trigger)
        if found != guards.REAL:
            return found
        if analysis.sentence.flags[at] & (tags.STOP | tags.CONJUNCTION | tags.FINITE | tags.ING):
            break
    return guards.REAL


def _by_word(analysis: Analysis, at: int, trigger: Trigger) -> int:
    """What a word before a noun makes of it."""
    lexicon, lows, flags = analysis.lexicon, analysis.sentence.lows, analysis.sentence.flags
    low = lows[at]
    if low in {"no", "zero"}:
        return guards.NEGATED
    over = low in _OVERCOME and trigger.sense.type in _OVER
    long_ago = low in {"months", "years", "decades"} and analysis.sentence.next_to(at + 1, "of")
    if over or long_ago or low.endswith(("-month", "-year", "-months", "-years", "-long")):
        return guards.PAST
    unused = (
        trigger.sense.context == "weapon" and low in lexicon.taking
    )  # "destroyed three booby-trapped cars"
    governed = low in lexicon.unreal and low not in lexicon.light_verbs and not flags[at] & tags.STOP
    feared = low == "of" and not lexicon.unreal.isdisjoint(lows[max(0, at - 4) : at])
    feared = feared or (
        low == "of" and lows[at - 1] == "end" and trigger.sense.type is EventType.TERRITORY_CHANGE
    )
    sought = low in {"to", "the"} and "information" in lows[max(0, at - 4) : at]
    sought = sought or (low == "for" and at > 0 and lows[at - 1] in _HOMES_OF_DEEDS)
    if low in _THEN and trigger.sense.type is EventType.TERRITORY_CHANGE and definite(analysis, trigger):
        return guards.PAST
    if low in {"planned", "further"} and _carried_out(analysis, at):
        return guards.REAL
    expected = low == "with" and _only_expected(analysis, trigger)
    if unused or governed or feared or sought or expected or low in lexicon.unreal_modifiers:
        return guards.UNREAL
    return guards.REAL


def _carried_out(analysis: Analysis, at: int) -> bool:
    """Whether a verb before says that what was planned was done ("carried out a planned withdrawal")."""
    lows, flags = analysis.sentence.lows, analysis.sentence.flags
    return any(
        lows[before] in analysis.lexicon.light_verbs and flags[before] & tags.PAST
        for before in range(max(0, at - 5), at)
    )


def _called_unreal(analysis: Analysis, trigger: Trigger) -> bool:
    """Read "a rapid withdrawal is unlikely", "an attack would be a catastrophe", but not "the attack will lead to"."""
    sentence, last = analysis.sentence, trigger.last
    told = definite(analysis, trigger) and trigger.sense.type not in _EXPECTED
    before = sentence.lows[max(0, trigger.first - 3) : trigger.first]
    told = told or not {"in", "after", "following", "by", "during", "of"}.isdisjoint(before)
    for at in range(last, min(sentence.size - 1, last + 8)):
        if sentence.flags[at] & tags.MODAL:
            if sentence.lows[at] == "will" and sentence.lows[at + 1] in {"continue", "go", "last", "persist"}:
                return True
            return not told and sentence.lows[at] in _NOT_TOLD and not sentence.next_to(at + 1, "be", "heard")
        if sentence.flags[at] & tags.BE:
            return sentence.lows[at + 1] in _UNREAL_PREDICATES
        if sentence.flags[at] & (tags.STOP | tags.PAST | tags.CONJUNCTION | tags.RELATIVE):
            return False
        if analysis.mentions.at[at] is not None and analysis.clauses[at] is not analysis.clauses[last - 1]:
            return False
    return False


def _only_expected(analysis: Analysis, trigger: Trigger) -> bool:
    """Read "With the liberation of X, Y will …": the noun only sets the scene for what is expected."""
    return any(analysis.sentence.flags[at] & tags.MODAL for at in range(trigger.last, analysis.sentence.size))


def manner(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether a noun says in the course of what something was done ("in a counter-attack", "during the offensive")."""
    if not trigger.noun:
        return False
    for at in range(trigger.first - 1, max(-1, trigger.first - 6), -1):
        if analysis.sentence.lows[at] in {"in", "during", "through", "by", "with"}:
            return True
        if analysis.sentence.flags[at] & (tags.STOP | tags.PREPOSITION | tags.VERB):
            return False
    return False


def cause(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether a noun says against or over what people stand up ("a protest over power cuts")."""
    lows = analysis.sentence.lows
    behind = next(
        (at for at in range(trigger.first - 1, max(-1, trigger.first - 14), -1) if lows[at] in _OVER), -1
    )
    return (
        trigger.noun
        and behind >= 0
        and not any(analysis.sentence.flags[at] & tags.STOP for at in range(behind, trigger.first))
    )


def definite(analysis: Analysis, trigger: Trigger) -> bool:
    """Whether a noun only points back: "the attack", "this", "most of the fighting"."""
    if not trigger.noun:
        return False
    sentence = analysis.sentence
    for at in range(trigger.first - 1, max(-1, trigger.first - 4), -1):
        if sentence.lows[at] in {"the", "this", "that", "these", "those", "same"}:
            return True
        if sentence.flags[at] & tags.POSSESSIVE and at and sentence.flags[at - 1] & tags.CALENDAR:
            return True  # "Tuesday's quake"
        if sentence.flags[at] & (tags.STOP | tags.PREPOSITION):
            return False
    return False
