"""Draw samples of an expression over random variables, a batch at a time, with numpy."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from flowforge_math.core.algebras.arrays import Arrays
from flowforge_math.core.expressions import Expression, UndefinedResult, fold
from flowforge_math.core.simulation.distributions import (
    Discrete,
    Distribution,
    Exponential,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)

Samples = NDArray[np.float64]
BATCH: Final = 1 << 14


class Sampler:
    """The same seed gives the same samples, in this version of the service."""

    def __init__(
        self,
        expression: Expression,
        variables: Mapping[str, Distribution],
        constants: Mapping[str, float],
        seed: int | None,
    ) -> None:
        self._expression = expression
        self._variables = dict(sorted(variables.items()))
        self._constants = dict(constants)
        self._generator = np.random.Generator(np.random.PCG64(seed))

    def draw(self) -> Samples:
        """Return the expression's values for one batch. Raises UndefinedResult if one is not finite."""
        drawn = {name: _DRAWS[type(one)](self._generator, one) for name, one in self._variables.items()}
        algebra = Arrays({**self._constants, **drawn})
        with np.errstate(all="ignore"):
            value = np.asarray(fold(self._expression.root, algebra), np.float64)
        values = np.broadcast_to(value, (BATCH,))
        wrong = np.flatnonzero(~np.isfinite(values))
        if len(wrong):
            place = int(wrong[0])
            inputs = ", ".join(f"{name} = {one[place]:.6g}" for name, one in drawn.items())
            reason = f"{len(wrong)} of {BATCH} samples are not finite, as with {inputs}"
            raise UndefinedResult(field=self._expression.field, reason=reason)
        return values


def _normal(random: np.random.Generator, one: Normal) -> Samples:
    return random.normal(one.mean, one.standard_deviation, BATCH)


def _lognormal(random: np.random.Generator, one: Lognormal) -> Samples:
    return random.lognormal(one.log_mean, one.log_standard_deviation, BATCH)


def _exponential(random: np.random.Generator, one: Exponential) -> Samples:
    return random.exponential(one.mean, BATCH)


def _uniform(random: np.random.Generator, one: Uniform) -> Samples:
    return one.low + (one.high - one.low) * random.random(BATCH)


def _triangular(random: np.random.Generator, one: Triangular) -> Samples:
    return random.triangular(one.low, one.mode, one.high, BATCH)


def _discrete(random: np.random.Generator, one: Discrete) -> Samples:
    weights = np.array(one.weights or [1.0] * len(one.values))
    return random.choice(np.array(one.values), BATCH, p=weights / weights.sum())


_DRAWS: Final[Mapping[type, Callable[[np.random.Generator, Any], Samples]]] = {
    Normal: _normal,
    Lognormal: _lognormal,
    Exponential: _exponential,
    Uniform: _uniform,
    Triangular: _triangular,
    Discrete: _discrete,
}
