"""Present values and internal rates of cash flows, regular or dated."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from servicekit import InvalidInput

DAYS_A_YEAR: Final = 365
LOWEST_RATE: Final = -0.999999
HIGHEST_RATE: Final = 1e6
MAX_ROUNDS: Final = 300


class NoRate(InvalidInput):
    code = "NO_INTERNAL_RATE"
    message = "'cash_flows' has no internal rate of return: {reason}."


class WrongDates(InvalidInput):
    code = "DATES_NOT_SUITABLE"
    message = "'dates' does not suit: {reason}."


def times_of(dates: Sequence[date] | None, count: int, first: int = 0) -> list[float]:
    """Return when each flow comes: in years of 365 days from the first date, or in periods."""
    if dates is None:
        return [float(index + first) for index in range(count)]
    if len(dates) != count:
        raise WrongDates(reason=f"there are {count} cash flows and {len(dates)} dates")
    if any(one < dates[0] for one in dates):
        raise WrongDates(reason="no date may come before the first")
    return [(one - dates[0]).days / DAYS_A_YEAR for one in dates]


def present_value(rate: float, flows: Sequence[float], times: Sequence[float]) -> float:
    growth = math.log1p(rate)
    return math.fsum(flow * math.exp(-growth * time) for flow, time in zip(flows, times, strict=True))


def internal_rates(flows: Sequence[float], times: Sequence[float]) -> list[float]:
    """Return every rate at which the present value is zero, in order. Raises NoRate where there is none."""
    if not any(flow > 0 for flow in flows) or not any(flow < 0 for flow in flows):
        raise NoRate(reason="it needs a positive and a negative cash flow")

    def value(growth: float) -> float:
        return math.fsum(flow * math.exp(-growth * time) for flow, time in zip(flows, times, strict=True))

    low, high = math.log1p(LOWEST_RATE), math.log1p(HIGHEST_RATE)
    steps = 4_000
    grid = [low + (high - low) * step / steps for step in range(steps + 1)]
    grid = sorted({*grid, *(index / 500 for index in range(-500, 501))})
    rates = []
    before, at_before = grid[0], _safe(value, grid[0])
    for place in grid[1:]:
        here = _safe(value, place)
        if here == 0 or (at_before < 0 < here) or (here < 0 < at_before):
            rates.append(math.expm1(bisect(value, before, place)))
        before, at_before = place, here
    if not rates:
        raise NoRate(reason="no rate makes the present value zero")
    return rates


def _safe(function: Callable[[float], float], place: float) -> float:
    try:
        return function(place)
    except OverflowError:
        return math.nan


def bisect(function: Callable[[float], float], low: float, high: float) -> float:
    """Return a zero between two places of different signs, to the last digit of doubles."""
    at_low = function(low)
    if function(high) == 0:
        return high
    for _ in range(MAX_ROUNDS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        at_middle = function(middle)
        if at_middle == 0:
            return middle
        if (at_middle < 0) == (at_low < 0):
            low, at_low = middle, at_middle
        else:
            high = middle
    return (low + high) / 2
