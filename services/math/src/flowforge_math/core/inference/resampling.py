"""Bootstrap intervals: bias-corrected and accelerated, percentile, or basic."""

import math
import warnings as python_warnings
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.samples.faults import ConstantSample, SampleTooSmall, UnsuitableSamples
from flowforge_math.core.samples.reading import complete_rows, read_data, same_length

stats: Any = scipy.stats
MAX_DRAWS: Final = 100_000_000
MAX_ACCELERATED: Final = 5_000
BATCH: Final = 4_000_000


def _correlation(one: Any, other: Any, axis: int) -> Any:
    first = one - one.mean(axis=axis, keepdims=True)
    second = other - other.mean(axis=axis, keepdims=True)
    scale = np.sqrt((first**2).sum(axis=axis) * (second**2).sum(axis=axis))
    return (first * second).sum(axis=axis) / scale


_OF_ONE: Final[dict[str, Callable[..., Any]]] = {
    "mean": np.mean,
    "median": np.median,
    "standard_deviation": lambda values, axis: np.std(values, axis=axis, ddof=1),
    "variance": lambda values, axis: np.var(values, axis=axis, ddof=1),
    "trimmed_mean": lambda values, axis: stats.trim_mean(values, 0.1, axis=axis),
}
_OF_TWO: Final[dict[str, Callable[..., Any]]] = {
    "difference_of_means": lambda one, other, axis: np.mean(one, axis=axis) - np.mean(other, axis=axis),
    "difference_of_medians": lambda one, other, axis: np.median(one, axis=axis) - np.median(other, axis=axis),
    "ratio_of_means": lambda one, other, axis: np.mean(one, axis=axis) / np.mean(other, axis=axis),
    "correlation": _correlation,
}


def answer(form: Any) -> dict[str, Any]:
    samples, warnings = _samples(form)
    size = sum(map(len, samples))
    if size * form.resamples > MAX_DRAWS:
        reason = f"{size:,} values times {form.resamples:,} resamples exceed {MAX_DRAWS:,} drawn values"
        raise UnsuitableSamples(field="resamples", reason=reason)
    method = form.method
    if method == "bca" and size > MAX_ACCELERATED:
        method = "percentile"
        warnings.append(f"Above {MAX_ACCELERATED:,} values the method 'percentile' is used.")
    function = _function(form)
    found = _resampled(form, samples, function, method)
    value = float(function(*samples, axis=-1))
    low, high = map(float, found.confidence_interval)
    if not all(map(math.isfinite, (value, low, high))):
        raise ConstantSample(field="columns")
    return {
        "statistic": form.statistic,
        "value": value,
        "low": low,
        "high": high,
        "standard_error": float(found.standard_error),
        "bias": float(np.nanmean(found.bootstrap_distribution)) - value,
        "method": method,
        "resamples": form.resamples,
        "counts": [len(one) for one in samples],
        "warnings": warnings,
    }


def _function(form: Any) -> Callable[..., Any]:
    if form.statistic == "percentile":
        return lambda values, axis: np.percentile(values, form.percent, axis=axis)
    return _OF_TWO[form.statistic] if form.statistic in _OF_TWO else _OF_ONE[form.statistic]


def _resampled(form: Any, samples: tuple[Any, ...], function: Callable[..., Any], method: str) -> Any:
    with python_warnings.catch_warnings(), np.errstate(all="ignore"):
        python_warnings.simplefilter("ignore")
        return stats.bootstrap(
            samples,
            function,
            n_resamples=form.resamples,
            confidence_level=form.confidence,
            method={"bca": "BCa"}.get(method, method),
            paired=form.statistic == "correlation",
            vectorized=True,
            batch=max(1, BATCH // sum(map(len, samples))),
            rng=np.random.default_rng(form.seed),
        )


def _samples(form: Any) -> tuple[tuple[Any, ...], list[str]]:
    data = read_data(form)
    names = list(form.columns) or data.numeric_names()
    wanted = 2 if form.statistic in _OF_TWO else 1
    if len(names) != wanted:
        reason = f"'{form.statistic}' takes {wanted} column{'s' if wanted > 1 else ''}, not {len(names)}"
        raise UnsuitableSamples(field="columns", reason=reason)
    columns = [data.numbers(name, "columns") for name in names]
    if form.statistic == "correlation":
        same_length(data, names)
        samples = complete_rows(*columns)
    else:
        samples = tuple(column[np.isfinite(column)] for column in columns)
    for name, values in zip(names, samples, strict=True):
        if len(values) < 3:  # noqa: PLR2004 - fewer say nothing about their spread
            raise SampleTooSmall(field=name, count=len(values), least=3, why="")
        if np.ptp(values) == 0:
            raise ConstantSample(field=name)
    return samples, list(data.warnings)
