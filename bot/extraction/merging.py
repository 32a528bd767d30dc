"""Drafts that tell of one thing become one: inside a sentence, and over sentences ("the attack", a toll by itself)."""

import re

from bot.domain.claims import Basis, EventType, Role, SubType
from bot.extraction.drafts import HARMING, VIOLENT, Draft, sentences_before
from bot.extraction.lexicon import Form, kinds_mask
from bot.extraction.refining import refine
from bot.extraction.sameness import DEEDS, ONE_DEED, SAME_THING, names

_NEEDS_MORE = frozenset(EventType) - {
    EventType.AGREEMENT_CEASEFIRE, EventType.INFRASTRUCTURE_DISRUPTION, EventType.STATEMENT, EventType.OTHER,
}  # fmt: skip
_CLOSE = 3
"""Tokens between a noun and the verb that it is the subject of."""
_PLACES, _PEOPLE = kinds_mask("place"), kinds_mask("number quantity civil displaced")
_INCIDENT = re.compile(
    r"\bfor (?:the|this|that|these|those|its) (?:\w+ )?(?:incident|attack|strike|blast|explosion|shelling|killing|death|violence|assault|raid|outage|fire|crash|abduction|bombing)s?\b",
    re.IGNORECASE,
)
_GOING_ON = re.compile(r"\b(?:under ?way|ongoing|continu\w+|in progress)\b", re.IGNORECASE)
_REACH = 3
"""Sentences back to which "the attack" or a lone toll can refer."""
_BESIDE = 1000
"""A toll belongs to what does harm, however near a power cut stands."""
_E, _S = EventType, SubType
_VAGUE = frozenset({_S.STRUCK, _S.EXPLOSION, _S.ATTACKED, _S.KILLED, _S.CLASHED})
"""Outcome words that a more exact one of the same deed replaces."""


