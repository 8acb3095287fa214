"""The request model of filters."""

import math
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from flowforge_vector.core.filters.limits import check_extent, from_shorthand
from flowforge_vector.core.point_ids import PointId, to_key
from servicekit import RequestBody

FieldPath = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$"),
    Field(description="Name of a payload field; `a.b` inside objects, `a[]` inside lists."),
]
Scalar = str | int | bool
Bound = float | str
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
_ONE_KIND = ("key", "is_empty", "is_null", "has_id", "has_vector", "nested")
_ON_FIELD = ("match", "range", "geo_bounding_box", "geo_radius", "geo_polygon", "values_count")
_CLAUSES = ("must", "should", "must_not", "min_should")


class FieldMatch(RequestBody):
    """Exactly one of its fields."""

    value: Scalar | None = Field(None, description="The field has this value, or a list with it.")
    any: list[Scalar] | None = Field(None, min_length=1, description="The field has one of these values.")
    except_: list[Scalar] | None = Field(
        None, alias="except", min_length=1, description="The field has a value that is none of these."
    )
    text: str | None = Field(None, min_length=1, description="The field has all of these words.")
    text_any: str | None = Field(None, min_length=1, description="The field has one of these words.")
    phrase: str | None = Field(None, min_length=1, description="The field has these words in this order.")

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("give exactly one of 'value', 'any', 'except', 'text', 'text_any' and 'phrase'")
        for values in (self.any, self.except_):
            if values is not None and len({isinstance(one, str) for one in values}) > 1:
                raise ValueError("give only texts or only whole numbers in one list")
            if values is not None and any(isinstance(one, bool) for one in values):
                raise ValueError("lists hold texts or whole numbers; use 'value' for true and false")
        return self


class FieldRange(RequestBody):
    """Bounds: numbers, or dates and times in RFC 3339."""

    gt: Bound | None = Field(default=None, description="Greater than this number, or later than this date.")
    gte: Bound | None = Field(default=None, description="At least this number, or not before this date.")
    lt: Bound | None = Field(default=None, description="Less than this number, or earlier than this date.")
    lte: Bound | None = Field(default=None, description="At most this number, or not after this date.")

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Self:
        bounds = [getattr(self, name) for name in self.model_fields_set if getattr(self, name) is not None]
        if not bounds:
            raise ValueError("give at least one of 'gt', 'gte', 'lt' and 'lte'")
        if len({isinstance(one, str) for one in bounds}) > 1:
            raise ValueError("give only numbers or only dates")
        for one in bounds:
            check_bound(one)
        return self


def check_bound(bound: Bound) -> None:
    """Raise ValueError for a number that is not finite, or a text that is no date."""
    if isinstance(bound, str):
        datetime.fromisoformat(bound)
    elif not math.isfinite(bound):
        raise ValueError("bounds must be finite")


class CountRange(RequestBody):
    gt: int | None = Field(None, ge=0, description="More values than this.")
    gte: int | None = Field(None, ge=0, description="At least this many values.")
    lt: int | None = Field(None, ge=0, description="Fewer values than this.")
    lte: int | None = Field(None, ge=0, description="At most this many values.")


class GeoPlace(RequestBody):
    lat: Latitude = Field(description="Latitude in degrees, positive in the north.")
    lon: Longitude = Field(description="Longitude in degrees, positive in the east.")


class GeoBox(RequestBody):
    top_left: GeoPlace = Field(description="The corner in the north-west.")
    bottom_right: GeoPlace = Field(description="The corner in the south-east.")


class GeoCircle(RequestBody):
    center: GeoPlace = Field(description="Center of the circle.")
    radius: float = Field(gt=0, le=20_040_000, description="Meters.")


class GeoRing(RequestBody):
    points: list[GeoPlace] = Field(
        min_length=4, max_length=1000, description="The last point is the first one again."
    )

    @model_validator(mode="after")
    def _is_closed(self) -> Self:
        if self.points[0] != self.points[-1]:
            raise ValueError("the last point of a ring must be its first point again")
        return self


class GeoArea(RequestBody):
    exterior: GeoRing = Field(description="Outline of the area.")
    interiors: list[GeoRing] = Field([], max_length=100, description="Outlines of holes in the area.")


class FieldName(RequestBody):
    key: FieldPath


