from typing import Any

import pytest


def test_ends_of_months_stay_at_the_end(call: Any) -> None:
    found = call("range", start="2024-01-31", count=3, unit="months")
    assert found["dates"] == ["2024-01-31", "2024-02-29", "2024-03-31"]
    assert found["periods"][-1] == {"start": "2024-03-31", "end": "2024-04-30"}


@pytest.mark.parametrize(
    ("fields", "dates"),
    [
        ({"end": "2024-03-03"}, ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03"]),
        ({"end": "2024-03-20", "unit": "weeks"}, ["2024-02-28", "2024-03-06", "2024-03-13", "2024-03-20"]),
        ({"count": 2, "unit": "quarters"}, ["2024-02-28", "2024-05-28"]),
        ({"count": 4, "working_days": True}, ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-04"]),
        ({"count": 2, "unit": "hours", "every": 12}, ["2024-02-28T00:00:00", "2024-02-28T12:00:00"]),
    ],
)
def test_units(call: Any, fields: dict[str, Any], dates: list[str]) -> None:
    assert call("range", start="2024-02-28", **fields)["dates"] == dates


def test_holidays_are_left_out(call: Any) -> None:
    """The Good Friday and Easter Monday of 2024 in Germany: March 29 and April 1."""
    found = call("range", start="2024-03-28", count=2, working_days=True, country="DE")
    assert found["dates"] == ["2024-03-28", "2024-04-02"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"end": "2023-01-01"}, "RANGE_INVALID"),
        ({"end": "2100-01-01"}, "RANGE_INVALID"),
        ({"count": 100, "unit": "years", "every": 1_000}, "RANGE_INVALID"),
        ({"count": 5, "end": "2024-03-01"}, "VALIDATION_ERROR"),
        ({"start": "soon", "count": 1}, "DATE_UNREADABLE"),
        ({"count": 1, "country": "XX", "working_days": True}, "CALENDAR_UNKNOWN"),
    ],
)
def test_what_is_no_range(call: Any, fields: dict[str, Any], code: str) -> None:
    assert call("range", **({"start": "2024-01-01"} | fields)) == (422, code)
