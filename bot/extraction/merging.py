"""Drafts that tell of one thing become one: inside a sentence, and over sentences ("the attack", a toll by itself)."""

from collections.abc import Callable

from bot.domain.claims import Basis, EventType, Role, Status, SubType
from bot.extraction.drafts import HARMING, VIOLENT, Draft

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
        if home is None:
            kept.append(draft)
        else:
            _join(home, draft)
    return kept


def _rank(draft: Draft) -> tuple[int, int]:
    """Deeds first, then tolls; explosions before the attacks they are."""
    if draft.harm_only:
        return 3, draft.span[0]
    if draft.type is _E.DISASTER:
        return 0, draft.span[0]
    if draft.type is _E.EXPLOSION_REMOTE_VIOLENCE:
        return (1 if draft.subtype is _S.STRUCK else 0), draft.span[0]
    return 2 if draft.rule in _DEEDS else 1, draft.span[0]


def _weapons(drafts: list[Draft]) -> list[Draft]:
    """A weapon's name alone is no event; beside a deed or a toll it says with what."""
    deeds = [draft for draft in drafts if draft.trigger.sense.context is None and draft.type in HARMING]
    return [draft for draft in drafts if draft.trigger.sense.context is None or deeds]


def _stands(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft is news by itself beside the others of its sentence."""
    if (
        draft.cumulative
        and draft.assertion.basis is Basis.FLAT
        and draft.type in VIOLENT
        and not draft.places
    ):
        return False
    others = [other for other in drafts if other is not draft and not other.weak]
    if draft.weak:
        return not others and bool(draft.places or draft.actors)
    return not (others and _only_referred_to(draft))


def _only_referred_to(draft: Draft) -> bool:
    """Whether a noun only points at a deed told elsewhere ("power was cut after the strikes")."""
    return draft.definite and not (draft.places or draft.actors or draft.harms) and len(draft.words) == 1


# -- inside a sentence: (told first, told second) ---------------------------------------------------------------


def _toll_of_the_deed(first: Draft, second: Draft) -> bool:
    """A toll belongs to the deed that did it; one over a long time belongs to none."""
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
    return bool(
        first.rule in _DEEDS
        or second.rule in _DEEDS
        or armed_with
        or _E.VIOLENCE_AGAINST_CIVILIANS in {first.type, second.type}
    )


def _struck_by_nature(first: Draft, second: Draft) -> bool:
    """Read "An earthquake struck", "four are missing after the flood"."""
    pair = {first.type, second.type}
    return _E.DISASTER in pair and not {_S.STRUCK, _S.MISSING}.isdisjoint({first.subtype, second.subtype})


def _clash_of_a_protest(first: Draft, second: Draft) -> bool:
    pair = {first.type, second.type}
    if pair == {_E.PROTEST_RIOT, _E.EXPLOSION_REMOTE_VIOLENCE}:
        return _S.STRUCK in {first.subtype, second.subtype}
    return pair == {_E.BATTLE, _E.PROTEST_RIOT}


_ONE_DEED: tuple[Rule, ...] = (
    _toll_of_the_deed, _same_kind, _weapon_of_the_attack, _struck_by_nature, _clash_of_a_protest,
)  # fmt: skip


def _apart(first: Draft, second: Draft) -> bool:
    """Whether two deeds of one kind are told of two places or two doers."""
    places = {place.surface for place in first.places}, {place.surface for place in second.places}
    if not places[0] or not places[1] or places[0] & places[1]:
        return False
    return (not first.trigger.noun and not second.trigger.noun) or first.type is _E.TERRITORY_CHANGE


# -- over sentences: (told before, told now) --------------------------------------------------------------------


def _lone_toll(old: Draft, draft: Draft) -> bool:
    """A toll without a place belongs to the deed of the sentence before."""
    near = draft.sentence - old.sentence == 1
    alone = draft.harm_only and not draft.places and not draft.cumulative
    return alone and near and old.type in HARMING and not old.cumulative


def _deed_of_the_toll(old: Draft, draft: Draft) -> bool:
    """Read "The death of X in a drone strike": the deed behind a killing told before."""
    return (
        old.harm_only and draft.definite and draft.type in VIOLENT and bool(draft.harms) and not draft.places
    )


def _goes_on(old: Draft, draft: Draft) -> bool:
    """The same disaster, protest or strike goes on in the next sentence, which names no other place."""
    near = draft.sentence - old.sentence == 1 and draft.type is old.type and not draft.places
    one = draft.type in {_E.DISASTER, _E.PROTEST_RIOT} or draft.subtype is _S.STRUCK
    return near and one and _ANOTHER.isdisjoint(draft.quote.lower().split())


def _named_again(old: Draft, draft: Draft) -> bool:
    """Read "The attack", "the clashes": told before."""
    return draft.definite and (draft.type is old.type or (draft.type in VIOLENT and old.type in VIOLENT))


_SAME_THING: tuple[Rule, ...] = (_lone_toll, _deed_of_the_toll, _goes_on, _named_again)


def _join(home: Draft, draft: Draft) -> None:
    weaker = draft.assertion.status.strength < home.assertion.status.strength
    if draft.harm_only and weaker and draft.assertion.status is not Status.DENIED:
        home.assertion = draft.assertion
    if home.harm_only and not draft.harm_only:
        home.type, home.subtype, home.rule, home.harm_only = draft.type, draft.subtype, draft.rule, False
    home.absorb(draft)
    refine(home)


def _take_in(home: Draft, draft: Draft) -> None:
    if (
        home.subtype in _VAGUE
        and draft.subtype not in _VAGUE
        and not draft.harm_only
        and draft.type is home.type
    ):
        home.subtype = draft.subtype
    home.absorb(draft)


def refine(draft: Draft) -> None:
    """Settle the type by weapon and victims once everything about a deed is known."""
    if draft.harm_only:
        _refine_harm(draft)
    elif draft.type is _E.BATTLE and draft.rule in {"attack", "attack as a noun"}:
        armed, civil = _targets(draft)
        if civil and not armed:
            draft.type = _E.VIOLENCE_AGAINST_CIVILIANS


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
