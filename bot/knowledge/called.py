"""What places and parties are called in the languages that the bot speaks.

Countries by CLDR (through Babel); other places and parties by `data/called/*.tsv`, where every name is known to be of its
language and is the one that newsrooms of that language write. What has no such name keeps its English one: a name in the
reader's script may still be another language's, so none is guessed.
"""

from collections.abc import Callable, Iterator
from functools import cache

from babel import Locale

from bot.domain.languages import LANGUAGES, SOURCE_LANGUAGE
from bot.knowledge.tables import DATA, DataError

FOLDER = DATA / "called"
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


def places(refer: Callable[[str, str], str], known: Callable[[str], bool]) -> Iterator[tuple[str, str, str]]:
    """Yield (id, language, name) for each place; `refer` finds the id that a reference in a file means."""
    yield from (row for row in countries() if known(row[0]))
    for key, language, name, where in written("places.tsv"):
        yield refer(key, where), language, name


@cache
def parties() -> dict[tuple[str, str], str]:
    """Return the names of parties, by (id, language)."""
    return {(key, language): name for key, language, name, _ in written("actors.tsv")}
