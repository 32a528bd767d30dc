"""The packaged data files and how one of their lines is read.

Regions: `data/places.tsv.xz` (generated) and `data/overlay/*.tsv` (by hand); actors: `data/actors/*.tsv`.
Columns are parted by tabs, several values of one column by `|` (names) or `;` (parents); `#` opens a comment line.
A name (the first one too) may carry marks: `!ISF` is only this word in capitals, `~ISF` needs something near it that fits.
"""

import lzma
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.knowledge.normalise import phrase

WATCH_COUNTRIES = (
    "IQ", "SY", "UA", "RU", "YE", "SD", "SS", "PS", "IL", "LB", "IR", "LY", "ET", "ER", "SO", "ML", "NE", "BF",
    "NG", "TD", "CF", "CM", "CD", "RW", "BI", "UG", "MZ", "AF", "PK", "IN", "MM", "AM", "AZ", "GE", "TR", "HT",
    "CO", "VE", "MX",
)  # fmt: skip
"""ISO 3166-1 alpha-2 codes of the countries that are known down to their villages."""

DATA = files("bot.knowledge") / "data"
AMEND = "+"
IMPORTS = "imports"


class DataError(ValueError):
    """A data file has a line that cannot be read; the sentence names the file and the line."""


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name: as it is written, whether only its exact case counts, whether it needs context."""

    text: str
    exact_case: bool = False
    needs_context: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line about a place.

    `names` of a line by hand begin with the name that is shown. `kind` is a RegionKind value, `capital` (a city that is its country's capital) or `+`: the line adds to a place
    that other lines describe. `parents` are ids or paths such as `IQ/Nineveh/Mosul`; one that opens with `?` is
    disputed. `folded` are other names of a generated place, folded already. `where` says which file and line it was.
    """

    id: str
    kind: str
    parents: tuple[str, ...]
    name: str
    names: tuple[NameEntry, ...]
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    timezone: str | None = None
    folded: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One line about an actor: relations are pairs of a word (`part_of`, …) and an actor's id."""

    id: str
    kind: str
    relations: tuple[tuple[str, str], ...]
    countries: tuple[str, ...]
    name: str
    names: tuple[NameEntry, ...]
    where: str = ""


def read_names(column: str) -> tuple[NameEntry, ...]:
    """Read a `|`-separated list of names with their marks."""
    found = []
    for written in column.split("|"):
        text = written.strip().lstrip("!~").strip()
        if text:
            marks = written.strip()[: 2 if written.strip()[:2] in {"~!", "!~"} else 1]
            found.append(NameEntry(text, "!" in marks, "~" in marks))
    return tuple(found)


def base_places() -> Iterator[PlaceRow]:
    """Read the generated places; their other names are folded already."""
    text = lzma.decompress((DATA / "places.tsv.xz").read_bytes()).decode()
    for line in text.splitlines():
        key, kind, name, country, parent, latitude, longitude, people, zone, others = line.split("\t")
        yield PlaceRow(
            id=key, kind=kind, parents=(parent,) if parent else (), name=name, names=(), country=country,
            latitude=float(latitude) if latitude else None, longitude=float(longitude) if longitude else None,
            population=int(people or 0), timezone=zone or None, folded=tuple(others.split("|")) if others else (),
            where="places.tsv.xz",
        )  # fmt: skip


def overlay_places() -> Iterator[PlaceRow]:
    """Read the places by hand, file by file in the order of their names."""
    yield from _places(DATA / "overlay")


def imported_places(directory: Path) -> Iterator[PlaceRow]:
    """Read what operators imported (`bot.knowledge.importers`); of several parents the first one known holds."""
    if (directory / IMPORTS).is_dir():
        for row in _places(directory / IMPORTS):
            folded = tuple(filter(None, (phrase(entry.text) for entry in row.names)))
            yield replace(row, names=(), folded=tuple(dict.fromkeys(folded)))


def imported_files(directory: Path) -> list[Path]:
    """List the imported files of a data directory, in a fixed order."""
    return sorted((directory / IMPORTS).glob("*.tsv"))


def _places(folder: Traversable) -> Iterator[PlaceRow]:
    for where, columns in _lines(folder, 7):
        key, kind, parents, name, names, latitude, longitude = columns
        try:
            spot = (float(latitude) if latitude else None, float(longitude) if longitude else None)
        except ValueError:
            raise DataError(f"{where}: {latitude!r}, {longitude!r} are no coordinates.") from None
        entries = (*read_names(name), *read_names(names))
        shown = entries[0].text if name else ""
        yield PlaceRow(key, kind, _split(parents, ";"), shown, entries, "", *spot, where=where)


def actor_rows() -> Iterator[ActorRow]:
    """Read the actors, file by file in the order of their names."""
    for where, (key, kind, relations, countries, name, names) in _lines(DATA / "actors", 6):
        pairs = []
        for relation in _split(relations, ","):
            word, colon, other = relation.partition(":")
            if not colon:
                raise DataError(f"{where}: the relation {relation!r} is not of the form word:actor.")
            pairs.append((word, other))
        yield ActorRow(key, kind, tuple(pairs), _split(countries, ","), name, read_names(names), where)


def division_words() -> dict[str, tuple[str, str]]:
    """Read what the first- and second-level divisions of a country are called."""
    found = {}
    for line in (DATA / "words" / "divisions.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            country, first, second = line.split("\t")
            found[country] = (first, second)
    return found


def packaged_files() -> list[Traversable]:
    """List every file that the gazetteer is made of, in a fixed order."""
    overlay = sorted((DATA / "overlay").iterdir(), key=lambda item: item.name)
    called = sorted((DATA / "called").iterdir(), key=lambda item: item.name)
    return [
        DATA / "places.tsv.xz",
        *overlay,
        *called,
        *sorted((DATA / "words").iterdir(), key=lambda item: item.name),
    ]


def _split(column: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in column.split(mark) if part.strip())


def _lines(folder: Traversable, width: int) -> Iterator[tuple[str, list[str]]]:
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".tsv"):
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                columns = [column.strip() for column in line.split("\t")]
                columns += [""] * (width - len(columns))
                if len(columns) != width:
                    raise DataError(f"{file.name}, line {number}: {len(columns)} columns instead of {width}.")
                yield f"{file.name}, line {number}", columns
