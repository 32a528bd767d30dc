"""What places and parties are called in the languages that the bot speaks.

By hand (`data/called/places.tsv`, `actors.tsv`): the name that newsrooms of the language write. Else, for countries, CLDR
(through Babel); for places entered by hand in Arab countries their first name in the Arabic alphabet; for other places what
they are called at home, where its letters prove it (`data/called/gazetteer.tsv`, made by `bot.knowledge.native`). What has
no such name keeps its English one: a name in the reader's script may still be another language's, so none is guessed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from babel import Locale

from bot.domain.languages import LANGUAGES, SOURCE_LANGUAGE
from bot.knowledge.tables import DATA, DataError, PlaceRow

FOLDER = DATA / "called"
ARAB_COUNTRIES = frozenset(
    [
        "IQ",
        "SY",
        "YE",
        "SD",
        "PS",
        "LB",
        "LY",
        "JO",
        "EG",
        "SA",
        "MR",
        "DZ",
        "TN",
        "MA",
        "KW",
        "OM",
        "BH",
        "QA",
        "AE",
    ]
)
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a ]+")
"""The letters of Arabic alone: Persian, Kurdish and Urdu have others besides."""
OTHERS = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)


_CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "SA": "005", "OC": "009", "AN": "AQ"}


def countries() -> Iterator[tuple[str, str, str]]:
    """Yield (id, language, name) for each country and continent that CLDR names."""
    for language in OTHERS:
        names = Locale.parse(language).territories
        yield from ((f"co:{code}", language, names[number]) for code, number in _CONTINENTS.items())
        for code, name in names.items():
            if len(code) == 2 and code.isalpha():
                yield f"cc:{code}", language, name


def written(file: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (id or path, language, name, where it stands) of a file by hand: one column for each language but English.

    Raises:
        DataError: a line has too few or too many columns.
    """
    for number, line in enumerate((FOLDER / file).read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"{file}, line {number}"
        key, *names = (column.strip() for column in line.split("\t"))
        if len(names) != len(OTHERS):
            raise DataError(f"{where}: {len(names)} names instead of {len(OTHERS)}.")
        for language, name in zip(OTHERS, names, strict=True):
            if name:
                yield key, language, name, where


def places(
    refer: Callable[[str, str], str],
    country_of: Callable[[str], str | None],
    by_hand: Iterable[PlaceRow],
) -> Iterator[tuple[str, str, str]]:
    """Yield (id, language, name) for each place; what comes later holds.

    Args:
        refer: finds the id that a reference in a file means.
        country_of: gives the country of an id, None for an unknown one, "" for one in no country.
        by_hand: the overlay.
    """
    yield from (row for row in countries() if country_of(row[0]) is not None)
    for key, language, name, _ in written("gazetteer.tsv"):
        if country_of(key) is not None:
            yield key, language, name
    for row in by_hand:
        key = refer(row.id, row.where)
        own = next((e.text for e in row.names if ARABIC.fullmatch(e.text) and not e.needs_context), None)
        if own and country_of(key) in ARAB_COUNTRIES:
            yield key, "ar", own
    for key, language, name, where in written("places.tsv"):
        yield refer(key, where), language, name


@cache
def parties() -> dict[tuple[str, str], str]:
    """Return the names of parties, by (id, language)."""
    return {(key, language): name for key, language, name, _ in written("actors.tsv")}
