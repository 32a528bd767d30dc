"""Building the gazetteer's file: the packaged places become one read-only SQLite file, once per version.

Tables: `region` (a row for each place, numbered), `parent` (number, order, parent's number, disputed), `name` (folded
form, importance, number, flags), `skeleton` (consonants, folded form), `meta` (version, the packed phrase set).
"""

import hashlib
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.domain.places import RegionKind
from bot.knowledge.normalise import forms, phrase, skeleton, without_type
from bot.knowledge.phrases import PhraseSet
from bot.knowledge.tables import (
    AMEND,
    DATA,
    DataError,
    NameEntry,
    PlaceRow,
    base_places,
    overlay_places,
    packaged_files,
)

Progress = Callable[[str], None]

NEEDS_CONTEXT, EXACT_CASE, NEVER_IN_TEXT = 1, 2, 4
SCOPE_WATCHED, SCOPE_ALWAYS = 1, 2

_SCHEMA = """
CREATE TABLE region(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL,
    country TEXT, latitude REAL, longitude REAL, population INTEGER NOT NULL, timezone TEXT, importance INTEGER NOT NULL,
    scope INTEGER NOT NULL, curated INTEGER NOT NULL);
CREATE TABLE parent(number INTEGER NOT NULL, place INTEGER NOT NULL, above INTEGER NOT NULL, disputed INTEGER NOT NULL,
    PRIMARY KEY(number, place)) WITHOUT ROWID;
CREATE TABLE name(folded TEXT NOT NULL, importance INTEGER NOT NULL, number INTEGER NOT NULL, flags INTEGER NOT NULL,
    PRIMARY KEY(folded, importance DESC, number)) WITHOUT ROWID;
CREATE TABLE skeleton(bones TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY(bones, folded)) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL);
"""
_INDEXES = """
CREATE INDEX parent_above ON parent(above);
CREATE INDEX region_spot ON region(latitude, longitude);
"""
_CODE = ("builder.py", "normalise.py", "phrases.py", "tables.py")
_KEEPS_ARTICLE = frozenset(
    [
    "MX", "CO", "VE", "ES", "AR", "CL", "PE", "EC", "BO", "PY", "UY", "CR", "CU", "DO", "GT", "HN", "NI", "PA",
    "SV", "PR", "US", "PH", "IT", "PT", "BR", "AD", "GQ",
]
)  # fmt: skip
_KIND_IMPORTANCE = {"continent": 850, "bloc": 800, "country": 900, "admin1": 700, "admin2": 400}
_CURATED_IMPORTANCE = 350
_CITY_EVERYWHERE = 500_000


