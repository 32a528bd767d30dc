"""Facts: what correlation compares, read off one claim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from bot.correlation.cues import Cue, cues_of
from bot.correlation.parties import sides, speaker
from bot.correlation.whereabouts import whereabouts
from bot.domain.claims import Basis, Claim, EventType, PlaceRef, Role, Status, Toll
from bot.domain.traces import Sides, Whereabouts
from bot.knowledge import World

_READ = 1200
"""Characters of a sentence in which cues are looked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as correlation sees it.

    `day` is the day it happened where the text tells it in other words than "today" or "yesterday" (`firm_day`), else
    the day it was said. `toll` are the dead that the claim counts (the least, where it is a range), None for no count.
    `sites` are the sorts of thing it happened at ("hospital", "market"). `borrowed` says that the claim names no place
    and stands in that of the claim before it; `disputed` that a party denies it, or that it was its doing, while others
    say that it is so. `position` is its place among the report's claims, `has_party` says
    that it names somebody, if only "gunmen".
    """

    type: EventType
    subtype: str
    status: Status
    basis: Basis
    where: Whereabouts
    who: Sides
    said_by: frozenset[str]
    day: date
    firm_day: bool
    said_on: date
    toll: int | None
    vague_toll: bool
    cues: frozenset[Cue]
    sites: frozenset[str]
    parts: frozenset[str]
    victims: frozenset[str]
    named_source: bool
    quote: str
    borrowed: bool = False
    disputed: bool = False
    position: int = 0
    has_party: bool = False

    @property
    def denies(self) -> bool:
        """Whether the claim says that it is not so."""
        return self.status is Status.DENIED or self.subtype == "denied"

    @property
    def aimless(self) -> bool:
        """Whether the claim speaks of "the attack" without saying what sort of attack it was."""
        return self.subtype in _ANY_ATTACK


_ANY_ATTACK = frozenset(("attacked", "killed", "toll", "injured", "bodies_found"))
_SAID_BY_OUTCOME = {
    "truce_broken": frozenset((Cue.BROKEN,)),
    "siege_broken": frozenset((Cue.ENDED,)),
    "power_restored": frozenset((Cue.ENDED,)),
    "road_reopened": frozenset((Cue.ENDED,)),
    "toll": frozenset((Cue.TOLL_STORY,)),
}
"""Outcomes that tell by themselves what a cue would."""


def told_together(claims: Sequence[Claim], said_at: datetime, world: World) -> list[Facts]:
    """Read off the claims of one report; a claim without a place stands in that of the claim before it."""
    found: list[Facts] = []
    here = Whereabouts()
    for claim in claims:
        facts = facts_of(claim, said_at, world)
        if facts.where.known:
            here = facts.where
            if not any(place.surface in claim.quote for place in claim.places):
                facts = replace(facts, borrowed=True)
        elif here.known:
            facts = replace(facts, where=here, borrowed=True)
        found.append(replace(facts, position=len(found)))
    return found


def facts_of(claim: Claim, said_at: datetime, world: World) -> Facts:
    """Read off a claim what is compared; `said_at` is aware UTC."""
    said_on = said_at.date()
    toll, vague = count(claim.killed)
    sentence = claim.quote[:_READ]
    who, said_by = sides(claim, world), speaker(claim, world)
    cues = cues_of(sentence, claim.trigger) | _SAID_BY_OUTCOME.get(claim.subtype, frozenset())
    return Facts(
        type=claim.type,
        subtype=claim.subtype,
        status=claim.status,
        basis=claim.basis,
        where=whereabouts(
            _own_places(claim),
            world,
            last_part=Cue.LAST_PART in cues,
            of_town=_OF_THE_TOWN.search(sentence) is not None,
            around=claim.subtype == "withdrew",
        ),
        who=Sides(frozenset(), said_by) if said_by and Cue.OWN_LOSS in cues else who,
        said_by=said_by,
        day=claim.on or said_on,
        firm_day=claim.on is not None,
        said_on=said_on,
        toll=toll,
        vague_toll=vague,
        cues=cues,
        sites=sites_of(sentence.replace(claim.attribution, "") if claim.attribution else sentence),
        parts=_parts_of(claim, sentence),
        victims=victims_of(claim),
        named_source=claim.status is Status.DECLARED or claim.attribution_actor is not None,
        quote=sentence,
        has_party=bool(claim.by_role(Role.INITIATOR) or claim.by_role(Role.TARGET)),
        disputed=claim.denied_by is not None or Cue.DISOWNED in cues,
    )


_OF_THE_TOWN = re.compile(r"(?i)\b(?:of|in|within) the (?:\w+ )?(?:city|town)\b")


def count(tolls: tuple[Toll, ...]) -> tuple[int | None, bool]:
    """Return how many people a claim counts, and whether the number is a reading of a vague word.

    Of several figures the largest is the total; parts of it ("including six children") are smaller.
    """
    best: tuple[int, bool] | None = None
    for toll in tolls:
        number = toll.minimum or toll.maximum
        if number and (best is None or number > best[0]):
            best = (number, toll.vague)
    return best if best is not None else (None, False)


_SITES = {
    "church": "church(?:es)?|cathedral|chapel",
    "mosque": "mosques?|prayers",
    "hospital": "hospitals?|clinics?|maternity|health cent(?:er|re)",
    "school": "schools?|universit(?:y|ies)|college|classrooms?|students?",
    "hotel": "hotels?|resort",
    "market": "markets?|bazaar|souk|mall|shopping (?:cent(?:er|re)|mall)|supermarket",
    "station": "(?:train|railway|bus|metro|police|railroad) station|subway|platform",
    "airport": "airports?|airfields?|air ?bases?|runway",
    "bridge": "bridges?",
    "dam": "dams?|reservoir|hydroelectric",
    "plant": "power (?:plant|station|grid)|refiner(?:y|ies)|nuclear plant|substation|depot|pipeline|warehouse|factory",
    "home": "apartment|residential|houses?|homes?|flats?",
    "theatre": "theat(?:er|re)|concert|festival|nightclub|stadium",
    "court": "courts?|courthouse",
    "prison": "prisons?|jails?|detention (?:cent(?:er|re)|camp|facility)",
    "camp": "(?:refugee|displacement|idp|displaced) camps?|camp for",
    "convoy": "convoys?|trucks?|ambulances?|bus(?:es)?|vehicles?",
    "aircraft": "planes?|aircraft|helicopters?|jets?|flight \\w+|airliners?",
    "ship": "ships?|vessels?|tankers?|boats?|ferry",
    "embassy": "embass(?:y|ies)|consulates?",
    "headquarters": "headquarters|ministry|parliament|palace|barracks|checkpoints?|state (?:tv|television)",
    "base": "(?:army|military|naval) base|bases?|garrison|brigade|barracks",
    "border": "border crossings?|border posts?|crossing point",
    "gathering": "weddings?|funerals?|ceremony|rally|parade|procession|celebrat\\w+",
    "cemetery": "cemetery|mass graves?",
}
_SITE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _SITES.items()) + r")(?!\w)",
    re.IGNORECASE,
)


def sites_of(sentence: str) -> frozenset[str]:
    """Return the sorts of thing that a sentence names."""
    return frozenset(match.lastgroup for match in _SITE.finditer(sentence) if match.lastgroup)


_WITHIN = re.compile(r"^[^.;:]{0,40}?\b(?:in|of|at|inside|within|outside)\b[^.;:]{0,20}$")


def _own_places(claim: Claim) -> tuple[PlaceRef, ...]:
    """Return the places; for control "the Zenit position in Avdiivka" is the position, and the town is what is around it."""
    if claim.type not in {EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT} or len(claim.places) < 2:
        return claim.places
    first, second, *rest = claim.places
    start = claim.quote.find(first.surface)
    end = claim.quote.find(second.surface, start + len(first.surface))
    between = claim.quote[start + len(first.surface) : end] if 0 <= start < end else ""
    if first.region_id or not second.region_id or not _WITHIN.match(between) or " and " in between:
        return claim.places
    return (replace(first, parent_id=first.parent_id or second.region_id), *rest)


_FIGHTERS = re.compile(
    r"(?i)\b(?:terrorists?|militants?|jihadi\w*|fighters?|soldiers?|troops?|rebels?|insurgents?|gunm[ae]n|attackers?|"
    r"policem[ae]n|officers?|guards?|bandits?|personnel|servicem[ae]n|commanders?|recruits?|members|elements)\b"
)
_CIVILIANS = re.compile(
    r"(?i)\b(?:civilians?|child(?:ren)?|women|worshippers|residents|students?|pupils?|passengers|patients|villagers|"
    r"doctors|medics|journalists?|shoppers|pilgrims|refugees|families|protesters|demonstrators)\b"
)


def victims_of(claim: Claim) -> frozenset[str]:
    """Return whether fighters or civilians were hit, as far as the claim says so."""
    words = [toll.who or "" for toll in (*claim.killed, *claim.injured)]
    words += [actor.canonical for actor in claim.by_role(Role.TARGET) if actor.generic]
    found = set()
    for word in words:
        if _FIGHTERS.search(word):
            found.add("fighters")
        elif _CIVILIANS.search(word) and word != "Civilians":
            found.add("civilians")
    return frozenset(found)


_PARTS = frozenset(
    ("airport", "bridge", "dam", "plant", "prison", "headquarters", "hospital", "camp", "base", "border")
)
_BEHIND = 70
"""Characters behind a verb of control in which its object is looked for."""


def _parts_of(claim: Claim, sentence: str) -> frozenset[str]:
    """Return the sorts of thing that changed hands, where it is not a place as a whole."""
    start = sentence.find(claim.trigger)
    if claim.type is not EventType.TERRITORY_CHANGE or start < 0:
        return frozenset()
    behind = sentence[start : start + len(claim.trigger) + _BEHIND]
    first = min(
        (where for place in claim.places if (where := behind.find(place.surface)) > 0), default=_BEHIND
    )
    return sites_of(behind[:first] + " ") & _PARTS


def short_hash(text: str) -> str:
    """Return a short key for a text: a page's address, a sentence; spaces do not matter."""
    return blake2b(" ".join(text.split()).encode(), digest_size=10).hexdigest()
