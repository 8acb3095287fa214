"""Public holidays by country."""

import datetime as dt
from typing import Any

import holidays

from flowforge_data.core.values.moments.forms import UnknownCalendar


def calendar_of(
    country: str, subdivision: str | None, language: str | None = None, year: int | None = None
) -> Any:
    """Return the holidays as a mapping from dates to names. Raises UnknownCalendar."""
    years = [year] if year is not None else None
    try:
        return holidays.country_holidays(country, subdiv=subdivision, language=language, years=years)
    except NotImplementedError as error:
        unknown = country not in holidays.list_supported_countries()
        field, value = ("country", country) if unknown else ("subdivision", subdivision)
        raise UnknownCalendar(field=field, value=repr(value)) from error


def is_working_day(day: dt.date, calendar: Any) -> bool:
    """Return whether *day* is a working day: not a weekend or a holiday. *calendar* may be None."""
    return day.isoweekday() <= 5 and (calendar is None or day not in calendar)  # noqa: PLR2004 - Friday
