"""How grave a claim is, from 1 to 4, by the table in `lexicon/severity.toml` (documented in docs/extraction.md)."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.claims import EventType, SubType, Toll

_TABLE = Path(__file__).parent / "lexicon" / "severity.toml"
LEAST, MOST = 1, 4


def severity(
    kind: EventType, subtype: SubType, killed: Sequence[Toll], injured: Sequence[Toll], *, wide: bool
) -> int:
    """Return 1 (minor) to 4 (grave): the type's base, raised by the outcome, the dead, the hurt and the scale of place.

    `wide` says that the place is a city, a division or a country rather than a village or a quarter.
    """
    table = _table()
    base = int(table["subtype"].get(subtype.value, table["type"][kind.value]))
    if wide and subtype.value in table["raised_by_wide_place"]["subtypes"]:
        base += 1
    dead = sum(toll.minimum or toll.maximum or 0 for toll in killed)
    hurt = sum(toll.minimum or toll.maximum or 0 for toll in injured)
    by_dead = max((step["severity"] for step in table["killed"] if dead >= step["at_least"]), default=LEAST)
    by_hurt = max((step["severity"] for step in table["injured"] if hurt >= step["at_least"]), default=LEAST)
    return min(MOST, max(LEAST, base, by_dead, by_hurt))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text("utf-8"))
