"""Which part the neighbours of a trigger play: doer, sufferer, or only named."""

from itertools import pairwise

from bot.domain.claims import EventType, Role, SubType
from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.complements import Complement
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention
from bot.extraction.triggers import Trigger
from bot.extraction.whereabouts import is_country, state_of

_ROLES = {"initiator": Role.INITIATOR, "target": Role.TARGET}
_OPPOSITE = {Role.INITIATOR: Role.TARGET, Role.TARGET: Role.INITIATOR}
_BACK = 14


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
        return governs and not (possessive and not trigger.noun)
    if mention.kind == NATION and mention.weak:
        return trigger.noun and mention.last <= trigger.first
    return mention.kind != PARTY or not analysis.blocked[mention.first]


def _between(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """Whom words with a gap hold in the middle ("chased al-Shabab out of")."""
    if trigger.sense.object not in {"place", "target"}:
        return []
    inside = (m for m in analysis.mentions.found if trigger.first < m.first and m.last < trigger.last)
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
    found = _with_role(subject, subject_role)
    object_role = sense.subject if trigger.passive else sense.object
    direct = [
        c.mention
        for c in trigger.complements
        if c.preposition == "" and c.mention.kind != PLACE and not _only_owns(analysis, trigger, c.mention)
    ]
    if not trigger.passive:
        found += _with_role(direct, object_role)
        found += [(m, Role.TARGET) for m in _between(analysis, trigger)]
    for complement in trigger.complements:
        role = _complement_role(trigger, complement, object_role)
        if role is not None:
            found.append((complement.mention, role))
    return found + [(mention, Role.TARGET) for mention in _employers(trigger)]


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
        return _ROLES.get(sense.subject) if trigger.passive or trigger.noun else None
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
    found += _carried(analysis, trigger)
    found += [(mention, Role.INITIATOR) for mention in _agent_after(analysis, trigger)]
    if not any(role is Role.INITIATOR for _, role in found):
        found += _doer_of_clause(analysis, trigger, found)
    return found


def _doer_of_clause(
    analysis: Analysis, trigger: Trigger, found: list[tuple[Mention, Role]]
) -> list[tuple[Mention, Role]]:
    """Read "ISIS cut the road after an attack on …": the subject of the verb before also did what the noun says."""
    if trigger.sense.type not in {EventType.BATTLE, EventType.EXPLOSION_REMOTE_VIOLENCE}:
        return []
    at = trigger.first - 1
    while (at > 0 and analysis.sentence.flags[at] & (tags.DETERMINER | tags.ADVERB | tags.NUMBER)) or (
        at > 0
        and not analysis.sentence.flags[at] & (tags.PREPOSITION | tags.STOP | tags.VERB)
        and trigger.first - at < 4
    ):
        at -= 1
    if analysis.sentence.lows[at] not in {"after", "during", "following", "amid", "in"}:
        return []
    verb = _governing_verb(analysis, at)
    if verb < 0 or analysis.sentence.lows[verb] in {"killed", "wounded", "injured", "died", "left", "fled"}:
        return []
    mentions, _ = analysis.subject(verb)
    sufferers = {m.surface for m, role in found if role is Role.TARGET}
    return [(m, Role.INITIATOR) for m in mentions if m.kind in {ACTOR, NATION} and m.surface not in sufferers]


def _agent_after(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """Read "control … was established by X", "the attack was carried out by X": the doer behind the noun's own verb."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    clause = analysis.clauses[trigger.first]
    for at in range(trigger.last, min(sentence.size - 1, trigger.last + 24)):
        if analysis.clauses[at] is not clause:
            break
        if flags[at] & tags.BE and (by := _by_after(analysis, at + 1)) > 0:
            found = []
            for place in range(by + 1, min(sentence.size, by + 8)):
                mention = analysis.mentions.at[place]
                if mention is not None:
                    found.append(mention)
                    break
            return found
    return []


def _by_after(analysis: Analysis, at: int) -> int:
    """The place of "by" behind "(also) carried out", 0 where there is none."""
    sentence = analysis.sentence
    for place in range(at, min(sentence.size - 1, at + 5)):
        if sentence.lows[place] == "by":
            return place
        if not (
            sentence.flags[place] & (tags.VERB | tags.ADVERB)
            or sentence.lows[place] in {"out", "over"}
            or grammar.is_adverb(sentence, place)
        ):
            return 0
    return 0


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


def _carried(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    """The subject of a verb that carries the noun: "launched an attack", "came under attack", "attack … carried out by"."""
    blamed = _blamed(analysis, trigger)
    if blamed:
        return blamed
    verb = _governing_verb(analysis, trigger.first)
    if verb >= 0:
        role = analysis.lexicon.light_verbs.get(analysis.sentence.lows[verb])
        if role is not None:
            mentions, _ = analysis.subject(verb)
            part = Role.INITIATOR if role == "initiator" else Role.TARGET
            return [(mention, part) for mention in mentions]
    return []


def _blamed(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    """Read "X is suspected of attacks", "X was behind the bombing", "they accused X of carrying out the shelling"."""
    lows = analysis.sentence.lows
    for at in range(trigger.first - 1, max(0, trigger.first - 7), -1):
        if lows[at] == "behind":
            return _doers(analysis.subject(at)[0])
        if lows[at] not in {"of", "for"}:
            continue
        if lows[at - 1] in {"suspected", "accused", "blamed", "responsible", "guilty"}:
            return _doers(analysis.subject(at - 1)[0])
        verb = next(
            (
                back
                for back in range(at - 1, max(-1, at - 10), -1)
                if lows[back].startswith(("accus", "blam"))
            ),
            -1,
        )
        if verb >= 0:
            return _doers([mention for mention in analysis.mentions.found if verb < mention.first < at])
    return []


def _doers(mentions: list[Mention]) -> list[tuple[Mention, Role]]:
    return [(mention, Role.INITIATOR) for mention in mentions]


def carrying_verb(analysis: Analysis, trigger: Trigger) -> int:
    """The verb that only carries a noun ("launched an attack"), -1 where there is none."""
    verb = _governing_verb(analysis, trigger.first) if trigger.noun else -1
    return verb if verb >= 0 and analysis.sentence.lows[verb] in analysis.lexicon.light_verbs else -1


def _governing_verb(analysis: Analysis, place: int) -> int:
    """The verb whose object a noun is, -1 where it is none's."""
    sentence, flags = analysis.sentence, analysis.sentence.flags
    at = place - 1
    while at >= 0 and place - at < _BACK:
        flag = flags[at]
        if (
            analysis.mentions.at[at] is None
            and flag & (tags.PAST | tags.PARTICIPLE | tags.ING | tags.BASE)
            and not grammar.adjectival(sentence, at)
        ):
            if analysis.blocked[at]:
                return -1
            if flag & tags.NOMINAL or (
                flag & tags.BASE and not flag & tags.PAST and at and flags[at - 1] & tags.DETERMINER
            ):
                at -= 1
                continue
            return at
        if flag & (tags.STOP | tags.RELATIVE | tags.SUBORDINATOR | tags.BE) or (
            flag & tags.PREPOSITION and sentence.lows[at] not in {"of", "out", "under", "on", "up", "in"}
        ):
            return -1
        at -= 1
    return -1


__all__ = ["PARTY", "parties"]
