from typing import Any


def test_units(call: Any) -> None:
    found = call("difference", start="2024-01-31", end="2024-03-01T12:00")
    assert (found["days"], found["calendar_days"]) == (30.5, 30)
    assert (found["years_part"], found["months_part"], found["days_part"]) == (0, 1, 1)
    assert found["iso"] == "P1M1DT12H"


def test_backwards(call: Any) -> None:
    found = call("difference", start="2024-01-02", end="2024-01-01")
    assert (found["seconds"], found["iso"], found["working_days"]) == (-86_400, "-P1D", -1)


def test_working_days(call: Any) -> None:
    # Of May 2024 in Germany: 23 weekdays, without the 1st, the 9th and the 20th.
    assert call("difference", start="2024-05-01", end="2024-06-01")["working_days"] == 23
    assert call("difference", start="2024-05-01", end="2024-06-01", country="DE")["working_days"] == 20


def test_time_zones(call: Any) -> None:
    found = call("difference", start="2024-03-31T00:00", end="2024-04-01T00:00", time_zone="Europe/Berlin")
    assert found["hours"] == 23
    assert call("difference", start="2024-01-01T00:00Z", end="2024-01-01T01:00+01:00")["seconds"] == 0
