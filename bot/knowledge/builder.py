"""Building the gazetteer's file: the packaged places become one read-only SQLite file, once per version.

Tables: `region` (a row for each place, numbered), `parent` (number, order, parent's number, disputed), `name` (folded
form, importance, number, flags), `called` (number, language, name), `skeleton` (consonants, folded form), `opening` (first
letters, and the most important names that begin so), `meta` (the packed phrase set).
"""

import hashlib
import math
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.domain.places import RegionKind
from bot.knowledge.called import places
from bot.knowledge.names import NameWriter
from bot.knowledge.normalise import phrase, without_type
from bot.knowledge.seats import lies_under, nest_seats, rename, tell_from_seats
from bot.knowledge.tables import (
    AMEND,
    DataError,
    PlaceRow,
    base_places,
    imported_files,
    imported_places,
    overlay_places,
    packaged_files,
)
from bot.knowledge.twins import twin_of

Progress = Callable[[str], None]

SCOPE_WATCHED, SCOPE_ALWAYS = 1, 2
"""Whether a place is looked for in texts only while its country is watched, or always."""

_SCHEMA = """
CREATE TABLE region(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT, latitude REAL, longitude REAL, population INTEGER NOT NULL, timezone TEXT, importance INTEGER NOT NULL,
    scope INTEGER NOT NULL, curated INTEGER NOT NULL);
CREATE TABLE parent(number INTEGER NOT NULL, place INTEGER NOT NULL, above INTEGER NOT NULL, disputed INTEGER NOT NULL,
    PRIMARY KEY(number, place)) WITHOUT ROWID;
CREATE TABLE name(folded TEXT NOT NULL, importance INTEGER NOT NULL, number INTEGER NOT NULL, flags INTEGER NOT NULL,
    PRIMARY KEY(folded, importance DESC, number)) WITHOUT ROWID;
CREATE TABLE skeleton(bones TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY(bones, folded)) WITHOUT ROWID;
CREATE TABLE opening(letters TEXT NOT NULL, importance INTEGER NOT NULL, folded TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY(letters, importance DESC, folded, number)) WITHOUT ROWID;
CREATE TABLE called(number INTEGER NOT NULL, language TEXT NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY(number, language)) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_INDEXES = """
CREATE INDEX parent_above ON parent(above);
CREATE INDEX region_spot ON region(latitude, longitude);
"""
_CODE = (
    "builder.py",
    "called.py",
    "demonyms.py",
    "names.py",
    "normalise.py",
    "phrases.py",
    "seats.py",
    "tables.py",
    "twins.py",
)
_KIND_IMPORTANCE = {"continent": 850, "bloc": 800, "country": 900, "admin1": 560, "admin2": 400}
_CURATED_IMPORTANCE = 350
_CITY_EVERYWHERE = 500_000


def version(directory: Path) -> str:
    """A short name for exactly this data, imports in the directory included, read by exactly this code."""
    digest = hashlib.sha256()
    code = (files("bot.knowledge") / name for name in _CODE)
    for file in chain(code, packaged_files(), imported_files(directory)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def build(target: Path, progress: Progress) -> None:
    """Write the gazetteer's file, with the imports beside it; whoever else looks sees either nothing or the whole of it.

    Raises DataError where packaged data is wrong, OSError or sqlite3.Error where the folder cannot be written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        dir=target.parent, prefix=f"{target.stem}-", suffix=".building", delete=False
    ) as scratch:
        unfinished = Path(scratch.name)
    try:
        connection = sqlite3.connect(unfinished)
        try:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
            _Builder(connection, progress).run(target.parent)
            connection.commit()
        finally:
            connection.close()
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def importance(kind: str, population: int, *, curated: bool) -> int:
    """Say how likely people mean this place by its name, 0 to 1,000: by kind, number of people, and curation."""
    if kind in _KIND_IMPORTANCE:
        return _KIND_IMPORTANCE[kind]
    weight = min(750, round(100 * math.log10(population + 1)))
    if kind == "capital":
        weight += 100
    return max(weight, _CURATED_IMPORTANCE) if curated else weight


