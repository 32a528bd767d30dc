"""One spelling for many: how names of places and actors are folded before they are compared.

The same folding is applied to the names in the data and to what a person types or a report says, so two
spellings meet when they differ only in case, accents, apostrophes, hyphens, the Arabic article or the ending of
a compass word. Latin and Cyrillic are romanised (anyascii); Arabic script is folded within itself, because
romanised consonants ("lmwsl") are of no use against "mosul". Nothing here is fuzzy.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

ARTICLE = "al"
_SILENT = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_MARKS = _SILENT + "\u102b-\u103e\u1056-\u1060"
_APOSTROPHES = "'’‘`´ʿʾʼʻʹ′ʺ\u05f3\u05f4"
_LETTERS = rf"[^\W_]|[{_MARKS}]"
_RUN = rf"[^\W_]++|[{_MARKS}]++"
WORD = re.compile(rf"(?:{_RUN})(?:{_RUN}|[{_APOSTROPHES}\"](?=[^\W_]))*+|(?<=[\s\-])[ʿ‘](?={_LETTERS})")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['`\"][A-Za-z0-9]+)*")
_STRIP = re.compile(rf"[{_APOSTROPHES}\"{_SILENT}\u0640]")
_REMEMBERED, _LONGEST_REMEMBERED = 65_536, 60
"""Words that are remembered after they were folded, and letters of the longest of them."""
_known: "dict[str, tuple[str, int, bool, bool]]" = {}
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_HYPHENS = frozenset("-‑")
_NO_LETTER = re.compile(rf"(?!{_LETTERS}).", re.DOTALL)
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_ARTICLES = frozenset([
    "al", "el", "ul", "ad", "ar", "as", "ash", "at", "ath", "az", "an", "ed", "er", "es", "et", "ez", "en",
    "esh", "ech", "ash", "adh", "ag", "il",
])  # fmt: skip
ARABIC_ARTICLE = frozenset([
    "IQ", "SY", "LB", "PS", "IL", "JO", "EG", "SD", "SS", "LY", "TN", "DZ", "MA", "EH", "MR", "YE", "SA", "AE", "QA",
    "BH", "KW", "OM", "SO", "DJ", "ER", "TD", "IR", "TR",
])  # fmt: skip
"""Countries (ISO 3166-1 alpha-2) where place names carry the Arabic article."""
_ALWAYS_ARTICLES = frozenset(("al", "el"))
_COMPASS = {
    "northern": "north", "southern": "south", "eastern": "east", "western": "west",
    "northeastern": "northeast", "northwestern": "northwest", "southeastern": "southeast",
    "southwestern": "southwest",
}  # fmt: skip
_TYPE_WORDS = frozenset(
    [
    "province", "governorate", "region", "oblast", "district", "raion", "rayon", "county", "department",
    "state", "muhafazah", "muhafazat", "wilayah", "wilaya", "wilayat", "township", "zone", "prefecture",
    "division", "subdistrict", "municipality", "territory", "republic", "krai", "kray", "okrug", "krays",
    "provincia", "departamento", "estado", "oblasti", "municipio", "cercle", "locality", "commune", "governate",
    "oblast'", "obl", "guberniya", "il", "ili", "ilcesi", "vilayet", "shahrestan", "ostan",
    "departement", "arrondissement", "distrito", "ville", "circunscricao", "qada", "markaz", "mudiriyat", "woreda",
    "division", "kabupaten", "regency", "canton", "parish", "borough",
    ]
)  # fmt: skip
_OF = frozenset({"of", "de", "du", "des", "da", "do", "d", "la", "le", "l"})
_ARABIC = {
    **dict.fromkeys("أإآٱ", "ا"), "ة": "ه", "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ئ": "ي", "ؤ": "و", "ک": "ك",
    "ګ": "ك", "گ": "ك", "ۆ": "و", "ۇ": "و", "ە": "ه", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ێ": "ي", "ڤ": "ف", "پ": "ب", "چ": "ج",
    "ڕ": "ر", "ڵ": "ل", "ء": "",
}  # fmt: skip
_ARABIC_TABLE = str.maketrans({key: value or None for key, value in _ARABIC.items()})


class Word(NamedTuple):
    """One word of a text: where it stands, its folded form, whether it is an Arabic article, whether it may open a name.

    `capital` is true for words that do not begin with a small letter, so for scripts without case too.
    """

    start: int
    end: int
    folded: str
    article: bool
    capital: bool


def is_arabic(text: str) -> bool:
    """Whether the first letter is of the Arabic script."""
    return bool(text) and ("\u0600" <= text[0] <= "\u06ff" or "\u0750" <= text[0] <= "\u077f")


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Fold one word (no spaces or hyphens): case, accents, apostrophes, script, compass endings."""
    if word.isascii():
        plain = word.casefold().replace("'", "").replace('"', "").replace("`", "")
        return _COMPASS.get(plain, plain)
    bare = _STRIP.sub("", unicodedata.normalize("NFKC", word).casefold())
    if is_arabic(bare):
        folded = _NO_LETTER.sub("", bare.translate(_ARABIC_TABLE))
        while folded.startswith("ال") and len(folded) > 4:
            folded = folded[2:]
        return folded
    if not bare or bare[0] < "\u0530" or bare[0] >= "\u1e00":
        plain = _NOT_ALNUM.sub("", anyascii(bare).casefold())
        return _COMPASS.get(plain, plain)
    return _NO_LETTER.sub("", bare)


