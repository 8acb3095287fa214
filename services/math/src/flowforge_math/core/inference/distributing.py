"""Distributions of scipy under the names and parameters of textbooks."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.reading import chosen_column

stats: Any = scipy.stats  # its stubs refuse what its documentation allows


SECONDS: Final = 6.0
LARGEST_COUNT: Final = 10_000_000


class Unsuitable(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Known:
    """`make` takes the parameters in the order of their names; `fit` gives them from data.

    `summed`: its probabilities are sums of as many terms as the parameters count.
    """

    names: tuple[str, ...]
    make: Callable[..., Any]
    fit: Callable[[Any], tuple[float, ...]] | None = None
    discrete: bool = False
    summed: bool = False


def compute(request: Any, most: int) -> dict[str, Any]:
    """Do the task with *most* values at the most. Raises Unsuitable and the faults of samples."""
    known = _KNOWN[request.distribution]
    given, warnings = _given(request, most)
    fits = request.task == "fit"
    parameters = _fit(known, given) if fits else _parameters(known, request.parameters)
    if known.summed and max(parameters) > LARGEST_COUNT:
        raise Unsuitable("parameters", f"counts lie below {LARGEST_COUNT:,}")
    law = known.make(*parameters)
    mean, variance = (float(one) for one in law.stats(moments="mv"))
    if math.isnan(float(law.cdf(mean if math.isfinite(mean) else 0.0))):
        raise Unsuitable(
            "parameters", "a scale is positive, a probability lies between 0 and 1, counts are whole"
        )
    return {
        "values": [float(one) if math.isfinite(one) else None for one in _values(request, given, known, law)],
        "parameters": [
            {"name": name, "value": float(value)} for name, value in zip(known.names, parameters, strict=True)
        ],
        "mean": mean if math.isfinite(mean) else None,
        "variance": variance if math.isfinite(variance) else None,
        "fit_p_value": float(stats.kstest(given, law.cdf).pvalue) if fits else None,
        "warnings": warnings,
    }


def _given(request: Any, most: int) -> tuple[Any, list[str]]:
    """Return the numbers of a request; empty fields of a table are left out, with a warning."""
    if request.values is not None:
        return np.array(request.values, np.float64), []
    if all(source is None for source in (request.data, request.rows, request.file)):
        return np.array([]), []
    column, warnings = chosen_column(request, request.column, most)
    values = column[np.isfinite(column)]
    if dropped := len(column) - len(values):
        warnings = [*warnings, f"Rows left out because they have no number: {dropped:,}."]
    return values, warnings


def _values(request: Any, values: Any, known: Known, law: Any) -> Any:
    if request.task in ("moments", "fit"):
        return []
    if request.task == "sample":
        try:
            return law.rvs(request.count, random_state=np.random.default_rng(request.seed))
        except (ValueError, OverflowError) as error:
            raise Unsuitable("parameters", "they are too large to draw random numbers") from error
    if not len(values):
        raise Unsuitable("values", "it is empty")
    if request.task == "quantile" and (values.min() < 0 or values.max() > 1):
        raise Unsuitable("values", "probabilities lie between 0 and 1")
    density = law.pmf if known.discrete else law.pdf
    work = {"pdf": density, "cdf": law.cdf, "survival": law.sf, "quantile": law.ppf}[request.task]
    return _in_parts(work, values)


def _in_parts(work: Callable[[Any], Any], values: Any) -> Any:
    """Compute a growing number of values at a time. Raises Unsuitable where that takes too long."""
    found, start, size, ends = [], 0, 1, time.monotonic() + SECONDS
    while start < len(values):
        found.append(work(values[start : start + size]))
        start, size = start + size, size * 2
        if time.monotonic() > ends and start < len(values):
            reason = (
                f"{len(values):,} of them take over {SECONDS:g} seconds with these parameters: send fewer"
            )
            raise Unsuitable("values", reason)
    return np.concatenate(found)


def _parameters(known: Known, given: Mapping[str, float]) -> tuple[float, ...]:
    if set(given) != set(known.names):
        raise Unsuitable(
            "parameters", f"it has {', '.join(known.names)}, and {', '.join(given) or 'none'} came"
        )
    return tuple(given[name] for name in known.names)


def _fit(known: Known, values: Any) -> tuple[float, ...]:
    if known.fit is None:
        raise Unsuitable("task", "it cannot be fitted here")
    if len(values) < 5 or np.ptp(values) == 0:  # noqa: PLR2004 - a few parameters
        raise Unsuitable("values", "a fit needs five values or more that are not all equal")
    try:
        return tuple(float(one) for one in known.fit(values))
    except (ValueError, RuntimeError) as error:
        raise Unsuitable("values", "some of them are not possible for it") from error


def _positive(values: Any) -> Any:
    if values.min() <= 0:
        raise ValueError
    return values


_KNOWN: Final[Mapping[str, Known]] = {
    "normal": Known(("mean", "standard_deviation"), stats.norm, stats.norm.fit),
    "student_t": Known(("degrees_of_freedom",), stats.t),
    "chi_square": Known(("degrees_of_freedom",), stats.chi2),
    "f": Known(("numerator_df", "denominator_df"), stats.f),
    "uniform": Known(("low", "high"), lambda a, b: stats.uniform(a, b - a), lambda v: (v.min(), v.max())),
    "exponential": Known(("mean",), lambda m: stats.expon(0, m), lambda v: (_positive(v).mean(),)),
    "gamma": Known(
        ("shape", "scale"),
        lambda a, s: stats.gamma(a, 0, s),
        lambda v: stats.gamma.fit(_positive(v), floc=0)[::2],
    ),
    "beta": Known(("a", "b"), stats.beta, lambda v: stats.beta.fit(v, floc=0, fscale=1)[:2]),
    "lognormal": Known(
        ("log_mean", "log_standard_deviation"),
        lambda m, s: stats.lognorm(s, 0, math.exp(m)),
        lambda v: (np.log(_positive(v)).mean(), np.log(v).std()),
    ),
    "weibull": Known(
        ("shape", "scale"),
        lambda a, s: stats.weibull_min(a, 0, s),
        lambda v: stats.weibull_min.fit(_positive(v), floc=0)[::2],
    ),
    "pareto": Known(
        ("shape", "minimum"),
        lambda a, m: stats.pareto(a, 0, m),
        lambda v: (len(v) / np.log(_positive(v) / v.min()).sum(), v.min()),
    ),
    "logistic": Known(("mean", "scale"), stats.logistic, stats.logistic.fit),
    "cauchy": Known(("median", "scale"), stats.cauchy, stats.cauchy.fit),
    "triangular": Known(
        ("low", "mode", "high"),
        lambda a, m, b: stats.triang((m - a) / (b - a) if b > a else math.nan, a, b - a),
    ),
    "binomial": Known(("trials", "probability"), stats.binom, discrete=True),
    "poisson": Known(("mean",), stats.poisson, lambda v: (v.mean(),), discrete=True),
    "geometric": Known(("probability",), stats.geom, lambda v: (1 / v.mean(),), discrete=True),
    "negative_binomial": Known(("successes", "probability"), stats.nbinom, discrete=True, summed=True),
    "hypergeometric": Known(("population", "marked", "drawn"), stats.hypergeom, discrete=True, summed=True),
}
