"""What editors have changed, laid over what the bot knows: when it starts, with every edit, and when another process edits."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.claims import Claim
from bot.domain.edits import Edit, EditKind, Stranger
from bot.domain.subscriptions import Dimension
from bot.knowledge import ActorRow, Edits, NameEntry, PlaceRow, World, phrase
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
            async with self.storage.reading() as tx:
                state = await tx.edits.state()
                edits = await tx.edits.all() if state != self._shown else []
            if state != self._shown:
                await self._lay(edits)
                self._shown = state

    async def show(self, edits: Sequence[Edit]) -> None:
        """Lay a list of edits over the world that is not stored yet; `load` brings back what is stored."""
        async with self._editing:
            await self._lay(edits)
            self._shown = (-1, -1)

    async def _lay(self, edits: Sequence[Edit]) -> None:
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


def strangers_in(claims: Iterable[Claim]) -> list[Stranger]:
    """Return the names in claims that nobody knows."""
    found: dict[tuple[Dimension, str], Stranger] = {}
    for claim in claims:
        for place in claim.places:
            if place.region_id is None and not place.around:
                _meet(found, Dimension.REGION, place.surface, place.parent_id, claim.quote)
        for actor in claim.actors:
            if actor.actor_id is None and not actor.generic:
                _meet(found, Dimension.ACTOR, actor.surface, None, claim.quote)
    return list(found.values())


def _meet(
    found: dict[tuple[Dimension, str], Stranger], about: Dimension, name: str, parent: str | None, quote: str
) -> None:
    folded = phrase(name)
    if folded:
        found.setdefault((about, folded), Stranger(about, name, folded, parent, quote))


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
