"""Nonlinear least squares with exact slopes, refined by Gauss and Newton on scaled columns."""

import math
import warnings as python_warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import scipy.optimize
import scipy.stats
import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.arrays import Arrays
from flowforge_math.core.expressions import fold, parse
from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.symbolic.formulas import read

optimize: Any = scipy.optimize
stats: Any = scipy.stats
TIGHT: Final = 1e-15
ROUNDS: Final = 60
_MODELS: Final[Mapping[str, tuple[str, Callable[[Any, Any], dict[str, float]]]]] = {
    "exponential": ("a*exp(b*x)", lambda x, y: {"a": float(y[np.argmin(x)]) or 1.0, "b": _rate(x, y)}),
    "power": (
        "a*x^b",
        lambda x, y: {"a": float(np.abs(y).mean() / (np.abs(x).mean() or 1.0)) or 1.0, "b": 1.0},
    ),
    "logistic": (
        "c/(1 + exp(-k*(x - m)))",
        lambda x, y: {"c": float(y.max()), "k": 4 / (float(np.ptp(x)) or 1.0), "m": float(np.median(x))},
    ),
    "gaussian": (
        "a*exp(-(x - m)^2/(2*s^2))",
        lambda x, y: {"a": float(y.max()), "m": float(x[np.argmax(y)]), "s": (float(np.ptp(x)) or 1.0) / 6},
    ),
    "michaelis_menten": ("v*x/(k + x)", lambda x, y: {"v": float(y.max()), "k": float(np.median(x)) or 1.0}),
    "sine": (
        "c + a*sin(w*x + p)",
        lambda x, y: {"c": float(y.mean()), "a": float(np.ptp(y)) / 2, "w": _frequency(x, y), "p": 0.1},
    ),
}


def fit(request: Any) -> dict[str, Any]:
    """Fit a model. Raises the faults of expressions, NumericTask and NoConvergence."""
    x, y = np.array(request.x), np.array(request.y)
    text, start = _model(request, x, y)
    names = list(start)
    if len(x) < len(names):
        raise NumericTask(field="x", reason=f"{len(x)} points are too few for {len(names)} parameters")
    model, slopes = _functions(text, names)

    def residuals(values: Any) -> Any:
        with np.errstate(all="ignore"):
            found = np.broadcast_to(
                fold(model, Arrays({"x": x, **dict(zip(names, values, strict=True))})), x.shape
            )
        return np.nan_to_num(found - y, nan=1e150, posinf=1e150, neginf=-1e150)

    def jacobian(values: Any) -> Any:
        algebra = Arrays({"x": x, **dict(zip(names, values, strict=True))})
        with np.errstate(all="ignore"):
            columns = [np.broadcast_to(fold(one, algebra), x.shape) for one in slopes]
        return np.nan_to_num(np.column_stack(columns), nan=0.0, posinf=1e150, neginf=-1e150)

    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        values = _refined(
            _searched(residuals, jacobian, np.array([start[name] for name in names])), residuals, jacobian
        )
    return _report(request, text, names, values, (residuals(values), jacobian(values)))


def _model(request: Any, x: Any, y: Any) -> tuple[str, dict[str, float]]:
    if request.model is not None:
        text, guess = _MODELS[request.model]
        return text, guess(x, y)
    names = sorted(set(parse(request.expression, "expression").names) - {"x", "pi", "e", "tau"})
    missing = [name for name in names if name not in request.start]
    if missing or not names:
        listed = ", ".join(missing) or "no parameter is in the expression"
        raise NumericTask(field="start", reason=f"a start value is needed for each parameter: {listed}")
    return request.expression, {name: request.start[name] for name in names}


