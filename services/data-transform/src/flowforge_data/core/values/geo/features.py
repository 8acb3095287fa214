"""GeoJSON (RFC 7946): checked, measured, made of rows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flowforge_data.core.values.geo.measuring import area, length
from flowforge_data.core.values.geo.points import InvalidGeoJson

_DEPTHS: Final = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3,
}  # fmt: skip
_LATITUDES: Final = ("latitude", "lat", "y", "breitengrad", "latitud")
_LONGITUDES: Final = ("longitude", "lon", "lng", "long", "x", "laengengrad", "längengrad", "longitud")
_LONGEST_LATITUDE: Final = 90
_LONGEST_LONGITUDE: Final = 180
_RING: Final = 4
_MAX_POSITIONS: Final = 500_000
Feature = dict[str, Any]


def read_features(document: Mapping[str, Any]) -> list[Feature]:
    """Return the features of any GeoJSON object. Raises InvalidGeoJson with the place."""
    found = list(_features(document))
    total = sum(len(list(_positions(one["geometry"]))) for one in found)
    if total > _MAX_POSITIONS:
        raise _fault("", f"it has over {_MAX_POSITIONS:,} positions")
    return found


def _features(document: Mapping[str, Any]) -> Iterator[Feature]:
    kind = document.get("type")
    if kind == "FeatureCollection":
        items = document.get("features")
        if not isinstance(items, list):
            raise _fault("", "a FeatureCollection has a list 'features'")
        for number, one in enumerate(items):
            yield _feature(one, f"features[{number}]")
    elif kind == "Feature":
        yield _feature(document, "")
    else:
        yield {"type": "Feature", "geometry": _geometry(document, ""), "properties": {}}


def _feature(one: Any, where: str) -> Feature:
    if not isinstance(one, dict) or one.get("type") != "Feature":
        raise _fault(where, "it is no Feature")
    geometry, properties = one.get("geometry"), one.get("properties")
    if geometry is not None:
        geometry = _geometry(geometry, f"{where}.geometry".lstrip("."))
    if not isinstance(properties, dict | None):
        raise _fault(where, "'properties' is an object or null")
    extra = {"id": one["id"]} if "id" in one else {}
    return {"type": "Feature", **extra, "geometry": geometry, "properties": properties or {}}


def _geometry(one: Any, where: str, depth: int = 0) -> dict[str, Any]:
    kind = one.get("type") if isinstance(one, dict) else None
    if kind == "GeometryCollection" and isinstance(one.get("geometries"), list) and depth < 5:  # noqa: PLR2004 - deeper ones are odd
        for number, inner in enumerate(one["geometries"]):
            _geometry(inner, f"{where}.geometries[{number}]".lstrip("."), depth + 1)
        return dict(one)
    if kind not in _DEPTHS:
        raise _fault(where, f"'type' is {kind!r}, which is no geometry")
    _check(one.get("coordinates"), _DEPTHS[str(kind)], where)
    _check_shape(str(kind), one["coordinates"], where)
    return {"type": kind, "coordinates": one["coordinates"]}


def _check(value: Any, depth: int, where: str) -> None:
    if not isinstance(value, list):
        raise _fault(where, "'coordinates' is no list")
    if depth:
        for inner in value:
            _check(inner, depth - 1, where)
        return
    numbers = all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one) for one in value
    )
    if not numbers or len(value) not in (2, 3):
        raise _fault(where, "a position is a list of longitude, latitude and perhaps altitude")
    if abs(value[0]) > _LONGEST_LONGITUDE or abs(value[1]) > _LONGEST_LATITUDE:
        swapped = abs(value[1]) <= _LONGEST_LONGITUDE and abs(value[0]) <= _LONGEST_LATITUDE
        hint = ": the longitude comes first" if swapped else ""
        raise _fault(where, f"the position {value[:2]} lies outside the Earth{hint}")


def _check_shape(kind: str, coordinates: Any, where: str) -> None:
    lines = {"LineString": [coordinates], "MultiLineString": coordinates}.get(kind, [])
    if any(len(line) < 2 for line in lines):  # noqa: PLR2004 - a line has two ends
        raise _fault(where, "a line has two positions or more")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(kind, [])
    for ring in (ring for polygon in polygons for ring in polygon):
        if len(ring) < _RING or ring[0] != ring[-1]:
            raise _fault(where, "a polygon's ring has four positions or more and ends where it begins")


def _fault(where: str, reason: str) -> InvalidGeoJson:
    return InvalidGeoJson(field="geojson", where=f" at {where}" if where else "", reason=reason)


def features_of_rows(
    rows: Sequence[Mapping[str, Any]], latitude: str | None, longitude: str | None
) -> tuple[list[Feature], list[int]]:
    """Return a point for each row, and the rows that have none. Raises InvalidGeoJson."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    north = latitude or _named(names, _LATITUDES)
    east = longitude or _named(names, _LONGITUDES)
    for name, field in ((north, "latitude"), (east, "longitude")):
        if rows and name not in names:
            shown = ", ".join(names[:20])
            reason = f"no column is named {name or field!r}; the columns are {shown}"
            raise InvalidGeoJson(f"'{field}' is needed: {reason}.")
    features, skipped = [], []
    for number, row in enumerate(rows, 1):
        pair = (_number(row.get(str(east))), _number(row.get(str(north))))
        good = (
            None not in pair
            and abs(pair[0] or 0) <= _LONGEST_LONGITUDE
            and abs(pair[1] or 0) <= _LONGEST_LATITUDE
        )
        if not good:
            skipped.append(number)
        point = {"type": "Point", "coordinates": list(pair)} if good else None
        properties = {name: value for name, value in row.items() if name not in (north, east)}
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return features, skipped


