"""Text into claims: what, where, who, when, how many, and who says so with which verb.

No model and no statistics: dictionaries (`lexicon/`) and named rules over tokens. `docs/extraction.md` walks through
one sentence.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.claims import Claim
from bot.extraction import reader
from bot.knowledge import World

READER_VERSION = 1
"""Raised whenever the same text may give other claims; stored with each claim."""


def extract(
    text: str,
    world: World,
    *,
    published_at: datetime | None = None,
    source: str | None = None,
    title: str | None = None,
) -> list[Claim]:
    """Return what a report says happened, in the order of its text.

    `published_at` (aware UTC) gives weekdays and "yesterday" their day; `source` and `title` say where the report
    comes from and what it is about. Never raises for any text; takes time linear in its length.
    """
    return [
        claim
        for claims in read(text, world, published_at=published_at, source=source, title=title)
        for claim in claims
    ]


def read(
    text: str,
    world: World,
    *,
    published_at: datetime | None = None,
    source: str | None = None,
    title: str | None = None,
) -> Iterator[list[Claim]]:
    """Read the same, one paragraph at a time, so that a caller can do other things between them."""
    return reader.read(text, world, published_at=published_at, source=source, title=title)
