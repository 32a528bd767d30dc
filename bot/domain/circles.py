"""Circles: "within 50 km of Mosul", "near Goma", around a shared location; and the grid on which they are found.

Distances are straight lines through the earth between points on a sphere, in kilometres: below 500 km they are within
0.03 % of the great circle, need no trigonometry in SQL, and know neither poles nor a date line.

A circle is stored in the few cells of a grid that it touches, an event's place in one cell for each size of circle, so
that both meet by an equal number before the distance is measured.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.claims import EventType

EARTH_KM = 6371.0088
LARGEST_KM = 500
OFFERED_KM = (10, 25, 50, 100, 250)
# Sizes of circles that share a grid: its cells are twice as wide, so that a circle touches at most eight of them.
SIZES_KM = (10, 25, 50, 100, 250, LARGEST_KM)
_KEY = re.compile(r"(?:within:(\d{1,3})|near)@(-?\d{1,2}\.\d{2}),(-?\d{1,3}\.\d{2})(?:#(\S+))?")
_CELLS = 2048


class Reach(StrEnum):
    """How far what happens is felt, by its type: close (a clash), far (a missile, a front that moves), wide (a flood)."""

    CLOSE = "close"
    FAR = "far"
    WIDE = "wide"


# What "near" means for each reach, in kilometres.
NEAR_KM = {Reach.CLOSE: 15, Reach.FAR: 40, Reach.WIDE: 120}
_FAR = {EventType.EXPLOSION_REMOTE_VIOLENCE, EventType.TERRITORY_CHANGE, EventType.TROOP_MOVEMENT}


def reach_of(kind: EventType) -> Reach:
    """Return how far an event of this type is felt."""
    if kind is EventType.DISASTER:
        return Reach.WIDE
    return Reach.FAR if kind in _FAR else Reach.CLOSE


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on the earth: the kilometres from its centre along three axes."""

    x: float
    y: float
    z: float

    def within(self, other: "Spot", km: float) -> bool:
        """Whether another point is no further than this."""
        return (self.x - other.x) ** 2 + (self.y - other.y) ** 2 + (self.z - other.z) ** 2 <= km * km

    def cells(self) -> tuple[int, ...]:
        """Return the cell that holds the point in the grid of each size."""
        return tuple(
            _cell(size, *(math.floor(at / (2 * km)) for at in (self.x, self.y, self.z)))
            for size, km in enumerate(SIZES_KM)
        )


def spot(latitude: float, longitude: float) -> Spot:
    """Return the point at WGS 84 degrees."""
    up, round_ = math.radians(latitude), math.radians(longitude)
    return Spot(
        EARTH_KM * math.cos(up) * math.cos(round_),
        EARTH_KM * math.cos(up) * math.sin(round_),
        EARTH_KM * math.sin(up),
    )


@dataclass(frozen=True, slots=True)
class Ring:
    """One distance of a circle: for events of one reach, or of any (None)."""

    km: int
    reach: Reach | None

    def cells(self, centre: Spot) -> Iterator[int]:
        """Yield the cells that a circle of this size around a point may touch."""
        size = next(number for number, km in enumerate(SIZES_KM) if self.km <= km)
        width = 2 * SIZES_KM[size]
        spans = [
            range(math.floor((at - self.km) / width), math.floor((at + self.km) / width) + 1)
            for at in (centre.x, centre.y, centre.z)
        ]
        for i in spans[0]:
            for j in spans[1]:
                for k in spans[2]:
                    yield _cell(size, i, j, k)


@dataclass(frozen=True, slots=True)
class Circle:
    """Around a point (WGS 84 degrees): within `km`, or (None) near it, which is further for what is felt further.

    Coordinates are kept to a hundredth of a degree, about a kilometre: enough for a circle, and no address of a person.
    `place` is the id of the region that it was drawn around, None for a shared location.
    """

    latitude: float
    longitude: float
    km: int | None = None
    place: str | None = None

    @property
    def key(self) -> str:
        """The key of the term that asks for it."""
        size = "near" if self.km is None else f"within:{self.km}"
        place = f"#{self.place}" if self.place else ""
        return f"{size}@{_coordinate(self.latitude)},{_coordinate(self.longitude)}{place}"

    @property
    def centre(self) -> Spot:
        """The point around which it is drawn."""
        return spot(float(_coordinate(self.latitude)), float(_coordinate(self.longitude)))

    @property
    def rings(self) -> tuple[Ring, ...]:
        """Its distances."""
        if self.km is not None:
            return (Ring(self.km, None),)
        return tuple(Ring(km, reach) for reach, km in NEAR_KM.items())

    def holds(self, point: Spot, reach: Reach) -> bool:
        """Whether what is felt so far and happened at this point is inside."""
        return any(ring.reach in {None, reach} and self.centre.within(point, ring.km) for ring in self.rings)


def circle_of(key: str) -> Circle | None:
    """Return the circle that a term's key asks for, None where the key is a region's id."""
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    km, latitude, longitude, place = match.groups()
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        return None
    if km is not None and not 1 <= int(km) <= LARGEST_KM:
        return None
    return Circle(float(latitude), float(longitude), int(km) if km else None, place)


def _coordinate(degrees: float) -> str:
    return f"{round(degrees, 2) + 0.0:.2f}"


def _cell(size: int, *place: int) -> int:
    number = size
    for at in place:
        number = number * _CELLS + at + _CELLS // 2
    return number
