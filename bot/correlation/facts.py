"""Facts: what correlation compares, read off one claim."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from bot.correlation.cues import Cue, cues_of
from bot.correlation.parties import sides, speaker
from bot.correlation.whereabouts import whereabouts
from bot.domain.claims import Basis, Claim, EventType, Status, Toll
from bot.domain.traces import Sides, Whereabouts
from bot.knowledge import World

_READ = 1200
"""Characters of a sentence in which cues are looked for."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as correlation sees it.

    `day` is the day it happened where the text tells it in other words than "today" or "yesterday" (`firm_day`), else
    the day it was said. `toll` are the dead that the claim counts (the least, where it is a range), None for no count.
    `sites` are the sorts of thing it happened at ("hospital", "market").
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
    named_source: bool
    quote: str
    severity: int

    @property
    def denies(self) -> bool:
        """Whether the claim says that it is not so."""
        return self.status is Status.DENIED


def facts_of(claim: Claim, said_at: datetime, world: World) -> Facts:
    """Read off a claim what is compared; `said_at` is aware UTC."""
    said_on = said_at.date()
    toll, vague = count(claim.killed)
    sentence = claim.quote[:_READ]
    cues = cues_of(sentence, claim.trigger)
    return Facts(
        type=claim.type,
        subtype=claim.subtype,
        status=claim.status,
        basis=claim.basis,
        where=whereabouts(claim.places, world, last_part=Cue.LAST_PART in cues),
        who=sides(claim, world),
        said_by=speaker(claim, world),
        day=claim.on or said_on,
        firm_day=claim.on is not None,
        said_on=said_on,
        toll=toll,
        vague_toll=vague,
        cues=cues,
        sites=sites_of(sentence),
        named_source=claim.status is Status.DECLARED or claim.attribution_actor is not None,
        quote=sentence,
        severity=claim.severity,
    )


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
    "church": "church(?:es)?|cathedral|chapel|mass",
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
    "aircraft": "planes?|aircraft|helicopters?|jets?|flight \\\\w+|airliners?",
    "ship": "ships?|vessels?|tankers?|boats?|ferry",
    "embassy": "embass(?:y|ies)|consulates?",
    "headquarters": "headquarters|ministry|parliament|palace|barracks|checkpoints?",
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


def short_hash(text: str) -> str:
    """Return a short key for a text: a page's address, a sentence; spaces do not matter."""
    return blake2b(" ".join(text.split()).encode(), digest_size=10).hexdigest()
