from typing import Any

import httpx
import pytest

# RFC 5545, sections 3.6.1 and 3.6.2, in one calendar.
RFC5545 = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hacksw/handcal//NONSGML v1.0//EN
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:19970901T130000Z-123401@example.com
DTSTAMP:19970901T130000Z
DTSTART:19970903T163000Z
DTEND:19970903T190000Z
SUMMARY:Annual Employee Review
CLASS:PRIVATE
CATEGORIES:BUSINESS,HUMAN RESOURCES
ORGANIZER;CN=John Smith:mailto:jsmith@example.com
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=Henry Cabot:mailto:hcabot@example.com
BEGIN:VALARM
TRIGGER:-PT30M
ACTION:DISPLAY
DESCRIPTION:x
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:19970901T130000Z-123403@example.com
DTSTAMP:19970901T130000Z
DTSTART;VALUE=DATE:19971102
SUMMARY:Our Blissful Anniversary
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:19970901T130000Z
DTSTART;TZID=America/New_York:20240229T103000
DURATION:PT1H30M
EXDATE;TZID=America/New_York:20240307T103000
RRULE:FREQ=WEEKLY;COUNT=3
END:VEVENT
BEGIN:VTODO
UID:20070313T123432Z-456553@example.com
DTSTAMP:20070313T123432Z
DUE;VALUE=DATE:20070501
SUMMARY:Submit Quebec Income Tax Return for 2006
STATUS:NEEDS-ACTION
END:VTODO
END:VCALENDAR
"""


def parse(client: httpx.Client, text: str) -> Any:
    answer = client.post("/api/v1/data/calendar/parse", json={"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_examples_of_the_standard(client: httpx.Client) -> None:
    review, anniversary, call, tax = parse(client, RFC5545)["events"]
    assert (review["start"], review["end"], review["time_zone"]) == (
        "1997-09-03T16:30:00+00:00", "1997-09-03T19:00:00+00:00", "UTC",
    )  # fmt: skip
    assert review["organizer"]["email"] == "jsmith@example.com"
    assert review["attendees"] == [
        {
            "email": "hcabot@example.com",
            "name": "Henry Cabot",
            "status": "tentative",
            "role": "req-participant",
        }
    ]
    assert (review["categories"], review["reminders_minutes"]) == (["BUSINESS", "HUMAN RESOURCES"], [30])
    assert (anniversary["start"], anniversary["all_day"], anniversary["recurrence"]) == (
        "1997-11-02", True, "FREQ=YEARLY",
    )  # fmt: skip
    assert (call["end"], call["excluded"]) == ("2024-02-29T12:00:00-05:00", ["2024-03-07T10:30:00-05:00"])
    assert (tax["kind"], tax["end"], tax["status"]) == ("task", "2007-05-01", "needs-action")


def test_a_table_of_events(client: httpx.Client) -> None:
    answer = client.post("/api/v1/data/convert", json={"text": RFC5545, "to": "csv"})
    assert answer.text.splitlines()[0].startswith("kind,uid,summary,start,end,all_day,time_zone")
    assert len(answer.text.splitlines()) == 5


def test_a_property_that_cannot_be_read_is_told(client: httpx.Client) -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:tomorrow\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"
    found = parse(client, text)
    assert (found["events"][0]["summary"], found["events"][0]["start"]) == ("x", "")
    assert "DTSTART" in found["warnings"][0]


@pytest.mark.parametrize("text", ["hello", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"])
def test_no_calendar(client: httpx.Client, text: str) -> None:
    answer = client.post("/api/v1/data/calendar/parse", json={"text": text})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "CALENDAR_UNREADABLE")


def test_a_broken_property_is_left_out_with_a_warning(client: httpx.Client) -> None:
    broken = RFC5545.replace("EXDATE;TZID=America/New_York:20240307T103000", "EXDATE:\nEXDATE:x")
    found = parse(client, broken)
    assert found["entries" if "entries" in found else "events"][2]["excluded"] == []
    assert any("EXDATE" in warning for warning in found["warnings"])
