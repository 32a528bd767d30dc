"""Trigger words in a sentence, each with the one meaning that its neighbours allow."""

from dataclasses import dataclass, field

from bot.domain.claims import EventType
from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.complements import Complement
from bot.extraction.grammar import Phrase, VerbGroup
from bot.extraction.lexicon import Form, Pattern, Sense, kinds_mask
from bot.extraction.lexicon.senses import GAP
from bot.extraction.mentions import ACTOR, PARTY, PLACE, Mention
from bot.extraction.wordclass import word_class

MOST = 40
"""Triggers looked at in one sentence."""
_SHORT_PASSIVES = frozenset(
    {
        EventType.ARREST_DETENTION,
        EventType.TERRITORY_CHANGE,
        EventType.VIOLENCE_AGAINST_CIVILIANS,
        EventType.INFRASTRUCTURE_DISRUPTION,
        EventType.HUMANITARIAN,
        EventType.AGREEMENT_CEASEFIRE,
        EventType.OTHER,
    }
)
_DESCRIBED = kinds_mask("armed gear place")
_SOMEBODY = kinds_mask("armed actor name pronoun civil protest suspect")
_ACTOR = kinds_mask("actor")
_NONE, _PRONOUN = kinds_mask("none"), kinds_mask("pronoun")
_OBJECT_BEFORE = frozenset(
    {
        "out",
        "from",
        "back",
        "away",
        "off",
        "captive",
        "prisoner",
        "hostage",
        "into",
        "responsible",
        "to",
        "dead",
        "free",
        "injured",
        "wounded",
        "homeless",
        "ablaze",
        "alight",
        "afire",
        "alive",
    }
)
_NO_PHRASE = Phrase(0, 0, -1)


@dataclass(slots=True)
class Trigger:
    """Trigger words with their meaning and what stands around them; `passive` says whose part the subject plays."""

    first: int
    last: int
    sense: Sense
    form: Form
    group: VerbGroup | None
    passive: bool
    subject: list[Mention] = field(default_factory=list)
    subject_kinds: int = 0
    object: Phrase = _NO_PHRASE
    object_kinds: int = 0
    complements: list[Complement] = field(default_factory=list)
    zone: int = 0
    by: bool = False

    @property
    def noun(self) -> bool:
        """Whether the trigger is a noun."""
        return self.form is Form.NOUN


def find(analysis: Analysis) -> list[Trigger]:
    """Find the triggers of a sentence, from the left, the longest meaning that fits at each place."""
    triggers: list[Trigger] = []
    taken = -1
    for place, found in analysis.matches.items():
        if analysis.blocked[place] or place < taken or len(triggers) >= MOST:
            continue
        trigger = _best(analysis, place, found)
        if trigger is not None:
            triggers.append(trigger)
            taken = trigger.last
    return triggers


def _best(analysis: Analysis, place: int, found: list[tuple[Pattern, int]]) -> Trigger | None:
    if _inside_name(analysis, place) or _month(analysis, place):
        return None
    nouns = analysis.lexicon.noun_starts
    role = word_class(analysis, place, never_noun=analysis.sentence.lows[place] not in nouns)
    flag = analysis.sentence.flags[place]
    closed = flag & tags.ADVERB and not flag & tags.VERB  # "rained down drones": no verb "to down"
    frames: dict[int, Trigger] = {}
    for pattern, end in found:
        if (pattern.form is Form.NOUN) != (role == "noun") and role != "either":
            continue
        if closed and not (pattern.rest or pattern.be):
            continue
        if not _surroundings_fit(analysis, place, end, pattern.sense):
            continue
        trigger = (
            _noun(analysis, place, end, pattern)
            if pattern.form is Form.NOUN
            else _verb(analysis, place, end, pattern, frames)
        )
        if trigger is not None:
            return trigger
    return None


def _month(analysis: Analysis, place: int) -> bool:
    """Whether "March" is the month: a capital, a number beside it."""
    flags = analysis.sentence.flags
    if not (flags[place] & tags.CALENDAR and flags[place] & tags.CAPITAL):
        return False
    return any(
        flag & tags.NUMBER for flag in (*flags[max(0, place - 1) : place], *flags[place + 1 : place + 2])
    )


def _inside_name(analysis: Analysis, place: int) -> bool:
    mention = analysis.mentions.at[place]
    return mention is not None and mention.kind in {ACTOR, PLACE}


def _surroundings_fit(analysis: Analysis, first: int, last: int, sense: Sense) -> bool:
    sentence = analysis.sentence
    if sense.unless_before and first and sentence.lows[first - 1] in sense.unless_before:
        return False
    if sense.unless_next and last < sentence.size:
        following = sentence.lows[last]
        pair = f"{following} {sentence.lows[last + 1]}" if last + 1 < sentence.size else following
        if following in sense.unless_next or pair in sense.unless_next:
            return False
    if sense.with_verbs:
        near = sentence.lows[max(0, first - 10) : last + 14]
        return any(word in sense.with_verbs for word in near)
    return True


