"""Drafts that tell of one thing become one: inside a sentence, and over sentences ("the attack", a toll by itself)."""

import re
from collections.abc import Callable

from bot.domain.claims import Basis, EventType, Role, Status, SubType
from bot.extraction.drafts import HARMING, VIOLENT, Draft
from bot.extraction.lexicon import Form

_REACH = 3
"""Sentences back to which "the attack" or a lone toll can refer."""
_E, _S = EventType, SubType
_DEEDS = frozenset(
    {
        "attack",
        "attack as a noun",
        "enemy engaged",
        "vehicle or post destroyed in fighting",
        "enemy killed in action",
    }
)
"""Rules of the battle table whose words leave open with what it was done."""
_VAGUE = frozenset({_S.STRUCK, _S.EXPLOSION, _S.ATTACKED, _S.KILLED, _S.CLASHED})
"""Outcome words that a more exact one of the same deed replaces."""
_ANOTHER = frozenset({"another", "second", "separate", "separately", "third", "other"})

_POINTING = frozenset({"this", "these", "those", "the", "such", "any"})
_SAYINGS = frozenset(
    {
        "information",
        "accusation",
        "accusations",
        "allegation",
        "allegations",
        "claim",
        "claims",
        "report",
        "reports",
        "statement",
        "statements",
        "news",
        "rumours",
        "rumors",
    }
)

_KIND_WORD = re.compile(r" (?:village|town|city|area|district|neighbourhood|neighborhood|region|province)$")
Rule = Callable[[Draft, Draft], bool]


