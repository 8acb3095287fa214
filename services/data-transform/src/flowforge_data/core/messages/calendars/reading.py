"""Read events from iCalendar."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

import icalendar

from flowforge_data.core.messages.calendars.events import MAX_EVENTS, Attendee, Event, NoCalendar

_KINDS: Final[dict[str, Literal["event", "task", "journal"]]] = {
    "VEVENT": "event", "VTODO": "task", "VJOURNAL": "journal",
}  # fmt: skip


def read_events(content: bytes, field: str, warn: Callable[[str], None]) -> list[Event]:
    """Return the entries of all calendars in the file. Raises NoCalendar."""
    if b"BEGIN:VCALENDAR" not in content.upper():
        raise NoCalendar(field=field, reason="it does not begin with BEGIN:VCALENDAR")
    try:
        calendars = icalendar.Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise NoCalendar(field=field, reason="a line of it has another form") from error
    if not calendars:
        raise NoCalendar(field=field, reason="it has no END:VCALENDAR")
    found: list[Event] = []
    for component in _entries(calendars):
        if len(found) == MAX_EVENTS:
            warn(f"only the first {MAX_EVENTS:,} entries were read")
            break
        found.append(_event(component))
        for name, _ in component.errors:
            warn(f"a property {name} could not be read and was left out")
    return found


def _entries(calendars: list[Any]) -> Iterator[Any]:
    for calendar in calendars:
        yield from (one for one in calendar.walk() if one.name in _KINDS)


def _event(component: Any) -> Event:
    start, end = _moment(component, "DTSTART"), _moment(component, "DTEND") or _moment(component, "DUE")
    if (
        end is None
        and start is not None
        and isinstance(length := _plain(component, "DURATION"), dt.timedelta)
    ):
        end = start + length
    return Event(
        kind=_KINDS[component.name],
        start=_iso(start),
        end=_iso(end),
        all_day=start is not None and not isinstance(start, dt.datetime),
        time_zone=_zone(component, start),
        organizer=_person(component.get("ORGANIZER")),
        attendees=[one for one in map(_person, _listed(component.get("ATTENDEE"))) if one][:1_000],
        categories=_categories(component)[:200],
        recurrence=_rule(component)[:1_000],
        excluded=[
            _iso(one.dt) for dates in _listed(component.get("EXDATE")) for one in _attribute(dates, "dts", [])
        ][:1_000],
        reminders_minutes=_reminders(component)[:50],
        created=_iso(_moment(component, "CREATED")),
        modified=_iso(_moment(component, "LAST-MODIFIED")),
        **_texts(component),
    )


def _texts(component: Any) -> dict[str, str]:
    longest = {"uid": 1_000, "summary": 10_000, "description": 100_000, "location": 10_000, "url": 2_000}
    found = {name: str(component.get(name.upper(), ""))[:most] for name, most in longest.items()}
    return found | {"status": str(component.get("STATUS", "")).lower()[:50]}


def _plain(component: Any, name: str) -> Any:
    return _attribute(component.get(name), "dt", None)


def _attribute(value: Any, name: str, default: Any) -> Any:
    try:
        return getattr(value, name, default)
    except ValueError:  # a value of another form: it is among the errors of the component
        return default


def _moment(component: Any, name: str) -> dt.date | None:
    value = _plain(component, name)
    return value if isinstance(value, dt.date) else None


def _iso(value: dt.date | None) -> str:
    return "" if value is None else value.isoformat()


def _zone(component: Any, start: dt.date | None) -> str:
    if not isinstance(start, dt.datetime) or start.tzinfo is None:
        return ""
    return str(component.get("DTSTART").params.get("TZID", "UTC"))[:100]


def _rule(component: Any) -> str:
    rule = component.get("RRULE")
    rules = [one.to_ical().decode() for one in _listed(rule)]
    return rules[0] if rules else ""


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _categories(component: Any) -> list[str]:
    return [
        str(one) for part in _listed(component.get("CATEGORIES")) for one in _attribute(part, "cats", [part])
    ]


def _person(value: Any) -> Attendee | None:
    if value is None:
        return None
    parameters = _attribute(value, "params", {})
    return Attendee(
        email=str(value).partition(":")[2][:500] if ":" in str(value) else str(value)[:500],
        name=str(parameters.get("CN", ""))[:500],
        status=str(parameters.get("PARTSTAT", "")).lower()[:50],
        role=str(parameters.get("ROLE", "")).lower()[:50],
    )


def _reminders(component: Any) -> list[int]:
    triggers = [_plain(one, "TRIGGER") for one in component.walk("VALARM")]
    return [int(-one.total_seconds() // 60) for one in triggers if isinstance(one, dt.timedelta)]
