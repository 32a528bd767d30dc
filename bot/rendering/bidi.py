"""Left-to-right words inside a right-to-left text.

Without marks a reader of Arabic sees "/help" with its slash on the wrong side, and the number behind a Latin name before
it. Names are put between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE, commands between LEFT-TO-RIGHT ISOLATE and the
same (Unicode Standard Annex #9, 2.4). The marks stand outside <code>, so that what is copied is exactly what is shown.
"""

import re
from html import unescape

from markupsafe import Markup

from bot.rendering.markup import TAG

RIGHT_TO_LEFT = frozenset({"ar"})
FIRST_STRONG, LEFT_TO_RIGHT, POP = "\u2068", "\u2066", "\u2069"
_LEFT_TO_RIGHT_WORDS = re.compile(r"<code>.*?</code>|(?<![\w/<{])/(?:\w+|\{\w+\})")
_AS_IT_IS = re.compile(r"<code>.*?</code>|[/@]\{\w+\}|<[^>]+>")
_VALUE = re.compile(r"\{(\w+)\}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]|\d[^\d\s\u0590-\u08ff]+\d")


def set_apart(value: Markup) -> Markup:
    """Return an inserted value with isolates around it where it has left-to-right letters or several numbers."""
    if not _LATIN.search(unescape(TAG.sub("", value))):
        return value
    return Markup("{}{}{}").format(FIRST_STRONG, value, POP)


def copied(template: str) -> frozenset[str]:
    """Return the values of a template that are part of a command or of what is copied, and must stay as they are."""
    return frozenset(name for part in _AS_IT_IS.findall(template) for name in _VALUE.findall(part))


def commands_apart(template: str) -> str:
    """Return a template in which commands and examples to copy read from left to right."""
    return _LEFT_TO_RIGHT_WORDS.sub(rf"{LEFT_TO_RIGHT}\g<0>{POP}", template)
