"""Names as other languages bend them: "в Харькове", "بالموصل", "בעזה".

Gives the folded spellings under which the first word of a name may be listed when it is not listed as it stands: Arabic
and Hebrew particles taken off its front, Russian and Ukrainian case endings off its back. Whether one of them is a name
is for the caller to look up.
"""

from functools import lru_cache

from bot.knowledge.normalise import Word

_ARABIC_PARTICLES = ("وال", "بال", "كال", "فال", "لل", "وب", "ول", "وك", "فب", "فل", "و", "ف", "ب", "ل", "ك")
_HEBREW_PARTICLES = ("וב", "ול", "ומ", "וה", "שב", "שה", "מה", "לה", "בה", "ב", "ל", "מ", "ה", "ו", "ש", "כ")
_ENDINGS = (
    "yami", "ami", "iyu", "oyu", "ogo", "omu", "yah", "ah", "yam", "am", "ov", "om", "em", "oy", "oi", "ey", "ei", "im",
    "yu", "ya", "ii", "a", "e", "i", "o", "u", "y",
)  # fmt: skip
_NOMINATIVES = ("", "a", "ya", "iya", "i", "y", "o", "e")
_SHORTEST = 3


def spellings(text: str, word: Word) -> tuple[str, ...]:
    """Give the folded forms that a word of a text may be a bent form of; none for scripts that bend nothing here."""
    first = text[word.start]
    if "\u0620" <= first <= "\u06ff":
        return _without_particle(word.folded, _ARABIC_PARTICLES)
    if "\u05d0" <= first <= "\u05ea":
        return _without_particle(word.folded, _HEBREW_PARTICLES)
    if "\u0400" <= first <= "\u052f":
        return _nominatives(word.folded)
    return ()


@lru_cache(maxsize=4_096)
def _without_particle(folded: str, particles: tuple[str, ...]) -> tuple[str, ...]:
    found = [
        folded.removeprefix(particle)
        for particle in particles
        if folded.startswith(particle) and len(folded) - len(particle) >= _SHORTEST
    ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4_096)
def _nominatives(folded: str) -> tuple[str, ...]:
    stems = [folded, *(folded.removesuffix(ending) for ending in _ENDINGS if folded.endswith(ending))]
    found = [stem + ending for stem in stems if len(stem) >= _SHORTEST for ending in _NOMINATIVES]
    return tuple(dict.fromkeys(form for form in found if form != folded))