def version() -> str:
    """A short name for exactly this data read by exactly this code."""
    digest = hashlib.sha256()
    for file in chain((files("bot.knowledge") / name for name in _CODE), packaged_files()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def build(target: Path, progress: Progress) -> None:
    """Write the gazetteer's file; whoever else looks sees either nothing or the whole of it.

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
            connection.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;" + _SCHEMA
            )
            _Builder(connection, progress).run()
            connection.commit()
        finally:
            connection.close()
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


class _Builder:
    """One build: numbers the places, writes them, and folds their names."""

    def __init__(self, connection: sqlite3.Connection, progress: Progress) -> None:
        self._db = connection
        self._progress = progress
        self._numbers: dict[str, int] = {}
        self._weak = _word_list("weak.txt")
        self._never = _word_list("stop.txt")
        self._phrases: set[str] = set()

    def run(self) -> None:
        self._progress("Building the gazetteer (once): reading the places …")
        base = list(base_places())
        self._insert(base, curated=False)
        self._progress(f"Building the gazetteer (once): folding the names of {len(base)} places …")
        self._name(base, curated=False)
        for row in base:
            self._put_parents(row, [(key, False) for key in row.parents])
        del base
        overlay = list(overlay_places())
        amended = [row for row in overlay if row.kind == AMEND]
        added = [row for row in overlay if row.kind != AMEND]
        self._name(amended, curated=True)
        self._insert(added, curated=True)
        for row in added:
            self._put_parents(row, self._parents(row))
            self._inherit(row)
        for row in amended:
            self._amend(row)
        self._name(added, curated=True)
        self._progress("Building the gazetteer (once): sorting …")
        self._finish()

    def _insert(self, rows: Iterable[PlaceRow], *, curated: bool) -> None:
        def values() -> Iterator[tuple[object, ...]]:
            for row in rows:
                if row.id in self._numbers:
                    raise DataError(f"{row.where}: the id {row.id!r} is there twice.")
                number = self._numbers[row.id] = len(self._numbers) + 1
                kind = RegionKind.CITY.value if row.kind == "capital" else RegionKind(row.kind).value
                weight = importance(row.kind, row.population, curated=curated)
                yield (
                    number, row.id, row.name, kind, row.country or None, row.latitude, row.longitude, row.population,
                    row.timezone, weight, _scope(row, curated=curated), int(curated),
                )  # fmt: skip

        self._db.executemany("INSERT INTO region VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", values())

    def _put_parents(self, row: PlaceRow, parents: list[tuple[str, bool]]) -> None:
        number = self._numbers[row.id]
        (offset,) = self._db.execute("SELECT count(*) FROM parent WHERE number = ?", (number,)).fetchone()
        for place, (above, disputed) in enumerate(parents):
            self._db.execute(
                "INSERT INTO parent VALUES (?,?,?,?)",
                (number, offset + place, self._numbers[above], disputed),
            )

    def _parents(self, row: PlaceRow) -> list[tuple[str, bool]]:
        return [(self._refer(key.removeprefix("?"), row.where), key.startswith("?")) for key in row.parents]

    def _amend(self, row: PlaceRow) -> None:
        """Add to a place that is there: a better name, a spot, more parents; disputed parents replace what was said."""
        key = self._refer(row.id, row.where)
        number = self._numbers[key]
        if row.name:
            self._db.execute("UPDATE region SET name = ? WHERE number = ?", (row.name, number))
        if row.latitude is not None:
            spot = (row.latitude, row.longitude, number)
            self._db.execute("UPDATE region SET latitude = ?, longitude = ? WHERE number = ?", spot)
        parents = self._parents(row)
        if any(disputed for _, disputed in parents):
            self._db.execute("DELETE FROM parent WHERE number = ?", (number,))
        self._put_parents(PlaceRow(key, AMEND, (), row.name, (), where=row.where), parents)

    def _inherit(self, row: PlaceRow) -> None:
        """Give a place by hand the country, time zone and importance that follow from its first parent."""
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
        query = (
            "WITH RECURSIVE up(number) AS (SELECT ? UNION SELECT above FROM parent JOIN up USING (number))"
            " SELECT 1 FROM up WHERE number = ?"
        )
        return self._db.execute(query, (self._numbers[key], self._numbers[above])).fetchone() is not None

    def _name(self, rows: Iterable[PlaceRow], *, curated: bool) -> None:
        """Fold and write the names; what a line by hand says of a name holds over what is there already."""
        given: dict[tuple[str, int], tuple[int, int]] = {}
        derived: dict[tuple[str, int], tuple[int, int]] = {}
        for row in rows:
            number = self._numbers[self._refer(row.id, row.where) if row.kind == AMEND else row.id]
            weight, country, kind = self._db.execute(
                "SELECT importance, country, kind FROM region WHERE number = ?", (number,)
            ).fetchone()
            division = kind in {"admin1", "admin2"}
            for entry in (NameEntry(row.name), *row.names) if row.name else row.names:
                plain = forms(entry.text, keep_article=country in _KEEPS_ARTICLE)
                for folded in plain:
                    flags = self._flags(entry, folded, curated=curated)
                    _, earlier = given.get((folded, number), (weight, flags))
                    given[folded, number] = (weight, flags & earlier)
                for folded in (without_type(form) for form in plain if division):
                    derived[folded, number] = (weight, self._flags(entry, folded, curated=curated))
        self._write_names(given, "ON CONFLICT DO UPDATE SET flags = excluded.flags")
        self._write_names(
            {key: derived[key] for key in derived.keys() - given.keys()}, "ON CONFLICT DO NOTHING"
        )

    def _write_names(self, names: dict[tuple[str, int], tuple[int, int]], conflict: str) -> None:
        self._db.executemany(
            f"INSERT INTO name VALUES (?,?,?,?) {conflict}",  # noqa: S608 - one of two constants above
            sorted((folded, weight, number, flags) for (folded, number), (weight, flags) in names.items()),
        )
        self._phrases.update(folded for folded, _ in names)

    def _flags(self, entry: NameEntry, folded: str, *, curated: bool) -> int:
        flags = EXACT_CASE if entry.exact_case else 0
        if entry.needs_context or (not curated and folded in self._weak):
            flags |= NEEDS_CONTEXT
        if not curated and (
            folded in self._never or folded.isdigit() or (len(folded) <= 2 and folded.isascii())
        ):
            flags |= NEVER_IN_TEXT
        return flags

    def _finish(self) -> None:
        bones = sorted({(skeleton(folded), folded) for folded in self._phrases if folded.isascii()})
        self._db.executemany(
            "INSERT INTO skeleton VALUES (?,?)", (pair for pair in bones if len(pair[0]) > 1)
        )
        packed = PhraseSet.of(self._phrases).to_bytes()
        self._db.execute("INSERT INTO meta VALUES ('phrases', ?)", (packed,))
        self._db.executescript(_INDEXES)
        self._db.execute("ANALYZE")


def importance(kind: str, population: int, *, curated: bool) -> int:
    """Say how likely people mean this place by its name, 0 to 1,000: by kind, number of people, and curation."""
    if kind in _KIND_IMPORTANCE:
        return _KIND_IMPORTANCE[kind]
    weight = min(750, round(100 * math.log10(population + 1)))
    if kind == "capital":
        weight += 100
    return max(weight, _CURATED_IMPORTANCE) if curated else weight


def _scope(row: PlaceRow, *, curated: bool) -> int:
    always = curated or row.kind in {"continent", "bloc", "country", "admin1", "capital"}
    return SCOPE_ALWAYS if always or row.population >= _CITY_EVERYWHERE else SCOPE_WATCHED


def _word_list(name: str) -> frozenset[str]:
    lines = (DATA / "words" / name).read_text("utf-8").splitlines()
    return frozenset(phrase(word) for line in lines if not line.startswith("#") for word in line.split(","))
