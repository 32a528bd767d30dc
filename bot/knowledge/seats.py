"""Divisions and the towns that give them their names: which lies in which, and how people tell them apart."""

import sqlite3
from collections.abc import Iterator

from bot.knowledge.normalise import phrase, without_type
from bot.knowledge.tables import division_words

_OTHER_DIVISIONS = ("Province", "District")
_SEAT_FROM = 2_000
_BESIDE = """
SELECT DISTINCT division.number, division.name, inner.number, inner.name FROM region AS division JOIN parent USING (number)
    JOIN name ON name.number = division.number JOIN name AS same ON same.folded = name.folded
    JOIN region AS inner ON inner.number = same.number
    JOIN parent AS beside ON beside.number = inner.number AND beside.above = parent.above AND beside.place = 0
WHERE division.kind = 'admin2' AND parent.place = 0 AND inner.kind IN ('city', 'town', 'village', 'district')
    AND (inner.curated OR inner.population >= ?) AND NOT beside.disputed
"""
_CALLED_ALIKE = """
SELECT DISTINCT region.number, region.name, region.country FROM region JOIN parent ON above = region.number
    JOIN region AS inner ON inner.number = parent.number AND inner.name = region.name WHERE region.kind = 'admin2'
"""
_NAMESAKES = """
SELECT region.number FROM name JOIN region USING (number) WHERE folded = ? AND country = ?
    AND kind NOT IN ('admin1', 'admin2', 'country', 'bloc') ORDER BY name.importance DESC, region.number
"""
_UP = """
WITH RECURSIVE up(number) AS (SELECT ? UNION SELECT above FROM parent JOIN up USING (number)) SELECT 1 FROM up WHERE number = ?
"""


def nest_seats(db: sqlite3.Connection) -> None:
    """Put a town that the packages leave beside the district called like it into that district.

    So that who follows the district hears of its seat. Where a province has two towns of that name, none is moved.
    """
    seats: dict[int, list[int]] = {}
    for division, name, inner, called in db.execute(_BESIDE, (_SEAT_FROM,)):
        if without_type(phrase(name)) == without_type(phrase(called)):
            seats.setdefault(division, []).append(inner)
    db.executemany(
        "UPDATE parent SET above = ? WHERE number = ? AND place = 0",
        ((division, found[0]) for division, found in seats.items() if len(found) == 1),
    )


def tell_from_seats(db: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Say "Aleppo Governorate" where a place in the division is called Aleppo too, so that people see which is which.

    Gives the numbers of first-level divisions with those of their seats.
    """
    words = division_words()
    for number, name, country in db.execute(_CALLED_ALIKE).fetchall():
        rename(db, number, f"{name} {words.get(country, _OTHER_DIVISIONS)[1]}")
    first_level = db.execute("SELECT number, name, country FROM region WHERE kind = 'admin1'")
    for number, name, country in first_level.fetchall():
        folded = phrase(name)
        seat = _seat(db, number, without_type(folded), country)
        if seat is not None and without_type(folded) == folded:
            rename(db, number, f"{name} {words.get(country, _OTHER_DIVISIONS)[0]}")
        if seat is not None:
            yield number, seat


def rename(db: sqlite3.Connection, number: int, name: str) -> None:
    """Call a place otherwise."""
    db.execute("UPDATE region SET name = ? WHERE number = ?", (name, number))


def lies_under(db: sqlite3.Connection, number: int, above: int) -> bool:
    """Whether a place is another one or lies in it, over all parents."""
    return db.execute(_UP, (number, above)).fetchone() is not None


def _seat(db: sqlite3.Connection, division: int, folded: str, country: str) -> int | None:
    """Find the most important place in a division that is called like it."""
    rows = db.execute(_NAMESAKES, (folded, country)).fetchall()
    return next((int(inner) for (inner,) in rows if lies_under(db, inner, division)), None)
