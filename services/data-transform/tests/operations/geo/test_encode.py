from typing import Any

import pytest


def test_the_example_of_geohash(call: Any) -> None:
    """u4pruydqqvj, the example of geohash.org and Wikipedia."""
    found = call("encode", point={"latitude": 57.64911, "longitude": 10.40744}, precision=11)
    assert found["geohash"] == "u4pruydqqvj"
    back = call("encode", geohash="u4pruydqqvj")
    assert back["point"]["latitude"] == pytest.approx(57.64911, abs=1e-6)
    assert back["error_degrees"]["latitude"] < 1e-6


def test_utm(call: Any) -> None:
    """The CN Tower, as Wikipedia gives it: 17T 630084 4833438."""
    found = call("encode", point={"latitude": 43.642567, "longitude": -79.387139})["utm"]
    assert (found["zone"], found["band"]) == (17, "T")
    assert (found["easting"], found["northing"]) == pytest.approx((630084, 4833438), abs=1)
    back = call("encode", utm=found)["point"]
    assert (back["latitude"], back["longitude"]) == pytest.approx((43.642567, -79.387139), abs=1e-6)
    assert call("encode", point={"latitude": 89, "longitude": 0})["utm"] is None


@pytest.mark.parametrize(
    "text",
    [
        "52.52, 13.405", "52.52;13.405", "geo:52.52,13.405;u=35", "52°31'12\"N 13°24'18\"E",
        "N 52° 31\u2032 12\u2033, E 13° 24\u2032 18\u2033", "13°24'18\"E 52°31'12\"N", "52.52N 13.405E",
        "https://www.google.com/maps/place/Berlin/@52.52,13.405,12z",
        "https://www.openstreetmap.org/?mlat=52.52&mlon=13.405#map=12/1/1",
    ],
)  # fmt: skip
def test_points_as_people_write_them(call: Any, text: str) -> None:
    point = call("encode", text=text)["point"]
    assert (point["latitude"], point["longitude"]) == pytest.approx((52.52, 13.405), abs=1e-9)


def test_degrees(call: Any) -> None:
    found = call("encode", point={"latitude": -33.8568, "longitude": 151.2153})
    assert (found["degrees"], found["hemisphere"]) == ("33°51'24.5\"S 151°12'55.1\"E", "south")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"geohash": "abc"}, "GEO_CODE_INVALID"),
        ({"text": "somewhere"}, "GEO_CODE_INVALID"),
        ({"text": "95, 10"}, "GEO_CODE_INVALID"),
        ({"text": "52°N 13°N"}, "GEO_CODE_INVALID"),
        (
            {"utm": {"zone": 17, "band": "T", "easting": 100_000, "northing": 0}, "text": "1,1"},
            "VALIDATION_ERROR",
        ),
        ({}, "VALIDATION_ERROR"),
    ],
)
def test_what_is_no_point(call: Any, fields: Any, code: str) -> None:
    assert call("encode", **fields) == (422, code)
