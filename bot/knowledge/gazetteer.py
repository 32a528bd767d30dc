"""Regions: walking the map, and finding places in names and texts.

Nothing is held in memory but a few thousand recently asked rows; a look-up costs some tens of microseconds.
All methods may be called from any thread.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.domain.languages import SOURCE_LANGUAGE, comma
from bot.domain.places import Region, RegionKind
from bot.knowledge.builder import SCOPE_ALWAYS
from bot.knowledge.edits import EditedPlaces
from bot.knowledge.geo import bounding_box, haversine_km
from bot.knowledge.names import EXACT_CASE, NEEDS_CONTEXT, NEVER_IN_TEXT
from bot.knowledge.normalise import ARABIC_ARTICLE, ARTICLE, Word, bare, phrase, skeleton, without_type, words
from bot.knowledge.phrases import find_names, has_article, with_article, written_as_name
from bot.knowledge.placefile import NamedPlace, PlaceFile

_CACHED_ROWS = 8_192
_WATCH_BONUS = 150
_UNLIKELY = 0.8
_DIVISION_KINDS = frozenset({RegionKind.ADMIN1, RegionKind.ADMIN2, RegionKind.BLOC})
_DIVISION_WORDS = frozenset({
    "province", "provinces", "governorate", "governorates", "region", "oblast", "district", "state", "county", "raion",
    "department", "prefecture",
})  # fmt: skip
_TOO_WIDE = frozenset({RegionKind.CONTINENT, RegionKind.BLOC, RegionKind.COUNTRY})
_LEAST_BONES, _LEAST_ALIKE = 3, 60
_TOWN_WORDS = frozenset({"city", "town", "village", "airport"})


class Hit(NamedTuple):
    """A known place name in a text.

    `start` and `end` are in characters; `ids` are all places of that name that are looked for, the most important
    first; those for which the name is marked as unlikely only where no other has it. `weak` says that only such are left:
    the name is also an ordinary word, a person's name or needs something near it (reading asks for a preposition or a
    parent). `division` is the word behind the name that says what it is ("province"); then `ids` holds divisions only.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    weak: bool = False
    division: str | None = None


