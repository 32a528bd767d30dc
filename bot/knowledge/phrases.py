"""Finding known names in a text: the longest one from the left, by whole words.

The names are held as 32-bit sums of their folded forms, and of every beginning of them, in one sorted array: 2 MB and
no time to build, where an automaton over the same names takes seconds and a hundred megabytes
(docs/decisions/ gives the figures). A sum that is there by chance costs one look-up in the table of names.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

from bot.knowledge.inflection import spellings
from bot.knowledge.normalise import Word, bare

LONGEST_NAME = 8
"""Words of the longest name that is looked for in a text."""

_BETWEEN = re.compile(r"[ \u00a0]?[-–—‑/][ \u00a0]?|[ \t\u00a0\u200c]{1,2}|[ \t]?\r?\n[ \t]?|")
_AFTER_SHORT = re.compile(r"\.[ \u00a0]?|")
_SMALL_WORDS = frozenset(
    [
    "of", "the", "and", "de", "del", "la", "las", "los", "le", "les", "du", "des", "da", "do", "dos", "e", "y",
    "i", "ye", "on", "upon", "am", "an", "en", "wa", "wal", "bin", "ibn", "u", "den", "der", "von", "au", "aux", "sur", "na", "nad", "sous",
    "street", "road", "camp", "bridge", "dam", "district", "river", "city", "village", "neighbourhood",
    "neighborhood", "area", "quarter", "highway", "route", "junction", "crossing", "airport", "airbase",
    "airfield", "base", "station", "hospital", "island", "islands", "province", "governorate", "region",
    "state", "county", "oblast", "valley", "mountains", "mountain", "hill", "hills", "plain", "desert", "lake",
    "forest", "front", "axis", "line", "strip", "market", "town", "township", "square", "field", "oilfield",
    "border", "checkpoint", "prison", "port", "harbour", "harbor", "university", "school", "mosque", "church",
    "refinery", "plant", "factory", "subdistrict", "locality", "prefecture", "zone", "sea", "gulf", "strait",
    "bay", "bank", "coast", "heights", "supply", "water", "oil", "gas", "power", "nuclear", "steel", "sulphur",
    "training", "military", "naval", "air", "mine", "gold", "sugar", "cement", "theatre", "stadium", "complex",
    "reserve", "national", "park", "palace", "citadel", "castle", "mill", "mills", "farm", "farms", "depot",
    "terminal", "pumping", "corridor", "tunnel", "canal", "reservoir", "peninsula", "spit", "forests", "refugee",
    "displacement", "industrial", "governorates", "regional", "police", "academy", "barracks", "shipyard",
]
)  # fmt: skip


def checksum(folded: str) -> int:
    """The 32-bit sum under which a folded phrase is remembered."""
    return crc32(folded.encode())


def beginnings(folded: str) -> Iterable[str]:
    """Every beginning of a folded phrase that ends with a word, the phrase itself last."""
    end = folded.find(" ")
    while end != -1:
        yield folded[:end]
        end = folded.find(" ", end + 1)
    yield folded


class PhraseSet:
    """Says whether a folded phrase is a name or the beginning of one; may rarely say yes wrongly, never no."""

    def __init__(self, sums: "array[int]") -> None:
        self._sums = sums

    @classmethod
    def of(cls, phrases: Iterable[str]) -> "PhraseSet":
        """Remember these folded phrases and all their beginnings."""
        return cls(array("I", sorted({checksum(part) for phrase in phrases for part in beginnings(phrase)})))

    @classmethod
    def from_bytes(cls, packed: bytes) -> "PhraseSet":
        """Unpack what `to_bytes` packed on the same machine."""
        sums = array("I")
        sums.frombytes(packed)
        return cls(sums)

    def __or__(self, other: "PhraseSet") -> "PhraseSet":
        return PhraseSet(array("I", sorted({*self._sums, *other._sums})))

    def to_bytes(self) -> bytes:
        """Pack for keeping in a file that stays on this machine."""
        return self._sums.tobytes()

    def knows(self, folded: str) -> bool:
        """Whether this is a name or the beginning of one."""
        wanted = checksum(folded)
        place = bisect_left(self._sums, wanted)
        return place < len(self._sums) and self._sums[place] == wanted


class Found(NamedTuple):
    """A name found in a text: its first and last word, its place, its folded form as it was looked up."""

    first: int
    last: int
    start: int
    end: int
    folded: str


def joined(text: str, left: Word, right: Word) -> bool:
    """Whether two neighbouring words can belong to one name, judged by what stands between them."""
    between = text[left.end : right.start]
    if between in {" ", "-", "'s ", "’s "}:
        return True
    if between in {"' ", "’ "} and text[left.end - 1] in "sS":
        return True  # "Workers' Party"
    if _BETWEEN.fullmatch(between):
        return True
    return right.start - left.start <= 4 and _AFTER_SHORT.fullmatch(between) is not None


def with_article(text: str, words: Sequence[Word], first: int) -> int:
    """Return where a name begins that starts with this word, its Arabic article taken in ("al-Shahwan")."""
    if (
        first
        and words[first - 1].article
        and text[words[first - 1].end : words[first].start] in {"-", "‑", " "}
    ):
        return words[first - 1].start
    return words[first].start


def has_article(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether an Arabic article stands among these words or is tied to the first of them by a hyphen."""
    tied = (
        first > 0
        and words[first - 1].article
        and text[words[first - 1].end : words[first].start] in {"-", "‑"}
    )
    return tied or any(word.article for word in words[first : last + 1])


