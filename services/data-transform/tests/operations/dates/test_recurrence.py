from typing import Any

import pytest

# RFC 5545, section 3.8.5.3.
EXAMPLES = [
    (
        "FREQ=DAILY;INTERVAL=10;COUNT=5",
        "1997-09-02T09:00",
        ["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"],
    ),
    (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22T09:00",
        ["1997-09-22", "1997-10-20", "1997-11-17", "1997-12-22", "1998-01-19", "1998-02-16"],
    ),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3",
        "1996-11-05T09:00",
        ["1996-11-05", "2000-11-07", "2004-11-02"],
    ),
    (
        "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997-09-04T09:00",
        ["1997-09-04", "1997-10-07", "1997-11-06"],
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05T09:00",
        ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"],
    ),
]


@pytest.mark.parametrize(("rule", "start", "days"), EXAMPLES)
def test_examples_of_the_standard(call: Any, rule: str, start: str, days: list[str]) -> None:
    found = call("recurrence", rule=f"RRULE:{rule}", start=start)
    assert found["dates"] == [f"{day}T09:00:00" for day in days]
    assert (found["count"], found["more"], found["rule"]) == (len(days), False, rule)


def test_daylight_saving_keeps_the_local_time(call: Any) -> None:
    found = call(
        "recurrence", rule="FREQ=DAILY", start="2024-03-30T09:00", time_zone="Europe/Berlin", limit=2
    )
    assert found["dates"] == ["2024-03-30T09:00:00+01:00", "2024-03-31T09:00:00+02:00"]
    assert found["more"] is True


def test_between_and_without(call: Any) -> None:
    found = call(
        "recurrence", rule="FREQ=WEEKLY;BYDAY=MO", start="2024-01-01", after="2024-02-01",
        before="2024-02-29",
        excluded=["2024-02-12"],
    )  # fmt: skip
    assert found["dates"] == ["2024-02-05", "2024-02-19", "2024-02-26"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"rule": "every day"}, "RECURRENCE_INVALID"),
        ({"rule": "FREQ=SOMETIMES"}, "RECURRENCE_INVALID"),
        ({"rule": "INTERVAL=2"}, "RECURRENCE_INVALID"),
        ({"rule": "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"}, "RECURRENCE_INVALID"),
        ({"start": "soon"}, "DATE_UNREADABLE"),
        ({"time_zone": "Mars"}, "TIME_ZONE_UNKNOWN"),
    ],
)
def test_what_is_no_rule(call: Any, fields: dict[str, Any], code: str) -> None:
    given = {"rule": "FREQ=DAILY", "start": "2024-01-01"} | fields
    assert call("recurrence", **given) == (422, code)


def test_a_rule_without_any_date_ends(call: Any) -> None:
    assert call("recurrence", rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", start="2024-01-01")["dates"] == []
