"""Functions of one variable, and fitted lines over points."""

import math
from typing import Any, Final

import numpy as np
import scipy.stats

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN, Arrays
from flowforge_math.core.expressions import fold, parse
from flowforge_math.core.plots.columns import thinned
from flowforge_math.core.plots.drawing import Drawn, Spec, axis, colored, draw
from flowforge_math.core.plots.faults import NothingToPlot, UnsuitablePlot
from flowforge_math.core.samples.reading import complete_rows, read_data, same_length

POINTS: Final = 1_200
CLIPPED: Final = 1.5
LINE: Final = 200
LINE_COLOR: Final = "#f58518"
stats: Any = scipy.stats


def draw_function(form: Any) -> Drawn:
    if not form.low < form.high:
        raise UnsuitablePlot(field="low", reason="it must be less than 'high'")
    x = np.linspace(form.low, form.high, POINTS)
    curves = {text: _curve(form, text, place, x) for place, text in enumerate(form.expressions)}
    known = np.concatenate([values[np.isfinite(values)] for values in curves.values()])
    if not len(known):
        raise NothingToPlot(field="expressions", reason="no expression has a value in this range")
    low, high = _range(form, known)
    rows: list[Spec] = []
    for text, values in curves.items():
        part = 0
        for at, value in enumerate(values):
            if _breaks(values, at, low, high):
                part += 1
            shown = bool(np.isfinite(value)) and low <= value <= high
            rows.append(
                {"x": float(x[at]), "y": float(value) if shown else None, "series": text, "part": part}
            )
    encoding = {
        "x": axis("x", "quantitative", form.x_title if form.x_title is not None else form.variable),
        "y": axis(
            "y", "quantitative", form.y_title, scale={"domain": [low, high], "nice": False, "zero": False}
        ),
        "color": colored(list(curves)),
    }
    encoding["x"]["scale"] = {"nice": False, "zero": False}
    layers: list[Spec] = [
        {"mark": {"type": "line", "clip": True, "aria": False}, "encoding": {"detail": {"field": "part"}}}
    ]
    if form.format == "html":
        layers.append({"mark": {"type": "point", "size": 60, "opacity": 0, "filled": True}})
    return draw(form, {"data": {"values": rows}, "encoding": encoding, "layer": layers}, "function")


def _curve(form: Any, text: str, place: int, x: Any) -> Any:
    field = f"expressions[{place}]"
    expression = parse(text, field)
    expression.require_names({*CONSTANTS, *form.constants, form.variable})
    expression.require_calls(KNOWN)
    with np.errstate(all="ignore"):
        algebra = Arrays({**form.constants, form.variable: x}, field)
        return np.broadcast_to(np.asarray(fold(expression.root, algebra), np.float64), x.shape)


def _range(form: Any, known: Any) -> tuple[float, float]:
    """Return the ends of the axis: as asked for, or without the far parts of poles."""
    low, high = float(known.min()), float(known.max())
    first, third = np.percentile(known, [10, 90])
    reach = CLIPPED * (float(third - first) or 1.0)
    low, high = max(low, float(first) - reach), min(high, float(third) + reach)
    low = form.y_low if form.y_low is not None else low
    high = form.y_high if form.y_high is not None else high
    if not math.isfinite(high - low):
        raise UnsuitablePlot(
            field="expressions", reason="the values are too large: give 'y_low' and 'y_high'"
        )
    margin = 0.03 * (high - low) or 0.5
    return (
        low - (margin if form.y_low is None else 0),
        high + (margin if form.y_high is None else 0),
    )


def _breaks(values: Any, at: int, low: float, high: float) -> bool:
    """Return whether a line ends before this point: no value there, or a jump across the whole picture."""
    if at == 0 or not (np.isfinite(values[at]) and np.isfinite(values[at - 1])):
        return True
    one, other = sorted((float(values[at - 1]), float(values[at])))
    return one < low and other > high


def draw_regression(form: Any) -> Drawn:
    data = read_data(form)
    same_length(data, [form.x, form.y])
    x, y = complete_rows(data.numbers(form.x, "x"), data.numbers(form.y, "y"))
    if len(x) < form.degree + 2 or len(np.unique(x)) <= form.degree:
        least = form.degree + 2
        reason = f"degree {form.degree} needs {least} rows or more, and {least - 1} different values"
        raise NothingToPlot(field="x", reason=reason)
    curve, share = _fitted(x, y, form)
    chosen, note = thinned(len(x))
    points = [{"x": float(x[at]), "y": float(y[at])} for at in chosen]
    told = "; ".join(part for part in (_equation(x, y, form), share, f"n = {len(x):,}", note) if part)
    across = axis("x", "quantitative", form.x_title if form.x_title is not None else form.x)
    title = form.y_title if form.y_title is not None else form.y
    up = {"x": across, "y": axis("y", "quantitative", title)}
    band = {"x": across, "y": axis("low", "quantitative", title), "y2": {"field": "high"}}
    quiet = {"color": LINE_COLOR, "aria": False}
    layers: list[Spec] = [
        {"data": {"values": curve}, "mark": {"type": "area", "opacity": 0.2, **quiet}, "encoding": band},
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "opacity": 0.7, "size": 40},
            "encoding": up,
        },
        {"data": {"values": curve}, "mark": {"type": "line", "strokeWidth": 2.5, **quiet}, "encoding": up},
    ]
    return draw(form, {"layer": layers}, "regression", told)


def _fitted(x: Any, y: Any, form: Any) -> tuple[list[Spec], str]:
    """Return the fitted line with its confidence band, and how much of the variance it explains."""
    center, spread = float(x.mean()), float(x.std()) or 1.0
    powers = np.vander((x - center) / spread, form.degree + 1)
    weights, *_ = np.linalg.lstsq(powers, y, rcond=None)
    rest = y - powers @ weights
    freedom = len(x) - form.degree - 1
    deviation = math.sqrt(float(rest @ rest) / freedom)
    total = float(((y - y.mean()) ** 2).sum())
    place = np.linspace(x.min(), x.max(), LINE)
    line = np.vander((place - center) / spread, form.degree + 1)
    _, triangle = np.linalg.qr(powers)
    errors = deviation * np.linalg.norm(np.linalg.solve(triangle.T, line.T), axis=0)
    reach = float(stats.t.ppf((1 + form.confidence) / 2, freedom)) * errors
    curve = [
        {"x": float(at), "y": float(value), "low": float(value - by), "high": float(value + by)}
        for at, value, by in zip(place, line @ weights, reach, strict=True)
    ]
    return curve, f"R² = {1 - float(rest @ rest) / total:.4g}" if total > 0 else "constant values"


def _equation(x: Any, y: Any, form: Any) -> str:
    """Return the equation of a line or a parabola; a higher degree does not fit beside the title."""
    if form.degree > 2:  # noqa: PLR2004 - a parabola
        return f"degree {form.degree}"
    terms = np.polyfit(x, y, form.degree)
    written = "y ="
    for power, weight in zip(range(form.degree, -1, -1), terms, strict=True):
        sign = "−" if weight < 0 else "+" if written != "y =" else ""  # noqa: RUF001 - the sign for minus
        name = {0: "", 1: "x", 2: "x²"}[power]
        written += f" {sign}{' ' if sign and written != 'y =' else ''}{abs(weight):.4g}{name}"
    return written
