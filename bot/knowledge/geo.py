"""Distances on the globe."""

from math import asin, cos, degrees, radians, sin, sqrt

EARTH_KM = 6371.0


def haversine_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance between two WGS 84 points, in kilometres."""
    up, across = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    chord = sin(up) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(across) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))


def bounding_box(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """Return south, north, west and east of a box that holds the circle; it does not cross the date line."""
    up = degrees(km / EARTH_KM)
    across = degrees(km / (EARTH_KM * max(0.01, cos(radians(latitude)))))
    return latitude - up, latitude + up, longitude - across, longitude + across
