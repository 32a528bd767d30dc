"""When two drafts tell of one thing: rules with names, for one sentence and over sentences."""

import re
from collections.abc import Callable

from bot.domain.claims import EventType, Role, Status, SubType
from bot.extraction.drafts import HARMING, VIOLENT, Draft
from bot.extraction.lexicon import Form
from bot.extraction.refining import targets

_E, _S = EventType, SubType
DEEDS = frozenset(
    {
        "attack",
        "attack as a noun",
        "enemy engaged",
        "vehicle or post destroyed in fighting",
        "enemy killed in action",
    }
)
"""Rules of the battle table whose words leave open with what it was done."""
_ANOTHER = frozenset({"another", "second", "separate", "separately", "third", "other"})
_KIND_WORD = re.compile(r" (?:village|town|city|area|district|neighbourhood|neighborhood|region|province)$")
_WEATHER = frozenset({_S.STORM, _S.FLOOD, _S.LANDSLIDE})
"""What one storm does."""
Rule = Callable[[Draft, Draft], bool]


# -- inside a sentence: (told first, told second) ---------------------------------------------------------------


def _toll_of_the_deed(first: Draft, second: Draft) -> bool:
    """A toll belongs to the deed that did it; one over a long time belongs to none."""
    if Status.DENIED in {first.assertion.status, second.assertion.status}:
        return first.assertion.status is second.assertion.status and second.harm_only
    if second.harm_only and second.trigger.form is Form.ING and not second.cumulative:
        return True
    return second.harm_only and (first.harm_only or (first.type in HARMING and not second.cumulative))


def _same_kind(first: Draft, second: Draft) -> bool:
    if second.harm_only or first.type is not second.type:
        return False
    if first.type is _E.HUMANITARIAN:
        return first.subtype is second.subtype or second.subtype is _S.MISSING
    moves = {first.subtype, second.subtype}
    if moves == {_S.WITHDREW, _S.ADVANCED} and _doers(first) != _doers(second):
        return False
    return not _apart(first, second)


