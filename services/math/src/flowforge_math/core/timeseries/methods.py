"""Averages, decomposition, forecasts, anomalies and change points."""

import math
import time
import warnings as python_warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import scipy.stats
from statsmodels.tsa.arima.model import ARIMA  # type: ignore[import-untyped] # it ships no types
from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # type: ignore[import-untyped] # likewise
from statsmodels.tsa.seasonal import STL, seasonal_decompose  # type: ignore[import-untyped] # likewise

from flowforge_math.core.timeseries.faults import SeriesTooShort, SeriesUnsuitable

stats: Any = scipy.stats
SCALE: Final = 1.4826  # makes the median absolute deviation that of a normal distribution
MAX_MODELLED: Final = 5_000
MOST_SMOOTHED: Final = 2_000_000
MOST_FILTERED: Final = 250_000
MOST_COMPARED: Final = 500
SECONDS: Final = 6.0
LONG_SEASON: Final = 24


def filled(values: list[float | None]) -> tuple[Any, list[int]]:
    """Return the series without gaps, and where they were. Raises SeriesTooShort if there is no number."""
    series = np.array([math.nan if value is None else value for value in values], np.float64)
    known = np.flatnonzero(np.isfinite(series))
    if not len(known):
        raise SeriesTooShort(count=0, least=1, why="every value is null")
    gaps = np.flatnonzero(~np.isfinite(series))
    series[gaps] = np.interp(gaps, known, series[known])
    return series, gaps.tolist()


def listed(values: Any) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def smooth(values: list[float | None], method: str, window: int, alpha: float) -> tuple[Any, list[int]]:
    series, gaps = filled(values)
    if method == "exponential":
        result = np.empty_like(series)
        result[0] = series[0]
        for place in range(1, len(series)):
            result[place] = alpha * series[place] + (1 - alpha) * result[place - 1]
        return result, gaps
    if window > len(series):
        raise SeriesTooShort(count=len(series), least=window, why="'window' is longer than the series")
    blocks = np.lib.stride_tricks.sliding_window_view(series, window)
    if method == "median":
        averages = pd.Series(series).rolling(window).median().to_numpy()[window - 1 :]
    else:
        averages = blocks.mean(axis=1)
    result = np.full(len(series), np.nan)
    start = (window - 1) // 2 if method == "centered" else window - 1
    result[start : start + len(averages)] = averages
    return result, gaps


def decompose(values: list[float | None], period: int, method: str) -> dict[str, Any]:
    series, gaps = filled(values)
    if len(series) < 2 * period:
        raise SeriesTooShort(count=len(series), least=2 * period, why="two whole periods")
    if method == "multiplicative" and series.min() <= 0:
        raise SeriesUnsuitable(field="method", reason="a multiplicative model needs positive values")
    if method == "stl":
        found = _stl(series, period)
    else:
        found = seasonal_decompose(series, model=method, period=period)
    rest = found.resid[np.isfinite(found.resid)]
    both = (found.seasonal + found.resid)[np.isfinite(found.resid)] if method != "multiplicative" else None
    strength = None
    if both is not None and len(rest) > 1 and both.var() > 0:
        strength = max(0.0, 1 - float(rest.var() / both.var()))
    return {
        "trend": listed(found.trend),
        "seasonal": listed(found.seasonal),
        "residual": listed(found.resid),
        "seasonal_strength": strength,
        "filled": gaps,
    }


