"""Comparison of two rates. It needs the standard library alone.

The interval is R. G. Newcombe's (Statistics in Medicine 17, 1998, method 10), of two by E. B. Wilson.
"""

import math
from statistics import NormalDist
from typing import Any, Final

NORMAL: Final = NormalDist()
Pair = tuple[int, int]


def compare(visitors: Pair, conversions: Pair, confidence: float, power: float) -> dict[str, Any]:
    rates = conversions[0] / visitors[0], conversions[1] / visitors[1]
    difference = rates[1] - rates[0]
    pooled = sum(conversions) / sum(visitors)
    error = math.sqrt(pooled * (1 - pooled) * (1 / visitors[0] + 1 / visitors[1]))
    p_value = 2 * NORMAL.cdf(-abs(difference) / error) if error else 1.0
    low, high = _newcombe(visitors, conversions, confidence)
    found = p_value < 1 - confidence
    better = "B" if difference > 0 else "A"
    count = needed(rates[0], rates[1], confidence, power) if difference and 0 < pooled < 1 else None
    verdict = f"{better} is better" if found else "the difference may be chance"
    return {
        "sentence": f"A converts {rates[0]:.2%} and B {rates[1]:.2%}: {verdict} (p = {p_value:.3g}).",
        "rate_a": rates[0],
        "rate_b": rates[1],
        "difference": difference,
        "low": low,
        "high": high,
        "relative_lift": difference / rates[0] if rates[0] else None,
        "p_value": p_value,
        "probability_b_is_better": _probability(visitors, conversions),
        "visitors_needed": count,
    }


def needed(first: float, second: float, confidence: float, power: float) -> int:
    """Return the visitors of each variant (J. L. Fleiss, Statistical Methods for Rates and Proportions)."""
    middle = (first + second) / 2
    critical, certain = NORMAL.inv_cdf((1 + confidence) / 2), NORMAL.inv_cdf(power)
    spread = critical * math.sqrt(2 * middle * (1 - middle))
    spread += certain * math.sqrt(first * (1 - first) + second * (1 - second))
    return math.ceil((spread / (first - second)) ** 2)


def _newcombe(visitors: Pair, conversions: Pair, confidence: float) -> tuple[float, float]:
    (low_a, high_a), (low_b, high_b) = (
        _wilson(seen, converted, confidence) for seen, converted in zip(visitors, conversions, strict=True)
    )
    first, second = conversions[0] / visitors[0], conversions[1] / visitors[1]
    difference = second - first
    return (
        difference - math.hypot(second - low_b, high_a - first),
        difference + math.hypot(high_b - second, first - low_a),
    )


def _wilson(seen: int, converted: int, confidence: float) -> tuple[float, float]:
    z = NORMAL.inv_cdf((1 + confidence) / 2)
    rate = converted / seen
    center = (rate + z * z / (2 * seen)) / (1 + z * z / seen)
    reach = z * math.sqrt(rate * (1 - rate) / seen + z * z / (4 * seen * seen)) / (1 + z * z / seen)
    return center - reach, center + reach


def _probability(visitors: Pair, conversions: Pair) -> float:
    """Return the probability that B's rate exceeds A's, by the normal form of two beta distributions."""
    moments = []
    for seen, converted in zip(visitors, conversions, strict=True):
        a, b = converted + 1, seen - converted + 1
        moments.append((a / (a + b), a * b / ((a + b) ** 2 * (a + b + 1))))
    (mean_a, variance_a), (mean_b, variance_b) = moments
    return NORMAL.cdf((mean_b - mean_a) / math.sqrt(variance_a + variance_b))
