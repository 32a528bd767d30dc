"""The headline of an event, in the reader's language.

In English it is the stored one (`bot.rendering.headlines`). In other languages it is made anew from what the event amounts
to: "Мосул: сообщается об авиаударе, погибших: 12". The pattern asks for no agreement with inserted names: the place stands
by itself, what happened and how surely it is said follow, numbers come after a colon. Like the English line it never says
more than the source: only what is confirmed stands without a word for who says so.
"""

import re
from collections.abc import Sequence

from babel.lists import format_list
from markupsafe import Markup

from bot.domain.claims import ActorRef, EventType, PlaceRef, Role, Status, SubType, Toll
from bot.domain.events import Event, EventState
from bot.domain.languages import SOURCE_LANGUAGE
from bot.rendering.headline_parts import (
    HOUSEHOLDS,
    OF_A_PARTY,
    could_be,
    counted,
    names_somebody,
    people_of,
)
from bot.rendering.headlines import names_of, noun
from bot.rendering.kinds import party_name
from bot.rendering.people import victims, voice
from bot.rendering.texts import Texts, marked

NAMED_PLACES = 3
LONGEST = 110
"""Letters of a line; other languages need some more of them than English."""
_DETAILS = tuple(frozenset(told.split()) for told in ("parties victims voice", "victims voice", "voice", ""))
ABOUT = "what it is said about"
"""The context of a noun behind "it is reported that there is"."""

SAID = {
    Status.CLAIMED: marked("claimed: {what}"),
    Status.REPORTED: marked("reported: {what}"),
    Status.DECLARED: marked("declared: {what}"),
    Status.DISPUTED: marked("disputed: {what}"),
    Status.DENIED: marked("denied: {what}"),
}
_COUNTS = {SubType.KILLED, SubType.TOLL, SubType.INJURED}
_DISTANCE = re.compile(r"(?P<n>[\d.,]+)\s*(?:km|kilometres?|kilometers?|kms)\s+(?P<rest>.+)")
RELATIONS = {
    "near": marked("nearby"),
    "from": marked("at some distance"),
    "towards": marked("in its direction"),
    "along": marked("along it"),
    "off": marked("off the coast"),
    "north of": marked("to the north"),
    "south of": marked("to the south"),
    "east of": marked("to the east"),
    "west of": marked("to the west"),
    "northeast of": marked("to the north-east"),
    "northwest of": marked("to the north-west"),
    "southeast of": marked("to the south-east"),
    "southwest of": marked("to the south-west"),
}


def title(_: Texts, event: Event) -> str:
    """Return an event in one line, as plain text; what makes it too long is left out, first who did it."""
    if _.language == SOURCE_LANGUAGE:
        return event.headline
    shortest = ""
    for told in _DETAILS:
        shortest = _line(_, event, told)
        if len(shortest) <= LONGEST:
            break
    return shortest


def _line(_: Texts, event: Event, told: frozenset[str]) -> str:
    said = _said(_, event, told)
    where = _places(_, event)
    line = _plain(_("{place}: {what}", place=where, what=said)) if where else said[:1].upper() + said[1:]
    who = _speaker(_, event) if "voice" in told else None
    return _plain(_("{headline} – {who}", headline=line, who=who)) if who else line


def _speaker(_: Texts, event: Event) -> str | None:
    """Return whose word it is, where the English line tells it: of a declaration and a denial."""
    telling = event.telling
    if telling is None or event.type is EventType.STATEMENT:
        return None
    told = telling.status if event.status is not Status.DISPUTED else event.status
    return voice(_, telling.voice, telling.voice_id) if told in {Status.DECLARED, Status.DENIED} else None


def place_name(_: Texts, place: PlaceRef, name: str) -> str:
    """Return a place with its relation: "near Mosul", in other languages "Mosul (nearby)"."""
    relation = place.relation
    if not relation or relation == "in":
        return name
    if _.language == SOURCE_LANGUAGE:
        return f"{relation} {name}"
    if relation == "between":
        return name
    return _plain(_("{place} ({relation})", place=name, relation=_relation(_, relation)))


def _relation(_: Texts, relation: str) -> str:
    match = _DISTANCE.fullmatch(relation)
    side = match["rest"] if match else relation
    known = _plain(_(RELATIONS[side])) if side in RELATIONS else side
    if not match:
        return known
    if side == "from":
        return _plain(_("{n} km away", n=match["n"]))
    return _plain(_("{n} km {direction}", n=match["n"], direction=known))


