"""Dates as spreadsheets count them: days since 1899-12-30, the time of day as a fraction."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
LAST: Final = 2_958_465  # 9999-12-31
_LEAP: Final = 60  # the 29th of February 1900, which spreadsheets count although it did not exist
SECONDS: Final = 86_400
_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[+-]\d{2}:?\d{2})?$"
)
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_WORDS: Final = re.compile(
    r"(?:(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{4})|([A-Za-z]{3,9}) (\d{1,2}),? (\d{4}))$"
)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AaPp])[Mm])?$")
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_CENTURY: Final = 30  # two digits from 30 on are of the twentieth century


class Moment(float):
    """A number that is a date or a time, and is shown as one."""

    __slots__ = ()


def serial(value: datetime | date) -> Moment:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - cells have no time zone
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    passed = value - EPOCH
    days = passed.days + (passed.seconds + passed.microseconds / 1e6) / SECONDS
    return Moment(days if days > _LEAP else days - 1)


def moment(value: float) -> datetime:
    """Return the date of a serial number, to the second. Raises OverflowError outside 1900 to 9999."""
    if not 0 <= value < LAST + 1:
        raise OverflowError
    days = int(value)
    seconds = round((value - days) * SECONDS)
    return EPOCH + timedelta(days=days if days >= _LEAP else days + 1, seconds=seconds)


def day(value: float) -> date:
    return moment(float(int(value))).date()


def of_day(year: int, month: int, number: int) -> Moment:
    """Return the serial number of a date; months and days may overflow. Raises OverflowError."""
    years, months = divmod(month - 1, 12)
    if not 1 <= year + years <= 9999:  # noqa: PLR2004 - what dates can be
        raise OverflowError
    first = serial(date(year + years, months + 1, 1))
    found = first + number - 1
    if not 0 <= found <= LAST:
        raise OverflowError
    return Moment(found)


def text_of(value: float) -> str:
    """Return a date, a time or both, as ISO 8601 writes them."""
    try:
        found = moment(value)
    except OverflowError:
        return f"{float(value):.15g}"
    if 0 < value < 1:
        return found.strftime("%H:%M:%S")
    return found.date().isoformat() if value == int(value) else found.isoformat(timespec="seconds")


def moment_of(text: str) -> Moment | None:
    """Return the date or time that a text shows, such as 2026-01-31, 1/31/2026, 31-Jan-2026 or 10:30."""
    try:
        for pattern, read in _READERS:
            if found := pattern.match(text):
                return read(found)
    except (ValueError, OverflowError):
        return None
    return None


def _iso(found: re.Match[str]) -> Moment:
    numbers = [int(one or 0) for one in found.groups()[:6]]
    value = datetime(*numbers)  # type: ignore[arg-type] # noqa: DTZ001 - six numbers; cells have no time zone
    if found[8] and found[8] != "Z":
        sign = 1 if found[8][0] == "+" else -1
        value -= sign * timedelta(hours=int(found[8][1:3]), minutes=int(found[8][-2:]))
    return serial(value)


def _american(found: re.Match[str]) -> Moment:
    month, number, year, hour, minute, second = (int(one or 0) for one in found.groups())
    if len(found[3]) == 2:  # noqa: PLR2004 - a year without its century
        year += 1900 if year >= _CENTURY else 2000
    return serial(datetime(year, month, number, hour, minute, second))  # noqa: DTZ001 - likewise


def _words(found: re.Match[str]) -> Moment:
    number, name, year = found.groups()[:3] if found[1] else (found[5], found[4], found[6])
    month = next((at for at, one in enumerate(MONTHS, 1) if _abbreviates(name, one)), 0)
    return serial(date(int(year), month, int(number)))


def _abbreviates(name: str, month: str) -> bool:
    return name.lower() in (month.lower(), month[:3].lower())


def _time(found: re.Match[str]) -> Moment:
    hour, minute, second = (int(one or 0) for one in found.groups()[:3])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - the clock
        raise ValueError
    return Moment((hour * 3600 + minute * 60 + second) / SECONDS)


_READERS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Moment]], ...]] = (
    (_ISO, _iso),
    (_AMERICAN, _american),
    (_WORDS, _words),
    (_TIME, _time),
)
