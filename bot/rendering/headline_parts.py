"""The parts of a headline: places, numbers, victims, doers and speakers in few, neutral words."""

import re
from collections.abc import Sequence

from bot.domain.claims import ActorRef, Basis, Claim, PlaceRef, Role, SubType, Toll

_SPACES = re.compile(r"\s+")
_QUOTES = " \"'“”‘’«»"
_PLAIN_TYPE = re.compile(r"(?<=\S)\s+(?:city|town|village|hamlet|area)$")
_NAMED_CITY = frozenset({"Gaza", "Kuwait", "Mexico", "Panama", "Guatemala", "Benin", "Ho Chi Minh"})
_ROAD = re.compile(r"\b(?:road|highway|motorway|route|street|railway|corridor|bridge)s?\b", re.IGNORECASE)
_GATE = re.compile(
    r"\b(?:crossing|border|checkpoint|airport|airspace|port|harbour|station)s?\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_SPEAKER_ENDS = re.compile(
    r",|\s(?:who|which|that|speaking|quoted|citing|fleeing|based|living|from|in|at|on|near|close)\s",
)
LONGEST_VOICE = 40
_SHORT_PARTY = 20
_NOBODY = frozenset(
    {"he", "she", "they", "it", "i", "we", "who", "both sides", "another", "others", "one", ""}
)
_ALWAYS_PLURAL = frozenset({
    "police", "people", "forces", "brigades", "guards", "houthis", "rebels", "officials", "authorities", "residents",
    "witnesses", "sources", "troops", "medics", "activists", "doctors", "rescuers", "reports", "monitors", "militants",
    "commanders", "leaders", "locals", "workers", "diplomats", "relatives", "eyewitnesses", "survivors", "ministers", "analysts",
    "investigators", "prosecutors", "organisers", "campaigners", "fighters", "soldiers", "villagers", "journalists",
})  # fmt: skip
_NAMELESS = frozenset({
    "soldier", "soldiers", "troops", "forces", "security forces", "security personnel", "personnel", "fighter", "fighters",
    "serviceman", "servicemen", "warplanes", "jets", "aircraft", "artillery",
})  # fmt: skip
"""Words that anybody's people go by: whose they are was concluded, so that a headline does not say it."""

# Who was killed or hurt, as neutral plurals; the source's other words for them are not repeated.
_PEOPLE = {
    "soldiers": "soldier", "troops": "soldier", "fighters": "fighter", "members": "member", "police officers": "police officer",
    "policemen": "police officer", "civilians": "civilian", "children": "child", "women": "woman", "villagers": "villager",
    "farmers": "farmer", "protesters": "protester", "demonstrators": "demonstrator", "aid workers": "aid worker",
    "journalists": "journalist", "teachers": "teacher", "students": "student", "prisoners": "prisoner",
    "detainees": "detainee", "migrants": "migrant", "refugees": "refugee", "miners": "miner", "fishermen": "fisherman",
    "worshippers": "worshipper", "residents": "resident", "passengers": "passenger", "medics": "medic",
    "peacekeepers": "peacekeeper", "attackers": "attacker", "workers": "worker", "pilgrims": "pilgrim", "tourists": "tourist",
    "firefighters": "firefighter", "rescuers": "rescuer", "doctors": "doctor", "nurses": "nurse", "patients": "patient",
    "priests": "priest", "activists": "activist", "hostages": "hostage", "pupils": "pupil", "men": "man", "boys": "boy",
    "girls": "girl",
}  # fmt: skip
_SINGULAR = {one: many for many, one in reversed(_PEOPLE.items())}
_ROUGHLY = {
    20: "tens", 24: "dozens", 40: "scores", 200: "hundreds", 2000: "thousands", 20000: "tens of thousands",
    200000: "hundreds of thousands",
}  # fmt: skip
"""Vague numbers by the least they stand for (the reader's `casualties.toml`)."""
HOUSEHOLDS = frozenset({"families", "households"})
OF_A_PARTY = frozenset({"soldiers", "troops", "fighters", "members", "police officers"})


