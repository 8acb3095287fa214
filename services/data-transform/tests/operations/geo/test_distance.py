from typing import Any

import pytest

WELLINGTON = {"latitude": -41.32, "longitude": 174.81}
SALAMANCA = {"latitude": 40.96, "longitude": -5.50}


def test_wellington_to_salamanca(call: Any) -> None:
    """The example of GeographicLib's documentation: 19959679.267 m."""
    found = call("distance", start=WELLINGTON, points=[SALAMANCA])
    assert found["legs"][0]["distance"] == pytest.approx(19959679.267, abs=0.001)
    assert found["legs"][0]["bearing"] == pytest.approx(161.067670, abs=1e-5)
    assert found["legs"][0]["final_bearing"] == pytest.approx(18.825195, abs=1e-5)


def test_routes_units_and_nearness(call: Any) -> None:
    points = [{"latitude": 0, "longitude": 1}, {"latitude": 0, "longitude": 2}]
    start = {"latitude": 0, "longitude": 0}
    star = call("distance", start=start, points=points, unit="kilometers", within_meters=120_000)
    assert [leg["distance"] for leg in star["legs"]] == pytest.approx([111.319491, 222.638982], abs=1e-5)
    assert ([leg["within"] for leg in star["legs"]], star["nearest"]) == ([True, False], 0)
    route = call("distance", start=start, points=points, route=True)
    assert route["total"] == pytest.approx(222638.982, abs=0.01)


def test_points_outside_the_earth(call: Any) -> None:
    bad = {"latitude": 91, "longitude": 0}
    assert call("distance", start=bad, points=[SALAMANCA]) == (422, "VALIDATION_ERROR")
    assert call("distance", start=SALAMANCA, points=[]) == (422, "VALIDATION_ERROR")
