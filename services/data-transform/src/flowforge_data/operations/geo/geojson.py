"""Make GeoJSON of a table with coordinates, or rows of GeoJSON; validate it, with lengths, areas and bounds.

Give a table with `latitude` and `longitude` columns (they are found by their names), or GeoJSON in `geojson`.
"""

from typing import Any, Self

from pydantic import BaseModel, Field, JsonValue, model_validator

from flowforge_data.core.values.geo.points import InvalidGeoJson
from servicekit import Process, RequestBody, operation

_MAX_ROWS = 50_000


class GeoJsonRequest(RequestBody):
    rows: list[dict[str, JsonValue]] | None = Field(
        None, max_length=_MAX_ROWS, description="Rows of a table."
    )
    latitude: str | None = Field(None, max_length=500, description="Column of the latitudes; found by name.")
    longitude: str | None = Field(
        None, max_length=500, description="Column of the longitudes; found by name."
    )
    geojson: dict[str, JsonValue] | None = Field(None, description="GeoJSON (RFC 7946), instead of rows.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if (self.rows is None) == (self.geojson is None):
            raise ValueError("give exactly one of 'rows' and 'geojson'")
        return self


class GeoRow(BaseModel):
    geometry: str | None = Field(description="Type of the geometry; null if there is none.")
    latitude: float | None = Field(description="Of the point, or the center of the bounds.")
    longitude: float | None = Field(description="Of the point, or the center of the bounds.")
    meters: float | None = Field(description="Length of lines, or of a polygon's edge; null for points.")
    square_meters: float | None = Field(description="Area of polygons; null for others.")
    properties: dict[str, Any] = Field(description="The properties, or the other columns.")


class GeoJsonResult(BaseModel):
    geojson: dict[str, Any] = Field(description="A FeatureCollection.")
    rows: list[GeoRow] = Field(description="A row for each feature.")
    bounds: list[float] | None = Field(description="West, south, east, north; null without coordinates.")
    skipped: list[int] = Field(description="Rows without valid coordinates, from 1: they have no geometry.")


@operation(
    "/geo/geojson",
    errors=[InvalidGeoJson],
    run=Process(max_memory_bytes=768 << 20),
    example={"rows": [{"name": "Berlin", "lat": 52.52, "lon": 13.405}]},
)
def convert_geojson(request: GeoJsonRequest) -> GeoJsonResult:
    from flowforge_data.core.values.geo.features import bounds_of, features_of_rows, read_features, row_of  # noqa: PLC0415 - for workers

    if request.rows is not None:
        features, skipped = features_of_rows(request.rows, request.latitude, request.longitude)
    else:
        features, skipped = read_features(request.geojson or {}), []
    return GeoJsonResult(
        geojson={"type": "FeatureCollection", "features": features},
        rows=[GeoRow.model_validate(row_of(one)) for one in features],
        bounds=bounds_of(features),
        skipped=skipped,
    )
