"""The world as one value: regions and actors together, opened once, edited at run time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.languages import SOURCE_LANGUAGE, comma
from bot.knowledge.builder import build, version
from bot.knowledge.edits import EditedPlaces, Edits, edited_actors, settled
from bot.knowledge.gazetteer import Gazetteer
from bot.knowledge.placefile import PlaceFile
from bot.knowledge.register import Register
from bot.knowledge.resolve import PlaceContext, resolve
from bot.knowledge.search import Match, search_actors, search_regions
from bot.knowledge.tables import WATCH_COUNTRIES, actor_rows


@dataclass(frozen=True, slots=True)
class Keys:
    """Every id that a subscription may hold to concern something: the things themselves and all that include them."""

    regions: frozenset[str]
    actors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """One answer of the search over everything: `kind` is "region" or "actor", `address` says where in the world."""

    kind: str
    id: str
    name: str
    address: str
    score: float
    exact: bool


class World:
    """The regions and actors that the bot knows; read `regions` and `actors` anew for each question, as edits replace them."""

    def __init__(self, file: PlaceFile, watch: Sequence[str]) -> None:
        self._file = file
        self._watch = tuple(watch)
        self.regions = Gazetteer(file, self._watch)
        self.actors = Register(actor_rows())

    def edit(self, edits: Edits) -> list[str]:
        """Lay what editors have decided over the data, in place of earlier edits; readers see all of it or nothing.

        Returns one sentence for each edit that fits nothing any more. Raises DataError where an actor's row is wrong.
        """
        places = EditedPlaces(self._file, edits)
        regions = Gazetteer(places, self._watch)
        actors = Register(edited_actors(list(actor_rows()), edits), settled(edits.actors_merged))
        self.regions, self.actors = regions, actors
        return places.problems

    def widen(self, region_ids: Iterable[str], actor_ids: Iterable[str]) -> Keys:
        """Return the ids of these and of everything that includes them; unknown ids stand for themselves."""
        places = {above for key in region_ids for above in (key, *self.regions.ancestors(key))}
        parties = {above for key in actor_ids for above in (key, *self.actors.ancestors(key))}
        return Keys(frozenset(places), frozenset(parties))

    def search(self, text: str, limit: int = 8, language: str = SOURCE_LANGUAGE) -> list[Result]:
        """Find places and actors by what a person typed, best first, each with its name and where it is."""
        parties = search_actors(self.actors, text, limit) or self._of_country(text, limit)
        places = search_regions(self.regions, text, limit, guess=not any(match.exact for match in parties))
        if any(match.exact for match in places):
            parties = search_actors(self.actors, text, limit, guess=False)
        found = [self._region(match, language) for match in places]
        found += [self._actor(match, language) for match in parties]
        return sorted(found, key=lambda result: -result.score)[:limit]

    def resolve(self, candidates: Sequence[str], context: PlaceContext) -> str | None:
        """Choose which of several places of one name a text means (see `bot.knowledge.resolve`)."""
        return resolve(candidates, context, self.regions)

    def close(self) -> None:
        """Close the gazetteer's file."""
        self._file.close()

    def _of_country(self, text: str, limit: int) -> list[Match]:
        """Read "isf iraq" as the ISF of Iraq."""
        name, _, last = text.strip().rpartition(" ")
        lands = {key.removeprefix("cc:") for key in self.regions.named(last) if key.startswith("cc:")}
        found = search_actors(self.actors, name, 4 * limit, guess=False) if name and lands else []
        return [
            match for match in found if (actor := self.actors.get(match.id)) and lands & set(actor.countries)
        ][:limit]

    def _region(self, match: Match, language: str) -> Result:
        name, address = self.regions.name(match.id, language), self.regions.address(match.id, language)
        return Result("region", match.id, name, address, match.score, match.exact)

    def _actor(self, match: Match, language: str) -> Result:
        actor = self.actors.get(match.id)
        if actor is None:
            return Result("actor", match.id, match.id, match.id, match.score, match.exact)
        name = self.actors.name(match.id, language)
        lands = [key for code in actor.countries if self.regions.get(key := f"cc:{code}") is not None]
        where = comma(language).join([name, *(self.regions.name(key, language) for key in lands)])
        return Result("actor", match.id, name, where, match.score, match.exact)


def open_world(
    directory: Path, watch: Sequence[str] = WATCH_COUNTRIES, progress: Callable[[str], None] | None = None
) -> World:
    """Open the world; the first time (and after a change of data, code or imports) build its file in `directory`.

    `watch` are ISO 3166-1 alpha-2 codes: places of these countries are looked for in texts down to villages. Raises
    DataError where packaged or imported data is wrong, OSError where the directory cannot be written.
    """
    file = directory / f"gazetteer-{version(directory)}.sqlite"
    if not file.exists():
        build(file, progress or (lambda _: None))
        for stale in directory.glob("gazetteer-*.sqlite"):
            if stale != file:
                stale.unlink(missing_ok=True)
    return World(PlaceFile(file), watch)