def find_names(
    text: str,
    words: Sequence[Word],
    places: Sequence[int],
    knows: Callable[[str], bool],
    accept: Callable[[str, int, int], bool],
) -> list[Found]:
    """Find names from the left, the longest at each place; found names never overlap.

    `places` are the words, in order, with which a name may begin as they are written (others may begin a bent one);
    `knows` says whether a folded phrase is a name or the beginning of one; `accept` is asked for each candidate (its
    folded form, first and last word) whether it is a name here.
    """
    found: list[Found] = []
    beyond = 0
    bent = _bent(text, words)
    likely = frozenset(places)
    for place in sorted(bent | likely) if bent else places:
        if place < beyond:
            continue
        word = words[place]
        hit = _longest(text, words, place, word.folded, knows, accept) if place in likely else None
        if hit is None and place in bent:
            forms = (
                _longest(text, words, place, form, knows, accept)
                for form in spellings(text, word)
                if knows(form)
            )
            hit = next((one for one in forms if one is not None), None)
        if hit is not None:
            found.append(hit)
            beyond = hit.last + 1
    return found


def _bent(text: str, words: Sequence[Word]) -> frozenset[int]:
    """The words in scripts whose names take endings or particles."""
    if text.isascii():
        return frozenset()
    return frozenset(
        place for place, word in enumerate(words) if word.capital and "\u0400" <= text[word.start] <= "\u06ff"
    )


def _longest(
    text: str,
    words: Sequence[Word],
    first: int,
    opening: str,
    knows: Callable[[str], bool],
    accept: Callable[[str, int, int], bool],
) -> Found | None:
    best: Found | None = None
    folded, article = "", False
    for place in range(first, min(len(words), first + LONGEST_NAME)):
        word = words[place]
        if place > first and not joined(text, words[place - 1], word):
            break
        folded = f"{folded} {word.folded}" if folded else opening
        article = article or word.article
        short = bare(folded) if article else folded
        known, known_short = knows(folded), short is not folded and knows(short)
        if not known and not known_short:
            break
        if word.article:
            continue
        if known and accept(folded, first, place):
            best = Found(first, place, words[first].start, word.end, folded)
        elif known_short and accept(short, first, place):
            best = Found(first, place, words[first].start, word.end, short)
    return best


def written_as_name(text: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a run of words is capitalised as names are: all but articles, particles and words such as "street"."""
    if first == last:
        return words[first].capital and not words[first].article
    return any(word.capital and not word.article for word in words[first : last + 1]) and all(
        word.capital or word.article or text[word.start : word.end] in _SMALL_WORDS
        for word in words[first : last + 1]
    )
