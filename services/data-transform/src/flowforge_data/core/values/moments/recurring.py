"""Occurrences of recurrence rules (RFC 5545)."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from dateutil.rrule import rrule, rrulestr

from flowforge_data.core.values.moments.forms import InvalidRule
from flowforge_data.core.values.moments.reading import read_moment, zone_of

_PARTS: Final = re.compile(r"[A-Z]+=[-+A-Z0-9,]+")
_DAY: Final = len("2024-02-29")
_MOST_TRIED: Final = 200_000
_KNOWN: Final = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY",
     "BYYEARDAY",
     "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST")
)  # fmt: skip
Limits = tuple[str | None, str | None]
_SPARSE: Final = ("SECONDLY", "MINUTELY", "HOURLY")


def standard(text: str) -> str:
    """Return the rule in capitals without the name before it. Raises InvalidRule."""
    rule = "".join(text.upper().split()).removeprefix("RRULE:").rstrip(";")
    parts = rule.split(";")
    wrong = next(
        (one for one in parts if not _PARTS.fullmatch(one) or one.partition("=")[0] not in _KNOWN), None
    )
    if wrong is not None or not any(one.startswith("FREQ=") for one in parts):
        raise InvalidRule(
            value=repr(text[:80]), reason=f"{wrong!r} is no part of one" if wrong else "FREQ is missing"
        )
    if any(f"FREQ={one}" in parts for one in _SPARSE) and any(one.startswith("BY") for one in parts):
        raise InvalidRule(
            value=repr(text[:80]), reason="hours, minutes and seconds recur without BY parts only"
        )
    return rule


def occurrences(
    rule: str, first_date: tuple[str, str | None], limits: Limits, excluded: Sequence[str], most: int
) -> list[str]:
    """Return up to *most* occurrences from a start in a time zone. Raises InvalidRule and UnreadableDate."""
    start, time_zone = first_date
    zone = zone_of(time_zone, "time_zone")
    whole_days = len(start.strip()) <= _DAY
    first = read_moment(start, field="start").replace(tzinfo=None)
    without = {_shown(_local(one, zone, "excluded"), whole_days) for one in excluded}
    after = _local(limits[0], zone, "after") if limits[0] else None
    before = _local(limits[1], zone, "before") if limits[1] else None
    if before is not None and whole_days and len((limits[1] or "").strip()) > _DAY:
        before = before.replace(hour=0, minute=0, second=0)
    try:
        made = rrulestr(_with_local_end(rule, zone), dtstart=first)
        assert isinstance(made, rrule)  # noqa: S101 - one rule without exceptions
        dates = list(islice(_between(made, after, before, without, whole_days), most))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise InvalidRule(value=repr(rule[:80]), reason="its parts do not go together") from error
    if whole_days:
        return [one.date().isoformat() for one in dates]
    return [(one if zone is None else one.replace(tzinfo=zone)).isoformat() for one in dates]


def _between(
    made: rrule,
    after: dt.datetime | None,
    before: dt.datetime | None,
    without: set[str],
    whole_days: bool,  # noqa: FBT001 - of the caller
) -> Iterator[dt.datetime]:
    for tried, one in enumerate(made):
        if (before is not None and one > before) or tried > _MOST_TRIED:
            return
        if (after is None or one >= after) and _shown(one, whole_days) not in without:
            yield one


def _local(text: str, zone: dt.tzinfo | None, field: str) -> dt.datetime:
    moment = read_moment(text, field=field)
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _shown(moment: dt.datetime, whole_days: bool) -> str:  # noqa: FBT001 - of the caller
    return moment.date().isoformat() if whole_days else moment.isoformat()


def _with_local_end(rule: str, zone: dt.tzinfo | None) -> str:
    """UNTIL in UTC becomes local, as the start is."""
    found = re.search(r"UNTIL=(\d{8})T(\d{6})Z", rule)
    if not found:
        return rule
    moment = dt.datetime.strptime("".join(found.groups()), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    local = moment.astimezone(zone) if zone is not None else moment
    return rule.replace(found[0], f"UNTIL={local:%Y%m%dT%H%M%S}")
