"""What editors add at run time, laid over the file: new places and names, merges, names that are no places.

Edits are a value: the whole of what editors have decided. Laying new edits over the world replaces the old ones, at
once and for every reader, without building the file again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.domain.places import Region, RegionKind
from bot.knowledge.builder import SCOPE_ALWAYS, importance
from bot.knowledge.names import EXACT_CASE, NEEDS_CONTEXT, NEVER_IN_TEXT
from bot.knowledge.normalise import forms, phrase, skeleton
from bot.knowledge.phrases import PhraseSet
from bot.knowledge.placefile import NamedPlace, PlaceFile
from bot.knowledge.tables import ActorRow, NameEntry, PlaceRow


@dataclass(frozen=True, slots=True)
class Edits:
    """What editors have decided.

    `places` are new places, their parents ids; `names` and `parents` add to any place by its id; `merged` maps an id to
    the one it turned out to be; `ignored` are names never taken for a place in texts. `actors`, `actor_names`,
    `actors_merged` and `actor_parents` (it is a part of) do the same for parties.
    """

    places: tuple[PlaceRow, ...] = ()
    names: tuple[tuple[str, NameEntry], ...] = ()
    parents: tuple[tuple[str, str], ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    actors: tuple[ActorRow, ...] = ()
    actor_names: tuple[tuple[str, NameEntry], ...] = ()
    actors_merged: Mapping[str, str] = field(default_factory=dict)
    actor_parents: tuple[tuple[str, str], ...] = ()


class EditedPlaces:
    """The gazetteer's file with edits laid over it; asked exactly like the file."""

    def __init__(self, file: PlaceFile, edits: Edits) -> None:
        self._file = file
        self._merged = settled(edits.merged)
        self._ignored = frozenset(phrase(name) for name in edits.ignored)
        self._added: dict[str, Region] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._named: dict[str, list[tuple[str, int]]] = {}
        self.problems: list[str] = []
        for row in edits.places:
            self._add(row)
        for key, above in edits.parents:
            if self._known(key, f"The parent {above!r}") and self._known(above, f"The place under {key!r}"):
                self._parents[key] = (*self._parents.get(key, ()), above)
        for key, entry in edits.names:
            if self._known(key, f"The name {entry.text!r}"):
                self._name(key, entry)

    def phrases(self) -> PhraseSet:
        """Return the set of all names and their beginnings, edited ones too."""
        return self._file.phrases() | PhraseSet.of(self._named)

    def region(self, key: str) -> Region | None:
        """Return the place with this id, or the one it was merged into."""
        key = self._merged.get(key, key)
        region = self._added.get(key) or self._file.region(key)
        more = self._parents.get(key)
        return replace(region, parents=(*region.parents, *more)) if region is not None and more else region

    def called(self, key: str, language: str) -> str | None:
        """Return what a place is called in a language; None where that is not known to differ from its name."""
        return self._file.called(self._merged.get(key, key), language)

    def importance(self, key: str) -> int:
        """Return how likely people mean this place by its name, 0 to 1,000; 0 for an unknown id."""
        key = self._merged.get(key, key)
        return importance("village", 0, curated=True) if key in self._added else self._file.importance(key)

    def curated(self, key: str) -> bool:
        """Whether the place was entered by hand, before or at run time."""
        return key in self._added or self._file.curated(key)

    def disputed(self, key: str) -> bool:
        """Whether one of the parents is marked as disputed."""
        return self._file.disputed(self._merged.get(key, key))

    def children(self, key: str) -> tuple[str, ...]:
        """Return the ids directly below, edited ones last."""
        added = [child for child, region in self._added.items() if key in region.parents]
        moved = [child for child, above in self._parents.items() if key in above]
        below = dict.fromkeys((*self._file.children(key), *added, *moved))
        return tuple(child for child in below if child not in self._merged)

    def descendants(self, key: str) -> tuple[str, ...]:
        """Return the ids of everything below, without the id itself."""
        found = dict.fromkeys(self._file.descendants(key))
        queue = [key, *found]
        for above in queue:
            for child in (*self._added, *self._parents):
                region = self.region(child)
                if child not in found and region is not None and above in region.parents:
                    found[child] = None
                    queue.append(child)
        return tuple(child for child in found if child not in self._merged)

    def named(self, folded: str) -> tuple[NamedPlace, ...]:
        """Return the places with this folded name, the most important first."""
        hidden = NEVER_IN_TEXT if folded in self._ignored else 0
        found = self._file.named(folded)
        kept = [replace(place, flags=place.flags | hidden) for place in found if place.id not in self._merged]
        seen = {place.id for place in kept}
        merged = [(place.id, place.flags) for place in found if place.id in self._merged]
        for key, flags in (*merged, *self._named.get(folded, ())):
            region = self.region(key)
            if region is not None and region.id not in seen:
                seen.add(region.id)
                weight = self.importance(region.id)
                kept.append(
                    NamedPlace(
                        region.id,
                        weight,
                        flags | hidden,
                        SCOPE_ALWAYS,
                        region.country,
                        region.kind,
                        curated=True,
                    )
                )
        return tuple(sorted(kept, key=lambda place: -place.importance))

    def beginning(self, folded: str, limit: int) -> list[tuple[str, str]]:
        """Return the most important places with a name that begins so, as (id, folded name)."""
        added = [
            (key, name) for name, users in self._named.items() if name.startswith(folded) for key, _ in users
        ]
        found = [*added, *self._file.beginning(folded, limit)][:limit]
        return [(self._merged.get(key, key), name) for key, name in found]

    def similar(self, folded: str, bones: str) -> list[str]:
        """Return folded names that may be misspelt so."""
        return [*self._file.similar(folded, bones), *self._named]

    def same_bones(self, bones: str) -> list[str]:
        """Return the folded names with these consonants."""
        return [*self._file.same_bones(bones), *(name for name in self._named if skeleton(name) == bones)]

    def within(self, south: float, north: float, west: float, east: float) -> list[tuple[str, float, float]]:
        """Return the places in a box of coordinates, divisions left out, as (id, latitude, longitude)."""
        found = [spot for spot in self._file.within(south, north, west, east) if spot[0] not in self._merged]
        added = ((key, region.latitude, region.longitude) for key, region in self._added.items())
        found += [
            (key, latitude, longitude)
            for key, latitude, longitude in added
            if latitude is not None
            and longitude is not None
            and south <= latitude <= north
            and west <= longitude <= east
        ]
        return found

    def extent(self, country: str) -> tuple[float, float, float, float] | None:
        """Return south, north, west and east of a country's generated places; None where it has none."""
        return self._file.extent(country)

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        self._file.close()

    def _add(self, row: PlaceRow) -> None:
        parents = tuple(key for key in row.parents if self._known(key, f"The place {row.name!r}"))
        above = self.region(parents[0]) if parents else None
        if above is None:
            return
        self._added[row.id] = Region(
            id=row.id, name=row.name, kind=RegionKind(row.kind), country=above.country, parents=parents,
            latitude=row.latitude, longitude=row.longitude, population=row.population, timezone=above.timezone,
        )  # fmt: skip
        for entry in (NameEntry(row.name), *row.names):
            self._name(row.id, entry)

    def _name(self, key: str, entry: NameEntry) -> None:
        flags = (EXACT_CASE if entry.exact_case else 0) | (NEEDS_CONTEXT if entry.needs_context else 0)
        for folded in forms(entry.text):
            self._named.setdefault(folded, []).append((key, flags))

    def _known(self, key: str, what: str) -> bool:
        if self.region(key) is not None:
            return True
        self.problems.append(f"{what} belongs to {key!r}, which the gazetteer does not hold.")
        return False


