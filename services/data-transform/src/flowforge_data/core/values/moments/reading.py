"""Read dates: ISO 8601, Unix time, a given format, the usual spellings; never a guess between two dates."""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowforge_data.core.values.moments.forms import Moment, UnknownZone, UnreadableDate

_UNIX: Final = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_NUMERIC: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?=$|[ T,])")
_MILLISECONDS: Final = 1e11
_MONTHS: Final = 12


def zone_of(name: str | None, field: str) -> dt.tzinfo | None:
    """Return the time zone. Raises UnknownZone."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(field=field, value=repr(name)) from error


def read_moment(
    text: str,
    *,
    pattern: str | None = None,
    day_first: bool | None = None,
    field: str = "date",
    language: str | None = None,
) -> dt.datetime:
    """Return the moment, with a time zone if the text has one. Raises UnreadableDate."""
    text = text.strip()
    if pattern is not None:
        return _by_pattern(text, pattern, field)
    if _UNIX.fullmatch(text):
        seconds = float(text)
        return dt.datetime.fromtimestamp(seconds / 1000 if abs(seconds) > _MILLISECONDS else seconds, dt.UTC)
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    if numeric := _NUMERIC.match(text):
        text = _numeric(numeric, day_first, field) + text[numeric.end() :]
    return _by_words(text, field, language)


def _by_pattern(text: str, pattern: str, field: str) -> dt.datetime:
    try:
        return dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - the pattern says whether there is a zone
    except ValueError as error:
        raise UnreadableDate(
            field=field, value=repr(text), hint=f"It has not the format {pattern!r}"
        ) from error


def _numeric(match: re.Match[str], day_first: bool | None, field: str) -> str:  # noqa: FBT001 - three answers
    """Return the date in ISO 8601: a point means the day first, a slash what the caller says."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if "." in match[0]:
        day_first = True
    if first > _MONTHS or (day_first and second <= _MONTHS):
        return f"{year:04}-{second:02}-{first:02}"
    if second > _MONTHS or day_first is False or first == second:
        return f"{year:04}-{first:02}-{second:02}"
    hint = "It can mean two dates: set 'day_first'"
    raise UnreadableDate(field=field, value=repr(match[0]), hint=hint)


def _by_words(text: str, field: str, language: str | None) -> dt.datetime:
    import dateparser  # noqa: PLC0415 - only spellings in words need it

    hint = "Use ISO 8601, such as 2024-02-29T14:30, or give 'format'"
    if not re.search(r"\d", text):
        raise UnreadableDate(field=field, value=repr(text), hint=hint)
    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "STRICT_PARSING": True,
    }
    found: dt.datetime | None = dateparser.parse(
        text, languages=[language] if language else None, settings=settings
    )
    if found is None:
        raise UnreadableDate(field=field, value=repr(text), hint=hint)
    return found


def in_zone(moment: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime:
    """Return the moment in *zone*; one without a zone is taken to be of it."""
    if zone is None:
        return moment
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def described(moment: dt.datetime) -> Moment:
    """Return everything that an answer says of a moment."""
    calendar = moment.isocalendar()
    zone = moment.tzinfo
    leap = moment.year % 4 == 0 and (moment.year % 100 != 0 or moment.year % 400 == 0)
    return Moment(
        iso=moment.isoformat(),
        date=moment.date().isoformat(),
        time=moment.time().isoformat(),
        time_zone=None if zone is None else str(zone),
        unix=None if zone is None else moment.timestamp(),
        weekday=f"{moment:%A}",
        weekday_number=calendar.weekday,
        week=calendar.week,
        week_year=calendar.year,
        quarter=(moment.month + 2) // 3,
        day_of_year=moment.timetuple().tm_yday,
        is_weekend=calendar.weekday > 5,  # noqa: PLR2004 - Saturday is 6
        is_leap_year=leap,
    )
