"""Writing the names of places into the gazetteer's file: folded, flagged, and summed up for finding them in texts."""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator

from bot.knowledge.demonyms import adjectives
from bot.knowledge.normalise import ARTICLE, bare, forms, phrase, skeleton, without_type
from bot.knowledge.phrases import PhraseSet, beginnings, checksum
from bot.knowledge.tables import DATA, PlaceRow

NEEDS_CONTEXT, EXACT_CASE, NEVER_IN_TEXT = 1, 2, 4
"""Flags of a name: only with something near it that fits, only in capitals, only in a search."""

_KEEPS_ARTICLE = frozenset([
    "MX", "CO", "VE", "ES", "AR", "CL", "PE", "EC", "BO", "PY", "UY", "CR", "CU", "DO", "GT", "HN", "NI", "PA", "SV",
    "PR", "US", "PH", "IT", "PT", "BR", "AD", "GQ",
])  # fmt: skip
_DIVISIONS = frozenset({"admin1", "admin2"})
OPENING = 2
"""How many letters of a name are too few to look through all that begin so; the most important are kept aside."""
_KEPT_OPENINGS = 80
_OPENINGS = """
INSERT INTO opening SELECT letters, importance, folded, number FROM (
    SELECT substr(folded, 1, :letters) AS letters, importance, folded, number,
        row_number() OVER (PARTITION BY substr(folded, 1, :letters) ORDER BY importance DESC, folded, number) AS place
    FROM name) WHERE place <= :kept
"""
_GUESSED_FROM = 350
"""Importance from which a place can be found by its consonants: entered by hand, or some 3,000 inhabitants."""


class NameWriter:
    """Folds and writes names; `rows` come with their number and importance in the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._people = _word_list("weak.txt")
        self._weak = self._people | _word_list("english.txt")
        self._never = _word_list("stop.txt") | frozenset(adjectives())

    def write_base(self, rows: Iterable[tuple[PlaceRow, int, int]]) -> None:
        """Write the names of generated places, whose other names are folded already."""
        self._db.execute(
            "CREATE TEMP TABLE raw(folded TEXT, importance INTEGER, number INTEGER, flags INTEGER)"
        )
        self._db.executemany("INSERT INTO raw VALUES (?,?,?,?)", self._base(rows))
        self._db.execute(
            "INSERT OR IGNORE INTO name SELECT * FROM raw ORDER BY folded, importance DESC, number"
        )
        self._db.execute("DROP TABLE raw")

    def write_curated(self, rows: Iterable[tuple[PlaceRow, int]]) -> None:
        """Write names given by hand; what a line says of a name holds over what is there already."""
        given: dict[tuple[str, int], tuple[int, int]] = {}
        derived: dict[tuple[str, int], tuple[int, int]] = {}
        for row, number in rows:
            weight, country, kind = self._db.execute(
                "SELECT importance, country, kind FROM region WHERE number = ?", (number,)
            ).fetchone()
            for entry in row.names:
                plain = forms(entry.text, keep_article=country in _KEEPS_ARTICLE)
                flags = (EXACT_CASE if entry.exact_case else 0) | (
                    NEEDS_CONTEXT if entry.needs_context else 0
                )
                for folded in plain:
                    own = flags | (
                        NEEDS_CONTEXT if folded in self._people and entry is not row.names[0] else 0
                    )
                    _, earlier = given.get((folded, number), (weight, own))
                    given[folded, number] = (weight, own & earlier)
                for folded in (without_type(form) for form in plain if kind in _DIVISIONS):
                    derived[folded, number] = (weight, flags)
        self._upsert(given, "ON CONFLICT DO UPDATE SET flags = excluded.flags")
        self._upsert({key: derived[key] for key in derived.keys() - given.keys()}, "ON CONFLICT DO NOTHING")

    def write_seats(self, rows: Iterable[tuple[PlaceRow, int]]) -> None:
        """Give seats the Latin names of the divisions that are called like them, but for "Aleppo Governorate" and such."""
        for row, number in rows:
            (weight,) = self._db.execute(
                "SELECT importance FROM region WHERE number = ?", (number,)
            ).fetchone()
            folded = {form for entry in row.names if not entry.needs_context for form in forms(entry.text)}
            self._upsert(
                {
                    (name, number): (weight, 0)
                    for name in folded
                    if name.isascii() and without_type(name) == name
                },
                "ON CONFLICT DO NOTHING",
            )

    def write_called(self, rows: Iterable[tuple[str, int]]) -> None:
        """Let people find places by the names that they are shown in their language; texts are not read by these."""
        weights = dict(self._db.execute("SELECT number, importance FROM region").fetchall())
        named = {(phrase(name), number): (weights[number], NEVER_IN_TEXT) for name, number in rows}
        self._upsert(named, "ON CONFLICT DO NOTHING")

    def sum_up(self) -> None:
        """Write the consonants, the openings and the phrase set of all names."""
        self._db.execute(_OPENINGS, {"letters": OPENING, "kept": _KEPT_OPENINGS})
        self._db.executemany("INSERT OR IGNORE INTO skeleton VALUES (?,?)", sorted(self._bones()))
        sums = array("I")
        before = ""
        for (folded,) in self._db.execute("SELECT DISTINCT folded FROM name ORDER BY folded"):
            sums.extend(checksum(part) for part in beginnings(folded) if not before.startswith(f"{part} "))
            before = folded
        self._db.execute(
            "INSERT INTO meta VALUES ('phrases', ?)", (PhraseSet(array("I", sorted(set(sums)))).to_bytes(),)
        )

    def _base(self, rows: Iterable[tuple[PlaceRow, int, int]]) -> Iterator[tuple[str, int, int, int]]:
        for row, number, weight in rows:
            keeps = row.country in _KEEPS_ARTICLE
            for known in (phrase(row.name), *row.folded):
                plain = (known, without_type(known)) if row.kind in _DIVISIONS else (known,) if known else ()
                for folded in plain if keeps or ARTICLE not in known else {*plain, *map(bare, plain)}:
                    yield folded, weight, number, self._flags(folded)

    def _flags(self, folded: str) -> int:
        flags = NEEDS_CONTEXT if folded in self._weak else 0
        if folded in self._never or folded.isdigit() or (len(folded) <= 2 and folded.isascii()):
            flags |= NEVER_IN_TEXT
        return flags

    def _upsert(self, names: dict[tuple[str, int], tuple[int, int]], conflict: str) -> None:
        self._db.executemany(
            f"INSERT INTO name VALUES (?,?,?,?) {conflict}",  # noqa: S608 - one of two constants above
            sorted((folded, weight, number, flags) for (folded, number), (weight, flags) in names.items()),
        )

    def _bones(self) -> Iterator[tuple[str, str]]:
        rows = self._db.execute("SELECT DISTINCT folded FROM name WHERE importance >= ?", (_GUESSED_FROM,))
        for (folded,) in rows.fetchall():
            bones = skeleton(folded)
            if len(bones) > 1:
                yield bones, folded


def _word_list(name: str) -> frozenset[str]:
    lines = (DATA / "words" / name).read_text("utf-8").splitlines()
    return frozenset(phrase(word) for line in lines if not line.startswith("#") for word in line.split(","))