class Gazetteer:
    """The places of the world; built by `bot.knowledge.open_world`."""

    def __init__(self, places: PlaceFile | EditedPlaces, watch: Sequence[str]) -> None:
        self.watch = frozenset(watch)
        self._file = places
        remember = lru_cache(maxsize=_CACHED_ROWS)
        self._knows = remember(self._file.phrases().knows)
        self._region = remember(self._file.region)
        self._candidates = remember(self._file.named)
        self._told = remember(self._told_so)
        self._above = remember(self._climb)
        self._weights = remember(self._file.importance)
        self._called = remember(self._file.called)
        self._curated = remember(self._file.curated)

    def get(self, key: str) -> Region | None:
        """Return the place with this id, None where there is none."""
        return self._region(key)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the id itself, then everything above it over all parents, nearest first; empty for an unknown id."""
        return self._above(key)

    def children(self, key: str) -> tuple[str, ...]:
        """Return the ids directly below, the most important first."""
        return self._file.children(key)

    def descendants(self, key: str) -> tuple[str, ...]:
        """Return the ids of everything below, in no particular order, without the id itself."""
        return self._file.descendants(key)

    def disputed(self, key: str) -> bool:
        """Whether more than one side claims the place."""
        return self._file.disputed(key)

    def importance(self, key: str) -> int:
        """Say how likely people mean this place by its name, 0 to 1,000; 0 for an unknown id."""
        return self._weights(key)

    def watched(self, key: str) -> bool:
        """Whether the place lies in a watched country, or was entered by hand."""
        region = self.get(key)
        return region is not None and (region.country in self.watch or self._curated(key))

    def name(self, key: str, language: str = SOURCE_LANGUAGE) -> str:
        """Return what a place is called in a language, else its English name; the id for an unknown place."""
        region = self.get(key)
        if region is None:
            return key
        return (
            region.name if language == SOURCE_LANGUAGE else self._called(region.id, language) or region.name
        )

    def address(self, key: str, language: str = SOURCE_LANGUAGE) -> str:
        """Say where in the world a place is: "Old Mosul, Mosul, Nineveh, Iraq".

        Follows the first parents up to the country, without second-level divisions, and skips repeated names. Where a
        place is disputed the line ends with its name, so that it takes no side.
        """
        parts: list[str] = []
        said: set[str] = set()
        region = self.get(key)
        while region is not None and (not parts or region.kind is not RegionKind.CONTINENT):
            folded = without_type(phrase(region.name))
            if not parts or (folded not in said and region.kind is not RegionKind.ADMIN2):
                parts.append(self.name(region.id, language))
                said.add(folded)
            if not region.parents or self.disputed(region.id):
                break
            region = self.get(region.parents[0])
        return comma(language).join(parts)

    def named(self, name: str) -> tuple[str, ...]:
        """Return the ids of all places with this name in any script, the most important first; never fuzzy."""
        folded = phrase(name)
        plain = without_type(folded)
        for form in dict.fromkeys((folded, bare(folded), plain, bare(plain))):
            found = self._candidates(form)
            if found:
                return tuple(place.id for place in found)
        return ()

    def scan(self, text: str, split: Sequence[Word] | None = None) -> list[Hit]:
        """Find place names in a text: whole words, capitalised, the longest from the left, none overlapping.

        Looked for are all places of the watched countries, and everywhere countries, first-level divisions, capitals,
        large cities and the places entered by hand. Pass `split` (from `normalise.words`) to save splitting twice.
        """
        parts = words(text) if split is None else split
        knows = self._knows
        places = [
            place
            for place, (_, _, folded, article, capital) in enumerate(parts)
            if (capital or article) and knows(folded)
        ]

        def accept(folded: str, first: int, last: int) -> bool:
            return written_as_name(text, parts, first, last) and bool(
                self._in_text(text, parts, first, last, folded)
            )

        return [
            self._hit(text, parts, found.first, found.last, found.folded)
            for found in find_names(text, parts, places, knows, accept)
        ]

    def spelt_alike(self, name: str, inside: str) -> tuple[str, ...]:
        """Return the places in a division or town whose name has the same consonants and is written alike.

        For transliterations ("Ghraniej" for Gharanij). Such a guess is right only beside a named place around it
        (measured 93-100 %, against 25 % without), so `inside` must be narrower than a country; else nothing is returned.
        """
        around = self.get(inside)
        bones = skeleton(phrase(name))
        if around is None or around.kind in _TOO_WIDE or len(bones) < _LEAST_BONES:
            return ()
        folded = phrase(name)
        found = (
            place.id
            for other in self._file.same_bones(bones)
            if fuzz.ratio(folded, other) >= _LEAST_ALIKE
            for place in self._candidates(other)
            if place.kind not in _DIVISION_KINDS and inside in self.ancestors(place.id)[1:]
        )
        return tuple(dict.fromkeys(found))

    def distance_km(self, one: str, other: str) -> float | None:
        """Return the distance between two places in kilometres; None where a spot is unknown."""
        here, there = self.spot(one), self.spot(other)
        return haversine_km(*here, *there) if here and there else None

    def spot(self, key: str) -> tuple[float, float] | None:
        """Return latitude and longitude of a place, else of the nearest place above it that has them."""
        for above in self.ancestors(key):
            region = self.get(above)
            if region is not None and region.latitude is not None and region.longitude is not None:
                return region.latitude, region.longitude
        return None

    def near(self, latitude: float, longitude: float, km: float) -> tuple[str, ...]:
        """Return the ids of places within a distance, the nearest first; divisions are left out."""
        spots = self._file.within(*bounding_box(latitude, longitude, km))
        measured = sorted((haversine_km(latitude, longitude, lat, lon), key) for key, lat, lon in spots)
        return tuple(key for distance, key in measured if distance <= km)

    def extent(self, country: str) -> tuple[float, float, float, float] | None:
        """Return south, north, west and east of a country's generated places; None where it has none."""
        return self._file.extent(country)

    def timezone(self, key: str) -> str | None:
        """Return the IANA time zone of a place, else of the nearest place above it that has one."""
        regions = (self.get(above) for above in self.ancestors(key))
        return next((region.timezone for region in regions if region is not None and region.timezone), None)

    def weighted(self, folded: str) -> list[tuple[str, float]]:
        """Return the places of a folded name with a weight from 0 to 1: importance, more for watched countries."""
        return [(place.id, self._weight(place)) for place in self._candidates(folded)]

    def beginning(self, folded: str, limit: int) -> list[tuple[str, str]]:
        """Return the most important places with a name that begins so, as (id, folded name)."""
        return self._file.beginning(folded, limit)

    def similar(self, folded: str, bones: str) -> list[str]:
        """Return folded names that may be misspelt so (see `PlaceFile.similar`)."""
        return self._file.similar(folded, bones)

    def _weight(self, place: NamedPlace) -> float:
        bonus = _WATCH_BONUS if place.curated or place.country in self.watch else 0
        unlikely = _UNLIKELY if place.flags & NEEDS_CONTEXT else 1.0
        return min(1.0, unlikely * (place.importance + bonus) / (1000 + _WATCH_BONUS))

    def _hit(self, text: str, parts: Sequence[Word], first: int, last: int, folded: str) -> Hit:
        end = parts[last].end
        found = self._in_text(text, parts, first, last, folded)
        following = parts[last + 1] if last + 1 < len(parts) else None
        word = (
            text[following.start : following.end] if following and text[end : following.start] == " " else ""
        )
        division = word if word in _DIVISION_WORDS else None
        likely = tuple(place for place in found if not place.flags & NEEDS_CONTEXT)
        if division:
            found = tuple(place for place in found if place.kind in _DIVISION_KINDS) or found
        elif word in _TOWN_WORDS:
            found = tuple(place for place in found if place.kind not in _DIVISION_KINDS) or found
        elif likely:
            found = likely
        weak = not division and not likely
        return Hit(with_article(text, parts, first), end, tuple(place.id for place in found), weak, division)

    def _in_text(
        self, text: str, parts: Sequence[Word], first: int, last: int, folded: str
    ) -> tuple[NamedPlace, ...]:
        """Choose the places that these words may mean here; an Arabic article left aside rules out other languages."""
        capitals = text[parts[first].start : parts[last].end].replace(".", "").isupper()
        dropped = ARTICLE not in folded and has_article(text, parts, first, last)
        return self._told(folded, capitals, dropped)

    def _told_so(self, folded: str, capitals: bool, dropped: bool) -> tuple[NamedPlace, ...]:
        return tuple(
            place
            for place in self._candidates(folded)
            if (place.scope == SCOPE_ALWAYS or place.country in self.watch)
            and not place.flags & NEVER_IN_TEXT
            and (capitals or not place.flags & EXACT_CASE)
            and (not dropped or place.country in ARABIC_ARTICLE)
        )

    def _climb(self, key: str) -> tuple[str, ...]:
        region = self.get(key)
        if region is None:
            return ()
        found: dict[str, None] = {key: None, region.id: None}
        level: Iterable[str] = region.parents
        while level:
            found.update(dict.fromkeys(level))
            higher = [self.get(above) for above in level]
            level = [up for above in higher if above for up in above.parents if up not in found]
        return tuple(found)
