"""The gazetteer's file as questions and rows: the only reader of the SQLite file that `builder` writes."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from bot.domain.places import Region, RegionKind
from bot.knowledge.names import OPENING
from bot.knowledge.phrases import PhraseSet


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place as one of its names gives it: how important it is (0 to 1,000), the name's flags, the place's scope."""

    id: str
    importance: int
    flags: int
    scope: int
    country: str | None
    kind: str
    curated: bool


class PlaceFile:
    """Reads the file; any thread may ask."""

    def __init__(self, file: Path) -> None:
        self._db = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = Lock()

    def close(self) -> None:
        """Close the file; nothing may be asked afterwards."""
        with self._lock:
            self._db.close()

    def phrases(self) -> PhraseSet:
        """Return the set of all names and their beginnings."""
        return PhraseSet.from_bytes(self._query("SELECT value FROM meta WHERE key = 'phrases'")[0][0])

    def region(self, key: str) -> Region | None:
        """Return the place with this id."""
        rows = self._query(
            "SELECT name, kind, country, latitude, longitude, population, timezone FROM region WHERE id = ?",
            key,
        )
        if not rows:
            return None
        name, kind, country, latitude, longitude, population, timezone = rows[0]
        parents = self._query(
            "SELECT above.id FROM region JOIN parent USING (number) JOIN region AS above ON above.number = parent.above"
            " WHERE region.id = ? ORDER BY place",
            key,
        )
        return Region(
            id=key, name=name, kind=RegionKind(kind), country=country, parents=tuple(above for (above,) in parents),
            latitude=latitude, longitude=longitude, population=population, timezone=timezone,
        )  # fmt: skip

    def called(self, key: str, language: str) -> str | None:
        """Return what a place is called in a language; None where that is not known to differ from its name."""
        rows = self._query(
            "SELECT called.name FROM called JOIN region USING (number) WHERE id = ? AND language = ?",
            key,
            language,
        )
        return str(rows[0][0]) if rows else None

    def importance(self, key: str) -> int:
        """Return how likely people mean this place by its name, 0 to 1,000; 0 for an unknown id."""
        rows = self._query("SELECT importance FROM region WHERE id = ?", key)
        return int(rows[0][0]) if rows else 0

    def curated(self, key: str) -> bool:
        """Whether the place was entered by hand."""
        return bool(self._query("SELECT 1 FROM region WHERE id = ? AND curated", key))

    def disputed(self, key: str) -> bool:
        """Whether one of the parents is marked as disputed."""
        return bool(
            self._query(
                "SELECT 1 FROM region JOIN parent USING (number) WHERE id = ? AND disputed LIMIT 1", key
            )
        )

    def children(self, key: str) -> tuple[str, ...]:
        """Return the ids directly below, the most important first."""
        rows = self._query(
            "SELECT child.id FROM region AS top JOIN parent ON parent.above = top.number JOIN region AS child"
            " ON child.number = parent.number WHERE top.id = ? ORDER BY child.importance DESC, child.number",
            key,
        )
        return tuple(child for (child,) in rows)

    def descendants(self, key: str) -> tuple[str, ...]:
        """Return the ids of everything below, without the id itself."""
        rows = self._query(
            "WITH RECURSIVE down(number) AS (SELECT number FROM region WHERE id = ? UNION SELECT parent.number FROM parent"
            " JOIN down ON parent.above = down.number) SELECT id FROM down JOIN region USING (number) WHERE id <> ?",
            key,
            key,
        )
        return tuple(child for (child,) in rows)

    def named(self, folded: str) -> tuple[NamedPlace, ...]:
        """Return the places with this folded name, the most important first."""
        rows = self._query(
            "SELECT id, name.importance, flags, scope, country, kind, curated FROM name JOIN region USING (number)"
            " WHERE folded = ? ORDER BY name.importance DESC, number",
            folded,
        )
        return tuple(NamedPlace(*row) for row in rows)

    def beginning(self, folded: str, limit: int) -> list[tuple[str, str]]:
        """Return the most important places with a name that begins so, as (id, folded name)."""
        column, table = ("letters", "opening") if len(folded) <= OPENING else ("folded", "name")
        return self._query(
            f"SELECT id, folded FROM {table} AS kept JOIN region USING (number) WHERE {column} >= ? AND {column} < ?"  # noqa: S608 - constants
            " ORDER BY kept.importance DESC, folded, number LIMIT ?",
            folded,
            folded + "\U0010ffff",
            limit,
        )

    def similar(self, folded: str, bones: str) -> list[str]:
        """Return folded names that may be misspelt so: of like length with the same first letter, or the same consonants."""
        shortest, longest = len(folded) - 2, len(folded) + 2
        rows = self._query(
            "SELECT DISTINCT folded FROM name WHERE folded >= ? AND folded < ? AND length(folded) BETWEEN ? AND ?"
            " UNION SELECT folded FROM skeleton WHERE bones = ? AND length(folded) BETWEEN ? AND ?",
            folded[0],
            chr(ord(folded[0]) + 1),
            shortest,
            longest,
            bones,
            shortest,
            longest,
        )
        return [name for (name,) in rows]

    def same_bones(self, bones: str) -> list[str]:
        """Return the folded names with these consonants (see `normalise.skeleton`)."""
        return [name for (name,) in self._query("SELECT folded FROM skeleton WHERE bones = ?", bones)]

    def within(self, south: float, north: float, west: float, east: float) -> list[tuple[str, float, float]]:
        """Return the places in a box of coordinates, divisions left out, as (id, latitude, longitude)."""
        return self._query(
            "SELECT id, latitude, longitude FROM region WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
            " AND kind NOT IN ('continent', 'bloc', 'country', 'admin1', 'admin2')",
            south,
            north,
            west,
            east,
        )

    def extent(self, country: str) -> tuple[float, float, float, float] | None:
        """Return south, north, west and east of a country's generated places; None where it has none."""
        (box,) = self._query(
            "SELECT min(latitude), max(latitude), min(longitude), max(longitude) FROM region"
            " WHERE country = ? AND NOT curated",
            country,
        )
        return None if box[0] is None else tuple(box)

    def _query(self, statement: str, *values: object) -> list[Any]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()
