"""Drafts that tell of one thing become one: inside a sentence, and over sentences ("the attack", a toll by itself)."""

from bot.domain.claims import EventType, Role, Status, SubType
from bot.extraction.drafts import HARMING, VIOLENT, Draft

_REACH = 3
"""Sentences back to which "the attack" or a lone toll can refer."""
_E = EventType
_DEEDS = frozenset(
    {
        "attack",
        "attack as a noun",
        "enemy engaged",
        "vehicle or post destroyed in fighting",
        "enemy killed in action",
    }
)
_MEANS = frozenset(
    {SubType.SHELLED, SubType.ROCKET_ATTACK, SubType.DRONE_STRIKE, SubType.IED, SubType.STRUCK, SubType.MINE}
)


def within_sentence(drafts: list[Draft]) -> list[Draft]:
    """Merge the drafts of one sentence."""
    drafts = _weapons(drafts)
    kept: list[Draft] = []
    for draft in sorted(drafts, key=_rank):
        home = _home(draft, kept)
        if home is None:
            kept.append(draft)
        else:
            home.absorb(draft)
    kept = [draft for draft in kept if not draft.weak or draft.places or draft.actors]
    if len(kept) > 1:
        kept = [
            draft
            for draft in kept
            if not _only_referred_to(draft) and not (draft.weak and draft.circumstance)
        ]
    if any(draft.type is not _E.STATEMENT for draft in kept):
        kept = [draft for draft in kept if draft.type is not _E.STATEMENT]
    for draft in kept:
        refine(draft)
    return sorted(kept, key=lambda draft: draft.span)


def _only_referred_to(draft: Draft) -> bool:
    """Whether a noun only points at a deed told elsewhere ("power was cut after the strikes")."""
    return draft.definite and not (draft.places or draft.actors or draft.harms) and len(draft.words) == 1


def _rank(draft: Draft) -> tuple[int, int]:
    """Deeds first, then tolls; explosions before the attacks they are."""
    if draft.harm_only:
        return 3, draft.span[0]
    if draft.type is _E.DISASTER:
        return 0, draft.span[0]
    if draft.type is _E.EXPLOSION_REMOTE_VIOLENCE:
        return (1 if draft.subtype is SubType.STRUCK else 0), draft.span[0]
    return 2 if draft.rule in _DEEDS else 1, draft.span[0]


def _weapons(drafts: list[Draft]) -> list[Draft]:
    """A weapon's name alone is no event; beside a deed or a toll it says with what."""
    deeds = [draft for draft in drafts if draft.trigger.sense.context is None and draft.type in HARMING]
    return [
        draft
        for draft in drafts
        if draft.trigger.sense.context is None
        or any(abs(deed.span[0] - draft.span[0]) < 200 for deed in deeds)
    ]


def _home(draft: Draft, kept: list[Draft]) -> Draft | None:
    for other in kept:
        if _one(other, draft):
            return other
    return None


def _one(first: Draft, second: Draft) -> bool:
    """Whether two drafts of one sentence tell of the same thing."""
    if second.harm_only:
        return first.type in HARMING or first.harm_only
    if first.type is second.type:
        return not _apart(first, second)
    pair = {first.type, second.type}
    if pair <= VIOLENT:
        return (
            first.rule in _DEEDS
            or second.rule in _DEEDS
            or _E.VIOLENCE_AGAINST_CIVILIANS in pair
            or (first.trigger.sense.context is not None or second.trigger.sense.context is not None)
        )
    if _E.DISASTER in pair and SubType.STRUCK in {first.subtype, second.subtype}:
        return True
    return pair == {_E.BATTLE, _E.PROTEST_RIOT}


def _apart(first: Draft, second: Draft) -> bool:
    """Whether two deeds of one kind are told of two places or two doers."""
    places = {place.surface for place in first.places}, {place.surface for place in second.places}
    if not places[0] or not places[1] or places[0] & places[1]:
        return False
    return (not first.trigger.noun and not second.trigger.noun) or first.type is _E.TERRITORY_CHANGE


def across_sentences(drafts: list[Draft], earlier: list[Draft]) -> list[Draft]:
    """Merge the drafts of a sentence into those of the sentences before; return those that stand for themselves."""
    kept = []
    for draft in drafts:
        home = next((old for old in reversed(earlier) if _refers(draft, old)), None)
        if home is None:
            kept.append(draft)
        else:
            _join(home, draft)
    return kept


def _refers(draft: Draft, old: Draft) -> bool:
    if draft.sentence == old.sentence or draft.sentence - old.sentence > _REACH:
        return False
    if draft.harm_only and not draft.places and not draft.cumulative:
        return old.type in HARMING and draft.sentence - old.sentence <= 1 and not old.cumulative
    if not draft.definite:
        return False
    if draft.type is old.type:
        return True
    return draft.type in VIOLENT and old.type in VIOLENT


def _join(home: Draft, draft: Draft) -> None:
    weaker = draft.assertion.status.strength < home.assertion.status.strength
    if draft.harm_only and weaker and draft.assertion.status is not Status.DENIED:
        home.assertion = draft.assertion
    home.absorb(draft)
    refine(home)


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
    if draft.cumulative or draft.subtype is SubType.TOLL:
        draft.type, draft.subtype = _E.HUMANITARIAN, SubType.TOLL
    elif armed and not civil:
        draft.type = _E.BATTLE
    else:
        draft.type = _E.VIOLENCE_AGAINST_CIVILIANS


def _targets(draft: Draft) -> tuple[bool, bool]:
    """Whether armed and whether unarmed people are among the sufferers."""
    targets = [actor for actor in draft.actors.values() if actor.role is Role.TARGET]
    civil = any(actor.canonical in {"Civilians", "Protesters"} for actor in targets)
    return any(actor.canonical not in {"Civilians", "Protesters"} for actor in targets), civil
