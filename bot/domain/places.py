"""Regions: the nodes of the map that people follow and texts name."""

from dataclasses import dataclass
from enum import StrEnum


class RegionKind(StrEnum):
    """What sort of place it is, widest first; the values are stored and shipped in data."""

    CONTINENT = "continent"
    BLOC = "bloc"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    PART = "part"
    DISTRICT = "district"
    NEIGHBOURHOOD = "neighbourhood"
    CAMP = "camp"
    BASE = "base"
    AIRPORT = "airport"
    PORT = "port"
    CROSSING = "crossing"
    BRIDGE = "bridge"
    DAM = "dam"
    ROAD = "road"
    RIVER = "river"
    SEA = "sea"
    ISLAND = "island"
    FRONT = "front"
    FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class Region:
    """A place with a name and a place in the world.

    `id` is stable and prefixed by its origin: `co:AS` continent, `cc:IQ` country (ISO 3166-1 alpha-2),
    `a1:IQ.15` first-level and `a2:IQ.15.9` second-level division, `gn:99072` GeoNames, others from the overlay.
    `parents` are the ids directly above (several for rivers, roads, blocs and disputed places), the first one
    being the one shown in an address. Coordinates are WGS 84 degrees, the time zone an IANA name.
    """

    id: str
    name: str
    kind: RegionKind
    country: str | None
    parents: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    timezone: str | None = None
