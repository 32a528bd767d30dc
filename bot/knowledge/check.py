"""What must hold for the data: each check gives sentences, one per finding; an empty list means all is well.

Run by the tests over the packaged data, and by the command line over what an operator imported.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.places import Region, RegionKind
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.normalise import phrase
from bot.knowledge.register import Register
from bot.knowledge.tables import AMEND, ActorRow, NameEntry, PlaceRow

_EPITHETS = re.compile(
    r"(?<!anti-)\b(?:terrorists?|regime|thugs?|occupiers?|occupation forces|orcs?|zionists?|khawarij|khwarij|fascists?|"
    r"nazis?|infidels?|apostates?|heroes|mercenaries|gangs? of|enemy)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,5}")
_FAR_KM = {RegionKind.ADMIN1: 900.0, RegionKind.ADMIN2: 300.0, RegionKind.CITY: 80.0, RegionKind.TOWN: 60.0}
_STRETCHED = frozenset(("river", "road", "sea", "front", "bloc", "feature", "island"))
_BOX_MARGIN = 3.5
_NAMESAKES_KM = 8.0
_KNOWN_SHORT = frozenset({"IS", "UN", "EU"})


def check_regions(rows: Sequence[PlaceRow], regions: Gazetteer) -> list[str]:
    """Check places by hand against the built gazetteer: parents, coordinates, names, acronyms."""
    boxes = _Boxes(regions)
    return [
        *_places_without_parent(rows),
        *_cycles(
            {key: region.parents for key in _reached(rows) if (region := regions.get(key)) is not None},
            "region",
        ),
        *(finding for row in rows for finding in _misplaced(row, regions, boxes)),
        *_same_name_same_scope(rows, regions),
        *(finding for row in rows for finding in _loud_acronyms(row.where, row.names)),
    ]


def check_actors(rows: Sequence[ActorRow], register: Register) -> list[str]:
    """Check the register: cycles, missing others, shared names, acronyms, epithets, speakers."""
    ids = {row.id for row in rows}
    return [
        *_missing_others(rows, register),
        *_cycles({actor.id: actor.parents for actor in register.all()}, "actor"),
        *_shared_names(rows),
        *(finding for row in rows for finding in _loud_acronyms(row.where, row.names, weak=True)),
        *_bad_words((row.where, row.name) for row in rows),
        *(
            f"{row.where}: {row.id} is a person and speaks for nobody."
            for row in rows
            if row.kind == "person"
            and not any(word == "speaks_for" and other in ids for word, other in row.relations)
        ),
    ]


def _places_without_parent(rows: Iterable[PlaceRow]) -> Iterator[str]:
    for row in rows:
        if not row.parents and row.kind not in {AMEND, "bloc"}:
            yield f"{row.where}: {row.id} has no parent."


def _reached(rows: Iterable[PlaceRow]) -> list[str]:
    return [row.id for row in rows if row.kind != AMEND]


def _cycles(parents: dict[str, tuple[str, ...]], what: str) -> Iterator[str]:
    done: set[str] = set()
    for start in parents:
        path: list[str] = []
        stack = [(start, iter(parents.get(start, ())))]
        path.append(start)
        while stack:
            key, rest = stack[-1]
            above = next(rest, None)
            if above is None:
                done.add(key)
                stack.pop()
                path.pop()
            elif above in path:
                yield f"The {what} {above} lies above itself: {' > '.join([*path[path.index(above) :], above])}."
            elif above not in done:
                stack.append((above, iter(parents.get(above, ()))))
                path.append(above)


class _Boxes:
    """Bounding boxes of countries, from all their places that have coordinates."""

    def __init__(self, regions: Gazetteer) -> None:
        self._regions = regions
        self._known: dict[str, tuple[float, float, float, float] | None] = {}

    def holds(self, country: str, latitude: float, longitude: float) -> bool:
        """Whether a point lies in the box of a country, a few degrees more on each side; true where there is no box."""
        if country not in self._known:
            self._known[country] = self._regions.extent(country)
        box = self._known[country]
        if box is None:
            return True
        south, north, west, east = box
        return (
            south - _BOX_MARGIN <= latitude <= north + _BOX_MARGIN
            and west - _BOX_MARGIN <= longitude <= east + _BOX_MARGIN
        )


def _misplaced(row: PlaceRow, regions: Gazetteer, boxes: _Boxes) -> Iterator[str]:
    region = regions.get(row.id)
    if row.kind == AMEND or row.latitude is None or row.longitude is None or region is None:
        return
    countries = [key.removeprefix("cc:") for key in regions.ancestors(row.id) if key.startswith("cc:")]
    spot = (row.latitude, row.longitude)
    if (
        countries
        and row.kind not in _STRETCHED
        and not any(boxes.holds(country, *spot) for country in countries)
    ):
        yield f"{row.where}: {row.id} lies outside {', '.join(countries)}."
    above = _charted(region, regions)
    if above is not None and row.kind not in _STRETCHED:
        limit = _FAR_KM.get(above.kind)
        distance = regions.distance_km(row.id, above.id) or 0.0
        if limit is not None and distance > limit:
            yield f"{row.where}: {row.id} lies {distance:.0f} km from {above.name}."


def _charted(region: Region, regions: Gazetteer) -> Region | None:
    """Return the nearest place over the first parents of which coordinates are known."""
    above = regions.get(region.parents[0]) if region.parents else None
    while above is not None and above.latitude is None:
        above = regions.get(above.parents[0]) if above.parents else None
    return above


def _same_name_same_scope(rows: Iterable[PlaceRow], regions: Gazetteer) -> Iterator[str]:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.kind == AMEND:
            continue
        region = regions.get(row.id)
        for folded in {phrase(entry.text) for entry in row.names}:
            scope = (region.parents[0] if region and region.parents else "", folded)
            other = seen.setdefault(scope, row.id)
            if other != row.id and (regions.distance_km(row.id, other) or 0.0) < _NAMESAKES_KM:
                yield f"{row.where}: {row.id} and {other} are both called {folded!r} under {scope[0]}."


def _missing_others(rows: Iterable[ActorRow], register: Register) -> Iterator[str]:
    for row in rows:
        for word, other in row.relations:
            if register.get(other) is None:
                yield f"{row.where}: {row.id} is {word} of {other}, which is not there."


def _shared_names(rows: Iterable[ActorRow]) -> Iterator[str]:
    """A name of two actors must be marked on one of them at least, so that a text alone does not decide."""
    users: dict[str, dict[str, NameEntry]] = defaultdict(dict)
    for row in rows:
        for entry in (NameEntry(row.name), *row.names):
            users[phrase(entry.text)].setdefault(row.id, entry)
    for folded, owners in users.items():
        plain = sorted(key for key, entry in owners.items() if not entry.needs_context)
        if len(plain) > 1:
            yield f"The actors {', '.join(plain)} are all called {folded!r} without a mark."


def _loud_acronyms(where: str, names: Iterable[NameEntry], *, weak: bool = False) -> Iterator[str]:
    for entry in names:
        if _ACRONYM.fullmatch(entry.text) and not entry.exact_case:
            yield f"{where}: the acronym {entry.text} is not marked with !."
        elif (
            weak
            and entry.exact_case
            and len(entry.text) <= 2
            and not entry.needs_context
            and entry.text not in _KNOWN_SHORT
        ):
            yield f"{where}: {entry.text} is too short to stand without ~."


def _bad_words(names: Iterable[tuple[str, str]]) -> Iterator[str]:
    for where, name in names:
        if _EPITHETS.search(name):
            yield f"{where}: the name {name!r} takes sides."
