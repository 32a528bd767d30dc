"""Which part the neighbours of a trigger play: doer, sufferer, or only named."""

from itertools import pairwise

from bot.domain.claims import EventType, Role, SubType
from bot.extraction import agents, tags
from bot.extraction.arguments import Analysis
from bot.extraction.complements import Complement
from bot.extraction.lexicon import Form, kinds_mask
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention
from bot.extraction.triggers import Trigger
from bot.extraction.whereabouts import is_country, state_of

_ROLES = {"initiator": Role.INITIATOR, "target": Role.TARGET}
_PRONOUN = kinds_mask("pronoun")


def parties(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    """Name the parties of a trigger with their parts, the surest first."""
    found = _of_noun(analysis, trigger) if trigger.noun else _of_verb(analysis, trigger)
    return [(mention, role) for mention, role in found if _acts(analysis, trigger, mention)]


def _acts(analysis: Analysis, trigger: Trigger, mention: Mention) -> bool:
    """Whether a mention can play a part: no place (a country can), no people's name that only describes, no witness."""
    if mention.kind == PLACE:
        sentence = analysis.sentence
        possessive = mention.last < sentence.size and sentence.flags[mention.last] & tags.POSSESSIVE
        governs = is_country(mention) or (
            mention in trigger.subject and state_of(mention, analysis.lexicon) is not None
        )
        behind = analysis.mentions.at[mention.last] if mention.last < sentence.size else None
        describes = behind is not None and behind.kind in {PARTY, ACTOR} and not possessive
        return governs and not describes and not (possessive and not trigger.noun)
    if mention.kind == NATION and mention.weak:
        if trigger.sense.speech_act and _speaks_for_state(analysis, mention):
            return True
        return (trigger.noun and mention.last <= trigger.first) or mention in _owner_of_ing(analysis, trigger)
    if trigger.sense.type is EventType.PROTEST_RIOT and _describes_noun(analysis, mention):
        return False  # "protested against a US airbase"
    return mention.kind != PARTY or not analysis.blocked[mention.first] or _speaks_of_itself(trigger, mention)


def _speaks_for_state(analysis: Analysis, mention: Mention) -> bool:
    """Whether a people's name stands before an office ("US Defence Secretary", "Turkish foreign minister")."""
    lows = analysis.sentence.lows
    near = range(mention.last, min(len(lows), mention.last + 3))
    found = (analysis.lexicon.speakers.at(lows, at) for at in near)
    return any(sort is not None and sort[1] == "official" for sort in found)


def _speaks_of_itself(trigger: Trigger, mention: Mention) -> bool:
    """Read "the rebel group said that it had seized …": who speaks is meant by "it"."""
    itself = trigger.subject_kinds & _PRONOUN and mention in trigger.subject and not trigger.passive
    return (
        bool(itself) and mention.party is not None and mention.party.kind in {"group", "spoken_of", "state"}
    )


def _describes_noun(analysis: Analysis, mention: Mention) -> bool:
    """Whether a party behind "against" only stands before the noun that is meant."""
    lows, flags, behind = analysis.sentence.lows, analysis.sentence.flags, mention.last
    led = "against" in lows[max(0, mention.first - 4) : mention.first]
    return led and behind < len(lows) and bool(flags[behind] & (tags.NOMINAL | tags.POSSESSIVE))


def _between(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """Whom words with a gap hold in the middle ("chased al-Shabab out of")."""
    if trigger.sense.object not in {"place", "target", "initiator"}:
        return []
    inside = (m for m in analysis.mentions.found if trigger.first < m.first and m.last <= trigger.last)
    return [m for m in inside if m.kind != PLACE]


def _only_owns(analysis: Analysis, trigger: Trigger, mention: Mention) -> bool:
    """Whether a party only says whose the object is ("fled junta airstrikes", "the government's advance")."""
    phrase, head = trigger.object, trigger.object.head
    inside = phrase.first <= mention.first and mention.last <= head
    return inside and head in analysis.events and trigger.sense.subtype is not SubType.INTERCEPTED


def _of_verb(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    sense = trigger.sense
    subject_role = sense.object if trigger.passive and sense.object != "mover" else sense.subject
    subject = [mention for mention in trigger.subject if mention.kind != PLACE or subject_role == "initiator"]
    found = _with_role(subject or _owner_of_ing(analysis, trigger), subject_role)
    object_role = sense.subject if trigger.passive else _object_role(analysis, trigger)
    direct = [
        c.mention
        for c in trigger.complements
        if c.preposition == "" and c.mention.kind != PLACE and not _only_owns(analysis, trigger, c.mention)
    ]
    if not trigger.passive:
        found += _with_role(direct, object_role)
        part = _ROLES.get(sense.object, Role.TARGET)
        found += [(m, part) for m in _between(analysis, trigger)]
    for complement in trigger.complements:
        role = _complement_role(trigger, complement, object_role)
        if role is not None:
            found.append((complement.mention, role))
    return found + [(mention, Role.TARGET) for mention in _employers(trigger)]


def _owner_of_ing(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """Read "Russian shelling of X", "Israeli bombing": whose name stands right before a form in -ing did it."""
    before = analysis.mentions.at[trigger.first - 1] if trigger.first else None
    owns = trigger.form is Form.ING and before is not None and before.kind in {ACTOR, NATION}
    return [before] if owns and before is not None else []


def _object_role(analysis: Analysis, trigger: Trigger) -> str:
    """The part of what follows a verb; words that end in a preposition give what it leads to ("march against")."""
    last = analysis.sentence.lows[trigger.last - 1]
    return (
        trigger.sense.prepositions.get(last, trigger.sense.object)
        if trigger.last - trigger.first > 1
        else trigger.sense.object
    )


def _employers(trigger: Trigger) -> list[Mention]:
    """Read "kidnapped three workers for the Red Cross", "killed a driver from MSF": the body suffers as well."""
    found = []
    complements = trigger.complements
    for before, complement in pairwise(complements):
        people = (
            before.mention.kind == PARTY and before.preposition == "" and trigger.sense.object == "target"
        )
        close = complement.mention.first - before.mention.last <= 3
        if (
            people
            and close
            and complement.mention.kind == ACTOR
            and complement.preposition in {"for", "from", "of"}
        ):
            found.append(complement.mention)
    return found


def _with_role(mentions: list[Mention], role: str) -> list[tuple[Mention, Role]]:
    if role == "sides":
        return [(m, Role.INITIATOR if place == 0 else Role.TARGET) for place, m in enumerate(mentions)]
    if role == "place":
        return [(m, Role.TARGET) for m in mentions if m.kind in {ACTOR, NATION} or _of_state(m)]
    part = _ROLES.get(role)
    return [(m, part) for m in mentions] if part is not None else []


def _of_state(mention: Mention) -> bool:
    return mention.kind == PARTY and mention.party is not None and mention.party.kind == "state"


def _complement_role(trigger: Trigger, complement: Complement, object_role: str) -> Role | None:
    preposition, sense = complement.preposition, trigger.sense
    if preposition == "by":
        if trigger.passive or trigger.noun:
            return _ROLES.get(sense.subject)
        return Role.TARGET if sense.subtype is SubType.INTERCEPTED else Role.INITIATOR
    if complement.mention.kind == PLACE:
        return None
    if preposition in sense.prepositions:
        return _ROLES.get(sense.prepositions[preposition])
    suffers = (
        preposition in {"against", "targeting"}
        or (preposition == "on" and object_role == "target")
        or (preposition == "from" and sense.type is EventType.TERRITORY_CHANGE)
    )
    return Role.TARGET if suffers else None


def _of_noun(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    sense = trigger.sense
    found: list[tuple[Mention, Role]] = []
    owner_role = _ROLES.get(sense.owner)
    if owner_role is not None:
        found += [(mention, owner_role) for mention in _owners(analysis, trigger)]
    between = [
        c.mention
        for c in trigger.complements
        if c.preposition == "between" and (c.mention.kind != PLACE or is_country(c.mention))
    ]
    if between and sense.prepositions.get("between") == "sides":
        found += [(m, Role.INITIATOR if place == 0 else Role.TARGET) for place, m in enumerate(between)]
    for complement in trigger.complements:
        role = (
            _complement_role(trigger, complement, "target") if complement.preposition != "between" else None
        )
        if role is not None:
            found.append((complement.mention, role))
    behind = agents.of_noun(analysis, trigger)
    found = [
        (mention, role) for mention, role in found if all(mention is not other for other, _ in behind)
    ] + behind
    if not any(role is Role.INITIATOR for _, role in found):
        found += agents.doer_of_clause(analysis, trigger, found)
    return found


def _owners(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """What stands before a noun in its own phrase: "Israeli strikes", "the RSF's attack"."""
    sentence = analysis.sentence
    found = [m for m in analysis.mentions.found if trigger.first <= m.first and m.last < trigger.last]
    at = trigger.first - 1
    while at >= 0 and trigger.first - at < 8:
        mention = analysis.mentions.at[at]
        flag = sentence.flags[at]
        if mention is not None:
            possessive = mention.last < sentence.size and sentence.flags[mention.last] & tags.POSSESSIVE
            if mention.kind != PLACE or (is_country(mention) and possessive):
                found.append(mention)
            at = mention.first - 1
            continue
        if (
            flag & (tags.STOP | tags.PREPOSITION | tags.CONJUNCTION | tags.DETERMINER | tags.FINITE)
            and not flag & tags.POSSESSIVE
        ):
            break
        at -= 1
    return found


__all__ = ["PARTY", "parties"]