def words(text: str) -> list[Word]:
    """Split a text into folded words with their places; a possessive ending is left out of the word."""
    found: list[Word] = []
    make = tuple.__new__  # a named tuple's own constructor takes three times as long
    for match in (_ASCII_WORD if text.isascii() else WORD).finditer(text):
        start, end = match.span()
        raw = match.group()
        folded, ending, article, capital = _known.get(raw) or _look_at(raw)
        end -= ending
        if article and (folded in _ALWAYS_ARTICLES or text[end : end + 1] in _HYPHENS):
            found.append(make(Word, (start, end, ARTICLE, True, capital)))
        elif folded:
            found.append(make(Word, (start, end, folded, False, capital)))
    return found


def _look_at(raw: str) -> tuple[str, int, bool, bool]:
    """A word without its possessive ending, folded; the length of that ending; whether it may be an article, open a name.

    Remembered, as texts use the same words over and over.
    """
    ending = 2 if raw.endswith(_POSSESSIVES) else 0
    folded = fold_word(raw[:-2] if ending else raw)
    seen = folded, ending, folded in _ARTICLES, not raw[0].islower()
    if len(_known) >= _REMEMBERED:
        _known.clear()
    if len(raw) <= _LONGEST_REMEMBERED:
        _known[raw] = seen
    return seen


@lru_cache(maxsize=65_536)
def phrase(text: str) -> str:
    """Fold a whole name: its words, articles written `al`, joined by single spaces."""
    return " ".join(word.folded for word in words(text))


def bare(folded: str) -> str:
    """Drop the articles from a folded phrase; the phrase itself where nothing else would be left."""
    if ARTICLE not in folded:
        return folded
    return " ".join(part for part in folded.split(" ") if part != ARTICLE) or folded


def without_type(folded: str) -> str:
    """Drop the word for the kind of division ("province", "oblast") at either end of a folded phrase."""
    parts = folded.split(" ")
    if len(parts) > 1 and parts[-1] in _TYPE_WORDS:
        parts = parts[:-1]
    elif len(parts) > 1 and parts[0] in _TYPE_WORDS:
        parts = parts[1:]
        while len(parts) > 1 and parts[0] in _OF:
            parts = parts[1:]
    return " ".join(parts)


def forms(name: str, *, division: bool = False, keep_article: bool = False) -> tuple[str, ...]:
    """Give every folded form under which a name can be found, the fullest first.

    `division` also drops "province" and the like; `keep_article` is for languages in which El and Al are no
    Arabic article (El Salvador, El Paso).
    """
    full = phrase(name)
    if not full:
        return ()
    found = [full]
    if division:
        found.append(without_type(full))
    if not keep_article:
        found.extend([bare(form) for form in found])
    return tuple(dict.fromkeys(found))


_SOUNDS = {
    "shch": "s", "tsch": "c", "sch": "s", "kh": "h", "gh": "g", "sh": "s", "ch": "c", "dj": "j", "zh": "z", "ph": "f",
    "th": "t", "dh": "d", "ts": "s", "ck": "k", "x": "ks",
}  # fmt: skip
_DIGRAPH = re.compile("|".join(_SOUNDS))
_SIMILAR = str.maketrans({"q": "k", "g": "k", "c": "k", "b": "p", "z": "s", "j": "y"})
_VOWELS = re.compile(r"[aeiouwyh]+")
_DOUBLED = re.compile(r"(.)\1+")


def skeleton(folded: str) -> str:
    """Reduce a folded Latin name to its consonants, sounds that transliterations confuse made one.

    Empty for other scripts. It proposes spellings to a person who searches; it never links a text to a place.
    """
    if not folded.isascii():
        return ""
    text = _DIGRAPH.sub(lambda found: _SOUNDS[found.group()], bare(folded).replace(" ", ""))
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text.translate(_SIMILAR)))
