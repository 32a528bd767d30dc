"""The words of wishes, from `words/<language>.toml`: which phrases say what, in the languages that a text may be in."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.domain.subscriptions import generic_key

_FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
_BY_SCRIPT = {"ar": ("\u0600", "\u06ff"), "ru": ("\u0400", "\u04ff"), "uk": ("\u0400", "\u04ff")}
LATIN = ("fr", "es")
"""Languages besides English that no script gives away."""
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that was found: what sort of word it is, what it stands for, and how many tokens it has."""

    sort: str
    value: str
    length: int


class Vocabulary:
    """All phrases of some languages."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._phrases: dict[tuple[str, ...], dict[str, str]] = {}
        for language in languages:
            for sort, value, words in _entries(language):
                self._phrases.setdefault(tuple(fold(word) for word in words.split()), {}).setdefault(
                    sort, value
                )
        self._longest = max(len(words) for words in self._phrases)

    def find(self, tokens: Sequence[str], at: int, *sorts: str) -> Phrase | None:
        """Return the longest phrase of these sorts (of any, without them) that begins at a token; tokens are folded."""
        for length in range(min(self._longest, len(tokens) - at), 0, -1):
            known = self._phrases.get(tuple(tokens[at : at + length]))
            for sort, value in (known or {}).items():
                if not sorts or sort in sorts:
                    return Phrase(sort, value, length)
        return None


def fold(word: str) -> str:
    """Return a word as the vocabulary holds it."""
    return word.casefold().translate(_APOSTROPHES)


def vocabulary_for(text: str, language: str) -> Vocabulary:
    """Return the words that may be in a text: English, the chat's language, and languages of the text's script."""
    chosen = [language] if language in LANGUAGES else []
    chosen += [
        name for name, (first, last) in _BY_SCRIPT.items() if any(first <= letter <= last for letter in text)
    ]
    return _vocabulary(tuple(dict.fromkeys([*chosen, "en"])))


@lru_cache(maxsize=32)
def _vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    return Vocabulary(languages)


def _entries(language: str) -> Iterable[tuple[str, str, str]]:
    """Yield what a language's file says, as (sort, value, phrase)."""
    with (_FOLDER / f"{language}.toml").open("rb") as file:
        tables: Mapping[str, Mapping[str, Any]] = tomllib.load(file)
    for table, entries in tables.items():
        for name, phrases in entries.items():
            for phrase in phrases:
                match table:
                    case "grammar":
                        yield name, name, phrase
                    case "people":
                        yield table, generic_key(name), phrase
                    case _:
                        yield table, name, phrase