def named_places(claim: Claim) -> list[PlaceRef]:
    """Return the places that a line names: not those that only say where another one lies."""
    told = [place for place in claim.places if place_name(place, LONGEST_VOICE)]
    own = [place for place in told if not place.around]
    routes = [place for place in own if is_route(place.surface)]
    if routes and claim.subtype in {SubType.ROAD_CUT, SubType.ROAD_REOPENED}:
        return routes
    return own or [place for place in told if not place.relation] or told


def place_name(place: PlaceRef, longest: int) -> str:
    """Return a place's name without a plain "town" behind it, and its end cut off where it is longer."""
    told = _ARTICLE.sub("", _SPACES.sub(" ", place.surface).strip(_QUOTES))
    name = _PLAIN_TYPE.sub("", told)
    if name in _NAMED_CITY:
        name = told
    if name.isupper() and len(name) > 3:
        name = name.title()
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def is_between(places: Sequence[PlaceRef]) -> bool:
    """Whether it happened between two places."""
    return len(places) == 2 and all(place.relation == "between" for place in places)


def related(place: PlaceRef) -> bool:
    """Whether a place is told with a relation that takes the preposition's place ("near", "12 km south of")."""
    return bool(place.relation) and place.relation not in {"in", "between"}


def is_route(name: str) -> bool:
    """Whether a place is itself what can be cut or closed."""
    return bool(_ROAD.search(name) or _GATE.search(name))


def is_road(name: str) -> bool:
    """Whether a place is one that things happen on rather than in: a road, a bridge."""
    return bool(_ROAD.search(name))


def is_gate(name: str) -> bool:
    """Whether a place is closed rather than cut: a crossing, an airport."""
    return bool(_GATE.search(name)) and not _ROAD.search(name)


def number(claim: Claim) -> str:
    """Return "35+", "12–15", "up to 40": the deaths, else the injuries; nothing where no number is told."""
    toll = counted(claim.killed or claim.injured) or _roughly(claim.killed or claim.injured)
    if toll is None:
        return ""
    return _ROUGHLY[toll.minimum or 0] if toll.vague else _bounds(toll)


def with_victims(claim: Claim) -> str:
    """Return "35+ Islamic State fighters", "dozens of civilians"; nothing where no number is told."""
    told, people = number(claim), victims(claim)
    between = " of " if told in _ROUGHLY.values() and people else " "
    return f"{told}{between}{people}".strip() if told else ""


def _roughly(tolls: Sequence[Toll]) -> Toll | None:
    """The toll that is told as "dozens" or "hundreds"; "several" says too little."""
    return next((toll for toll in tolls if toll.vague and toll.minimum in _ROUGHLY), None)


def counted_people(claim: Claim) -> str:
    """Return "12 fighters", "300+ families": those taken, let go, displaced or rescued; nothing where none are counted."""
    toll = counted(claim.captured or claim.displaced)
    if toll is None:
        return ""
    people = people_of(toll.who or "") or next(
        (word for word in (toll.who or "").lower().split() if word in HOUSEHOLDS), ""
    )
    return f"{_bounds(toll)} {(_PEOPLE.get(people) or 'person') if _is_one(toll) else people or 'people'}"


def counted(tolls: Sequence[Toll]) -> Toll | None:
    """Return the largest of several numbers of people that are no mere "dozens"; None where none is told."""
    told = [toll for toll in tolls if (toll.minimum or toll.maximum) and not toll.vague]
    return max(told, key=lambda toll: (toll.minimum or 0, toll.maximum or 0), default=None)


def bodies(claim: Claim) -> str:
    """Return "12 bodies"."""
    toll = counted(claim.killed or claim.injured)
    return f"{_bounds(toll)} {'body' if _is_one(toll) else 'bodies'}" if toll else "bodies"


def _bounds(toll: Toll) -> str:
    least, most = toll.minimum or 0, toll.maximum
    if most is None:
        return f"{least:,}+"
    if least == 0:
        return f"up to {most:,}"
    return f"{least:,}" if least == most else f"{least:,}–{most:,}"


def harm(claim: Claim) -> str:
    """Return what happened to those that are counted."""
    return "killed" if claim.killed else "injured"


