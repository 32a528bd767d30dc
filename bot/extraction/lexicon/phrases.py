"""Fixed phrases, found by their first word."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class Phrases(Generic[V]):
    """Phrases with a value each; at one place the longest one counts."""

    __slots__ = ("_by_first",)

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        by_first: dict[str, dict[tuple[str, ...], V]] = {}
        for phrase, value in entries:
            first, *rest = phrase.split()
            by_first.setdefault(first, {}).setdefault(tuple(rest), value)
        self._by_first: Mapping[str, tuple[tuple[int, list[str], V], ...]] = {
            first: tuple(
                (len(rest), list(rest), value)
                for rest, value in sorted(found.items(), key=lambda item: -len(item[0]))
            )
            for first, found in by_first.items()
        }

    def starts(self) -> frozenset[str]:
        """The first words of all phrases."""
        return frozenset(self._by_first)

    def at(self, words: list[str], place: int) -> tuple[int, V] | None:
        """Return the length and value of the longest phrase that begins here, None where none does."""
        found = self._by_first.get(words[place])
        if found is None:
            return None
        for size, rest, value in found:
            if not size or words[place + 1 : place + 1 + size] == rest:
                return size + 1, value
        return None

    def find(self, words: list[str]) -> list[tuple[int, int, V]]:
        """Find all phrases from the left, without overlaps: first word, word behind the last, value."""
        hits: list[tuple[int, int, V]] = []
        known, beyond = self._by_first, 0
        for place in [place for place, word in enumerate(words) if word in known]:
            if place >= beyond:
                hit = self.at(words, place)
                if hit is not None:
                    beyond = place + hit[0]
                    hits.append((place, beyond, hit[1]))
        return hits

    def __contains__(self, phrase: str) -> bool:
        words = phrase.split()
        hit = self.at(words, 0) if words else None
        return hit is not None and hit[0] == len(words)
