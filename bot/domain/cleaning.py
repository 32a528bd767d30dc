"""Text at the border: what may come in, from wherever it comes."""

import re
import unicodedata

_ZERO_WIDTH_JOINERS = "\u200c\u200d"
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_MANY_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)


def clean(text: str) -> str:
    """Return the text in NFC without what can harm a reader or a database.

    Control and format characters go (direction overrides, tag characters, NUL), but for line ends, tabs and the
    joiners that Arabic, Persian and Indic scripts need; lone surrogates become U+FFFD, and no letter keeps more
    than four combining marks. Cleaning twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    kept = (
        "".join(
            c
            for c in text
            if c in "\n\t" or c in _ZERO_WIDTH_JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
        )
        if not text.isascii() or not text.isprintable()
        else text
    )
    return _MANY_MARKS.sub(r"\1", unicodedata.normalize("NFC", kept))


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it, in UTF-16 code units."""
    return len(text) + sum(c > "\uffff" for c in text)
