"""What editors have changed, laid over what the bot knows: when it starts, with every edit, and when another process edits."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.domain.claims import Claim, PlaceRef
from bot.domain.edits import Edit, EditKind, Stranger
from bot.domain.subscriptions import Dimension
from bot.extraction.lexicon import load
from bot.knowledge import ActorRow, Edits, Gazetteer, NameEntry, PlaceRow, World, phrase
from bot.knowledge.normalise import forms
from bot.logs import logger
from storage import Storage

log = logger(__name__)


@dataclass(slots=True)
class Atlas:
    """Keeps the world and the list of edits the same."""

    storage: Storage
    world: World
    _shown: tuple[int, int] = (0, 0)
    _editing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def load(self) -> None:
        """Lay every edit over the world, unless it shows them already. Called at the start and every few seconds."""
        async with self._editing:
            await self._reload()

    @asynccontextmanager
    async def showing(self, change: Callable[[list[Edit]], list[Edit]]) -> AsyncIterator[None]:
        """Show the edits as they will be, for the block that stores the change; then whatever is stored."""
        async with self._editing:
            async with self.storage.reading() as tx:
                before = await tx.edits.all()
            await self._lay(change(before))
            self._shown = (-1, -1)
            try:
                yield
            finally:
                await self._reload()

    async def _reload(self) -> None:
        async with self.storage.reading() as tx:
            state = await tx.edits.state()
            edits = await tx.edits.all() if state != self._shown else []
        if state != self._shown:
            await self._lay(edits)
            self._shown = state

    async def _lay(self, edits: list[Edit]) -> None:
        for problem in await asyncio.to_thread(self.world.edit, laid_out(edits)):
            log.warning("an edit fits nothing any more", reason=problem)


def laid_out(edits: Iterable[Edit]) -> Edits:
    """Return a list of edits as the layer that goes over the world."""
    places: list[PlaceRow] = []
    actors: list[ActorRow] = []
    names: dict[Dimension, list[tuple[str, NameEntry]]] = {Dimension.REGION: [], Dimension.ACTOR: []}
    parents: dict[Dimension, list[tuple[str, str]]] = {Dimension.REGION: [], Dimension.ACTOR: []}
    merged: dict[Dimension, dict[str, str]] = {Dimension.REGION: {}, Dimension.ACTOR: {}}
    ignored: set[str] = set()
    for edit in edits:
        match edit.kind:
            case EditKind.ADD if edit.about is Dimension.REGION:
                places.append(_place(edit))
            case EditKind.ADD:
                actors.append(_actor(edit))
            case EditKind.NAME:
                names[edit.about].append((edit.subject, _name(edit.data["name"])))
            case EditKind.PARENT:
                parents[edit.about].append((edit.subject, edit.data["parent"]))
            case EditKind.MERGE:
                merged[edit.about][edit.subject] = edit.data["into"]
                names[edit.about].append((edit.data["into"], _name(edit.data["name"])))
            case EditKind.IGNORE:
                ignored.add(edit.subject)
    return Edits(
        places=tuple(places),
        names=tuple(names[Dimension.REGION]),
        parents=tuple(parents[Dimension.REGION]),
        merged=merged[Dimension.REGION],
        ignored=frozenset(ignored),
        actors=tuple(actors),
        actor_names=tuple(names[Dimension.ACTOR]),
        actors_merged=merged[Dimension.ACTOR],
        actor_parents=tuple(parents[Dimension.ACTOR]),
    )


def names_of(edit: Edit) -> set[str]:
    """Return the folded names under which something is known because of an edit."""
    name = edit.data.get("name")
    return {phrase(name), *forms(name)} if name and edit.kind is not EditKind.IGNORE else set()


def strangers_in(claims: Iterable[Claim], regions: Gazetteer) -> list[Stranger]:
    """Return the names in claims that nobody knows."""
    met = []
    for claim in claims:
        for place in claim.places:
            if place.region_id is None and not place.around:
                name, sort = named_sort(place.surface)
                parent = _around(claim, place, regions)
                met.append(Stranger(Dimension.REGION, name, phrase(name), parent, claim.quote, sort=sort))
        met += [
            Stranger(Dimension.ACTOR, actor.surface, phrase(actor.surface), quote=claim.quote)
            for actor in claim.actors
            if actor.actor_id is None and not actor.generic
        ]
    return list({(one.about, one.folded): one for one in reversed(met) if one.folded}.values())[::-1]


def named_sort(surface: str) -> tuple[str, str | None]:
    """Divide what a report calls a place into its name and its kind: "Zirqawiya village" is Zirqawiya, a village."""
    kinds = load().place_types
    first, _, behind = surface.partition(" ")
    before, _, last = surface.rpartition(" ")
    if before and last.islower() and last in kinds:
        return before, kinds[last]
    if behind and first.islower() and first in kinds:
        return behind.removeprefix("of "), kinds[first]
    return surface, None


def _around(claim: Claim, place: PlaceRef, regions: Gazetteer) -> str | None:
    """Return the nearest place known to hold an unknown one: of a village "south of Mosul" what Mosul lies in."""
    beside = {
        above
        for other in claim.places
        if other.around and other.region_id and (above := regions.ancestors(other.region_id)[1:2])
    }
    nearest = beside.pop()[0] if len(beside) == 1 else None
    if nearest and (place.parent_id is None or place.parent_id in regions.ancestors(nearest)):
        return nearest
    return place.parent_id


def _place(edit: Edit) -> PlaceRow:
    data = edit.data
    return PlaceRow(
        id=edit.subject,
        kind=data["kind"],
        parents=tuple(data["parents"]),
        name=data["name"],
        names=(),
        latitude=data.get("latitude"),
        longitude=data.get("longitude"),
    )


def _actor(edit: Edit) -> ActorRow:
    data = edit.data
    relations = tuple(("part_of", parent) for parent in data.get("parents", ()))
    return ActorRow(edit.subject, data["kind"], relations, tuple(data.get("countries", ())), data["name"], ())


def _name(text: str) -> NameEntry:
    """Return a name; one of at most five capital letters counts only in capitals, as acronyms do."""
    return NameEntry(text, exact_case=text.isupper() and len(text) <= 5 and text.isascii())
