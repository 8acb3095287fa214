"""What an event of a calendar holds."""

from typing import Literal

from pydantic import Field

from servicekit import InvalidInput, RequestBody

MAX_EVENTS = 10_000


class NoCalendar(InvalidInput):
    code = "CALENDAR_UNREADABLE"
    message = "'{field}' cannot be read as a calendar file: {reason}."


class InvalidEvent(InvalidInput):
    code = "EVENT_INVALID"
    message = "Event {number} of 'events' cannot be written: {reason}."


class Attendee(RequestBody):
    email: str = Field(max_length=500, description="E-mail address.")
    name: str = Field("", max_length=500, description="Name.")
    status: str = Field("", max_length=50, description="Such as accepted, declined or needs-action.")
    role: str = Field("", max_length=50, description="Such as chair or opt-participant.")


class Event(RequestBody):
    """An event, task or journal entry."""

    kind: Literal["event", "task", "journal"] = Field("event", description="What it is.")
    uid: str = Field("", max_length=1_000, description="Identifier; made of the content if empty.")
    summary: str = Field("", max_length=10_000, description="Title.")
    start: str = Field(
        "", max_length=100, description="Such as 2024-02-29T10:30, or 2024-02-29 for a whole day."
    )
    end: str = Field("", max_length=100, description="End; for whole days the day after the last one.")
    all_day: bool = Field(default=False, description="Whether it lasts whole days.")
    time_zone: str = Field(
        "", max_length=100, description="Such as Europe/Berlin; empty for a floating time."
    )
    description: str = Field("", max_length=100_000, description="Text.")
    location: str = Field("", max_length=10_000, description="Place.")
    url: str = Field("", max_length=2_000, description="Web page.")
    status: str = Field("", max_length=50, description="Such as confirmed, tentative or cancelled.")
    organizer: Attendee | None = Field(None, description="Who invites.")
    attendees: list[Attendee] = Field([], max_length=1_000, description="Who is invited.")
    categories: list[str] = Field([], max_length=200, description="Categories.")
    recurrence: str = Field("", max_length=1_000, description="RRULE, such as FREQ=WEEKLY;BYDAY=MO;COUNT=5.")
    excluded: list[str] = Field(
        [], max_length=1_000, description="Starts of occurrences that do not take place."
    )
    reminders_minutes: list[int] = Field([], max_length=50, description="Minutes before the start.")
    created: str = Field("", max_length=100, description="When it was made.")
    modified: str = Field("", max_length=100, description="When it was changed.")
