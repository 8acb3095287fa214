"""Values between points, and beyond them where that is asked for."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import scipy.interpolate

from flowforge_math.core.numerics.faults import NumericTask
from flowforge_math.core.samples.reading import complete_rows, read_data, same_length

interpolate: Any = scipy.interpolate
Curve = Callable[[Any], Any]
_LEAST: Final = {"cubic": 4, "natural": 3, "akima": 2, "pchip": 2}
_CURVES: Final[dict[str, Callable[[Any, Any], Curve]]] = {
    "linear": lambda x, y: lambda at: _linear(x, y, at),
    "nearest": lambda x, y: interpolate.interp1d(x, y, "nearest", fill_value="extrapolate"),
    "previous": lambda x, y: lambda at: y[np.clip(np.searchsorted(x, at, "right") - 1, 0, len(x) - 1)],
    "cubic": interpolate.CubicSpline,
    "natural": lambda x, y: interpolate.CubicSpline(x, y, bc_type="natural"),
    "pchip": interpolate.PchipInterpolator,
    "akima": lambda x, y: interpolate.Akima1DInterpolator(x, y, extrapolate=True),
}


def _linear(x: Any, y: Any, at: Any) -> Any:
    place = np.clip(np.searchsorted(x, at) - 1, 0, len(x) - 2)
    share = (at - x[place]) / (x[place + 1] - x[place])
    return y[place] * (1 - share) + y[place + 1] * share


def _values(method: str, x: Any, y: Any, at: Any) -> Any:
    """Return the curve at the places. Raises NumericTask where doubles do not reach."""
    try:
        with np.errstate(all="ignore"):
            values = np.asarray(_CURVES[method](x, y)(at), np.float64)
    except (ValueError, np.linalg.LinAlgError) as error:
        raise NumericTask(field="y", reason=f"its numbers are too large for '{method}'") from error
    inside = (at >= x[0]) & (at <= x[-1])
    if not (np.isfinite(at).all() and np.isfinite(values[inside]).all()):
        raise NumericTask(field="y", reason=f"its numbers are too large for '{method}'")
    return values


def answer(form: Any) -> dict[str, Any]:
    data = read_data(form)
    same_length(data, [form.x, form.y])
    x, y = complete_rows(data.numbers(form.x, "x"), data.numbers(form.y, "y"))
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    least = _LEAST.get(form.method, 2)
    if len(x) < least:
        raise NumericTask(field="x", reason=f"{len(x)} points are too few: '{form.method}' needs {least}")
    if (np.diff(x) == 0).any():
        twice = float(x[np.flatnonzero(np.diff(x) == 0)[0]])
        raise NumericTask(field="x", reason=f"it has {twice:g} twice, and a curve has one value there")
    at = np.array(form.at) if form.at else np.linspace(x[0], x[-1], form.points)
    outside = (at < x[0]) | (at > x[-1])
    values = _values(form.method, x, y, at)
    if form.outside == "nearest":
        values = np.where(at < x[0], y[0], np.where(at > x[-1], y[-1], values))
    elif form.outside == "null":
        values = np.where(outside, np.nan, values)
    warnings = list(data.warnings)
    if outside.any() and form.outside != "nearest":
        what = "have no value" if form.outside == "null" else "are extrapolated"
        warnings.append(f"{int(outside.sum())} of the places lie outside the points and {what}.")
    return {
        "at": at.tolist(),
        "values": [float(one) if np.isfinite(one) else None for one in values],
        "points": len(x),
        "warnings": warnings,
    }
