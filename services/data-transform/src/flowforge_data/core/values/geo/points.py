"""Points, and what can be wrong with them."""

from typing import Annotated

from pydantic import BaseModel, Field

from servicekit import InvalidInput, RequestBody

Latitude = Annotated[float, Field(ge=-90, le=90, description="Degrees north, from -90 to 90.")]
Longitude = Annotated[float, Field(ge=-180, le=180, description="Degrees east, from -180 to 180.")]


class Point(RequestBody):
    latitude: Latitude
    longitude: Longitude


class Place(BaseModel):
    latitude: float = Field(description="Degrees north.")
    longitude: float = Field(description="Degrees east.")


class InvalidCode(InvalidInput):
    code = "GEO_CODE_INVALID"
    message = "'{field}' is {value}, which is no {kind}: {reason}."


class OutsideGrid(InvalidInput):
    code = "GEO_OUTSIDE_GRID"
    message = "'{field}' lies outside UTM, which covers latitudes from -80 to 84 degrees."


class InvalidGeoJson(InvalidInput):
    code = "GEOJSON_INVALID"
    message = "'{field}' is no valid GeoJSON{where}: {reason}."
