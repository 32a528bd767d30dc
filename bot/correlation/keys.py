"""Keys: under which short strings an event is stored, and under which a claim looks for its event.

| key | an event has it for | a claim asks for it |
|---|---|---|
| `at:<region>` | each of its most specific places | its own place and every town or region above it |
| `in:<place>` | its places and every town above them | its most specific places, where they are no wider than a town |
| `in:<region>:<group of kinds>` | each wider region above its places | its most specific places, where they are wide |
| `by:<actor>:<day>` | each party, on each day it was told | its parties, on this day and the two before |
| `near:<cell>` | the map cells of its places and around | the map cell of each of its places |
| `deal:<party>` | each party and country of an agreement | the parties and countries of an agreement |
| `told:<group of kinds>:<day>` | each day it was told | only where it names no place: this day and the two before |
| `nowhere:<group of kinds>:<day>` | the same, where it has no place | this day and the two before |
| `on:<page>` | each page that told of it | its page |
| `as:<sentence>` | the words of each claim | its words, to find the original of a copy |
"""

import math
from collections.abc import Sequence
from datetime import timedelta

from bot.correlation.facts import facts_of, short_hash
from bot.correlation.kinds import VIOLENT
from bot.correlation.lies import cities_around
from bot.correlation.parties import sides
from bot.correlation.placing import lands
from bot.correlation.spellings import is_spelled, own_spelling, spelled, spelling_keys
from bot.correlation.timing import LATE, LATEST
from bot.correlation.whereabouts import is_broad, whereabouts
from bot.domain.claims import ActorRef, Claim, EventType, Role
from bot.domain.developments import ReportContext
from bot.domain.events import Event, Lookup
from bot.domain.traces import Whereabouts
from bot.knowledge import World

BACK = timedelta(days=60)
"""How far back most events are looked for."""
BACK_LATE = timedelta(days=LATEST)
"""The same for claims that admit, revise or verify."""
BACK_FOR_CONTROL = timedelta(days=800)
"""The same for changes of control, whose story goes on when the place changes hands again."""
_DAYS = 3
_MOST_KEYS = 20
_MOST_CELLS = 6
_CELL = 0.05
"""Degrees, some 5 km: places nearer to each other are found together ("Beirut", "Beirut port")."""


def lookup(claim: Claim, report: ReportContext, world: World) -> Lookup:
    """Return under which keys, and how far back, events are stored that a claim may belong to."""
    facts = facts_of(claim, report.said_at, world)
    group = _group(facts.type)
    keys = [f"on:{short_hash(report.page)}"] if report.page else []
    keys.append(f"as:{short_hash(facts.quote)}")
    days = [(facts.said_on - timedelta(days=back)).isoformat() for back in range(_DAYS)]
    keys += [f"nowhere:{group}:{day}" for day in days]
    for place in sorted(facts.where.at):
        keys += [f"near:{x}:{y}" for x, y in _cells(place, world)[:1]]
        keys += [f"at:{city}" for city in sorted(cities_around(place, world))[:2]]
    for place in sorted(facts.where.at or facts.where.beside):
        keys += [f"at:{word}" for word in spelling_keys(place)] if is_spelled(place) else []
        keys += [_inside(place, group, world), f"at:{place}"]
        climb = world.regions.ancestors(place)[1:] or sorted(facts.where.above)
        keys += [f"at:{above}" for above in climb][:6]
    named = sorted(actor.actor_id or spelled(actor.canonical) for actor in claim.actors if _counts(actor))
    if not facts.where.known:
        keys += [f"by:{actor}:{day}" for actor in named[:3] for day in days]
        keys += [f"told:{group}:{day}" for day in days]
    if facts.type is EventType.AGREEMENT_CEASEFIRE:
        keys += [f"told:{group}:{day}" for day in days]
        keys += [f"deal:{party}" for party in (*named[:3], *sorted(lands(facts.where, facts.who))[:4])]
    back = BACK_FOR_CONTROL if facts.type is EventType.TERRITORY_CHANGE else BACK
    if back < BACK_LATE and facts.cues & LATE:
        back = BACK_LATE
    return Lookup(tuple(dict.fromkeys(keys))[:_MOST_KEYS], report.said_at - back)


def event_keys(event: Event, world: World) -> frozenset[str]:
    """Return the keys under which an event is stored."""
    where = Whereabouts()
    keys: set[str] = set()
    groups: set[str] = set()
    for entry in event.ledger:
        where = where.joined(whereabouts(entry.claim.places, world))
        groups.add(_group(entry.claim.type))
        if entry.url:
            keys.add(f"on:{short_hash(entry.url)}")
        keys.add(f"as:{short_hash(entry.claim.quote)}")
        day = entry.said_at.date().isoformat()
        keys.add(f"told:{_group(entry.claim.type)}:{day}")
        parties = {above for actor in entry.claim.actors if _counts(actor) for above in _climb(actor, world)}
        keys |= {f"by:{party}:{day}" for party in parties}
        if entry.claim.type is EventType.AGREEMENT_CEASEFIRE:
            here = lands(whereabouts(entry.claim.places, world), sides(entry.claim, world))
            keys |= {f"deal:{party}" for party in parties | here}
    places = where.at | where.beside
    if not places:
        keys |= {key.replace("told:", "nowhere:", 1) for key in keys if key.startswith("told:")}
    for place in sorted(where.at)[:_MOST_CELLS]:
        keys |= {f"near:{x}:{y}" for x, y in _cells(place, world)}
        keys |= {f"in:{city}" for city in cities_around(place, world)}
    for place in where.at:
        spelling = place if is_spelled(place) else own_spelling(place, world)
        keys |= {f"at:{word}" for word in spelling_keys(spelling)}
    keys |= {f"at:{place}" for place in places}
    keys |= {
        _inside(place, group, world)
        for place in places | where.above
        if place[:3] != "co:"
        for group in groups
    }
    return frozenset(keys)


def _cells(place: str, world: World) -> list[tuple[int, int]]:
    """Return the cell of a map grid that a place lies in, then the eight around it; none for wide or unknown places."""
    spot = None if is_broad(place, world) else world.regions.spot(place)
    if spot is None:
        return []
    x, y = (math.floor(degrees / _CELL) for degrees in spot)
    around = [(x + right, y + up) for right in (-1, 0, 1) for up in (-1, 0, 1)]
    return [(x, y), *(cell for cell in around if cell != (x, y))]


def _inside(place: str, group: str, world: World) -> str:
    return f"in:{place}:{group}" if is_broad(place, world) else f"in:{place}"


def _climb(actor: ActorRef, world: World) -> Sequence[str]:
    key = actor.actor_id or spelled(actor.canonical)
    return world.actors.ancestors(key) or (key,)


def _counts(actor: ActorRef) -> bool:
    return not actor.generic and actor.role is not Role.MENTIONED


def _group(kind: EventType) -> str:
    """Types that may be taken for one another are looked for together."""
    together = kind in VIOLENT or kind in {EventType.HUMANITARIAN, EventType.STATEMENT}
    return "violent" if together else kind.value
