"""Imported places that are known already under another id: they give those their names, and are no second place.

A second Mosul, a stone's throw from the first, would make every "Mosul" in a report mean one of two places.
"""

import sqlite3

from bot.domain.places import RegionKind
from bot.knowledge.geo import haversine_km
from bot.knowledge.normalise import phrase
from bot.knowledge.tables import PlaceRow

APART_KM = 8.0
"""From how far on a place of the same name is another one."""
_SETTLED = frozenset({RegionKind.CITY, RegionKind.TOWN, RegionKind.VILLAGE, RegionKind.NEIGHBOURHOOD})
_CALLED_SO = "SELECT id, kind, latitude, longitude FROM name JOIN region USING (number) WHERE folded = ? AND latitude IS NOT NULL"


def twin_of(db: sqlite3.Connection, row: PlaceRow) -> str | None:
    """Return the id of the nearest place of the same name and sort within a walk of some hours; None where there is none."""
    if row.latitude is None or row.longitude is None:
        return None
    near = [
        (haversine_km(row.latitude, row.longitude, latitude, longitude), key)
        for folded in dict.fromkeys((phrase(row.name), *row.folded))
        for key, kind, latitude, longitude in db.execute(_CALLED_SO, (folded,))
        if kind == row.kind or {kind, row.kind} <= _SETTLED
    ]
    distance, key = min(near, default=(APART_KM, None))
    return key if distance < APART_KM else None