def _functions(text: str, names: list[str]) -> tuple[Any, list[Any]]:
    """Return the model and its exact slopes as trees of our own."""
    expression, symbols = read(text, "expression")
    slopes = []
    for name in names:
        slope = sympy.diff(expression, symbols.get(name, sympy.Symbol(name, real=True)))
        plain = str(slope).replace("Abs(", "abs(")
        try:
            slopes.append(parse(plain, "expression").root)
        except Exception as error:
            raise NumericTask(field="expression", reason=f"its slope by {name} has no simple form") from error
    return parse(text, "expression").root, slopes


def _searched(residuals: Any, jacobian: Any, start: Any) -> Any:
    """Try two methods and keep the better end."""
    best, cost = None, math.inf
    for method in ("lm", "trf"):
        try:
            found = optimize.least_squares(
                residuals,
                start,
                jacobian,
                method=method,
                x_scale="jac",
                ftol=TIGHT,
                xtol=TIGHT,
                gtol=TIGHT,
                max_nfev=4_000,
            )
        except (ValueError, np.linalg.LinAlgError):
            continue
        if found.cost < cost:
            best, cost = found.x, found.cost
    if best is None or not cost < 1e200:  # noqa: PLR2004 - what undefined values were replaced by
        raise NoConvergence(field="start", reason="the model has no value near the start: try others")
    return best


def _refined(values: Any, residuals: Any, jacobian: Any) -> Any:
    last = math.inf
    for _ in range(ROUNDS):
        slopes = jacobian(values)
        scale = np.linalg.norm(slopes, axis=0)
        if (scale == 0).any():
            break
        q, r = np.linalg.qr(slopes / scale)
        try:
            step = -np.linalg.solve(r, q.T @ residuals(values)) / scale
        except np.linalg.LinAlgError:
            break
        size = float(np.max(np.abs(step / np.where(values == 0, 1, values))))
        if not size < 0.1 or (size >= last and size < 1e-6):  # noqa: PLR2004 - it would leave the minimum, or is there
            break
        values, last = values + step, size
    return values


def _report(
    request: Any, text: str, names: list[str], values: Any, at_end: tuple[Any, Any]
) -> dict[str, Any]:
    errors, slopes = at_end
    squares = float((errors**2).sum())
    freedom = len(errors) - len(names)
    total = float(((np.array(request.y) - np.mean(request.y)) ** 2).sum())
    spread: Any = [None] * len(names)
    deviation = math.sqrt(squares / freedom) if freedom > 0 else None
    if deviation is not None:
        scale = np.linalg.norm(slopes, axis=0)
        scale = np.where(scale == 0, 1, scale)
        _, r = np.linalg.qr(slopes / scale)
        try:
            half = np.linalg.inv(r)
            spread = (deviation * np.linalg.norm(half, axis=1) / scale).tolist()
        except np.linalg.LinAlgError:
            spread = [None] * len(names)
    reach = float(stats.t.ppf((1 + request.confidence) / 2, freedom)) if freedom > 0 else 0.0
    return {
        "expression": text,
        "parameters": [
            {
                "name": name,
                "value": float(value),
                "standard_error": error,
                "low": None if error is None else float(value) - reach * error,
                "high": None if error is None else float(value) + reach * error,
            }
            for name, value, error in zip(names, values, spread, strict=True)
        ],
        "residual_sum_of_squares": squares,
        "residual_standard_deviation": deviation,
        "r_squared": 1 - squares / total if total else None,
    }


def _rate(x: Any, y: Any) -> float:
    keep = y > 0
    if keep.sum() < 2 or np.ptp(x[keep]) == 0:  # noqa: PLR2004 - a line
        return -1.0 / (float(np.ptp(x)) or 1.0)
    return float(np.polyfit(x[keep], np.log(y[keep]), 1)[0])


def _frequency(x: Any, y: Any) -> float:
    order = np.argsort(x)
    even = np.linspace(x.min(), x.max(), 512)
    spectrum = np.abs(np.fft.rfft(np.interp(even, x[order], y[order]) - y.mean()))
    return 2 * math.pi * (int(np.argmax(spectrum[1:])) + 1) / (float(np.ptp(x)) or 1.0)