def _said(_: Texts, event: Event, told: frozenset[str]) -> str:
    subtype = SubType(event.subtype)
    if subtype in _COUNTS:
        subtype = SubType.KILLED if event.killed else SubType.INJURED if event.injured else subtype
    frame = None if event.state is EventState.RETRACTED else SAID.get(_status(event))
    what = _.within(ABOUT, noun(subtype)) if frame else _(noun(subtype))
    who = _parties(_, event, subtype) if "parties" in told else ""
    what = _("{what} ({who})", what=what, who=who) if who else what
    what = _with_toll(_, event, subtype, what, who="victims" in told)
    return _plain(_(frame, what=what) if frame else what)


def _status(event: Event) -> Status:
    """Return how surely the line may tell it: a toll no more surely than who counts it."""
    if event.telling is None or event.status in {Status.DISPUTED, Status.DENIED, Status.RETRACTED}:
        return event.status
    return min(event.status, event.telling.status, key=lambda status: status.strength)


def _parties(_: Texts, event: Event, subtype: SubType) -> str:
    """Return the parties with names that the English template of an outcome tells: who did it, or both sides."""
    told = names_of(subtype)
    actors = [actor for actor in (event.telling.actors if event.telling else ()) if not actor.generic]
    if "sides" in told:
        sides = _called(_, [actor for actor in actors if actor.role is not Role.MENTIONED])
        return " – ".join(sides) if len(sides) == 2 else ""
    role = Role.INITIATOR if "by" in told else Role.TARGET if "loser" in told else None
    named = _called(_, [actor for actor in actors if actor.role is role])
    return named[0] if len(named) == 1 else ""


def _victims(_: Texts, event: Event, toll: Toll) -> str:
    """Return who the counted people were: the party whose people they were, or a common word."""
    people = people_of(toll.who or "")
    targets = [a for a in (event.telling.actors if event.telling else ()) if a.role is Role.TARGET]
    hit = _called(_, [actor for actor in targets if not actor.generic])
    told = event.subtype is not SubType.CLASHED or names_somebody(toll)
    if told and len(hit) == 1 and could_be(toll.who, targets) and (not people or people in OF_A_PARTY):
        return hit[0]
    return victims(_, toll.who) or ""


def _called(_: Texts, actors: Sequence[ActorRef]) -> list[str]:
    return list(dict.fromkeys(party_name(_, actor) for actor in actors))


def _with_toll(_: Texts, event: Event, subtype: SubType, what: Markup, *, who: bool) -> Markup:
    toll = event.killed or event.injured
    people = counted(event.telling.people) if event.telling and "people" in names_of(subtype) else None
    if toll is None and people is not None:
        return _with_people(_, event, what, people, who=who)
    if toll is None or not toll.minimum or toll.vague:
        return what
    number = _number(_, event, toll, who=who)
    if subtype in _COUNTS:
        return _("{what}: {n}", what=what, n=number)
    if event.killed:
        return _("{what}, killed: {n}", what=what, n=number)
    return _("{what}, injured: {n}", what=what, n=number)


def _with_people(_: Texts, event: Event, what: Markup, people: Toll, *, who: bool) -> Markup:
    if HOUSEHOLDS & set((people.who or "").casefold().split()):
        return _("{what}, families: {n}", what=what, n=_bounds(people))
    return _("{what}, people: {n}", what=what, n=_number(_, event, people, who=who))


def _number(_: Texts, event: Event, toll: Toll, *, who: bool) -> str:
    told = _victims(_, event, toll) if who else ""
    return _plain(_("{n} ({who})", n=_bounds(toll), who=told)) if told else _bounds(toll)


def _places(_: Texts, event: Event) -> str:
    named = _named(event)
    names = list(dict.fromkeys(place_name(_, p, _.place(p.region_id) or p.surface) for p in named))
    if len(names) > NAMED_PLACES:
        more = len(names) - NAMED_PLACES
        several = _.comma.join(names[:NAMED_PLACES])
        return _plain(
            _.plural("{names} and one more place", "{names} and {n} more places", more, names=several)
        )
    return format_list(names, locale=_.locale) if names else ""


def _named(event: Event) -> Sequence[PlaceRef]:
    """The places that the headline names: those of its leading claim, without what only says where they lie."""
    told = event.scene or event.places
    return [place for place in told if not place.around] or told


def _bounds(toll: Toll) -> str:
    if toll.maximum is None:
        return f"{toll.minimum}+"
    if not toll.minimum:
        return f"≤{toll.maximum}"
    return f"{toll.minimum}" if toll.maximum == toll.minimum else f"{toll.minimum}–{toll.maximum}"


def _plain(text: Markup) -> str:
    return text.unescape()