def _stl(series: Any, period: int) -> Any:
    """Decompose; in a long series with a long season, curves are computed at some places and joined."""
    jump = min(1 + len(series) * period // MOST_SMOOTHED, max(period // 10, 1))
    return STL(series, period=period, robust=True, trend_jump=jump, low_pass_jump=jump).fit()


def forecast(values: list[float | None], options: Any) -> dict[str, Any]:
    series, gaps = filled(values)
    if len(series) > MAX_MODELLED:
        raise SeriesUnsuitable(
            field="values", reason=f"a model takes {MAX_MODELLED:,} values at the most: send the latest"
        )
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            return _FORECASTS[options.method](series, options) | {"filled": gaps}
        except (np.linalg.LinAlgError, ValueError, IndexError) as error:
            raise SeriesUnsuitable(
                field="method", reason="the model could not be fitted to these values"
            ) from error


def _holt_winters(series: Any, options: Any) -> dict[str, Any]:
    period = options.period
    seasonal = period is not None and period > 1
    # To estimate what each place of a long season began with takes a parameter for each.
    heuristic = seasonal and period > LONG_SEASON
    least = 2 * period if seasonal else 4
    if len(series) < max(least, 10 if seasonal else 4):
        raise SeriesTooShort(count=len(series), least=max(least, 10), why="two whole periods, and ten values")
    model = ETSModel(
        pd.Series(series),
        error="add",
        trend="add",
        damped_trend=options.damped,
        seasonal="add" if seasonal else None,
        seasonal_periods=period if seasonal else None,
        initialization_method="heuristic" if heuristic else "estimated",
    )
    fitted = model.fit(disp=False, maxiter=500)
    place = fitted.get_prediction(start=len(series), end=len(series) + options.steps - 1)
    frame = place.summary_frame(alpha=1 - options.confidence)
    return _forecasted(
        frame["mean"],
        frame["pi_lower"],
        frame["pi_upper"],
        fitted.fittedvalues,
        series,
        f"ETS(A,A{'d' if options.damped else ''},{'A' if seasonal else 'N'})",
        fitted.aic,
    )


def _arima(series: Any, options: Any) -> dict[str, Any]:
    if len(series) < 10:  # noqa: PLR2004 - a model has several parameters
        raise SeriesTooShort(count=len(series), least=10, why="a model has several parameters")
    orders = (
        [options.order]
        if options.order is not None
        else [(p, d, q) for d in (0, 1) for p in (0, 1, 2) for q in (0, 1, 2)]
    )
    _require_small(series, orders, options)
    # Orders are compared by the latest values; the chosen one is fitted to all.
    order = orders[0] if len(orders) == 1 else _best_order(series[-MOST_COMPARED:], orders, options)
    fitted = _fitted(series, order, options)
    ahead = fitted.get_forecast(options.steps)
    span = ahead.conf_int(alpha=1 - options.confidence)
    return _forecasted(
        ahead.predicted_mean,
        span[:, 0],
        span[:, 1],
        fitted.fittedvalues,
        series,
        f"ARIMA{tuple(order)}",
        fitted.aic,
    )


def _fitted(series: Any, order: Sequence[int], options: Any) -> Any:
    given = options.seasonal_order and options.period
    seasonal = (*options.seasonal_order, options.period) if given else (0, 0, 0, 0)
    trend = "c" if order[1] == 0 else None
    return ARIMA(series, order=tuple(order), seasonal_order=seasonal, trend=trend).fit()


def _best_order(series: Any, orders: Sequence[Sequence[int]], options: Any) -> Sequence[int]:
    """Return the order of the least criterion, of those that are tried within a time."""
    ends = time.monotonic() + SECONDS
    best, least = orders[0], math.inf
    for order in orders:
        criterion = float(_fitted(series, order, options).aic)
        if criterion < least:
            best, least = order, criterion
        if time.monotonic() > ends:
            break
    return best


def _require_small(series: Any, orders: Sequence[Sequence[int]], options: Any) -> None:
    """Raise SeriesUnsuitable where a model has so many states that fitting it takes too long."""
    period = options.period or 0
    p, d, q = options.seasonal_order if options.seasonal_order and period else (0, 0, 0)
    order = max(orders, key=sum)
    states = max(order[0] + period * p, order[2] + period * q + 1) + order[1] + period * d
    most = MOST_FILTERED // ((order[0] + order[2] + p + q + 1) * states * max(states // 8, 1))
    if len(series) > most:
        reason = f"a model with {states} states takes {most:,} values at the most: send the latest, or a "
        raise SeriesUnsuitable(field="seasonal_order", reason=reason + "shorter 'period'")


def _naive(series: Any, options: Any) -> dict[str, Any]:
    """Repeat the last period, with intervals from the errors that this would have made."""
    period = options.period or 1
    if len(series) <= period + 1:
        raise SeriesTooShort(count=len(series), least=period + 2, why="more than one period")
    errors = series[period:] - series[:-period]
    spread = errors.std(ddof=1) if len(errors) > 1 else 0.0
    steps = np.arange(options.steps)
    mean = series[-period:][steps % period]
    reach = stats.norm.ppf((1 + options.confidence) / 2) * spread * np.sqrt(steps // period + 1)
    fitted = np.concatenate([series[:period], series[:-period]])
    return _forecasted(mean, mean - reach, mean + reach, fitted, series, f"seasonal naive ({period})", None)


def _forecasted(*parts: Any) -> dict[str, Any]:
    mean, low, high, fitted, series, model, aic = parts
    errors = np.asarray(series) - np.asarray(fitted)
    steps = zip(np.asarray(mean), np.asarray(low), np.asarray(high), strict=True)
    return {
        "model": model,
        "aic": None if aic is None or not math.isfinite(aic) else float(aic),
        "forecast": [
            {"value": float(one), "low": float(least), "high": float(most)} for one, least, most in steps
        ],
        "mean_absolute_error": float(np.abs(errors[1:]).mean()) if len(errors) > 1 else 0.0,
    }


def anomalies(values: list[float | None], threshold: float, period: int | None) -> dict[str, Any]:
    """Return values whose residual from trend and season is far from the others, by a robust z-score."""
    series, gaps = filled(values)
    if len(series) < 5:  # noqa: PLR2004 - a median of deviations
        raise SeriesTooShort(count=len(series), least=5, why="a spread is to be judged")
    if period is not None and period > 1:
        if len(series) < 2 * period:
            raise SeriesTooShort(count=len(series), least=2 * period, why="two whole periods")
        found = _stl(series, period)
        expected = found.trend + found.seasonal
    else:
        window = min(len(series) | 1, 11)
        padded = np.pad(series, window // 2, mode="reflect" if len(series) > window // 2 else "edge")
        expected = np.median(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1)[: len(series)]
    residual = series - expected
    center = np.median(residual)
    spread = SCALE * np.median(np.abs(residual - center))
    spread = spread or float(np.abs(residual - center).mean() * 1.2533)
    scores = (residual - center) / spread if spread else np.zeros(len(series))
    known = np.abs(scores) > threshold
    known[gaps] = False
    places = np.flatnonzero(known).tolist()
    listing = [
        {
            "index": place,
            "value": float(series[place]),
            "expected": float(expected[place]),
            "score": float(scores[place]),
        }
        for place in places
    ]
    return {"anomalies": listing, "changes": changes(series), "gaps": gaps}


def changes(series: Any) -> list[int]:
    """Return where the mean changes: binary segmentation, penalized by noise and length."""
    differences = np.diff(series)
    noise = (
        SCALE * float(np.median(np.abs(differences - np.median(differences)))) / math.sqrt(2)
        if len(differences)
        else 0.0
    )
    noise = noise or float(np.abs(differences).mean())
    penalty = 3 * noise**2 * math.log(max(len(series), 2)) * 2
    sums, squares = np.concatenate([[0], np.cumsum(series)]), np.concatenate([[0], np.cumsum(series**2)])

    def cost(low: int, high: Any) -> Any:
        return squares[high] - squares[low] - (sums[high] - sums[low]) ** 2 / (high - low)

    found: list[int] = []
    stack = [(0, len(series))]
    while stack and len(found) < 100:  # noqa: PLR2004 - more are no changes
        low, high = stack.pop()
        if high - low < 6:  # noqa: PLR2004 - three values on each side
            continue
        cuts = np.arange(low + 3, high - 2)
        after = squares[high] - squares[cuts] - (sums[high] - sums[cuts]) ** 2 / (high - cuts)
        gains = cost(low, high) - cost(low, cuts) - after
        best = int(np.argmax(gains))
        if gains[best] > penalty and gains[best] > 0:
            cut = int(cuts[best])
            found.append(cut)
            stack += [(low, cut), (cut, high)]
    return sorted(found)


_FORECASTS: Final[Mapping[str, Callable[[Any, Any], dict[str, Any]]]] = {
    "holt_winters": _holt_winters,
    "arima": _arima,
    "naive": _naive,
}