class Condition(RequestBody):
    """On a field (`key` with `match`, `range` and the like), on the point, or a filter in itself."""

    key: FieldPath | None = Field(
        default=None, description="Payload field to test, with dots for nested ones."
    )
    match: FieldMatch | None = Field(default=None, description="The field has this value or one of these.")
    range: FieldRange | None = Field(
        default=None, description="The field is a number or a date within this range."
    )
    geo_bounding_box: GeoBox | None = Field(default=None, description="The field is a place within this box.")
    geo_radius: GeoCircle | None = Field(default=None, description="The field is a place within this circle.")
    geo_polygon: GeoArea | None = Field(default=None, description="The field is a place within this polygon.")
    values_count: CountRange | None = Field(default=None, description="The field holds this many values.")
    is_empty: FieldName | None = Field(None, description="The field is absent, null or an empty list.")
    is_null: FieldName | None = Field(None, description="The field is null.")
    has_id: list[PointId] | None = Field(None, description="The point has one of these ids.")
    has_vector: str | None = Field(None, description="The point has the vector of this name.")
    nested: "NestedFilter | None" = Field(
        default=None, description="One element of a list of objects meets all of these conditions."
    )
    must: list["Condition"] | None = Field(None, min_length=1, description="All of these conditions hold.")
    should: list["Condition"] | None = Field(
        None, min_length=1, description="At least one of these conditions holds."
    )
    must_not: list["Condition"] | None = Field(
        None, min_length=1, description="None of these conditions holds."
    )
    min_should: "LeastConditions | None" = Field(
        default=None, description="At least a number of these conditions hold."
    )

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        given = {name for name in self.model_fields_set if getattr(self, name) is not None}
        kinds = given & set(_ONE_KIND)
        clauses, on_field = given & set(_CLAUSES), given & set(_ON_FIELD)
        if len(kinds) + bool(clauses) != 1 or (on_field and "key" not in given):
            raise ValueError(
                f"a condition has 'key' with one of {', '.join(_ON_FIELD)}; or one of "
                f"{', '.join(_ONE_KIND[1:])}; or {', '.join(_CLAUSES)}"
            )
        if "key" in given and len(on_field) != 1:
            raise ValueError(f"'key' needs exactly one of {', '.join(_ON_FIELD)} beside it")
        return self


class NestedFilter(RequestBody):
    """All conditions hold for the same element of a list of objects."""

    key: FieldPath
    filter: "Filter" = Field(description="Conditions on the fields of one element.")


class LeastConditions(RequestBody):
    """At least `min_count` of the conditions hold."""

    conditions: list[Condition] = Field(min_length=1, description="The conditions to count.")
    min_count: int = Field(ge=1, description="How many of them must hold.")


class Filter(RequestBody):
    """`must`: all hold. `should`: at least one holds. `must_not`: none holds."""

    must: list[Condition] | None = Field(default=None, description="All of these conditions hold.")
    should: list[Condition] | None = Field(
        default=None, description="At least one of these conditions holds."
    )
    must_not: list[Condition] | None = Field(default=None, description="None of these conditions holds.")
    min_should: LeastConditions | None = Field(
        default=None, description="At least a number of these conditions hold."
    )


FilterInput = Annotated[
    Filter,
    BeforeValidator(from_shorthand),
    BeforeValidator(check_extent),
    Field(
        description='Conditions on the payload. Short form: `{"city": "Paris", "year": [2025, 2026]}`. Long '
        "form: `must`, `should` and `must_not` with conditions, as in Qdrant."
    ),
]


def to_document(given: Filter | None) -> dict[str, Any] | None:
    """Return the filter in the JSON of Qdrant, with ids as the store has them; None selects all."""
    if given is None:
        return None
    document = given.model_dump(by_alias=True, exclude_none=True)
    return {name: _with_keys(one) for name, one in document.items() if one} or None


def _with_keys(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_keys(one) for one in value]
    if isinstance(value, dict):
        return {
            name: [to_key(one) for one in inner] if name == "has_id" else _with_keys(inner)
            for name, inner in value.items()
        }
    return value


def all_of(*filters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the filter that holds where all of *filters* hold."""
    present = [one for one in filters if one]
    return present[0] if len(present) == 1 else ({"must": present} if present else None)


def field_is(key: str, value: str | int) -> dict[str, Any]:
    """Return the filter of one field with one value."""
    return {"must": [{"key": key, "match": {"value": value}}]}