def _weapon_of_the_attack(first: Draft, second: Draft) -> bool:
    """Read "Attacked … with missiles": the attack is the explosion; a clash beside shelling stays its own."""
    if second.harm_only or first.type is second.type or not {first.type, second.type} <= VIOLENT:
        return False
    places = names(first), names(second)
    if all(places) and places[0].isdisjoint(places[1]) and not first.trigger.sense.context:
        return False
    armed_with = first.trigger.sense.context or second.trigger.sense.context
    if _E.VIOLENCE_AGAINST_CIVILIANS in {first.type, second.type} and _apart(first, second):
        return False
    return bool(
        first.rule in DEEDS
        or second.rule in DEEDS
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
    if (
        first.trigger.form is Form.ING
    ):  # "Clashes were reported in A, displacing 400": the deed is told for itself
        return False
    if first.trigger.passive:
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
        return not {_S.LOOTED, _S.BURNED}.isdisjoint({first.subtype, second.subtype})
    return pair == {_E.BATTLE, _E.PROTEST_RIOT}


def _cause_of_a_protest(first: Draft, second: Draft) -> bool:
    """Read "Protested against a wave of abductions": what they protest against is no news of its own."""
    pair = {first.type, second.type}
    if _E.PROTEST_RIOT not in pair or len(pair) < 2 or first.harms or second.harms:
        return False
    protest, cause = (first, second) if first.type is _E.PROTEST_RIOT else (second, first)
    return cause.trigger.noun and cause.cause and cause.trigger.first > protest.trigger.first


def _way_of_taking(first: Draft, second: Draft) -> bool:
    """Read "Recaptured three villages in a counter-attack": how a place was taken."""
    if {first.type, second.type} != {_E.TERRITORY_CHANGE, _E.BATTLE} or second.harms or first.harms:
        return False
    taken, fight = (first, second) if first.type is _E.TERRITORY_CHANGE else (second, first)
    return not taken.trigger.noun and fight.rule == "attack as a noun" and fight.manner


def _killed_or_captured(first: Draft, second: Draft) -> bool:
    """Read "Killed or captured 20 fighters": one deed."""
    return first.type is _E.ARREST_DETENTION and second.harm_only and 0 <= first.span[0] - second.span[1] <= 5


ONE_DEED: tuple[Rule, ...] = (
    _killed_or_captured,
    _way_of_taking,
    _cause_of_a_protest,
    _raid_for_arrests,
    _driven_out,
    _toll_of_the_deed, _same_kind, _weapon_of_the_attack, _struck_by_nature, _clash_of_a_protest,
)  # fmt: skip


def _apart(first: Draft, second: Draft) -> bool:
    """Whether two deeds of one kind are told of two places or two doers."""
    places = {place.surface for place in first.places}, {place.surface for place in second.places}
    if (
        first.type is _E.TROOP_MOVEMENT
        and first.subtype is second.subtype
        and _doers(first) == _doers(second)
    ):
        return False
    if not places[0] or not places[1] or places[0] & places[1] or second.trigger.form is Form.ING:
        return False
    return (not first.trigger.noun and not second.trigger.noun) or first.type is _E.TERRITORY_CHANGE


# -- over sentences: (told before, told now) --------------------------------------------------------------------


def _lone_toll(old: Draft, draft: Draft) -> bool:
    """A toll without a place belongs to the deed of the sentence before."""
    near = draft.sentence - old.sentence <= 2 and not (old.type is _E.DISASTER and _armed(draft))
    alone = draft.harm_only and not draft.places and not draft.cumulative
    return alone and near and old.type in HARMING and not old.cumulative


def _armed(draft: Draft) -> bool:
    """Whether fighters are among the sufferers."""
    return targets(draft)[0]


def _deed_of_the_toll(old: Draft, draft: Draft) -> bool:
    """Read "The death of X in a drone strike": the deed behind a killing told before."""
    if not old.harm_only or draft.type not in VIOLENT or not draft.harms:
        return False
    if draft.sentence - old.sentence == 1 and not old.tolls("killed") and names(draft) & names(old):
        return True
    if draft.places:
        return False
    return draft.definite or (
        draft.sentence - old.sentence == 1 and draft.tolls("killed") == old.tolls("killed")
    )


def _goes_on(old: Draft, draft: Draft) -> bool:
    """The same disaster, protest or strike goes on in the next sentence, which names no other place."""
    near = (
        draft.sentence - old.sentence == 1 and draft.type is old.type and not draft.places and not old.given
    )
    weather = {old.subtype, draft.subtype} <= _WEATHER and draft.sentence - old.sentence == 1
    if weather and not old.given:
        return True
    one = draft.type in {_E.DISASTER, _E.PROTEST_RIOT} or draft.subtype is _S.STRUCK
    one = one or (draft.type is _E.INFRASTRUCTURE_DISRUPTION and draft.subtype is old.subtype)
    return near and one and _ANOTHER.isdisjoint(draft.quote.lower().split())


def _named_again(old: Draft, draft: Draft) -> bool:
    """Read "The attack", "the clashes": told before."""
    apart = names(draft) and names(old) and names(draft).isdisjoint(names(old))
    if not draft.definite or (apart and (draft.harm_only or _placed_by_name(draft))):
        return False
    counted = old.tolls("killed") and draft.tolls("killed") and old.tolls("killed") != draft.tolls("killed")
    if counted and _voice(old) == _voice(draft):
        return False
    return draft.type is old.type or (draft.type in VIOLENT and old.type in VIOLENT)


def _placed_by_name(draft: Draft) -> bool:
    """Read "In the Basilan clashes": the place before the noun says that these are others."""
    return any(mention.last == draft.trigger.first for mention in draft.place_mentions)


def _voice(draft: Draft) -> str:
    return (draft.assertion.attribution or "").lower()


def _same_victim(old: Draft, draft: Draft) -> bool:
    """Read "an attack on a bus … The bus was targeted by gunmen": one deed, told by whom it struck."""
    if draft.about is None or draft.sentence - old.sentence != 1 or not {draft.type, old.type} <= VIOLENT:
        return False
    apart = names(draft) and names(old) and names(draft).isdisjoint(names(old))
    return not apart and draft.about in old.quote.lower().split()


def _on_the_move(old: Draft, draft: Draft) -> bool:
    """Read "ISIL seized more territory … The advance on Tuesday": the noun points back to what was taken."""
    near = 0 < draft.sentence - old.sentence <= 2 and draft.definite
    return near and old.type is _E.TERRITORY_CHANGE and draft.subtype is _S.ADVANCED and not draft.places


def _told_by_another(old: Draft, draft: Draft) -> bool:
    """Read "The army captured Kutum … The governor said that the town fell": one thing that changed hands."""
    near = 0 < draft.sentence - old.sentence <= 2
    if not (near and draft.refers and draft.type is old.type is _E.TERRITORY_CHANGE and old.places):
        return False
    doers = _doers(draft), _doers(old)
    opposed = _S.LOST in {draft.subtype, old.subtype} and draft.subtype is not old.subtype
    again = _S.RECAPTURED in {draft.subtype, old.subtype} and draft.subtype is not old.subtype
    return (
        not draft.places and not opposed and not again and not (all(doers) and doers[0].isdisjoint(doers[1]))
    )


def _same_place(old: Draft, draft: Draft) -> bool:
    """The same kind of thing at the same place in the next sentence, by the same side."""
    if draft.type is not old.type or draft.sentence - old.sentence > 1 or draft.harm_only or old.harm_only:
        return False
    if draft.type is _E.AGREEMENT_CEASEFIRE:
        other = not _ANOTHER.isdisjoint(draft.quote.lower().split()) or (
            draft.day is not None and old.day is not None and draft.day != old.day
        )
        return not other and (not (draft.places and old.places) or bool(names(draft) & names(old)))
    doers = _doers(draft), _doers(old)
    opposed = draft.subtype is not old.subtype and _S.LOST in {draft.subtype, old.subtype}
    return (
        bool(names(draft) & names(old))
        and not opposed
        and not (doers[0] and doers[1] and doers[0].isdisjoint(doers[1]))
    )


def names(draft: Draft) -> set[str]:
    """The names of a draft's own places, without the word for the kind of place, and the regions they are."""
    own = [place for place in draft.places if not place.relation]
    told = {_KIND_WORD.sub("", place.surface.lower()) for place in own}
    return told | {place.region_id for place in own if place.region_id}


def _doers(draft: Draft) -> set[str]:
    return {
        actor.canonical
        for actor in draft.actors.values()
        if actor.role is Role.INITIATOR and not actor.generic
    }


SAME_THING: tuple[Rule, ...] = (
    _same_place,
    _told_by_another,
    _same_victim,
    _on_the_move,
    _lone_toll,
    _deed_of_the_toll,
    _goes_on,
    _named_again,
)
