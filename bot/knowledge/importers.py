"""Place lists from elsewhere: a country dump of GeoNames or any CSV becomes a file of the gazetteer.

Imports are kept as `imports/*.tsv` in the data directory, in the form of the overlay files, and are built into the
gazetteer when it is next opened. They count like generated places: found in texts while their country is watched.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.domain.places import RegionKind
from bot.knowledge.tables import AMEND, IMPORTS, DataError

MOST_BYTES = 400_000_000
"""Of an unpacked list; the largest country dump of GeoNames has a quarter of it."""

_KINDS = {
    "PPLX": RegionKind.NEIGHBOURHOOD, "AIRP": RegionKind.AIRPORT, "AIRF": RegionKind.AIRPORT, "AIRB": RegionKind.BASE,
    "MILB": RegionKind.BASE, "INSM": RegionKind.BASE, "BDG": RegionKind.BRIDGE, "DAM": RegionKind.DAM,
    "CMP": RegionKind.CAMP, "CMPRF": RegionKind.CAMP, "CMPQ": RegionKind.CAMP, "STM": RegionKind.RIVER,
    "ISL": RegionKind.ISLAND, "ISLS": RegionKind.ISLAND, "RD": RegionKind.ROAD, "HWY": RegionKind.ROAD, "PRT": RegionKind.PORT,
    "CUST": RegionKind.CROSSING, "PSTB": RegionKind.CROSSING, "ADM3": RegionKind.DISTRICT, "ADM4": RegionKind.DISTRICT,
    "LK": RegionKind.FEATURE, "RSV": RegionKind.FEATURE, "MT": RegionKind.FEATURE, "MTS": RegionKind.FEATURE,
    "VAL": RegionKind.FEATURE, "HSP": RegionKind.FEATURE, "PRN": RegionKind.FEATURE, "OILF": RegionKind.FEATURE,
    "OILR": RegionKind.FEATURE, "PS": RegionKind.FEATURE, "PSN": RegionKind.FEATURE, "SQR": RegionKind.FEATURE,
}  # fmt: skip
_GONE = frozenset(("PPLH", "PPLQ", "PPLW", "PPLCH"))
_COLUMNS = {
    "id": ("id", "pcode", "geonameid"), "name": ("name", "place", "name_en", "asciiname"), "kind": ("kind", "type"),
    "parent": ("parent", "parents", "admin", "in"), "names": ("names", "aliases", "alternatenames", "other names"),
    "latitude": ("latitude", "lat", "y"), "longitude": ("longitude", "lon", "lng", "long", "x"),
}  # fmt: skip
_SAFE_NAME = re.compile(r"[^a-z0-9-]+")
Line = tuple[str, str, str, str, str, str, str]


def import_places(directory: Path, name: str, data: bytes, *, parent: str = "") -> int:
    """Keep a list of places under the data directory for the next opening; returns how many places it holds.

    `data` is a country dump of GeoNames (tab-separated text or the zip with it) or a CSV with a head line that has at
    least a name; `parent` (an id or a path such as IQ/Nineveh) is for lines that do not say what they lie in. Raises
    DataError with one sentence where the list cannot be read, OSError where the directory cannot be written.
    """
    text = _decode(data)
    if not text.strip():
        raise DataError("The list holds no place.")
    first = text.partition("\n")[0]
    lines = list(_geonames(text) if first.count("\t") == 18 else _csv(text, parent))
    if not lines:
        raise DataError("The list holds no place that the gazetteer could use.")
    safe = _SAFE_NAME.sub("-", name.casefold()).strip("-")
    if not safe:
        raise DataError("An import needs a name of letters and digits.")
    folder = directory / IMPORTS
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{safe}.tsv.new"
    unfinished.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")
    unfinished.replace(folder / f"{safe}.tsv")
    return len(lines)


def _decode(data: bytes) -> str:
    if data[:4] == b"PK\x03\x04":
        data = _unzip(data)
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        raise DataError("The list is not UTF-8 text.") from None


def _unzip(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            lists = [
                item for item in packed.infolist() if re.fullmatch(r"[A-Z]{2}\.txt|[^/]+\.csv", item.filename)
            ]
            if len(lists) != 1:
                raise DataError("The zip must hold one country's list, such as IQ.txt.")
            if lists[0].file_size > MOST_BYTES:
                raise DataError(f"The list is larger than {MOST_BYTES // 1_000_000} MB.")
            with packed.open(lists[0]) as unpacked:
                return unpacked.read(MOST_BYTES)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise DataError("The zip cannot be read.") from None


def _geonames(text: str) -> Iterator[Line]:
    """Read a country dump: 19 columns, see https://download.geonames.org/export/dump/readme.txt."""
    for number, line in enumerate(text.splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) != 19:
            raise DataError(f"Line {number} has {len(columns)} columns instead of 19.")
        key, name, _, others, latitude, longitude, _, code, country, _, first, second, *_, people = columns[
            :15
        ]
        kind = _kind(code, people)
        if kind is not None and country and name:
            above = [f"a2:{country}.{first}.{second}"] if second else []
            above += [f"a1:{country}.{first}"] if first and first != "00" else []
            names = "|".join(part for part in others.split(",") if 1 < len(part) <= 60)
            yield _line(
                f"gn:{key}", kind, ";".join([*above, f"cc:{country}"]), name, names, latitude, longitude
            )


