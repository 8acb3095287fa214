from typing import Any

import pytest


@pytest.mark.parametrize(
    ("fields", "iso"),
    [
        ({"date": "2024-02-29"}, "2024-02-29T00:00:00"),
        ({"date": "2024-02-29T14:30:00+02:00"}, "2024-02-29T14:30:00+02:00"),
        ({"date": "2024-02-29T12:00:00Z", "to_time_zone": "Europe/Berlin"}, "2024-02-29T13:00:00+01:00"),
        ({"date": "2024-07-01 12:00", "time_zone": "America/New_York"}, "2024-07-01T12:00:00-04:00"),
        ({"date": "1709164800"}, "2024-02-29T00:00:00+00:00"),
        ({"date": "1709164800000"}, "2024-02-29T00:00:00+00:00"),
        ({"date": "29.02.2024"}, "2024-02-29T00:00:00"),
        ({"date": "02/29/2024 2:30 pm"}, "2024-02-29T14:30:00"),
        ({"date": "01/02/2024", "day_first": True}, "2024-02-01T00:00:00"),
        ({"date": "01/02/2024", "day_first": False}, "2024-01-02T00:00:00"),
        ({"date": "29 February 2024"}, "2024-02-29T00:00:00"),
        ({"date": "29. Februar 2024", "language": "de"}, "2024-02-29T00:00:00"),
        ({"date": "24|02|29", "format": "%y|%m|%d"}, "2024-02-29T00:00:00"),
    ],
)
def test_spellings(call: Any, fields: dict[str, Any], iso: str) -> None:
    (found,) = call("parse", **fields)["results"]
    assert found["formatted"] == iso, found["reason"]


@pytest.mark.parametrize("text", ["01/02/2024", "no", "1.50", "2024-02-30", "tomorrow", "May", "31/31/2024"])
def test_what_is_no_date_or_two(call: Any, text: str) -> None:
    (found,) = call("parse", date=text)["results"]
    assert (found["valid"], found["moment"]) == (False, None)
    assert "'date'" in found["reason"]


def test_parts_and_format(call: Any) -> None:
    (found,) = call("parse", date="2024-12-30", output_format="%d.%m.%Y")["results"]
    assert found["formatted"] == "30.12.2024"
    moment = found["moment"]
    assert (moment["weekday"], moment["week"], moment["week_year"], moment["quarter"]) == (
        "Monday",
        1,
        2025,
        4,
    )


def test_an_unknown_zone(call: Any) -> None:
    assert call("parse", date="2024-01-01", time_zone="Mars/Base") == (422, "TIME_ZONE_UNKNOWN")
    assert call("parse", date="2024-01-01", time_zone="../../etc/passwd") == (422, "TIME_ZONE_UNKNOWN")