def within_sentence(drafts: list[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence; what is no news by itself beside the others is left out."""
    kept: list[Draft] = []
    for draft in sorted(_weapons(drafts), key=_rank):
        home = next((other for other in kept if any(rule(other, draft) for rule in _ONE_DEED)), None)
        if home is None:
            kept.append(draft)
        else:
            _take_in(home, draft)
    kept = [draft for draft in kept if _stands(draft, kept)]
    if any(draft.type is not _E.STATEMENT for draft in kept):
        kept = [draft for draft in kept if draft.type is not _E.STATEMENT]
    for draft in kept:
        refine(draft)
    return sorted(kept, key=lambda draft: draft.span)


def across_sentences(drafts: list[Draft], earlier: list[Draft]) -> list[Draft]:
    """Merge the drafts of a sentence into those of the sentences before; return those that stand for themselves."""
    kept = []
    for draft in drafts:
        old = (old for old in reversed(earlier) if 0 < draft.sentence - old.sentence <= _REACH)
        home = next((old for old in old if any(rule(old, draft) for rule in _SAME_THING)), None)
        if home is not None:
            _join(home, draft)
        elif not _denies(draft, earlier):
            kept.append(draft)
    return kept


def _denies(draft: Draft, earlier: list[Draft]) -> bool:
    """Whether "the ministry denied these reports" takes back what was told just before; then that is noted there."""
    words = set(draft.quote.lower().replace(",", " ").replace(".", " ").split())
    if draft.rule != "denial" or words.isdisjoint(_POINTING) or words.isdisjoint(_SAYINGS):
        return False
    told = [old for old in earlier if draft.sentence - old.sentence == 1 and old.type is not _E.STATEMENT]
    denier = next((actor.surface for actor in draft.actors.values() if actor.role is Role.INITIATOR), None)
    for old in told:
        old.assertion = old.assertion._replace(denied_by=denier or draft.assertion.attribution or "")
    return bool(told)


def _rank(draft: Draft) -> tuple[int, int]:
    """Deeds first, then tolls; explosions before the attacks they are."""
    if draft.harm_only:
        return 3, draft.span[0]
    if draft.type in {_E.DISASTER, _E.HUMANITARIAN}:
        return 0, draft.span[0]
    if draft.type is _E.EXPLOSION_REMOTE_VIOLENCE:
        return (1 if draft.subtype is _S.STRUCK else 0), draft.span[0]
    return 2 if draft.rule in _DEEDS else 1, draft.span[0]


def _weapons(drafts: list[Draft]) -> list[Draft]:
    """A weapon's name alone is no event; beside a deed or a toll it says with what."""
    deeds = [draft for draft in drafts if not _names_a_weapon(draft) and draft.type in HARMING]
    return [draft for draft in drafts if not _names_a_weapon(draft) or deeds]


def _names_a_weapon(draft: Draft) -> bool:
    """Whether the trigger is a weapon ("missiles") and not what was done with it ("fired missiles", "missile strike")."""
    if draft.trigger.sense.context is None:
        return False
    return draft.trigger.noun and not _USE.search(draft.words[0])


_USE = re.compile(
    r"(?:attack|strike|fire|barrage|salvo|volley|raid|bombing|bombardment|assault|blast|explosion|shelling|hit)s?$|^(?:wave|swarm|hail) of",
    re.IGNORECASE,
)
"""Nouns for what is done with a weapon."""


def _stands(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft is news by itself beside the others of its sentence."""
    unsaid = draft.cumulative and draft.assertion.basis is Basis.FLAT and draft.type in VIOLENT
    if unsaid and not draft.places and not (draft.harm_only and draft.tolls("killed")):
        return False
    others = [other for other in drafts if other is not draft and not other.weak]
    if draft.weak:
        if draft.circumstance and others:
            return False
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


def _only_referred_to(draft: Draft) -> bool:
    """Whether a noun only points at a deed told elsewhere ("power was cut after the strikes")."""
    return draft.definite and not (draft.places or draft.actors or draft.harms) and len(draft.words) == 1


# -- inside a sentence: (told first, told second) ---------------------------------------------------------------


def _toll_of_the_deed(first: Draft, second: Draft) -> bool:
    """A toll belongs to the deed that did it; one over a long time belongs to none."""
    if second.harm_only and second.trigger.form is Form.ING and not second.cumulative:
        return True
    return second.harm_only and (first.harm_only or (first.type in HARMING and not second.cumulative))


def _same_kind(first: Draft, second: Draft) -> bool:
    if second.harm_only or first.type is not second.type:
        return False
    if first.type is _E.HUMANITARIAN:
        return first.subtype is second.subtype or second.subtype is _S.MISSING
    return not _apart(first, second)


def _weapon_of_the_attack(first: Draft, second: Draft) -> bool:
    """Read "Attacked … with missiles": the attack is the explosion; a clash beside shelling stays its own."""
    if second.harm_only or first.type is second.type or not {first.type, second.type} <= VIOLENT:
        return False
    armed_with = first.trigger.sense.context or second.trigger.sense.context
    if _E.VIOLENCE_AGAINST_CIVILIANS in {first.type, second.type} and _apart(first, second):
        return False
    return bool(
        first.rule in _DEEDS
        or second.rule in _DEEDS
        or armed_with
        or _E.VIOLENCE_AGAINST_CIVILIANS in {first.type, second.type}
    )


def _raid_for_arrests(first: Draft, second: Draft) -> bool:
    """Read "Carried out raids, arresting seven": the raid is how they were arrested."""
    pair = {first.type, second.type}
    if pair != {_E.ARREST_DETENTION, _E.BATTLE}:
        return False
    battle = first if first.type is _E.BATTLE else second
    return battle.trigger.noun and not battle.harms and battle.rule == "attack as a noun"


def _driven_out(first: Draft, second: Draft) -> bool:
    """Read "An offensive has displaced 15,000": the deed is named only as the cause."""
    if first.type is not _E.HUMANITARIAN or first.subtype is not _S.DISPLACED or second.type not in VIOLENT:
        return False
    caused = second.trigger.first < first.trigger.first and not first.trigger.noun
    return second.trigger.noun and not second.harms and caused


def _struck_by_nature(first: Draft, second: Draft) -> bool:
    """Read "An earthquake struck", "four are missing after the flood"."""
    pair = {first.type, second.type}
    return _E.DISASTER in pair and not {_S.STRUCK, _S.MISSING}.isdisjoint({first.subtype, second.subtype})


def _clash_of_a_protest(first: Draft, second: Draft) -> bool:
    pair = {first.type, second.type}
    if pair == {_E.PROTEST_RIOT, _E.EXPLOSION_REMOTE_VIOLENCE}:
        return _S.STRUCK in {first.subtype, second.subtype}
    if pair == {_E.PROTEST_RIOT, _E.VIOLENCE_AGAINST_CIVILIANS}:
        return _S.LOOTED in {first.subtype, second.subtype}
    return pair == {_E.BATTLE, _E.PROTEST_RIOT}


def _killed_or_captured(first: Draft, second: Draft) -> bool:
    """Read "Killed or captured 20 fighters": one deed."""
    return first.type is _E.ARREST_DETENTION and second.harm_only and 0 <= first.span[0] - second.span[1] <= 5


_ONE_DEED: tuple[Rule, ...] = (
    _killed_or_captured,
    _raid_for_arrests,
    _driven_out,
    _toll_of_the_deed, _same_kind, _weapon_of_the_attack, _struck_by_nature, _clash_of_a_protest,
)  # fmt: skip


def _apart(first: Draft, second: Draft) -> bool:
    """Whether two deeds of one kind are told of two places or two doers."""
    places = {place.surface for place in first.places}, {place.surface for place in second.places}
    if not places[0] or not places[1] or places[0] & places[1] or second.trigger.form is Form.ING:
        return False
    return (not first.trigger.noun and not second.trigger.noun) or first.type is _E.TERRITORY_CHANGE


# -- over sentences: (told before, told now) --------------------------------------------------------------------


def _lone_toll(old: Draft, draft: Draft) -> bool:
    """A toll without a place belongs to the deed of the sentence before."""
    near = draft.sentence - old.sentence <= 2
    alone = draft.harm_only and not draft.places and not draft.cumulative
    return alone and near and old.type in HARMING and not old.cumulative


def _deed_of_the_toll(old: Draft, draft: Draft) -> bool:
    """Read "The death of X in a drone strike": the deed behind a killing told before."""
    if not old.harm_only or draft.type not in VIOLENT or not draft.harms or draft.places:
        return False
    return draft.definite or (
        draft.sentence - old.sentence == 1 and draft.tolls("killed") == old.tolls("killed")
    )


def _goes_on(old: Draft, draft: Draft) -> bool:
    """The same disaster, protest or strike goes on in the next sentence, which names no other place."""
    near = draft.sentence - old.sentence == 1 and draft.type is old.type and not draft.places
    one = draft.type in {_E.DISASTER, _E.PROTEST_RIOT} or draft.subtype is _S.STRUCK
    return near and one and _ANOTHER.isdisjoint(draft.quote.lower().split())


def _named_again(old: Draft, draft: Draft) -> bool:
    """Read "The attack", "the clashes": told before."""
    if not draft.definite or (
        old.tolls("killed") and draft.tolls("killed") and old.tolls("killed") != draft.tolls("killed")
    ):
        return False
    return draft.type is old.type or (draft.type in VIOLENT and old.type in VIOLENT)


def _same_place(old: Draft, draft: Draft) -> bool:
    """The same kind of thing at the same place in the next sentence, by the same side."""
    if draft.type is not old.type or draft.sentence - old.sentence > 1 or draft.harm_only or old.harm_only:
        return False
    if draft.type is _E.AGREEMENT_CEASEFIRE:
        return not (draft.places and old.places) or bool(_names(draft) & _names(old))
    doers = _doers(draft), _doers(old)
    opposed = draft.subtype is not old.subtype and _S.LOST in {draft.subtype, old.subtype}
    return (
        bool(_names(draft) & _names(old))
        and not opposed
        and not (doers[0] and doers[1] and doers[0].isdisjoint(doers[1]))
    )


def _names(draft: Draft) -> set[str]:
    return {_KIND_WORD.sub("", place.surface.lower()) for place in draft.places if not place.relation}


def _doers(draft: Draft) -> set[str]:
    return {
        actor.canonical
        for actor in draft.actors.values()
        if actor.role is Role.INITIATOR and not actor.generic
    }


_SAME_THING: tuple[Rule, ...] = (_same_place, _lone_toll, _deed_of_the_toll, _goes_on, _named_again)


def _join(home: Draft, draft: Draft) -> None:
    weaker = draft.assertion.status.strength < home.assertion.status.strength
    if draft.harm_only and weaker and draft.assertion.status is not Status.DENIED:
        home.assertion = draft.assertion
    if home.harm_only and not draft.harm_only:
        home.type, home.subtype, home.rule, home.harm_only = draft.type, draft.subtype, draft.rule, False
    home.absorb(draft)
    refine(home)


def _take_in(home: Draft, draft: Draft) -> None:
    if draft.type is _E.PROTEST_RIOT and home.type in VIOLENT:
        home.type, home.subtype, home.rule = draft.type, draft.subtype, draft.rule
    if (
        home.subtype in _VAGUE
        and draft.subtype not in _VAGUE
        and not draft.harm_only
        and draft.type is home.type
    ):
        home.subtype = draft.subtype
    home.absorb(draft)


def refine(draft: Draft) -> None:
    """Settle the type by weapon, victims and doers once everything about a deed is known."""
    if draft.harm_only:
        _refine_harm(draft)
    if draft.type is _E.BATTLE and draft.rule in {"attack", "attack as a noun", "under attack"}:
        armed, civil = _targets(draft)
        if draft.weapon is not None:
            draft.type, draft.subtype = _E.EXPLOSION_REMOTE_VIOLENCE, draft.weapon
        elif civil and not armed:
            draft.type = _E.VIOLENCE_AGAINST_CIVILIANS
    if draft.rule == "explosion" and draft.accidental and not draft.has_role(Role.INITIATOR):
        draft.type, draft.subtype = _E.DISASTER, _S.ACCIDENT
    _refine_protest(draft)


def _refine_protest(draft: Draft) -> None:
    """What protesters do is riot, what is done to them is its repression."""
    if draft.type not in VIOLENT and draft.type is not _E.INFRASTRUCTURE_DISRUPTION:
        return
    parts = {actor.role for actor in draft.actors.values() if actor.canonical == "Protesters"}
    if Role.INITIATOR in parts:
        draft.type, draft.subtype = _E.PROTEST_RIOT, _S.RIOT
    elif Role.TARGET in parts and draft.type is not _E.INFRASTRUCTURE_DISRUPTION:
        draft.type, draft.subtype = _E.PROTEST_RIOT, _S.CRACKDOWN


def _refine_harm(draft: Draft) -> None:
    armed, civil = _targets(draft)
    if draft.cumulative or draft.subtype is _S.TOLL:
        draft.type, draft.subtype = _E.HUMANITARIAN, _S.TOLL
    elif armed and not civil:
        draft.type = _E.BATTLE
    else:
        draft.type = _E.VIOLENCE_AGAINST_CIVILIANS


def _targets(draft: Draft) -> tuple[bool, bool]:
    """Whether armed and whether unarmed people are among the sufferers."""
    targets = [actor for actor in draft.actors.values() if actor.role is Role.TARGET]
    civil = any(actor.canonical in {"Civilians", "Protesters"} for actor in targets)
    return any(actor.canonical not in {"Civilians", "Protesters"} for actor in targets), civil
