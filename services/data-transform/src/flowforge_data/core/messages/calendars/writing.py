"""Write events as iCalendar."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icalendar

from flowforge_data.core.messages.calendars.events import Attendee, Event, InvalidEvent
from flowforge_data.core.values.moments.forms import InvalidRule, UnreadableDate
from flowforge_data.core.values.moments.reading import read_moment
from flowforge_data.core.values.moments.recurring import standard

_COMPONENTS: Final = {"event": icalendar.Event, "task": icalendar.Todo, "journal": icalendar.Journal}
_DAY: Final = len("2024-02-29")


def write_events(events: Sequence[Event], name: str, method: str | None) -> bytes:
    """Return a calendar of *events* with the time zones that they use. Raises InvalidEvent."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//FlowForge//data//EN")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method.upper())
    if name:
        calendar.add("x-wr-calname", name)
    for number, event in enumerate(events, 1):
        calendar.add_component(_component(event, number))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: Event, number: int) -> Any:
    made = _COMPONENTS[event.kind]()
    made.add("uid", event.uid or _uid(event))
    start = _moment(event, event.start, "start", number)
    end = _moment(event, event.end, "end", number)
    if start is None and event.kind == "event":
        raise InvalidEvent(number=number, reason="'start' is required")
    _check_order(start, end, number)
    made.add("dtstamp", _stamp(event))
    if start is not None:
        made.add("dtstart", start)
    if end is not None:
        made.add("due" if event.kind == "task" else "dtend", end)
    for name in ("summary", "description", "location", "url"):
        if value := getattr(event, name):
            made.add(name, value)
    if event.status:
        made.add("status", event.status.upper())
    if event.categories:
        made.add("categories", event.categories)
    _add_people(made, event)
    _add_recurrence(made, event, number)
    _add_reminders(made, event)
    return made


def _moment(event: Event, text: str, field: str, number: int) -> dt.date | None:
    if not text:
        return None
    try:
        found = read_moment(text, field=field)
        zone = ZoneInfo(event.time_zone) if event.time_zone else None
    except UnreadableDate as error:
        raise InvalidEvent(number=number, reason=error.text.rstrip(".")) from error
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"'time_zone' is {event.time_zone!r}, use a name such as Europe/Berlin"
        raise InvalidEvent(number=number, reason=reason) from error
    if event.all_day or len(text.strip()) <= _DAY:
        return found.date()
    if zone is not None:
        return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)
    return found if found.tzinfo is None else found.astimezone(dt.UTC)


def _check_order(start: dt.date | None, end: dt.date | None, number: int) -> None:
    if start is None or end is None:
        return
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        raise InvalidEvent(number=number, reason="'start' and 'end' are both days, or both have a time")
    if end < start:
        raise InvalidEvent(number=number, reason="'end' is before 'start'")


def _stamp(event: Event) -> dt.datetime:
    """Return the time stamp that RFC 5545 asks for: the change that the event names, else now."""
    if event.modified:
        try:
            return read_moment(event.modified, field="modified").astimezone(dt.UTC)
        except UnreadableDate:
            pass
    return dt.datetime.now(dt.UTC)


def _uid(event: Event) -> str:
    content = f"{event.summary}\n{event.start}\n{event.end}\n{event.location}".encode()
    return f"{hashlib.sha256(content).hexdigest()[:32]}@flowforge"


def _add_people(made: Any, event: Event) -> None:
    if event.organizer is not None:
        made.add("organizer", _person(event.organizer))
    for one in event.attendees:
        made.add("attendee", _person(one))


def _person(one: Attendee) -> Any:
    address = icalendar.vCalAddress(f"mailto:{''.join(one.email.split())}")
    for name, value in (("CN", one.name), ("PARTSTAT", one.status.upper()), ("ROLE", one.role.upper())):
        if value:
            address.params[name] = "".join(
                letter for letter in value if letter.isprintable() and letter != '"'
            )
    return address


def _add_recurrence(made: Any, event: Event, number: int) -> None:
    if event.recurrence:
        try:
            made.add("rrule", icalendar.vRecur.from_ical(standard(event.recurrence)))
        except (InvalidRule, ValueError, KeyError) as error:
            reason = "'recurrence' is no RRULE such as FREQ=WEEKLY;COUNT=5"
            raise InvalidEvent(number=number, reason=reason) from error
    for one in event.excluded:
        if (moment := _moment(event, one, "excluded", number)) is not None:
            made.add("exdate", moment)


def _add_reminders(made: Any, event: Event) -> None:
    for minutes in event.reminders_minutes:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.summary or "Reminder")
        alarm.add("trigger", dt.timedelta(minutes=-minutes))
        made.add_component(alarm)
