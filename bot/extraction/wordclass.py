"""Whether a word that can be both stands as a verb or as a noun, judged by its neighbours."""

from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.mentions import NATION

_VERB_FOLLOWS = frozenset(["they", "we", "it", "he", "she", "who", "which"])


def word_class(analysis: Analysis, place: int, *, never_noun: bool) -> str:
    """Whether a word stands as a verb or as a noun, judged by its neighbours."""
    flag = analysis.sentence.flags[place]
    if flag & tags.ING:
        before = analysis.sentence.flags[place - 1] if place else 0
        year = (
            bool(before & tags.NUMBER) and place > 1 and analysis.sentence.flags[place - 2] & tags.DETERMINER
        )
        sides = analysis.sentence.next_to(place + 1, "between")  # "after fighting between X and Y"
        return "noun" if year or sides or before & (tags.DETERMINER | tags.POSSESSIVE) else "either"
    if flag & (tags.PAST | tags.PARTICIPLE) and not flag & tags.BASE:
        return "noun" if _premodifier(analysis, place) else "either"
    if not flag & tags.BASE:
        return "noun" if flag & tags.NOMINAL or not never_noun else "either"
    role = _class_of_base(analysis, place)
    never_noun = never_noun and not flag & tags.NOMINAL
    before = analysis.sentence.flags[place - 1] if place else tags.DETERMINER
    if role == "noun" and never_noun and not before & (tags.DETERMINER | tags.POSSESSIVE | tags.PREPOSITION):
        return "either"
    return role


def _class_of_base(analysis: Analysis, place: int) -> str:
    """A form that is both a noun and a verb in the present ("attacks", "hit"), by the word before it."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    unsure = "either" if flags[place] & tags.PAST else "noun"
    at = place - 1
    while at >= 0 and (grammar.is_adverb(sentence, at) or flags[at] & tags.QUOTE):
        at -= 1
    if at < 0:
        return unsure
    before, low = flags[at], sentence.lows[at]
    if low == "to" or before & (tags.MODAL | tags.DO) or low in _VERB_FOLLOWS:
        return "verb"
    if before & (tags.DETERMINER | tags.POSSESSIVE):
        return "noun"
    if before & tags.NUMBER or (before & tags.PREPOSITION and not before & tags.ADVERB):
        return unsure
    return "verb" if _present_tense(analysis, at, place) else unsure


def _premodifier(analysis: Analysis, place: int) -> bool:
    """Whether a participle only describes the noun behind it ("the recently liberated areas")."""
    sentence = analysis.sentence
    at = place - 1
    while at >= 0 and grammar.is_adverb(sentence, at) and not sentence.flags[at] & tags.PREPOSITION:
        at -= 1
    if at < 0 or place + 1 >= sentence.size:
        return False
    before, after = sentence.flags[at], sentence.flags[place + 1]
    if sentence.lows[at] in {"that", "which"} and at and not sentence.flags[at - 1] & tags.VERB:
        return False  # "a bomb that killed eight people"
    verb = before & tags.VERB and not before & tags.NOMINAL and at not in analysis.events
    if at == place - 1 and verb and after & tags.NOMINAL and not after & tags.NUMBER:
        return True
    if not before & (tags.DETERMINER | tags.POSSESSIVE) and not (
        before & tags.PREPOSITION and sentence.lows[at] != "by"
    ):
        return False
    return not after & (
        tags.PREPOSITION | tags.DETERMINER | tags.STOP | tags.AUXILIARY | tags.CONJUNCTION | tags.QUOTE
    )


def _present_tense(analysis: Analysis, before: int, place: int) -> bool:
    """Read "Gunmen attack village", "Russia captures town": a subject before, an object behind."""
    sentence = analysis.sentence
    mention = analysis.mentions.at[before]
    subject = (
        mention is not None and not (mention.kind == NATION and not sentence.words[before].endswith("s"))
    ) or (
        bool(sentence.flags[before] & tags.NOMINAL)
        and sentence.lows[before].endswith(("s", "men", "people", "troops", "police"))
    )
    if not subject or place + 1 >= sentence.size:
        return False
    follows = sentence.flags[place + 1]
    if follows & (tags.VERB | tags.AUXILIARY) and not follows & tags.NOMINAL:
        return False
    return (
        analysis.mentions.at[place + 1] is not None
        or bool(follows & (tags.DETERMINER | tags.CAPITAL | tags.NOMINAL | tags.NUMBER))
        or (
            not sentence.flags[place] & tags.NOMINAL
            and sentence.lows[place + 1]
            in {"with", "on", "from", "in", "out", "over", "near", "back", "into"}
            and sentence.lows[place].endswith("s") != sentence.lows[before].endswith("s")
        )
    )
