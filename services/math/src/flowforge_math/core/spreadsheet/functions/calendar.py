"""Dates and times."""

import calendar
from datetime import timedelta
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import SECONDS, Moment, day, moment, moment_of, of_day, serial
from flowforge_math.core.spreadsheet.registry import single, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import NUM, VALUE, Failed

_MILLENNIUM: Final = 1900  # years below count from here
_MONDAYS: Final = {1: 6, 2: 0, **{kind: kind - 11 for kind in range(11, 18)}}


@single("DATE", "nnn")
def date_(year: float, month: float, number: float) -> Moment:
    whole_year = int(year) + (_MILLENNIUM if 0 <= year < _MILLENNIUM else 0)
    if max(abs(month), abs(number)) > 10**6:
        raise Failed(NUM)
    return of_day(whole_year, int(month), int(number))


@single("TIME", "nnn")
def time_(hour: float, minute: float, second: float) -> Moment:
    seconds = int(hour) * 3600 + int(minute) * 60 + int(second)
    if seconds < 0 or max(hour, minute, second) > 32_767:  # noqa: PLR2004 - what spreadsheets take
        raise Failed(NUM)
    return Moment(seconds % SECONDS / SECONDS)


@single("DATEVALUE", "t")
def date_value(value: str) -> Moment:
    found = moment_of(value.strip())
    if found is None or found < 1:
        raise Failed(VALUE)
    return Moment(int(found))


@single("TIMEVALUE", "t")
def time_value(value: str) -> Moment:
    found = moment_of(value.strip())
    if found is None:
        raise Failed(VALUE)
    return Moment(found % 1)


@whole("TODAY", 0, 0)
def today(frame: Frame) -> Moment:
    return serial(frame.sheet.now.date())


@whole("NOW", 0, 0)
def now(frame: Frame) -> Moment:
    return serial(frame.sheet.now)


@single("YEAR", "n")
def year(value: float) -> int:
    return day(value).year


@single("MONTH", "n")
def month_(value: float) -> int:
    return day(value).month


@single("DAY", "n")
def day_(value: float) -> int:
    return day(value).day


@single("HOUR", "n")
def hour(value: float) -> int:
    return moment(value).hour


@single("MINUTE", "n")
def minute(value: float) -> int:
    return moment(value).minute


@single("SECOND", "n")
def second(value: float) -> int:
    return moment(value).second


@single("WEEKDAY", "nn")
def weekday(value: float, kind: float = 1.0) -> int:
    found = day(value).weekday()
    if kind == 3:  # noqa: PLR2004 - Monday is 0
        return found
    if int(kind) not in _MONDAYS:
        raise Failed(NUM)
    return (found - _MONDAYS[int(kind)]) % 7 + 1


@single("WEEKNUM", "nn")
def week_number(value: float, kind: float = 1.0) -> int:
    if kind == 21:  # noqa: PLR2004 - ISO 8601
        return iso_week(value)
    if int(kind) not in _MONDAYS:
        raise Failed(NUM)
    found = day(value)
    first = (found.replace(month=1, day=1).weekday() - _MONDAYS[int(kind)]) % 7
    return (found.timetuple().tm_yday + first - 1) // 7 + 1


@single("ISOWEEKNUM", "n")
def iso_week(value: float) -> int:
    return day(value).isocalendar().week


def shifted(value: float, months: float) -> Moment:
    """Return a date some months later; a day that the month lacks becomes its last one."""
    found = day(value)
    if abs(months) > 10**6:
        raise Failed(NUM)
    years, month = divmod(found.month - 1 + int(months), 12)
    if not _MILLENNIUM <= found.year + years <= 9999:  # noqa: PLR2004 - what dates can be
        raise Failed(NUM)
    last = calendar.monthrange(found.year + years, month + 1)[1]
    return of_day(found.year + years, month + 1, min(found.day, last))


@single("EDATE", "nn")
def edate(value: float, months: float) -> Moment:
    return shifted(value, months)


@single("EOMONTH", "nn")
def end_of_month(value: float, months: float) -> Moment:
    found = day(shifted(value, months))
    return of_day(found.year, found.month, calendar.monthrange(found.year, found.month)[1])


@single("DAYS", "nn")
def days(end: float, start: float) -> float:
    return float(int(end) - int(start))


@single("DATEDIF", "nnt")
def date_difference(start: float, end: float, unit: str) -> Any:
    if start > end:
        raise Failed(NUM)
    one, other = day(start), day(end)
    months = (other.year - one.year) * 12 + other.month - one.month - (other.day < one.day)
    kind = unit.upper()
    if kind == "D":
        return (other - one).days
    if kind == "MD":
        # The days since the last whole month.
        return (other - day(shifted(start, float(months)))).days
    if kind == "YD":
        whole_years = months // 12
        return (other - day(shifted(start, float(12 * whole_years)))).days
    found = {"Y": months // 12, "M": months, "YM": months % 12}.get(kind)
    if found is None:
        raise Failed(NUM)
    return found


@single("DAYS360", "nnb")
def days_360(start: float, end: float, european: bool = False) -> float:  # noqa: FBT001, FBT002 - the value of a cell
    one, other = day(start), day(end)
    first, last = one.day, other.day
    if european:
        first, last = min(first, 30), min(last, 30)
    else:
        if (one + timedelta(days=1)).day == 1:
            first = 30
        if (other + timedelta(days=1)).day == 1 and last == 31 and first >= 30:  # noqa: PLR2004 - the last of a month
            last = 30
    return float((other.year - one.year) * 360 + (other.month - one.month) * 30 + last - first)


@single("YEARFRAC", "nnn")
def year_fraction(start: float, end: float, basis: float = 0.0) -> float:
    low, high = min(start, end), max(start, end)
    passed = float(int(high) - int(low))
    if basis in (0, 4):
        return abs(days_360(low, high, basis == 4)) / 360  # noqa: PLR2004 - the European basis
    if basis in (2, 3):
        return passed / (360 if basis == 2 else 365)  # noqa: PLR2004 - the basis of 360 days
    if basis != 1:
        raise Failed(NUM)
    one, other = day(low), day(high)
    years = range(one.year, other.year + 1)
    if len(years) == 1 or (len(years) == 2 and (one.month, one.day) >= (other.month, other.day)):  # noqa: PLR2004 - within a year
        leap = any(
            one <= day(of_day(every, 2, 29)) <= other for every in years if calendar.isleap(every)
        ) or (len(years) == 1 and calendar.isleap(one.year))
        return passed / (366 if leap else 365)
    return passed / (sum(366 if calendar.isleap(every) else 365 for every in years) / len(years))
