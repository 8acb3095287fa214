"""Read the events, tasks and journal entries of an iCalendar file (.ics), with attendees and recurrences.

/convert makes a table or another format of the same file; /dates/recurrence lists the dates of a recurrence.
"""

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.texts import TextFileForm
from flowforge_data.core.faults import READING
from flowforge_data.core.messages.answers import answered
from flowforge_data.core.messages.calendars.events import Event, NoCalendar
from servicekit import Context, Process, operation

if TYPE_CHECKING:
    ParsedEvent = Event
else:
    ParsedEvent = answered(Event)


class CalendarResult(BaseModel):
    events: list[ParsedEvent] = Field(description="The entries in the order of the file.")
    count: int = Field(description="How many there are.")
    warnings: list[str] = Field(description="What was guessed or left out.")


@operation(
    "/calendar/parse",
    errors=[*READING, NoCalendar],
    run=Process(max_memory_bytes=512 << 20),
    example={
        "text": "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20240229\n"
        "SUMMARY:Leap day\nEND:VEVENT\nEND:VCALENDAR\n"
    },
)
def parse_calendar(form: TextFileForm, context: Context) -> CalendarResult:
    from flowforge_data.core.conversion.requests import warnings_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.conversion.whole import text_of_form  # noqa: PLC0415 - likewise
    from flowforge_data.core.messages.calendars.reading import read_events  # noqa: PLC0415 - for workers

    text, notes, field = text_of_form(form, context.workspace)
    events = read_events(text.encode(), field, notes.warn)
    told = {
        "events": [one.model_dump() for one in events],
        "count": len(events),
        "warnings": warnings_of(notes),
    }
    return CalendarResult.model_validate(told)