class _Builder:
    """One build: numbers the places, writes them with their parents, and has their names written."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._db = connection
        self._progress = progress
        self._numbers: dict[str, int] = {}

    def run(self, directory: Path) -> None:
        names = NameWriter(self._db)
        self._progress("Building the gazetteer (once): reading the places …")
        base = list(base_places())
        self._insert(base, curated=False)
        self._db.executemany(
            "INSERT INTO parent VALUES (?, 0, ?, 0)",
            ((self._numbers[row.id], self._numbers[row.parents[0]]) for row in base if row.parents),
        )
        self._progress(f"Building the gazetteer (once): naming {len(base)} places …")
        names.write_base(
            (row, self._numbers[row.id], importance(row.kind, row.population, curated=False)) for row in base
        )
        del base
        self._progress("Building the gazetteer (once): adding the places entered by hand …")
        overlay = list(overlay_places())
        amended = [row for row in overlay if row.kind == AMEND]
        added = [row for row in overlay if row.kind != AMEND]
        names.write_curated((row, self._numbers[self._refer(row.id, row.where)]) for row in amended)
        self._insert(added, curated=True)
        for row in added:
            self._put_parents(self._numbers[row.id], self._parents(row))
            self._inherit(row)
        for row in amended:
            self._amend(row)
        names.write_curated((row, self._numbers[row.id]) for row in added)
        self._import(list(imported_places(directory)), names)
        self._db.executescript(_INDEXES)
        nest_seats(self._db)
        # Seats answer to the Latin names that a line by hand gives their division ("Deir Ezzor" is both).
        lines = {self._numbers[self._refer(row.id, row.where)]: row for row in amended}
        seats = list(tell_from_seats(self._db))
        names.write_seats((lines[division], seat) for division, seat in seats if division in lines)
        lands = dict(self._db.execute("SELECT id, coalesce(country, '') FROM region").fetchall())
        called = [
            (self._numbers[key], language, name)
            for key, language, name in places(self._refer, lands.get, overlay)
        ]
        self._db.executemany("INSERT OR REPLACE INTO called VALUES (?,?,?)", called)
        names.write_called((name, number) for number, _, name in called)
        self._progress("Building the gazetteer (once): summing up …")
        names.sum_up()
        self._db.execute("ANALYZE")

    def _import(self, rows: list[PlaceRow], names: NameWriter) -> None:
        """Add imported places under the first of their parents that is known; more names for those that are there.

        A place is there if one of its id is, or one of its name and sort stands where it stands: lists have ids of
        their own, and what is entered by hand has too.
        """
        if not rows:
            return
        self._progress(f"Building the gazetteer (once): importing {len(rows)} places …")
        kept = []
        for row in rows:
            above = next((key for key in row.parents if self._found(key) is not None), None)
            if row.id in self._numbers or row.kind == AMEND:
                kept.append(replace(row, name=""))
            elif twin := twin_of(self._db, row):
                kept.append(replace(row, id=twin, name="", folded=(phrase(row.name), *row.folded)))
            elif above is not None:
                kept.append(replace(row, parents=(self._found(above) or "",)))
        kept = [row for row in kept if row.name or row.id in self._numbers]
        added = [row for row in kept if row.name]
        self._insert(added, curated=False)
        for row in added:
            self._put_parents(self._numbers[row.id], [(row.parents[0], False)])
            self._inherit(row)
        weights = dict(self._db.execute("SELECT number, importance FROM region").fetchall())
        names.write_base((row, number := self._numbers[row.id], weights[number]) for row in kept)
        if len(kept) < len(rows):
            self._progress(f"{len(rows) - len(kept)} imported places lie in nothing known and were left out.")

    def _found(self, reference: str) -> str | None:
        try:
            return self._refer(reference, "")
        except DataError:
            return None

    def _insert(self, rows: Iterable[PlaceRow], *, curated: bool) -> None:
        values = []
        for row in rows:
            if row.id in self._numbers:
                raise DataError(f"{row.where}: the id {row.id!r} is there twice.")
            try:
                kind = RegionKind.CITY if row.kind == "capital" else RegionKind(row.kind)
            except ValueError:
                raise DataError(f"{row.where}: {row.kind!r} is no kind of place.") from None
            number = self._numbers[row.id] = len(self._numbers) + 1
            weight = importance(row.kind, row.population, curated=curated)
            values.append((
                number, row.id, row.name, kind.value, row.country or None, row.latitude, row.longitude, row.population,
                row.timezone, weight, _scope(row, curated=curated), int(curated),
            ))  # fmt: skip
        self._db.executemany("INSERT INTO region VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", values)

    def _put_parents(self, number: int, parents: list[tuple[str, bool]]) -> None:
        (offset,) = self._db.execute("SELECT count(*) FROM parent WHERE number = ?", (number,)).fetchone()
        self._db.executemany(
            "INSERT INTO parent VALUES (?,?,?,?)",
            (
                (number, offset + place, self._numbers[above], disputed)
                for place, (above, disputed) in enumerate(parents)
            ),
        )

    def _parents(self, row: PlaceRow) -> list[tuple[str, bool]]:
        return [(self._refer(key.removeprefix("?"), row.where), key.startswith("?")) for key in row.parents]

    def _amend(self, row: PlaceRow) -> None:
        """Add to a place that is there: a better name, a spot, more parents; disputed parents replace what was said."""
        number = self._numbers[self._refer(row.id, row.where)]
        if row.name:
            rename(self._db, number, row.name)
        if row.latitude is not None:
            spot = (row.latitude, row.longitude, number)
            self._db.execute("UPDATE region SET latitude = ?, longitude = ? WHERE number = ?", spot)
        parents = self._parents(row)
        if any(disputed for _, disputed in parents):
            self._db.execute("DELETE FROM parent WHERE number = ?", (number,))
        self._put_parents(number, parents)

    def _inherit(self, row: PlaceRow) -> None:
        """Give a place by hand the country and time zone of its first parent; a bloc of countries has neither."""
        self._db.execute(
            "UPDATE region SET (country, timezone) = (SELECT above.country, above.timezone FROM parent JOIN region AS above"
            " ON above.number = parent.above WHERE parent.number = region.number AND place = 0) WHERE number = ?",
            (self._numbers[row.id],),
        )

    def _refer(self, reference: str, where: str) -> str:
        """Find the id that a reference means: an id itself, or a path such as IQ/Nineveh/Mosul."""
        if reference in self._numbers:
            return reference
        country, *steps = reference.split("/")
        if not steps or f"cc:{country}" not in self._numbers:
            raise DataError(
                f"{where}: {reference!r} is neither a known id nor a path such as IQ/Nineveh/Mosul."
            )
        found = f"cc:{country}"
        for step in steps:
            found = self._step(found, country, step) or ""
            if not found:
                raise DataError(f"{where}: nothing is called {step!r} in {reference!r}.")
        return found

    def _step(self, above: str, country: str, name: str) -> str | None:
        folded = phrase(name)
        rows = self._db.execute(
            "SELECT region.id, region.kind FROM name JOIN region USING (number) WHERE folded IN (?, ?) AND country = ?"
            " ORDER BY region.kind = 'admin1' DESC, name.importance DESC, region.number",
            (folded, without_type(folded), country),
        )
        for key, kind in rows.fetchall():
            if above.startswith("cc:") or (kind != "admin1" and self._inside(key, above)):
                return str(key)
        return None

    def _inside(self, key: str, above: str) -> bool:
        return lies_under(self._db, self._numbers[key], self._numbers[above])


def _scope(row: PlaceRow, *, curated: bool) -> int:
    always = curated or row.kind in {"continent", "bloc", "country", "admin1", "capital"}
    return SCOPE_ALWAYS if always or row.population >= _CITY_EVERYWHERE else SCOPE_WATCHED
