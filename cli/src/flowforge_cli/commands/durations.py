"""Parse durations and dates."""

import re
from datetime import UTC, datetime, timedelta

from flowforge_cli.errors import InvalidDuration

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LENGTH = re.compile(r"(\d{1,6})([smhdw])")


def parse_duration(text: str) -> timedelta:
    """Read `90s`, `30m`, `12h`, `30d` or `2w`. Raises InvalidDuration."""
    if match := _LENGTH.fullmatch(text.strip()):
        return timedelta(**{_UNITS[match[2]]: int(match[1])})
    raise InvalidDuration(f"{text!r} is not a duration: use 90s, 30m, 12h, 30d or 2w")


def parse_expiry(text: str) -> datetime:
    """Read a length from now, or a date such as 2030-12-31 or 2030-12-31T18:00:00Z (UTC without a zone)."""
    if _LENGTH.fullmatch(text.strip()):
        return datetime.now(UTC) + parse_duration(text)
    try:
        date = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidDuration(
            f"{text!r} is not a date: use 30d, 2030-12-31 or 2030-12-31T18:00:00Z"
        ) from error
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
