"""Dates at equal distances."""

import datetime as dt
from typing import Any, Final

from dateutil.relativedelta import relativedelta

from flowforge_data.core.values.moments.calendars import calendar_of, is_working_day
from flowforge_data.core.values.moments.forms import InvalidRange
from flowforge_data.core.values.moments.reading import read_moment

_DAY: Final = len("2024-02-29")
_QUARTER: Final = 3


def stepped(request: Any, most: int) -> list[str]:
    """Return the dates of the request, and the one after the last. Raises InvalidRange."""
    start = read_moment(request.start, field="start")
    end = read_moment(request.end, field="end") if request.end is not None else None
    if end is not None and (start.tzinfo is None) != (end.tzinfo is None):
        raise InvalidRange(reason="either both of 'start' and 'end' have a time zone, or none")
    if end is not None and end < start:
        raise InvalidRange(reason="'end' is before 'start'")
    whole_days = len(request.start.strip()) <= _DAY and request.unit not in ("minutes", "hours")
    found: list[dt.datetime] = []
    calendars: dict[int, Any] = {}
    for number in range(most * 10):
        moment = _moved(start, number * request.every, request.unit)
        if request.working_days and not _works(moment.date(), request, calendars):
            continue
        found.append(moment)
        if (request.count is not None and len(found) > request.count) or (end is not None and moment > end):
            return [one.date().isoformat() if whole_days else one.isoformat() for one in found]
        if len(found) > most:
            break
    raise InvalidRange(reason=f"it has over {most:,} dates: choose a larger 'every' or 'unit'")


def _moved(start: dt.datetime, count: int, unit: str) -> dt.datetime:
    if unit == "quarters":
        count, unit = count * _QUARTER, "months"
    try:
        return start + relativedelta(**{unit: count})  # type: ignore[arg-type] # a unit of it
    except (OverflowError, ValueError) as error:
        raise InvalidRange(reason="it goes beyond the year 9999") from error


def _works(day: dt.date, request: Any, calendars: dict[int, Any]) -> bool:
    if request.country is None:
        return day.isoweekday() <= 5  # noqa: PLR2004 - Friday
    if day.year not in calendars:
        calendars[day.year] = calendar_of(request.country, request.subdivision, None, day.year)
    return bool(is_working_day(day, calendars[day.year]))
