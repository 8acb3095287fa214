"""Calculate distances and bearings between points, along the ellipsoid WGS 84.

From `start` to each of `points` in order; as a route, each from the one before. `within_meters` tells which
points are near enough.
"""

from typing import Literal

from pydantic import BaseModel, Field

from flowforge_data.core.values.geo.points import Point
from servicekit import Process, RequestBody, operation

_METERS = {
    "meters": 1.0,
    "kilometers": 1_000.0,
    "miles": 1_609.344,
    "nautical_miles": 1_852.0,
    "feet": 0.3048,
}
Unit = Literal["meters", "kilometers", "miles", "nautical_miles", "feet"]


class DistanceRequest(RequestBody):
    start: Point = Field(description="Where to measure from.")
    points: list[Point] = Field(min_length=1, max_length=10_000, description="Where to measure to.")
    route: bool = Field(default=False, description="Measure each point from the one before it.")
    unit: Unit = Field("meters", description="Unit of the distances.")
    within_meters: float | None = Field(None, ge=0, description="Tell which points are at most so far away.")


class Leg(BaseModel):
    distance: float = Field(description="The distance in the unit asked for.")
    bearing: float = Field(description="Initial bearing in degrees, clockwise from north, from 0 to 360.")
    final_bearing: float = Field(description="Bearing at the arrival.")
    within: bool | None = Field(description="Whether it is within `within_meters`; null without it.")


class DistanceResult(BaseModel):
    legs: list[Leg] = Field(description="One for each point, in order.")
    total: float = Field(description="Sum of all distances.")
    unit: Unit = Field(description="Unit of the distances.")
    nearest: int = Field(description="Place of the shortest leg in the list, from 0.")


@operation(
    "/geo/distance",
    run=Process(max_memory_bytes=256 << 20),
    example={
        "start": {"latitude": 52.5200, "longitude": 13.4050},
        "points": [{"latitude": 48.8566, "longitude": 2.3522}],
        "unit": "kilometers",
    },
)
def measure_distances(request: DistanceRequest) -> DistanceResult:
    from flowforge_data.core.values.geo.measuring import measured  # noqa: PLC0415 - for workers

    here, legs = request.start, []
    for point in request.points:
        meters, bearing, final = measured(here.latitude, here.longitude, point.latitude, point.longitude)
        near = None if request.within_meters is None else meters <= request.within_meters
        shown = round(meters / _METERS[request.unit], 6)
        legs.append(Leg(distance=shown, bearing=bearing, final_bearing=final, within=near))
        here = point if request.route else here
    nearest = min(range(len(legs)), key=lambda place: legs[place].distance)
    return DistanceResult(
        legs=legs, total=round(sum(leg.distance for leg in legs), 6), unit=request.unit, nearest=nearest
    )
