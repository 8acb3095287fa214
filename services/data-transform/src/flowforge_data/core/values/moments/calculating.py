"""Add to dates and take differences, by the calendar and by the clock."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta

from flowforge_data.core.values.moments.calendars import calendar_of, is_working_day
from flowforge_data.core.values.moments.forms import DateOutOfRange


def add(
    start: dt.datetime,
    steps: Mapping[str, float],
    working_days: int,
    country: str | None,
    subdivision: str | None,
) -> dt.datetime:
    """Return *start* with calendar steps, then working days, then hours and less. Raises DateOutOfRange."""
    calendar = calendar_of(country, subdivision) if country else None
    try:
        moment = start + relativedelta(
            years=int(steps["years"]),
            months=int(steps["months"]),
            weeks=int(steps["weeks"]),
            days=int(steps["days"]),
        )
        moment = _working_days(moment, working_days, calendar)
        clock = dt.timedelta(hours=steps["hours"], minutes=steps["minutes"], seconds=steps["seconds"])
        if not clock:
            return moment
        if moment.tzinfo is None:
            return moment + clock
        return (moment.astimezone(dt.UTC) + clock).astimezone(moment.tzinfo)
    except (OverflowError, ValueError) as error:
        raise DateOutOfRange from error


def _working_days(moment: dt.datetime, count: int, calendar: Any) -> dt.datetime:
    step = dt.timedelta(days=1 if count > 0 else -1)
    while count:
        moment += step
        if is_working_day(moment.date(), calendar):
            count -= 1 if count > 0 else -1
    return moment


def difference(
    start: dt.datetime, end: dt.datetime, country: str | None, subdivision: str | None
) -> dict[str, float | int | str]:
    """Return the difference in every unit."""
    if (start.tzinfo is None) != (end.tzinfo is None):
        start, end = (one.replace(tzinfo=one.tzinfo or dt.UTC) for one in (start, end))
    seconds = _seconds(start, end)
    first, last = sorted((start, end))
    parts = relativedelta(last, first)
    calendar = calendar_of(country, subdivision) if country else None
    working = _count_working_days(first.date(), last.date(), calendar)
    sign = -1 if seconds < 0 else 1
    return {
        "seconds": seconds,
        "minutes": seconds / 60,
        "hours": seconds / 3_600,
        "days": seconds / 86_400,
        "weeks": seconds / 604_800,
        "calendar_days": (end.date() - start.date()).days,
        "working_days": sign * working,
        "years_part": parts.years,
        "months_part": parts.months,
        "days_part": parts.days,
        "iso": _iso(parts, negative=seconds < 0),
    }


def _seconds(start: dt.datetime, end: dt.datetime) -> float:
    """Return the time that passes: with time zones by UTC, since Python ignores changes of the clock else."""
    if start.tzinfo is not None:
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return (end - start).total_seconds()


def _count_working_days(first: dt.date, last: dt.date, calendar: Any) -> int:
    """Count whole weeks at once; holidays are taken off where they fall on a weekday."""
    days = (last - first).days
    count = days // 7 * 5
    for place in range(days // 7 * 7, days):
        count += (first + dt.timedelta(days=place)).isoweekday() <= 5  # noqa: PLR2004 - Friday
    if calendar is None:
        return count
    return count - sum(
        first <= day < last and day.isoweekday() <= 5  # noqa: PLR2004 - Friday
        for year in range(first.year, last.year + 1)
        for day in _holidays_of(calendar, year)
    )


def _holidays_of(calendar: Any, year: int) -> list[dt.date]:
    _ = dt.date(year, 1, 1) in calendar  # makes the calendar work out the year
    return [day for day in calendar if day.year == year]


def _iso(parts: relativedelta, *, negative: bool) -> str:
    date = "".join(
        f"{value}{unit}"
        for value, unit in ((parts.years, "Y"), (parts.months, "M"), (parts.days, "D"))
        if value
    )
    seconds = parts.seconds + parts.microseconds / 1e6
    shown = f"{seconds:g}"
    time = "".join(
        f"{value}{unit}"
        for value, unit in ((parts.hours, "H"), (parts.minutes, "M"), (shown if seconds else 0, "S"))
        if value
    )
    body = date + (f"T{time}" if time else "")
    return ("-" if negative else "") + "P" + (body or "T0S")