def _named(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    lower = {name.strip().lower(): name for name in reversed(names)}
    return next((lower[one] for one in wanted if one in lower), None)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(str(value).strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def _positions(geometry: Any) -> Iterator[tuple[float, float]]:
    waiting = [geometry] if geometry is not None else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += reversed(one.get("geometries", [one.get("coordinates", [])]))
        elif one and isinstance(one[0], int | float):
            yield one[0], one[1]
        else:
            waiting += reversed(one)


def bounds_of(features: Sequence[Feature]) -> list[float] | None:
    positions = [one for feature in features for one in _positions(feature["geometry"])]
    if not positions:
        return None
    east, north = zip(*positions, strict=True)
    return [min(east), min(north), max(east), max(north)]


def row_of(feature: Feature) -> dict[str, Any]:
    geometry = feature["geometry"]
    bounds = bounds_of([feature])
    kind = geometry["type"] if geometry is not None else None
    return {
        "geometry": kind,
        "latitude": None if bounds is None else (bounds[1] + bounds[3]) / 2,
        "longitude": None if bounds is None else (bounds[0] + bounds[2]) / 2,
        "meters": _meters(kind, geometry),
        "square_meters": _square_meters(kind, geometry),
        "properties": feature["properties"],
    }


def _meters(kind: str | None, geometry: Any) -> float | None:
    lines = _lines(kind, geometry)
    return round(sum(length([(one[0], one[1]) for one in line]) for line in lines), 3) if lines else None


def _lines(kind: str | None, geometry: Any) -> list[Any]:
    match kind:
        case "LineString":
            return [geometry["coordinates"]]
        case "MultiLineString":
            return list(geometry["coordinates"])
        case "Polygon":
            return list(geometry["coordinates"][:1])
        case "MultiPolygon":
            return [polygon[0] for polygon in geometry["coordinates"] if polygon]
        case _:
            return []


def _square_meters(kind: str | None, geometry: Any) -> float | None:
    if kind not in ("Polygon", "MultiPolygon"):
        return None
    polygons = [geometry["coordinates"]] if kind == "Polygon" else geometry["coordinates"]
    rings = [[[(one[0], one[1]) for one in ring] for ring in polygon] for polygon in polygons]
    return round(sum(area(polygon) for polygon in rings), 3)
