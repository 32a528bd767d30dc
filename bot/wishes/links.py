"""Deep links: `t.me/<bot>?start=<payload>` opens a chat with the bot and tells it what to offer.

A payload is at most 64 of A-Za-z0-9_- (core.telegram.org/bots/features, Deep Linking): `r_` and a region, `a_` and an
actor, `p_` and a starter pack, `s_` and the token of a shared request. In an id the first colon is left out, and what is not
allowed is written as `_` and two hexadecimal digits: `gn:99072` gives `r_gn99072`.
"""

import re
from collections.abc import Callable

from bot.domain.subscriptions import Dimension

LONGEST = 64
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")
_ESCAPED = re.compile(r"_([0-9a-f]{2})")
_LETTERS = {Dimension.REGION: "r", Dimension.ACTOR: "a"}
_LONGEST_PREFIX = 6


def payload(dimension: Dimension, key: str) -> str | None:
    """Return the payload for a region or an actor, None where there is no room for it."""
    letter = _LETTERS.get(dimension)
    body = _UNSAFE.sub(
        lambda match: "".join(f"_{byte:02x}" for byte in match[0].encode()), key.replace(":", "", 1)
    )
    found = f"{letter}_{body}"
    return found if letter and len(found) <= LONGEST else None


def read(text: str, exists: Callable[[Dimension, str], bool]) -> tuple[Dimension, str] | None:
    """Return the region or actor that a payload names, None for anything else; `exists` says what is known."""
    letter, _, body = text.partition("_")
    dimension = next((d for d, found in _LETTERS.items() if found == letter), None)
    if dimension is None or not body:
        return None
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), body)
    guesses = [plain, *(f"{plain[:cut]}:{plain[cut:]}" for cut in range(1, _LONGEST_PREFIX))]
    return next(((dimension, key) for key in guesses if exists(dimension, key)), None)