def _noun(analysis: Analysis, first: int, last: int, pattern: Pattern) -> Trigger | None:
    sense, sentence = pattern.sense, analysis.sentence
    if last < sentence.size and _only_modifies(analysis, last, sense):
        return None
    describes = sense.harm is not None and sentence.flags[last - 1] & tags.PAST and last < sentence.size
    if describes and sentence.flags[last] & tags.NOMINAL:
        return None
    if sense.needs_of:
        if last >= sentence.size or sentence.lows[last] not in {"of", "over"}:
            return None
        kinds = analysis.kinds(analysis.phrase_after(last + 1))
        if not kinds & sense.needs_of:
            return None
    return Trigger(first, last, sense, Form.NOUN, None, passive=False)


def _only_modifies(analysis: Analysis, following: int, sense: Sense) -> bool:
    """Whether the noun only describes fighters, gear or a place behind it ("attack helicopters", "displacement camp")."""
    kinds = analysis.lexicon.kinds.get(analysis.sentence.lows[following], 0)
    described = kinds if sense.context is not None else kinds & _DESCRIBED
    return bool(described) and not analysis.sentence.flags[following] & (tags.PAST | tags.PREPOSITION)


def _verb(
    analysis: Analysis, first: int, last: int, pattern: Pattern, frames: dict[int, Trigger]
) -> Trigger | None:
    """Build the verb's frame once per end, and see whether the sense allows it."""
    key = -last if pattern.rest[:1] == (GAP,) and pattern.rest[1] in _OBJECT_BEFORE else last
    base = frames.get(key)
    if base is None:
        base = frames[key] = _verb_frame(analysis, first, last, pattern)
    sense = pattern.sense
    assert base.group is not None
    if pattern.be and not base.group.passive:
        return None
    passive = _is_passive(base, pattern)
    if (
        passive
        and base.by
        and sense.type is EventType.TERRITORY_CHANGE
        and not _taken_by_people(analysis, last)
    ):
        return None
    if not _kinds_fit(base, sense, passive=passive):
        return None
    if passive and sense.strict_subject:
        agent = analysis.kinds(analysis.phrase_after(last + 1)) if base.by else 0
        if not agent & sense.needs_subject:
            return None
    return Trigger(
        first,
        last,
        sense,
        pattern.form,
        base.group,
        passive,
        base.subject,
        base.subject_kinds,
        base.object,
        base.object_kinds,
    )


def _taken_by_people(analysis: Analysis, by: int) -> bool:
    """Whether "by …" names somebody ("overrun by rebels", but not "overrun by violence")."""
    return bool(analysis.kinds(analysis.phrase_after(by + 1)) & _SOMEBODY)


def _verb_frame(analysis: Analysis, first: int, last: int, pattern: Pattern) -> Trigger:
    group = grammar.verb_group(analysis.sentence, first)
    subject, subject_kinds = analysis.subject(first)
    behind = last
    flags = analysis.sentence.flags
    if (
        last + 1 < analysis.sentence.size
        and flags[last] & tags.CONJUNCTION
        and flags[last + 1] & (tags.PAST | tags.PARTICIPLE)
    ):
        behind = last + 2  # "killed or captured 20 fighters"
    if pattern.rest[:1] == (GAP,) and pattern.rest[1] in _OBJECT_BEFORE:
        behind = first + 1  # "pushed the militants out of …"
    phrase = analysis.phrase_after(behind)
    by = analysis.sentence.next_to(last, "by")
    return Trigger(
        first,
        last,
        pattern.sense,
        pattern.form,
        group,
        False,
        subject,
        subject_kinds,
        phrase,
        analysis.kinds(phrase),
        by=by,
    )


def _is_passive(frame: Trigger, pattern: Pattern) -> bool:
    """Whether the subject suffers: "was captured", and the short "soldiers killed in …"."""
    if pattern.be or pattern.form not in {Form.PAST, Form.PARTICIPLE}:
        return pattern.be and pattern.sense.object == "target"
    assert frame.group is not None
    if frame.group.passive:
        return True
    if frame.group.perfect:
        return False
    sense = pattern.sense
    holds_object = GAP in pattern.rest and not frame.by
    if holds_object or not _short_passive(frame, sense, pattern.form):
        return False
    transitive = (sense.object in {"target", "place"} or bool(sense.needs)) and not sense.needs & _NONE
    return transitive and bool(frame.object_kinds & _NONE)


def _short_passive(frame: Trigger, sense: Sense, form: Form) -> bool:
    """Whether a past form without "be" can be a participle ("soldiers killed in …", but not "the attackers struck")."""
    return form is Form.PARTICIPLE or sense.harm is not None or sense.type in _SHORT_PASSIVES or frame.by


def _kinds_fit(frame: Trigger, sense: Sense, *, passive: bool) -> bool:
    suffering = frame.subject_kinds if passive else frame.object_kinds
    acting = 0 if passive else frame.subject_kinds
    wanted = sense.needs_passive_subject if passive and sense.needs_passive_subject else sense.needs
    if passive:
        wanted &= ~_NONE
    if wanted and not suffering & wanted:
        return False
    if (
        sense.unless_object
        and suffering & sense.unless_object
        and not suffering & ~sense.unless_object & sense.needs
    ):
        return False
    if any(
        mention.kind == PLACE and mention.ids[:1] and mention.ids[0].startswith("cc:")
        for mention in frame.subject
    ):
        acting |= _ACTOR  # "Israel struck …"
    doers = sense.needs_subject | (0 if sense.weak or sense.strict_subject else _PRONOUN)
    return not (sense.needs_subject and not passive and not acting & doers)


__all__ = ["PARTY", "Trigger", "find"]
