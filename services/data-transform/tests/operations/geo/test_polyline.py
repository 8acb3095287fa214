from typing import Any

import pytest

GOOGLE = "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_the_example_of_google(call: Any) -> None:
    points = [(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)]
    found = call("polyline", polyline=GOOGLE)
    assert [(one["latitude"], one["longitude"]) for one in found["points"]] == points
    given = [{"latitude": latitude, "longitude": longitude} for latitude, longitude in points]
    assert call("polyline", points=given)["polyline"] == GOOGLE


def test_length_and_precision(call: Any) -> None:
    points = [{"latitude": 0, "longitude": 0}, {"latitude": 0, "longitude": 1}]
    found = call("polyline", points=points, precision=6)
    assert found["meters"] == pytest.approx(111319.491, abs=0.01)
    assert call("polyline", polyline=found["polyline"], precision=6)["points"] == found["points"]


@pytest.mark.parametrize("text", ["_p~iF~ps|U_", "hé", "~~~~~~~~~~~~~~~~", "\x01"])
def test_no_polyline(call: Any, text: str) -> None:
    assert call("polyline", polyline=text) == (422, "GEO_CODE_INVALID")
