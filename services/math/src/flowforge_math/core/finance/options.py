"""European options by F. Black, M. Scholes (1973) and R. Merton (1973)."""

import math
from dataclasses import dataclass
from statistics import NormalDist

from flowforge_math.core.finance.flows import bisect
from servicekit import InvalidInput

_NORMAL = NormalDist()
LEAST, MOST = 1e-6, 10.0


class NoVolatility(InvalidInput):
    code = "NO_IMPLIED_VOLATILITY"
    message = "'price' of {price:g} implies no volatility: it lies outside {low:g} to {high:g}."


@dataclass(frozen=True, slots=True)
class Option:
    is_call: bool
    spot: float
    strike: float
    years: float
    rate: float
    dividend_yield: float


def valued(one: Option, volatility: float) -> dict[str, float]:
    """Return the price and the Greeks."""
    root = volatility * math.sqrt(one.years)
    drift = one.rate - one.dividend_yield + volatility**2 / 2
    d1 = (math.log(one.spot / one.strike) + drift * one.years) / root
    d2 = d1 - root
    sign = 1 if one.is_call else -1
    held, owed = math.exp(-one.dividend_yield * one.years), math.exp(-one.rate * one.years)
    in1, in2, density = _NORMAL.cdf(sign * d1), _NORMAL.cdf(sign * d2), _NORMAL.pdf(d1)
    decay = -one.spot * held * density * volatility / (2 * math.sqrt(one.years))
    carry = one.dividend_yield * one.spot * held * in1 - one.rate * one.strike * owed * in2
    return {
        "price": sign * (one.spot * held * in1 - one.strike * owed * in2),
        "delta": sign * held * in1,
        "gamma": held * density / (one.spot * root),
        "vega": one.spot * held * density * math.sqrt(one.years),
        "theta": decay + sign * carry,
        "rho": sign * one.strike * one.years * owed * in2,
    }


def implied_volatility(one: Option, price: float) -> float:
    low, high = valued(one, LEAST)["price"], valued(one, MOST)["price"]
    if not low < price < high:
        raise NoVolatility(price=price, low=low, high=high)
    return bisect(lambda volatility: valued(one, volatility)["price"] - price, LEAST, MOST)
