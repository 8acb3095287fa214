"""Estimates of a mean that sharpen as batches of samples come.

Batches are merged by T. F. Chan, G. H. Golub and R. J. LeVeque, "Updating formulae and a pairwise algorithm
for computing sample variances" (1979). Quantiles come from the first million samples, which are as random as
any others, so that memory stays bounded.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Final, Literal

import numpy as np

from flowforge_math.core.simulation.sampling import BATCH, Samples

KEPT: Final = 1 << 20
GROWTH: Final = 1.25
LEAST_SAMPLES: Final = 2 * BATCH


@dataclass(frozen=True, slots=True)
class Goal:
    """Stop at `max_samples`, or when half the confidence interval is within both given precisions."""

    max_samples: int
    confidence: float
    precision: float | None
    relative_precision: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quantile:
    fraction: float
    value: float


@dataclass(frozen=True, slots=True)
class Estimate:
    samples: int
    mean: float
    standard_deviation: float
    standard_error: float
    confidence_low: float
    confidence_high: float
    minimum: float
    maximum: float
    quantiles: list[Quantile]
    finished: Literal["no", "precision", "max_samples"]


class Running:
    """The count, mean and squared deviations of all samples so far, and the first million of them."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self.squares = 0.0
        self.minimum = math.inf
        self.maximum = -math.inf
        self._kept: list[Samples] = []

    def add(self, values: Samples) -> None:
        size, mean = len(values), float(values.mean())
        squares = float(np.square(values - mean).sum())
        difference, total = mean - self.mean, self.count + size
        self.mean += difference * size / total
        self.squares += squares + difference * difference * self.count * size / total
        if self.count < KEPT:
            self._kept.append(np.array(values[: KEPT - self.count]))
        self.count = total
        self.minimum = min(self.minimum, float(values.min()))
        self.maximum = max(self.maximum, float(values.max()))

    def quantiles(self, fractions: Sequence[float]) -> list[Quantile]:
        if not fractions:
            return []
        values = np.quantile(np.concatenate(self._kept), fractions)
        return [Quantile(*pair) for pair in zip(fractions, values.tolist(), strict=True)]


def estimates(draw: Callable[[], Samples], goal: Goal, check: Callable[[], None]) -> Iterator[Estimate]:
    """Yield an estimate whenever a quarter more samples have come, and a last one that says why it is.

    *check* is called between batches, and may end the work by raising.
    """
    running = Running()
    due = 0
    while True:
        check()
        running.add(draw()[: goal.max_samples - running.count])
        estimate = _estimate(running, goal)
        if estimate.finished != "no" or running.count >= due:
            due = int(running.count * GROWTH)
            yield _with_quantiles(estimate, running, goal)
        if estimate.finished != "no":
            return


def _estimate(running: Running, goal: Goal) -> Estimate:
    deviation = math.sqrt(running.squares / (running.count - 1)) if running.count > 1 else 0.0
    error = deviation / math.sqrt(running.count)
    half = NormalDist().inv_cdf((1 + goal.confidence) / 2) * error
    return Estimate(
        samples=running.count,
        mean=running.mean,
        standard_deviation=deviation,
        standard_error=error,
        confidence_low=running.mean - half,
        confidence_high=running.mean + half,
        minimum=running.minimum,
        maximum=running.maximum,
        quantiles=[],
        finished=_finished(running, goal, half),
    )


def _finished(running: Running, goal: Goal, half: float) -> Literal["no", "precision", "max_samples"]:
    wanted = [goal.precision] if goal.precision is not None else []
    if goal.relative_precision is not None:
        wanted.append(goal.relative_precision * abs(running.mean))
    if wanted and running.count >= LEAST_SAMPLES and half <= min(wanted):
        return "precision"
    return "max_samples" if running.count >= goal.max_samples else "no"


def _with_quantiles(estimate: Estimate, running: Running, goal: Goal) -> Estimate:
    return replace(estimate, quantiles=running.quantiles(goal.quantiles))
