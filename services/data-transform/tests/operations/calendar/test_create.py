from typing import Any

import httpx
import icalendar
import pytest

EVENT = {
    "summary": "Review; all", "start": "2024-03-04T09:00", "end": "2024-03-04T10:00",
    "time_zone": "Europe/Berlin",
    "description": "a,\nb", "location": "Room 1", "recurrence": "FREQ=WEEKLY;COUNT=3",
    "excluded": ["2024-03-11T09:00"], "reminders_minutes": [15], "categories": ["work"],
    "organizer": {"email": "ada@example.org", "name": "Ada"}, "attendees": [{"email": "bob@example.org"}],
}  # fmt: skip


def create(client: httpx.Client, *events: Any, **fields: Any) -> httpx.Response:
    return client.post("/api/v1/data/calendar/create", json={"events": events, **fields})


def test_the_file_has_what_was_asked_for(client: httpx.Client) -> None:
    answer = create(client, EVENT, name="Team", method="request")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.text)
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("REQUEST", "Team")
    assert [one.name for one in calendar.subcomponents] == ["VEVENT", "VTIMEZONE"] or [
        one.name for one in calendar.subcomponents
    ] == ["VTIMEZONE", "VEVENT"]
    event = calendar.walk("VEVENT")[0]
    assert event["DTSTART"].dt.isoformat() == "2024-03-04T09:00:00+01:00"
    assert str(event["DESCRIPTION"]) == "a,\nb"


def test_it_comes_back(client: httpx.Client) -> None:
    text = create(client, EVENT).text
    found = client.post("/api/v1/data/calendar/parse", json={"text": text}).json()["events"][0]
    assert found["excluded"] == ["2024-03-11T09:00:00+01:00"]
    for name in ("summary", "description", "location", "recurrence", "time_zone", "reminders_minutes"):
        assert found[name] == EVENT[name]


def test_the_same_event_has_the_same_id(client: httpx.Client) -> None:
    one, two = (icalendar.Calendar.from_ical(create(client, EVENT).text).walk("VEVENT")[0] for _ in range(2))
    assert one["UID"] == two["UID"]


def test_whole_days_and_tasks(client: httpx.Client) -> None:
    text = create(client, {"start": "2024-02-29"}, {"kind": "task", "summary": "x", "end": "2024-03-01"}).text
    assert "DTSTART;VALUE=DATE:20240229" in text
    assert "DUE;VALUE=DATE:20240301" in text


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"summary": "x"}, "'start' is required"),
        ({"start": "soon"}, "'start' is no date"),
        ({"start": "2024-03-04", "end": "2024-03-03"}, "'end' is before 'start'"),
        ({"start": "2024-03-04T09:00", "end": "2024-03-05"}, "both days"),
        ({"start": "2024-03-04T09:00", "time_zone": "Mars/Base"}, "'time_zone' is 'Mars/Base'"),
        ({"start": "2024-03-04", "recurrence": "every day"}, "'recurrence' is no RRULE"),
    ],
)
def test_events_that_cannot_be_written(client: httpx.Client, event: Any, reason: str) -> None:
    error = create(client, {"start": "2024-01-01"}, event).json()["error"]
    assert error["code"] == "EVENT_INVALID"
    assert error["message"].startswith("Event 2 of 'events'")
    assert reason in error["message"]