def settled(merged: Mapping[str, str]) -> dict[str, str]:
    """Return for every id that was merged the one that it is at last, where that one was merged again."""
    last = {}
    for key in merged:
        seen, into = {key}, merged[key]
        while into in merged and into not in seen:
            seen.add(into)
            into = merged[into]
        last[key] = into
    return last


def edited_actors(rows: list[ActorRow], edits: Edits) -> list[ActorRow]:
    """Give the rows of the register with edits laid over them: new parties, more names, merges."""
    merged = settled(edits.actors_merged)
    more: dict[str, list[NameEntry]] = {}
    for key, entry in edits.actor_names:
        more.setdefault(merged.get(key, key), []).append(entry)
    for row in (*rows, *edits.actors):
        if row.id in merged:
            kept = more.setdefault(merged[row.id], [])
            kept += [NameEntry(row.name), *row.names]
    above: dict[str, list[tuple[str, str]]] = {}
    for key, parent in edits.actor_parents:
        above.setdefault(merged.get(key, key), []).append(("part_of", merged.get(parent, parent)))
    known = {row.id for row in rows}
    added = [row for row in edits.actors if row.id not in known]
    return [
        replace(
            row,
            names=(*row.names, *more.get(row.id, ())),
            relations=(*row.relations, *above.get(row.id, ())),
        )
        for row in (*rows, *added)
        if row.id not in merged
    ]
