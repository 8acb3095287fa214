"""Make an iCalendar file (.ics) of events and tasks, to be imported or sent as an invitation."""

from typing import Literal

from pydantic import Field

from flowforge_data.core.messages.calendars.events import MAX_EVENTS, Event, InvalidEvent
from servicekit import FileOutput, Process, RequestBody, operation


class CreateCalendarRequest(RequestBody):
    events: list[Event] = Field(min_length=1, max_length=MAX_EVENTS, description="The events.")
    name: str = Field("", max_length=200, description="Name of the calendar.")
    method: Literal["request", "publish", "cancel"] | None = Field(
        None, description="'request' makes an invitation, 'cancel' withdraws one."
    )


@operation(
    "/calendar/create",
    errors=[InvalidEvent],
    run=Process(max_memory_bytes=384 << 20),
    example={
        "events": [
            {
                "summary": "Standup",
                "start": "2024-03-04T09:00",
                "end": "2024-03-04T09:15",
                "time_zone": "Europe/Berlin",
                "recurrence": "FREQ=WEEKLY;BYDAY=MO;COUNT=10",
            }
        ]
    },
)
def create_calendar(request: CreateCalendarRequest) -> FileOutput:
    from flowforge_data.core.messages.calendars.writing import write_events  # noqa: PLC0415 - for workers

    content = write_events(request.events, request.name, request.method)
    return FileOutput(content, "text/calendar; charset=utf-8", "calendar.ics")
