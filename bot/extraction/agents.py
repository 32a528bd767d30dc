"""Who stands behind a deed that a noun tells: the verb that carries it, the participle behind it, the clause around it."""

from bot.domain.claims import EventType, Role
from bot.extraction import grammar, tags
from bot.extraction.arguments import Analysis
from bot.extraction.mentions import ACTOR, NATION, PARTY, PLACE, Mention
from bot.extraction.triggers import Trigger
from bot.extraction.whereabouts import is_country

_STAGED = frozenset({
    "planted", "laid", "buried", "placed", "staged", "mounted", "launched", "fired", "lobbed", "thrown", "hurled", "detonated",
    "carried", "conducted", "perpetrated", "committed", "executed", "orchestrated", "masterminded", "claimed", "waged", "rigged",
    "dropped", "operated", "piloted", "triggered", "ordered",
})  # fmt: skip
"""Participles behind a deed or its weapon whose "by" leads to the doer ("a mine planted by X", "the raid carried out by X")."""
_LEADING_ON = {"blamed": "on", "attributed": "to", "pinned": "on"}
"""Participles behind a deed with the preposition that leads to its doer ("a bombing blamed on X")."""
_REACH = 14
"""Tokens behind a noun in which the participle stands that tells its doer."""
_TIME_SPANS = frozenset(
    {
        "day",
        "days",
        "hour",
        "hours",
        "week",
        "weeks",
        "month",
        "months",
        "night",
        "nights",
        "series",
        "bout",
        "round",
    }
)
_BACK = 14
"""Tokens back in which the verb stands whose object a noun is."""


def of_noun(analysis: Analysis, trigger: Trigger) -> list[tuple[Mention, Role]]:
    """Name those whom the words around a noun make its doers or sufferers."""
    agents = _agent_after(analysis, trigger) or _staged_by(analysis, trigger)
    return _carried(analysis, trigger) + _doers(agents)


def doer_of_clause(
    analysis: Analysis, trigger: Trigger, found: list[tuple[Mention, Role]]
) -> list[tuple[Mention, Role]]:
    """Read "ISIS cut the road after an attack on …": the subject of the verb before also did what the noun says."""
    agreed = trigger.sense.type is EventType.AGREEMENT_CEASEFIRE
    if not agreed and trigger.sense.type not in {EventType.BATTLE, EventType.EXPLOSION_REMOTE_VIOLENCE}:
        return []
    at = trigger.first - 1
    while (at > 0 and analysis.sentence.flags[at] & (tags.DETERMINER | tags.ADVERB | tags.NUMBER)) or (
        at > 0
        and not analysis.sentence.flags[at] & (tags.PREPOSITION | tags.STOP | tags.VERB)
        and trigger.first - at < 4
    ):
        at -= 1
    while at > 1 and analysis.sentence.lows[at] == "of" and analysis.sentence.lows[at - 1] in _TIME_SPANS:
        at -= 2
        while at > 0 and analysis.sentence.flags[at] & (tags.DETERMINER | tags.NUMBER | tags.ADVERB):
            at -= 1
    if analysis.sentence.lows[at] not in {"after", "during", "following", "amid", "in"}:
        return []
    verb = _governing_verb(analysis, at)
    if verb < 0 or analysis.sentence.lows[verb] in {"killed", "wounded", "injured", "died", "left", "fled"}:
        return []
    mentions, _ = analysis.subject(verb)
    sufferers = {m.surface for m, role in found if role is Role.TARGET}
    return [
        (m, Role.INITIATOR)
        for m in mentions
        if (_fights(m) or (agreed and is_country(m))) and m.surface not in sufferers
    ]


def _fights(mention: Mention) -> bool:
    """Whether a mention is a side of its own: a name, a people, "the army", "gunmen"."""
    armed = mention.kind == PARTY and mention.party is not None and mention.party.kind != "people"
    return armed or mention.kind in {ACTOR, NATION}


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


def _staged_by(analysis: Analysis, trigger: Trigger) -> list[Mention]:
    """Read "a bomb planted by X", "a raid, which was carried out by X", "an attack in Y blamed on X"."""
    sentence, flags, lows = analysis.sentence, analysis.sentence.flags, analysis.sentence.lows
    for at in range(trigger.last, min(sentence.size - 2, trigger.last + _REACH)):
        if analysis.mentions.at[at] is not None:
            continue
        if lows[at] in _STAGED and (by := _by_after(analysis, at + 1)):
            return _named_behind(analysis, by)
        if sentence.next_to(at + 1, _LEADING_ON.get(lows[at], "\0")):
            return _named_behind(analysis, at + 1)
        relative = flags[at + 1] & tags.RELATIVE or lows[at + 1] in _STAGED or lows[at + 1] in _LEADING_ON
        own_verb = flags[at] & tags.PAST and not flags[at] & (tags.AUXILIARY | tags.NOMINAL)
        if flags[at] & tags.PUNCTUATION or (flags[at] & tags.COMMA and not relative) or own_verb:
            break
    return []


def _named_behind(analysis: Analysis, place: int) -> list[Mention]:
    """The parties behind "by", joined by "and"."""
    sentence, found = analysis.sentence, []
    at = place + 1
    while at < min(sentence.size, place + 10):
        mention = analysis.mentions.at[at]
        if mention is not None and mention.kind != PLACE:
            found.append(mention)
            at = mention.last
            if at >= sentence.size or not sentence.flags[at] & tags.CONJUNCTION:
                break
        elif sentence.flags[at] & (tags.STOP | tags.AUXILIARY):
            break
        at += 1
    return found


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
