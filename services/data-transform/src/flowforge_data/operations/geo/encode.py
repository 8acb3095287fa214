"""Encode points as geohash, UTM and degrees with minutes; decode them from a geohash, UTM, or text.

Text may be `52.52, 13.405`, `52°31'12"N 13°24'18"E`, `geo:52.52,13.405` or a link of a map service.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_data.core.values.geo.points import InvalidCode, OutsideGrid, Place, Point
from servicekit import Process, RequestBody, operation


class Utm(RequestBody):
    zone: int = Field(ge=1, le=60, description="Zone number.")
    band: str = Field(pattern=r"^[C-HJ-NP-Xc-hj-np-x]$", description="Latitude band, such as U.")
    easting: float = Field(ge=100_000, le=999_999, description="Meters east.")
    northing: float = Field(ge=0, le=10_000_000, description="Meters north.")


class EncodeRequest(RequestBody):
    point: Point | None = Field(None, description="The point as numbers.")
    text: str | None = Field(None, max_length=500, description="The point as people write it.")
    geohash: str | None = Field(None, min_length=1, max_length=12, description="The point as a geohash.")
    utm: Utm | None = Field(None, description="The point in UTM.")
    precision: int = Field(9, ge=1, le=12, description="Characters of the geohash: 5 is 5 km, 9 is 5 m.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        given = [one for one in (self.point, self.text, self.geohash, self.utm) if one is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of 'point', 'text', 'geohash' and 'utm'")
        return self


class UtmPlace(BaseModel):
    zone: int = Field(description="Zone number.")
    band: str = Field(description="Latitude band.")
    easting: float = Field(description="Meters east.")
    northing: float = Field(description="Meters north.")


class EncodeResult(BaseModel):
    point: Place = Field(description="The point in degrees; the center of a geohash.")
    error_degrees: Place | None = Field(description="Half the size of a geohash's cell; null for others.")
    geohash: str = Field(description="The geohash.")
    utm: UtmPlace | None = Field(description="The point in UTM; null outside its latitudes.")
    degrees: str = Field(description="Such as 52°31'12.0\"N 13°24'18.0\"E.")
    hemisphere: Literal["north", "south"] = Field(description="Half of the Earth.")


@operation(
    "/geo/encode",
    errors=[InvalidCode, OutsideGrid],
    run=Process(max_memory_bytes=384 << 20),
    example={"point": {"latitude": 57.64911, "longitude": 10.40744}, "precision": 11},
)
def encode_point(request: EncodeRequest) -> EncodeResult:
    from flowforge_data.core.values.geo.codes import as_degrees, as_geohash, as_utm, located  # noqa: PLC0415 - for workers

    latitude, longitude, error = located(request.point, request.text, request.geohash, request.utm)
    return EncodeResult(
        point=Place(latitude=latitude, longitude=longitude),
        error_degrees=None if error is None else Place(latitude=error[0], longitude=error[1]),
        geohash=request.geohash.lower()
        if request.geohash
        else as_geohash(latitude, longitude, request.precision),
        utm=UtmPlace.model_validate(found) if (found := as_utm(latitude, longitude)) else None,
        degrees=as_degrees(latitude, longitude),
        hemisphere="north" if latitude >= 0 else "south",
    )
