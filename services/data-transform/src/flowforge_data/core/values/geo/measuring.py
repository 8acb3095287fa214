"""Geodesics on WGS 84."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from geographiclib.geodesic import Geodesic

_EARTH: Final = Geodesic.WGS84
Position = tuple[float, float]


def measured(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> tuple[float, float, float]:
    """Return meters, initial and final bearing in degrees from 0 to 360."""
    line = _EARTH.Inverse(latitude, longitude, to_latitude, to_longitude)
    return line["s12"], round(line["azi1"] % 360, 6), round(line["azi2"] % 360, 6)


def length(line: Sequence[Position]) -> float:
    """Return the meters along positions of longitude and latitude."""
    return sum(measured(one[1], one[0], two[1], two[0])[0] for one, two in pairwise(line))


def area(rings: Sequence[Sequence[Position]]) -> float:
    """Return the square meters of a polygon: the first ring without the others."""
    sizes = [_ring_area(ring) for ring in rings]
    return max(0.0, sizes[0] - sum(sizes[1:])) if sizes else 0.0


def _ring_area(ring: Sequence[Position]) -> float:
    polygon = _EARTH.Polygon()
    for longitude, latitude in ring[:-1]:
        polygon.AddPoint(latitude, longitude)
    return abs(float(polygon.Compute()[2]))