def _kind(code: str, people: str) -> str | None:
    if code in _KINDS:
        return _KINDS[code].value
    if not code.startswith("PPL") or code in _GONE:
        return None
    count = int(people) if people.isdigit() else 0
    return (
        RegionKind.CITY if count >= 100_000 else RegionKind.TOWN if count >= 10_000 else RegionKind.VILLAGE
    ).value


def _csv(text: str, parent: str) -> Iterator[Line]:
    try:
        dialect = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
        rows = csv.DictReader(io.StringIO(text), dialect=dialect, strict=True)
        columns = _columns(rows.fieldnames or ())
        for row in rows:
            yield _csv_line(row, columns, parent, rows.line_num)
    except csv.Error as error:
        raise DataError(
            f"The list is neither a dump of GeoNames nor a CSV that can be read: {error}."
        ) from None


def _columns(head: Iterable[str]) -> dict[str, str]:
    given = {name.strip().casefold(): name for name in head if name}
    found = {
        what: given[name] for what, names in _COLUMNS.items() for name in reversed(names) if name in given
    }
    if "name" not in found:
        raise DataError("The head line of the CSV has no column called name.")
    return found


def _csv_line(row: Mapping[str, str | None], columns: Mapping[str, str], parent: str, number: int) -> Line:
    value = {what: (row.get(column) or "").strip() for what, column in columns.items()}
    above = value.get("parent") or parent
    if not value["name"] or not above:
        raise DataError(f"Line {number} has no {'parent' if value['name'] else 'name'}.")
    kind = (value.get("kind") or RegionKind.VILLAGE.value).casefold()
    if kind not in {*RegionKind, AMEND}:
        raise DataError(f"Line {number}: {kind!r} is no kind of place.")
    made = _SAFE_NAME.sub("-", f"{above} {value['name']}".casefold()).strip("-")
    key = value.get("id") or f"i:{made}"
    names = value.get("names", "").replace(";", "|")
    return _line(
        key, kind, above, value["name"], names, value.get("latitude", ""), value.get("longitude", "")
    )


def _line(key: str, kind: str, parent: str, name: str, names: str, latitude: str, longitude: str) -> Line:
    clean = [
        re.sub(r"[\t\r\n]+", " ", part) for part in (key, kind, parent, name, names, latitude, longitude)
    ]
    return (clean[0], clean[1], clean[2], clean[3], clean[4], clean[5], clean[6])