def victims(claim: Claim) -> str:
    """Return who was killed or hurt, in neutral words: "Islamic State fighters", "police officers"; or nothing."""
    toll = counted(claim.killed or claim.injured) or _roughly(claim.killed or claim.injured)
    people = people_of(toll.who) if toll and toll.who else ""
    party = sufferer(claim)
    one = _is_one(toll)
    told = toll is not None and could_be(toll.who, claim.by_role(Role.TARGET))
    if claim.subtype is SubType.CLASHED and sides(claim) and toll is not None and not names_somebody(toll):
        told = False  # "20 fighters were killed in clashes between A and B" does not say whose they were
    if party and told and (not people or people in OF_A_PARTY):
        noun = _PEOPLE[people or "members"] if one else people or "members"
        return f"{noun} of {party}" if " of " in party or len(party) > _SHORT_PARTY else f"{party} {noun}"
    return (_PEOPLE.get(people, "person")) if one else people


def names_somebody(toll: Toll) -> bool:
    """Return whether the source's words for the dead hold a name."""
    return any(word[:1].isupper() for word in (toll.who or "").split())


def could_be(who: str | None, targets: Sequence[ActorRef]) -> bool:
    """Return whether the source's words for the dead fit the party that was hit: some are named, and not another one's."""
    names = {word for word in (who or "").split() if word[:1].isupper()}
    hit = " ".join(f"{actor.surface} {actor.canonical}" for actor in targets)
    return bool(who) and all(
        word in hit or word.lower() in _PEOPLE or word.lower() in _SINGULAR for word in names
    )


def people_of(told: str) -> str:
    """Return the last neutral noun, as a plural, in the source's words for those who were killed or hurt; or nothing."""
    words = told.lower().split()
    for end in range(len(words), 0, -1):
        for people in (" ".join(words[max(0, end - 2) : end]), words[end - 1]):
            if people in _PEOPLE:
                return people
            if people in _SINGULAR:
                return _SINGULAR[people]
    return ""


def doer(claim: Claim) -> str:
    """Return the one party with a name that did it."""
    return _only([actor for actor in claim.actors if actor.role is Role.INITIATOR])


def sufferer(claim: Claim) -> str:
    """Return the one party with a name to whom it was done."""
    return _only([actor for actor in claim.actors if actor.role is Role.TARGET])


def sides(claim: Claim) -> tuple[str, str] | None:
    """Return the two parties with names that an event lies between."""
    named = _named([actor for actor in claim.actors if actor.role is not Role.MENTIONED])
    return (named[0], named[1]) if len(named) == 2 else None


def speaker(claim: Claim) -> str:
    """Return who says so with the verb that fits ("governor says", "police say"); nothing where nobody is named."""
    name = short_name(claim.attribution or "") if claim.basis is not Basis.FLAT else ""
    name = name.lower() if name.lower() in _ALWAYS_PLURAL - {"houthis"} else name
    return f"{name} {'say' if _is_plural(name) else 'says'}" if name else ""


def short_name(told: str) -> str:
    """Return a speaker in few words: without article and what follows a comma; nothing for a pronoun or a long name."""
    name = _SPACES.sub(" ", _SPEAKER_ENDS.split(told, maxsplit=1)[0]).strip(_QUOTES)
    name = _ARTICLE.sub("", name)
    return "" if len(name) > LONGEST_VOICE or name.lower() in _NOBODY else name


def listed(names: Sequence[str], most: int) -> str:
    """Join names: "A, B and C", "A, B and 2 more places"."""
    if len(names) > most:
        rest = len(names) - most
        return f"{', '.join(names[:most])} and {rest} more {'place' if rest == 1 else 'places'}"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _is_one(toll: Toll | None) -> bool:
    return toll is not None and toll.minimum == toll.maximum == 1


def _only(actors: Sequence[ActorRef]) -> str:
    named = _named(actors)
    beside = any(not actor.generic and not _told_of(actor) for actor in actors)
    return named[0] if len(named) == 1 and not beside else ""


def _named(actors: Sequence[ActorRef]) -> list[str]:
    named = (actor for actor in actors if not actor.generic and _told_of(actor))
    return list(dict.fromkeys(actor.canonical for actor in named))


def _told_of(actor: ActorRef) -> bool:
    return _ARTICLE.sub("", actor.surface).lower() not in _NAMELESS


def _is_plural(name: str) -> bool:
    last = name.split(" of ", maxsplit=1)[0].rsplit(" ", maxsplit=1)[-1]
    if last.lower() in _ALWAYS_PLURAL:
        return True
    return last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "news"))
