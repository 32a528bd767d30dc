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

from bot.domain.claims import PlaceRef, Status, SubType, Toll
from bot.domain.events import Event, EventState
from bot.domain.languages import SOURCE_LANGUAGE
from bot.rendering.headlines import noun
from bot.rendering.texts import Texts, marked

NAMED_PLACES = 3
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
    """Return an event in one line, as plain text."""
    if _.language == SOURCE_LANGUAGE:
        return event.headline
    said = _said(_, event)
    where = _places(_, event)
    return _plain(_("{place}: {what}", place=where, what=said)) if where else said[:1].upper() + said[1:]


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


def _said(_: Texts, event: Event) -> str:
    subtype = SubType(event.subtype)
    if subtype in _COUNTS:
        subtype = SubType.KILLED if event.killed else SubType.INJURED if event.injured else subtype
    frame = None if event.state is EventState.RETRACTED else SAID.get(event.status)
    what = _.within(ABOUT, noun(subtype)) if frame else _(noun(subtype))
    what = _with_toll(_, event, subtype, what)
    return _plain(_(frame, what=what) if frame else what)


def _with_toll(_: Texts, event: Event, subtype: SubType, what: Markup) -> Markup:
    toll = event.killed or event.injured
    if toll is None or not toll.minimum or toll.vague:
        return what
    if subtype in _COUNTS:
        return _("{what}: {n}", what=what, n=_number(toll))
    if event.killed:
        return _("{what}, killed: {n}", what=what, n=_number(toll))
    return _("{what}, injured: {n}", what=what, n=_number(toll))


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


def _number(toll: Toll) -> str:
    if toll.maximum is None:
        return f"{toll.minimum}+"
    return f"{toll.minimum}" if toll.maximum == toll.minimum else f"{toll.minimum}–{toll.maximum}"


def _plain(text: Markup) -> str:
    return text.unescape()
