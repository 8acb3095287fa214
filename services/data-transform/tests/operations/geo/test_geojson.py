from typing import Any

import pytest

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


def test_rows_become_points(call: Any) -> None:
    rows = [{"name": "Berlin", "Lat": "52,52", "lon": 13.405}, {"name": "nowhere", "Lat": None, "lon": 1}]
    found = call("geojson", rows=rows)
    assert found["geojson"]["features"][0] == {
        "type": "Feature", "geometry": {"type": "Point", "coordinates": [13.405, 52.52]},
        "properties": {"name": "Berlin"},
    }  # fmt: skip
    assert (found["skipped"], found["bounds"]) == ([2], [13.405, 52.52, 13.405, 52.52])


def test_geojson_becomes_rows(call: Any) -> None:
    """One degree square at the equator: 12308778361 square meters on WGS 84."""
    feature = {"type": "Feature", "id": 7, "geometry": SQUARE, "properties": {"a": 1}}
    found = call("geojson", geojson={"type": "FeatureCollection", "features": [feature]})
    row = found["rows"][0]
    assert row["square_meters"] == pytest.approx(12308778361.469, rel=1e-6)
    assert (row["latitude"], row["properties"], found["geojson"]["features"][0]["id"]) == (0.5, {"a": 1}, 7)
    line = call("geojson", geojson={"type": "LineString", "coordinates": [[0, 0], [1, 0]]})["rows"][0]
    assert (line["meters"], line["square_meters"]) == (pytest.approx(111319.491, abs=0.01), None)


def test_columns_by_name(call: Any) -> None:
    rows = [{"a": 1, "b": 2}]
    assert call("geojson", rows=rows, latitude="a", longitude="b")["bounds"] == [2, 1, 2, 1]
    assert call("geojson", rows=rows) == (422, "GEOJSON_INVALID")


@pytest.mark.parametrize(
    "geojson",
    [
        {"type": "Point", "coordinates": [95]},
        {"type": "Point", "coordinates": [13, 95]},
        {"type": "Square", "coordinates": []},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]},
        {"type": "LineString", "coordinates": [[0, 0]]},
        {"type": "FeatureCollection", "features": [{"type": "Point"}]},
        {"type": "FeatureCollection"},
        {},
    ],
)
def test_invalid_geojson(call: Any, geojson: Any) -> None:
    assert call("geojson", geojson=geojson) == (422, "GEOJSON_INVALID")


def test_swapped_coordinates_are_told(client: Any) -> None:
    body = {"geojson": {"type": "Point", "coordinates": [52.5, 113.4]}}
    message = client.post("/api/v1/data/geo/geojson", json=body).json()["error"]["message"]
    assert "the longitude comes first" in message
