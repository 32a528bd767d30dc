"""Echoes: reprints of what was published before. A copy is no second source; it is the only use of word likeness."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

REPRINT = 0.6
"""Share of common word pairs from which one sentence is a copy of the other."""
_FEWEST = 6
"""Shorter sentences are alike by chance."""
_WORD = re.compile(r"\w+")


def is_reprint(quote: str, others: Iterable[str]) -> bool:
    """Whether a sentence repeats one of the others, word for word or nearly so."""
    pairs = _pairs(quote)
    if len(pairs) < _FEWEST:
        return False
    for other in others:
        known = _pairs(other)
        smaller = min(len(pairs), len(known))
        if smaller >= _FEWEST and len(pairs & known) >= REPRINT * len(pairs | known):
            return True
    return False


@lru_cache(maxsize=4096)
def _pairs(quote: str) -> frozenset[tuple[str, str]]:
    words = _WORD.findall(quote.casefold())[:200]
    return frozenset(pairwise(words))