def within_sentence(drafts: list[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence; what is no news by itself beside the others is left out."""
    kept: list[Draft] = []
    for draft in sorted(_weapons(drafts), key=_rank):
        homes = [other for other in kept if any(rule(other, draft) for rule in ONE_DEED)]
        home = (
            min(homes, key=lambda other: (not _harms(other, draft), _away(other, draft))) if homes else None
        )
        if home is None:
            kept.append(draft)
        else:
            _take_in(home, draft)
    standing = [draft for draft in kept if _stands(draft, kept)]
    _bequeath([draft for draft in kept if draft not in standing], standing)
    kept = standing
    if any(draft.type is not _E.STATEMENT for draft in kept):
        kept = [draft for draft in kept if draft.type is not _E.STATEMENT]
    for draft in kept:
        refine(draft)
    return sorted(kept, key=lambda draft: draft.span)


def _harms(home: Draft, draft: Draft) -> bool:
    """Whether a toll can be that of a deed: people are killed by the attack, not by what was seized in it."""
    return not draft.harm_only or home.type in HARMING


def _bequeath(gone: list[Draft], standing: list[Draft]) -> None:
    """Give the places of drafts that are no news by themselves to one beside them that has none."""
    for draft in gone:
        poor = [
            (abs(other.span[0] - draft.span[0]), at) for at, other in enumerate(standing) if not other.places
        ]
        if poor and draft.places:
            standing[min(poor)[1]].add_places(draft.places)


def _away(home: Draft, draft: Draft) -> int:
    """How far a toll stands from a deed; other drafts join the first deed that fits."""
    if not draft.harm_only:
        return 0
    return (0 if home.type in HARMING else _BESIDE) + min(
        abs(home.span[0] - draft.span[1]), abs(draft.span[0] - home.span[1])
    )


def across_sentences(drafts: list[Draft], earlier: list[Draft]) -> list[Draft]:
    """Merge the drafts of a sentence into those of the sentences before; return those that stand for themselves."""
    kept = []
    for draft in drafts:
        if _answers(draft, earlier):
            continue
        near = sentences_before(draft, earlier, _REACH)
        home = next((old for old in near if any(rule(old, draft) for rule in SAME_THING)), None)
        if home is None:
            kept.append(draft)
        elif not home.given:
            _join(home, draft)
        elif _adds(home, draft):
            _retell(home, draft)
            kept.append(draft)
    return kept


def _answers(draft: Draft, earlier: list[Draft]) -> bool:
    """Whether an accusation only names whom somebody blames for what was told just before."""
    if draft.subtype is not _S.ACCUSED or not _INCIDENT.search(draft.quote):
        return False
    return any(old.type is not _E.STATEMENT for old in sentences_before(draft, earlier, 1))


def _adds(home: Draft, draft: Draft) -> bool:
    """Whether a later paragraph tells more of what was told: a place, a toll, or who says so."""
    tolls = {harm.toll for harm in home.harms}
    more = any(harm.toll not in tolls for harm in draft.harms) or bool(names(draft) - names(home))
    return more or (home.assertion.basis is Basis.FLAT and draft.assertion.basis is not Basis.FLAT)


def _retell(home: Draft, draft: Draft) -> None:
    """Let a draft stand for itself, as the thing that an earlier paragraph told of."""
    if draft.harm_only and not home.harm_only:
        draft.type, draft.subtype, draft.rule, draft.harm_only = home.type, home.subtype, home.rule, False
    if not draft.places:
        draft.places = list(home.places)


_ON_THE_WAY = frozenset({_S.LOOTED, _S.BURNED})
"""What attackers do besides: the attack is the deed."""


def _rank(draft: Draft) -> tuple[int, int]:
    """Deeds first, then tolls; explosions before the attacks they are."""
    if draft.harm_only:
        return 3, draft.span[0]
    if draft.type in {_E.DISASTER, _E.HUMANITARIAN}:
        return (1 if draft.subtype is _S.MISSING else 0), draft.span[0]
    if draft.type is _E.EXPLOSION_REMOTE_VIOLENCE:
        return (1 if draft.subtype is _S.STRUCK or draft.trigger.sense.context else 0), draft.span[0]
    return 2 if draft.rule in DEEDS or draft.subtype in _ON_THE_WAY else 1, draft.span[0]


def _weapons(drafts: list[Draft]) -> list[Draft]:
    """A weapon's name alone is no event; beside a deed or a toll it says with what."""
    deeds = [draft for draft in drafts if not _names_a_weapon(draft) and draft.type in HARMING]
    return [draft for draft in drafts if not _names_a_weapon(draft) or deeds]


def _names_a_weapon(draft: Draft) -> bool:
    """Whether the trigger is a weapon ("missiles") and not what was done with it ("fired missiles", "missile strike")."""
    context = draft.trigger.sense.context
    if context is None or (context == "disease" and _SPREADS.search(draft.quote)):
        return False
    return draft.trigger.noun and not _USE.search(draft.words[0])


_USE = re.compile(
    r"(?:attack|strike|fire|barrage|salvo|volley|raid|bombing|bombardment|assault|blast|explosion|shelling|hit)s?$|^(?:wave|swarm|hail) of",
    re.IGNORECASE,
)
"""Nouns for what is done with a weapon."""


_SPREADS = re.compile(
    r"\b(?:outbreaks?|epidemics?|cases?|spread\w*|br[eo]a?ke?n? out|declared|confirmed|detected|recorded|infect\w*|surg\w+|died|deaths?|kill\w*)\b",
    re.IGNORECASE,
)
"""Beside one of these the name of a disease tells that it is there."""


def _stands(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft is news by itself beside the others of its sentence."""
    if _nobody_counted(draft):
        return False
    others = [other for other in drafts if other is not draft and not other.weak]
    on_the_way = draft.weak or draft.type in {_E.TROOP_MOVEMENT, _E.HUMANITARIAN}
    if draft.circumstance and others and on_the_way:
        return False
    if draft.weak:
        told = bool(draft.places) and any(not actor.generic for actor in draft.actors.values())
        return told or (not others and bool(draft.places or draft.actors))
    if (
        draft.type is _E.TERRITORY_CHANGE
        and not draft.places
        and (draft.trigger.noun or draft.trigger.form is Form.ING)
    ):
        return False
    if draft.rule == "attack as a noun" and draft.words[0].split()[-1].startswith(
        ("operation", "campaign", "offensive")
    ):
        return bool(draft.harms) or (not others and bool(draft.places))
    return not (others and _only_referred_to(draft))


def _nobody_counted(draft: Draft) -> bool:
    """Whether a sum over a long time is nobody's figure but the background of a story."""
    return (
        draft.cumulative
        and draft.assertion.basis is Basis.FLAT
        and draft.type in VIOLENT
        and not draft.places
    )


def empty(draft: Draft) -> bool:
    """Whether a draft says neither where nor who nor how many: nothing that could be told."""
    known = draft.places or draft.actors or draft.harms or (draft.trigger.subject and not draft.trigger.noun)
    if draft.subtype is _S.TOLL and not draft.harms:
        return True
    counted = draft.trigger.subject_kinds | draft.trigger.object_kinds
    if draft.subtype is _S.DISPLACED and not draft.trigger.noun and counted & _PEOPLE:
        return False  # "thousands more were forced to flee"
    if draft.subtype is _S.RESCUED and _GOING_ON.search(draft.quote):
        return False
    if draft.type is _E.TERRITORY_CHANGE and draft.trigger.object_kinds & _PLACES and not draft.trigger.noun:
        return False  # "they seized 32 villages"
    if draft.trigger.noun and draft.definite and draft.type in _NEEDS_MORE:
        return not known and len(draft.words) == 1
    return not known and draft.type in _NEEDS_MORE and draft.type is not _E.EXPLOSION_REMOTE_VIOLENCE


def _only_referred_to(draft: Draft) -> bool:
    """Whether a noun only points at a deed told elsewhere ("power was cut after the strikes")."""
    return draft.definite and not (draft.places or draft.actors or draft.harms) and len(draft.words) == 1


def _join(home: Draft, draft: Draft) -> None:
    if home.harm_only and not draft.harm_only:
        home.type, home.subtype, home.rule, home.harm_only = draft.type, draft.subtype, draft.rule, False
    home.absorb(draft)
    refine(home)


def _take_in(home: Draft, draft: Draft) -> None:
    vague = home.harm_only and not home.tolls("killed")
    if vague and draft.harm_only and home.assertion.basis is Basis.FLAT:
        home.assertion = draft.assertion
    if draft.type is _E.PROTEST_RIOT and home.type in VIOLENT:
        home.type, home.subtype, home.rule = draft.type, draft.subtype, draft.rule
    if (
        home.subtype in _VAGUE
        and draft.subtype not in _VAGUE
        and not draft.harm_only
        and draft.type is home.type
    ):
        home.subtype = draft.subtype
    home.definite = home.definite or _subject_of(draft, home)
    _face(home, draft)
    home.absorb(draft)


def _face(home: Draft, draft: Draft) -> None:
    """Read "Three soldiers were killed in fighting with X": whom they fought is the other side, not among the dead."""
    fell = {name for name, role in draft.actors if role is Role.TARGET}
    if not draft.harm_only or home.subtype is not _S.CLASHED or not fell:
        return
    if any(
        role is Role.INITIATOR and name not in fell
        for (name, role), actor in home.actors.items()
        if not actor.generic
    ):
        return
    sides = list(home.actors.values())
    home.actors.clear()
    for actor in sides:
        side = Role.TARGET if actor.canonical in fell else Role.INITIATOR
        home.add_actor(actor if actor.role is Role.MENTIONED else actor.with_role(side))


def _subject_of(draft: Draft, home: Draft) -> bool:
    """Read "The strike hit", "The attack targeted": what is told is the thing that the noun points back to."""
    before = home.trigger.first - draft.trigger.last
    return draft.definite and draft.trigger.noun and not home.trigger.noun and 0 <= before <= _CLOSE
