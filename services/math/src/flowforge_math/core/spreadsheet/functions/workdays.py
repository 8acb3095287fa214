"""Working days between dates, without weekends and holidays."""

from datetime import date, timedelta
from typing import Any, Final

from flowforge_math.core.spreadsheet.dates import Moment, day, serial
from flowforge_math.core.spreadsheet.registry import MISSING, whole
from flowforge_math.core.spreadsheet.sheet import Frame
from flowforge_math.core.spreadsheet.values import NUM, VALUE, Area, Failed, number, spread

MAX_DAYS: Final = 100_000
_WEEKENDS: Final = {
    **{kind: {(kind + 4) % 7, (kind + 5) % 7} for kind in range(1, 8)},
    **{kind: {(kind - 5) % 7} for kind in range(11, 18)},
}


def _weekend(value: Any) -> set[int]:
    """Return the days without work, Monday being 0."""
    if value is MISSING:
        return _WEEKENDS[1]
    if isinstance(value, str):
        if len(value) != 7 or set(value) - {"0", "1"} or value == "1111111":  # noqa: PLR2004 - a sign for each day
            raise Failed(VALUE)
        return {at for at, sign in enumerate(value) if sign == "1"}
    found = _WEEKENDS.get(int(number(value)))
    if found is None:
        raise Failed(NUM)
    return found


def _holidays(value: Any) -> set[date]:
    if value is MISSING or value is None:
        return set()
    cells = value.cells() if isinstance(value, Area) else [value]
    return {day(number(cell)) for cell in cells if cell is not None and cell != ""}


@whole("NETWORKDAYS", 2, 3)
def net_workdays(frame: Frame, start: Any, end: Any, holidays: Any = MISSING) -> Any:
    return _between(frame, start, end, _WEEKENDS[1], _holidays(holidays))


@whole("NETWORKDAYS.INTL", 2, 4)
def net_workdays_intl(
    frame: Frame, start: Any, end: Any, weekend: Any = MISSING, holidays: Any = MISSING
) -> Any:
    return _between(frame, start, end, _weekend(weekend), _holidays(holidays))


def _between(frame: Frame, start: Any, end: Any, weekend: set[int], holidays: set[date]) -> Any:
    free = {one for one in holidays if one.weekday() not in weekend}

    def count(first: Any, second: Any) -> int:
        one, other = day(number(first)), day(number(second))
        low, high = min(one, other), max(one, other)
        weeks, rest = divmod((high - low).days + 1, 7)
        found = weeks * (7 - len(weekend))
        found += sum((low.weekday() + at) % 7 not in weekend for at in range(rest))
        found -= sum(low <= holiday <= high for holiday in free)
        return found if other >= one else -found

    return spread(count, [start, end], frame.sheet.charge)


@whole("WORKDAY", 2, 3)
def workday(frame: Frame, start: Any, days: Any, holidays: Any = MISSING) -> Any:
    return _after(frame, start, days, _WEEKENDS[1], _holidays(holidays))


@whole("WORKDAY.INTL", 2, 4)
def workday_intl(frame: Frame, start: Any, days: Any, weekend: Any = MISSING, holidays: Any = MISSING) -> Any:
    return _after(frame, start, days, _weekend(weekend), _holidays(holidays))


def _after(frame: Frame, start: Any, days: Any, weekend: set[int], holidays: set[date]) -> Any:
    def step(first: Any, count: Any) -> Moment:
        left = int(number(count))
        if abs(left) > MAX_DAYS:
            raise Failed(NUM)
        frame.sheet.charge(abs(left))
        found = day(number(first))
        ahead = timedelta(days=1 if left > 0 else -1)
        while left:
            found += ahead
            if found.weekday() not in weekend and found not in holidays:
                left -= 1 if left > 0 else -1
        return serial(found)

    return spread(step, [start, days], frame.sheet.charge)
