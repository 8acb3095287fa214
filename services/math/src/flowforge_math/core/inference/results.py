"""The result of a test, with what lets a reader judge it."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np
import scipy.stats

stats: Any = scipy.stats  # its stubs refuse texts for choices

Magnitude = Literal["negligible", "small", "medium", "large"]
_CUTS: Final[dict[str, tuple[float, float, float]]] = {
    "Cohen's d": (0.2, 0.5, 0.8),
    "Cohen's h": (0.2, 0.5, 0.8),
    "eta squared": (0.01, 0.06, 0.14),
    "epsilon squared": (0.01, 0.06, 0.14),
    "rank-biserial correlation": (0.1, 0.3, 0.5),
    "Cramer's V": (0.1, 0.3, 0.5),
    "correlation": (0.1, 0.3, 0.5),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """`magnitude` follows J. Cohen, Statistical Power Analysis (1988)."""

    name: str
    value: float
    magnitude: Magnitude | None


@dataclass(frozen=True, slots=True)
class Span:
    of: str
    low: float | None
    high: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Assumption:
    name: str
    holds: bool
    p_value: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    first: str
    second: str
    difference: float
    low: float
    high: float
    p_value: float


@dataclass(slots=True)
class Verdict:
    test: str
    statistic: float
    p_value: float
    degrees_of_freedom: list[float] = field(default_factory=list)
    effect: Effect | None = None
    interval: Span | None = None
    assumptions: list[Assumption] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reason: str = ""
    sentence: str = ""


def effect(name: str, value: float) -> Effect:
    cuts = _CUTS.get(name)
    if cuts is None:
        return Effect(name, float(value), None)
    size = sum(abs(value) >= cut for cut in cuts)
    words: tuple[Magnitude, ...] = ("negligible", "small", "medium", "large")
    return Effect(name, float(value), words[size])


def normality(values: Any, name: str, alpha: float) -> Assumption:
    """Test for normality by Shapiro and Wilk, on 5,000 values at the most."""
    if len(values) < 3 or np.ptp(values) == 0:  # noqa: PLR2004 - the test needs three
        return Assumption(f"normal: {name}", holds=False, p_value=None, note="too few or equal values")
    p_value = float(stats.shapiro(values[:5_000]).pvalue)
    large = len(values) >= 30  # noqa: PLR2004 - the mean of so many is nearly normal
    note = "30 values or more: means are nearly normal anyway" if large and p_value < alpha else ""
    return Assumption(f"normal: {name}", holds=p_value >= alpha or large, p_value=p_value, note=note)


def equal_spread(samples: list[Any], alpha: float) -> Assumption:
    """Test for equal variances by Levene, about the medians (Brown and Forsythe)."""
    p_value = float(stats.levene(*samples, center="median").pvalue)
    return Assumption("equal variances", holds=p_value >= alpha, p_value=p_value, note="")
