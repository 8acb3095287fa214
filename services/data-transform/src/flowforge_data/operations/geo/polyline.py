"""Encode points as a polyline (Google's format), or decode one, with its length."""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_data.core.values.geo.points import InvalidCode, Place, Point
from servicekit import Process, RequestBody, operation


class PolylineRequest(RequestBody):
    points: list[Point] | None = Field(
        None, min_length=1, max_length=100_000, description="Points to encode."
    )
    polyline: str | None = Field(None, min_length=1, max_length=1_000_000, description="Polyline to decode.")
    precision: Literal[5, 6] = Field(5, description="Decimals: 5 of Google, 6 of OSRM and Valhalla.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.points is None) == (self.polyline is None):
            raise ValueError("give exactly one of 'points' and 'polyline'")
        return self


class PolylineResult(BaseModel):
    polyline: str = Field(description="The encoded points.")
    points: list[Place] = Field(description="The points.")
    meters: float = Field(description="Length along the points.")


@operation(
    "/geo/polyline",
    errors=[InvalidCode],
    run=Process(max_memory_bytes=384 << 20),
    example={"polyline": "_p~iF~ps|U_ulLnnqC_mqNvxq`@"},
)
def convert_polyline(request: PolylineRequest) -> PolylineResult:
    from flowforge_data.core.values.geo.lines import decoded, encoded  # noqa: PLC0415 - for workers
    from flowforge_data.core.values.geo.measuring import length  # noqa: PLC0415 - likewise

    if request.polyline is not None:
        pairs, text = decoded(request.polyline, request.precision), request.polyline
    else:
        pairs = [(one.latitude, one.longitude) for one in request.points or []]
        text = encoded(pairs, request.precision)
    return PolylineResult(
        polyline=text,
        points=[Place(latitude=latitude, longitude=longitude) for latitude, longitude in pairs],
        meters=round(length([(longitude, latitude) for latitude, longitude in pairs]), 3),
    )
