from typing import Any

import pytest


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"date": "2024-01-31", "months": 1}, "2024-02-29"),
        ({"date": "2024-02-29", "years": 1}, "2025-02-28"),
        ({"date": "2024-03-01", "days": -1}, "2024-02-29"),
        ({"date": "2024-05-03", "working_days": 1}, "2024-05-06"),
        ({"date": "2024-05-08", "working_days": 2, "country": "DE"}, "2024-05-13"),  # the 9th is a holiday
        ({"date": "2024-05-06", "working_days": -1}, "2024-05-03"),
        ({"date": "2024-01-01T23:30", "minutes": 45}, "2024-01-02T00:15:00"),
        # The clock goes forward on this night: a day later has the same time, 24 hours later one hour more.
        ({"date": "2024-03-30T12:00", "days": 1, "time_zone": "Europe/Berlin"}, "2024-03-31T12:00:00+02:00"),
        (
            {"date": "2024-03-30T12:00", "hours": 24, "time_zone": "Europe/Berlin"},
            "2024-03-31T13:00:00+02:00",
        ),
    ],
)
def test_adding(call: Any, fields: dict[str, Any], result: str) -> None:
    assert call("add", **fields)["result"] == result


def test_mistakes(call: Any) -> None:
    assert call("add", date="soon") == (422, "DATE_UNREADABLE")
    assert call("add", date="2024-01-01", years=9_000) == (422, "DATE_OUT_OF_RANGE")
    assert call("add", date="2024-01-01", working_days=1, country="XX") == (422, "CALENDAR_UNKNOWN")
