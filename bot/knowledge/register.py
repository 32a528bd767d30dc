"""Actors: the curated register, who belongs to whom, and finding parties in names and texts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from bot.domain.actors import Actor, ActorKind
from bot.domain.languages import SOURCE_LANGUAGE
from bot.knowledge.called import parties
from bot.knowledge.demonyms import State, StateNames
from bot.knowledge.normalise import Word, bare, forms, phrase, words
from bot.knowledge.phrases import PhraseSet, find_names, with_article
from bot.knowledge.tables import ActorRow, DataError, NameEntry

INCLUDING = frozenset(("part_of", "affiliate_of", "successor_of"))
"""Relations over which a follower of the other actor follows this one too."""
_MANY_NAMES = 40
_CACHED_ROWS = 16_384
RELATIONS = INCLUDING | {
    "member_of",
    "splinter_of",
    "predecessor_of",
    "allied_with",
    "supported_by",
    "speaks_for",
}


class ActorHit(NamedTuple):
    """A known party in a text.

    `start` and `end` are in characters; `ids` are all actors of that name. `weak` marks names that mean this actor only
    where something near them fits (an acronym of several armies, "Federal Police").
    """

    start: int
    end: int
    ids: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    entry: NameEntry


class Register:
    """The parties the bot knows; built by `bot.knowledge.open_world`.

    `spellings` are all folded names in order, generated ones left out.
    """

    def __init__(self, rows: Iterable[ActorRow], merged: Mapping[str, str] = MappingProxyType({})) -> None:
        self._merged = merged
        self._states = StateNames()
        self._actors: dict[str, Actor] = {}
        self._relations: dict[str, tuple[tuple[str, str], ...]] = {}
        self._names: dict[str, list[_Name]] = defaultdict(list)
        for row in rows:
            self._add(row)
        for state in self._states.by_country.values():
            self._add_state(state)
        self._named_so = Counter(item.id for items in self._names.values() for item in items)
        self._add_called()
        for items in self._names.values():
            items.sort(key=lambda item: (-self.weight(item.id), item.id))
        self._phrases = PhraseSet.of(self._names)
        self._starts = self._states.starts | {folded.split(" ", maxsplit=1)[0] for folded in self._names}
        self.spellings = sorted(self._names)
        remember = lru_cache(maxsize=_CACHED_ROWS)
        self._knows = remember(self._know)
        self._meant = remember(self._lookup)
        self._fitting = remember(self._fit)
        self._lands = remember(self._states.country_of)
        self._children: dict[str, list[str]] = defaultdict(list)
        for actor in self._actors.values():
            for above in actor.parents:
                self._children[merged.get(above, above)].append(actor.id)

    def _add_called(self) -> None:
        """Let parties answer to the names that readers of other languages are shown."""
        for (key, _), name in parties().items():
            folded = phrase(name)
            if key in self._actors and folded not in self._names:
                self._names[folded].append(_Name(key, NameEntry(name)))

    def get(self, key: str) -> Actor | None:
        """Return the actor with this id, or the one it was merged into; None where there is none."""
        return self._actors.get(self._merged.get(key, key))

    def name(self, key: str, language: str = SOURCE_LANGUAGE) -> str:
        """Return what an actor is called in a language, else its English name; the id for an unknown one."""
        actor = self._actors.get(key)
        return parties().get((key, language)) or (actor.name if actor else key)

    def all(self) -> tuple[Actor, ...]:
        """Return every actor, curated ones first."""
        return tuple(self._actors.values())

    def __len__(self) -> int:
        return len(self._actors)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the id itself, then every actor that includes it for a follower, nearest first; empty if unknown."""
        known = self._merged.get(key, key)
        if known not in self._actors:
            return ()
        found: dict[str, None] = {key: None, known: None}
        queue = [known]
        for current in queue:
            for named in self._actors[current].parents:
                above = self._merged.get(named, named)
                if above in self._actors and above not in found:
                    found[above] = None
                    queue.append(above)
        return tuple(found)

    def children(self, key: str) -> tuple[str, ...]:
        """Return the ids of the actors directly included in this one."""
        return tuple(self._children.get(key, ()))

    def relations(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the curated relations of an actor as (word, other id)."""
        return self._relations.get(key, ())

    def speaks_for(self, key: str) -> str | None:
        """Return the id of the actor that a person speaks for, None for others."""
        return next((other for word, other in self.relations(key) if word == "speaks_for"), None)

    def state(self, country: str) -> State | None:
        """Return government, armed forces and police of a country (ISO 3166-1 alpha-2)."""
        return self._states.by_country.get(country)

    def demonym_country(self, word: str) -> str | None:
        """Return the country that a demonym means ("Iraqi" gives IQ), None for other words."""
        return self._lands(word)

    def named(self, name: str) -> tuple[str, ...]:
        """Return the ids of all actors with this name in any script, the best known first; never fuzzy."""
        folded = phrase(name)
        for form in dict.fromkeys((folded, bare(folded))):
            found = self._meant(form)
            if found:
                return tuple(dict.fromkeys(item.id for item in found))
        return ()

    def scan(self, text: str, split: Sequence[Word] | None = None) -> list[ActorHit]:
        """Find parties in a text: whole words, in the case the register gives them, the longest from the left.

        Pass `split` (from `normalise.words`) to save splitting twice.
        """
        parts = words(text) if split is None else split

        starts, knows, fitting = self._starts, self._knows, self._fitting
        places = [
            place for place, (_, _, folded, _, _) in enumerate(parts) if folded in starts and knows(folded)
        ]

        def accept(folded: str, first: int, last: int) -> bool:
            return bool(fitting(folded, text[parts[first].start : parts[last].end])[0])

        hits = []
        for found in find_names(text, parts, places, knows, accept):
            ids, weak = fitting(found.folded, text[found.start : found.end])
            hits.append(ActorHit(with_article(text, parts, found.first), found.end, ids, weak))
        return hits

    def weight(self, key: str) -> float:
        """Say how likely people mean this actor by a shared name, 0 to 1: by how many names it has, and its kind."""
        actor = self._actors.get(key)
        if actor is None:
            return 0.0
        quiet = actor.kind in {ActorKind.MEDIA, ActorKind.NGO, ActorKind.PERSON}
        return min(1.0, self._named_so[key] / _MANY_NAMES) * (0.5 if quiet else 1.0)

    def called(self, folded: str) -> tuple[str, ...]:
        """Return the ids of the actors with exactly this folded name, generated names left out."""
        return tuple(dict.fromkeys(item.id for item in self._names.get(folded, ())))

    def _know(self, folded: str) -> bool:
        return self._phrases.knows(folded) or self._states.knows(folded)

    def _fit(self, folded: str, surface: str) -> tuple[tuple[str, ...], bool]:
        """The actors that a folded name means where it is written so, and whether each of them needs context."""
        items = [item for item in self._meant(folded) if _case_fits(item.entry, surface)]
        return tuple(dict.fromkeys(item.id for item in items)), all(
            item.entry.needs_context for item in items
        )

    def _lookup(self, folded: str) -> list[_Name]:
        found = self._names.get(folded)
        if found:
            return found
        owner = self._states.lookup(folded)
        return [_Name(owner, NameEntry(folded.title()))] if owner in self._actors else []

    def _add(self, row: ActorRow) -> None:
        if row.id in self._actors:
            raise DataError(f"{row.where}: the actor {row.id!r} is there twice.")
        for word, _ in row.relations:
            if word not in RELATIONS:
                raise DataError(f"{row.where}: {word!r} is no relation.")
        try:
            kind = ActorKind(row.kind)
        except ValueError:
            raise DataError(f"{row.where}: {row.kind!r} is no kind of actor.") from None
        parents = tuple(other for word, other in row.relations if word in INCLUDING)
        self._actors[row.id] = Actor(row.id, row.name, kind, row.countries, parents)
        self._relations[row.id] = row.relations
        for entry in (NameEntry(row.name), *row.names):
            for folded in forms(entry.text):
                if not any(item.id == row.id and item.entry == entry for item in self._names[folded]):
                    self._names[folded].append(_Name(row.id, entry))

    def _add_state(self, state: State) -> None:
        """Make the state actors of a country that the data files do not hold."""
        made = (
            (state.government, ActorKind.GOVERNMENT, f"Government of {_with_article(state.name)}", ()),
            (
                state.armed_forces,
                ActorKind.ARMED_FORCES,
                f"{state.demonym} Armed Forces",
                (state.government,),
            ),
            (state.police, ActorKind.POLICE, f"{state.demonym} Police", (state.government,)),
            (
                state.security_forces,
                ActorKind.ARMED_FORCES,
                f"{state.demonym} Security Forces",
                (state.government,),
            ),
            (state.coast_guard, ActorKind.BRANCH, f"{state.demonym} Coast Guard", (state.government,)),
        )
        for key, kind, name, parents in made:
            if key not in self._actors:
                self._actors[key] = Actor(key, name, kind, (state.country,), parents)
                self._names[phrase(name)].append(_Name(key, NameEntry(name)))


def _case_fits(entry: NameEntry, surface: str) -> bool:
    if entry.exact_case:
        return surface.replace(".", "").replace("’", "'") == entry.text.replace(".", "")
    return not entry.text[0].isupper() or not surface[0].islower()


def _with_article(name: str) -> str:
    plural = name.endswith(
        ("Republic", "Kingdom", "States", "Emirates", "Netherlands", "Philippines", "Bahamas")
    )
    return f"the {name}" if plural or name.startswith(("Republic", "Democratic Republic")) else name
