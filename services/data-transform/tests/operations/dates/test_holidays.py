from typing import Any


def test_a_state_has_more(call: Any) -> None:
    def names(**fields: Any) -> set[str]:
        return {one["date"] for one in call("holidays", country="DE", year=2024, **fields)["holidays"]}

    assert "2024-10-03" in names()
    assert names(subdivision="BY") - names() == {"2024-01-06", "2024-05-30", "2024-11-01"}


def test_dates(call: Any) -> None:
    found = call("holidays", country="US", year=2024, dates=["2024-07-04", "2024-07-05", "2024-07-06"])[
        "dates"
    ]
    assert [one["working_day"] for one in found] == [False, True, False]
    assert found[0]["holiday"] == "Independence Day"


def test_unknown_places(call: Any) -> None:
    assert call("holidays", country="XX", year=2024) == (422, "CALENDAR_UNKNOWN")
    assert call("holidays", country="DE", subdivision="ZZ", year=2024) == (422, "CALENDAR_UNKNOWN")
