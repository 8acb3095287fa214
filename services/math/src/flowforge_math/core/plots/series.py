"""Lines, points and bars of columns."""

from typing import Any, Final

import numpy as np

from flowforge_math.core.plots.columns import MAX_LABELS, MAX_MARKS, extremes, places, thinned, value_names
from flowforge_math.core.plots.drawing import Drawn, Spec, axis, colored, draw
from flowforge_math.core.plots.faults import NothingToPlot, UnsuitablePlot
from flowforge_math.core.samples.reading import read_data, same_length

FEW_POINTS: Final = 60
MAX_GROUPS: Final = 20


def draw_series(form: Any) -> Drawn:
    data = read_data(form)
    names = value_names(data, form.y, [form.x])
    same_length(data, [*names, *([form.x] if form.x else [])])
    kind, x = places(data, form.x)
    most = max(MAX_MARKS // len(names) // 2, 2)
    rows: list[Spec] = []
    for name in names:
        values = data.numbers(name, "y")
        chosen = np.arange(len(values)) if len(values) <= 2 * most else extremes(values, most)
        rows += [
            {"x": x[at], "y": float(values[at]) if np.isfinite(values[at]) else None, "series": name}
            for at in chosen
            if x[at] is not None
        ]
    if not any(row["y"] is not None for row in rows):
        raise NothingToPlot(field="y", reason="no row has a number")
    titles = form.x_title if form.x_title is not None else form.x or "row", _y_title(form, names)
    more = {"sort": None} if kind == "ordinal" else {}
    few = len(rows) <= FEW_POINTS * len(names)
    points = {"filled": True, "size": 30} if few else {"filled": True, "size": 60, "opacity": 0}
    mark: Spec = {"type": "line", "interpolate": form.interpolation, "point": points}
    if form.area:
        mark = {"type": "area", "opacity": 0.5, "line": True, "point": points}
    y = axis("y", "quantitative", titles[1])
    if form.area:
        y["stack"] = "zero" if form.stacked else None
        y["scale"] = {"zero": True}
    encoding = {"x": axis("x", kind, titles[0], **more), "y": y, "color": colored(names)}
    return draw(form, {"data": {"values": rows}, "mark": mark, "encoding": encoding}, "series")


def _y_title(form: Any, names: list[str]) -> str:
    if form.y_title is not None:
        return str(form.y_title)
    return names[0] if len(names) == 1 else ""


def draw_scatter(form: Any) -> Drawn:
    data = read_data(form)
    used = [form.x, form.y, *([form.group] if form.group else []), *([form.size] if form.size else [])]
    x, y = data.numbers(form.x, "x"), data.numbers(form.y, "y")
    sizes = data.numbers(form.size, "size") if form.size else np.ones(len(x))
    same_length(data, used)
    labels = data.labels(form.group, "group") if form.group else [form.y] * len(x)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y) & np.isfinite(sizes))
    if not len(known):
        raise NothingToPlot(field="x", reason="no row has numbers in both columns")
    names = list(dict.fromkeys(label for label in labels if label is not None))
    if len(names) > MAX_GROUPS:
        reason = f"it has {len(names)} different values, and {MAX_GROUPS} colors are told apart at the most"
        raise UnsuitablePlot(field="group", reason=reason)
    chosen, note = thinned(len(known))
    rows = [
        {"x": float(x[at]), "y": float(y[at]), "series": labels[at], "size": float(sizes[at])}
        for at in known[chosen]
    ]
    encoding = {
        "x": axis("x", "quantitative", form.x_title if form.x_title is not None else form.x),
        "y": axis("y", "quantitative", form.y_title if form.y_title is not None else form.y),
        "color": colored(names),
    }
    if form.size:
        encoding["size"] = {"field": "size", "type": "quantitative", "title": form.size}
    mark = {"type": "point", "filled": True, "opacity": 0.7} | ({} if form.size else {"size": 45})
    return draw(form, {"data": {"values": rows}, "mark": mark, "encoding": encoding}, "scatter", note)


def draw_bar(form: Any) -> Drawn:
    data = read_data(form)
    names = [] if form.aggregate == "count" and not form.y else value_names(data, form.y, [form.x])
    same_length(data, [form.x, *names])
    labels = data.labels(form.x, "x")
    order = list(dict.fromkeys(label for label in labels if label is not None))
    if not order:
        raise NothingToPlot(field="x", reason="no row has a category")
    if len(order) > MAX_LABELS:
        reason = f"it has {len(order)} different values, and {MAX_LABELS} bars are drawn at the most"
        raise UnsuitablePlot(field="x", reason=reason)
    totals = _totals(form, data, labels, names or ["count"])
    if form.sort != "none":
        key = {label: sum(totals[name].get(label) or 0.0 for name in totals) for label in order}
        order.sort(key=lambda label: key[label], reverse=form.sort == "descending")
    rows = [
        {"x": label, "y": value, "series": name}
        for name, values in totals.items()
        for label in order
        if (value := values.get(label)) is not None
    ]
    across: Spec = {
        "field": "x",
        "type": "nominal",
        "sort": order,
        "title": (form.x_title if form.x_title is not None else form.x) or None,
        "axis": {"labelLimit": 240} | ({} if form.horizontal else {"labelAngle": _angle(order)}),
    }
    up: Spec = {"field": "y", "type": "quantitative", "title": _bar_title(form, list(totals)) or None}
    up["stack"] = "zero" if form.stacked else None
    encoding: Spec = {"x": across, "y": up, "color": colored(list(totals))}
    if form.horizontal:
        encoding["x"], encoding["y"] = up, across
    if len(totals) > 1 and not form.stacked:
        encoding["yOffset" if form.horizontal else "xOffset"] = {"field": "series", "sort": None}
    return draw(form, {"data": {"values": rows}, "mark": "bar", "encoding": encoding}, "bar")


def _angle(labels: list[str]) -> int:
    return 0 if sum(map(len, labels)) <= FEW_POINTS else -40


def _bar_title(form: Any, names: list[str]) -> str:
    if form.y_title is not None:
        return str(form.y_title)
    if names == ["count"]:
        return "count"
    return f"{form.aggregate} of {names[0]}" if len(names) == 1 else form.aggregate


def _totals(form: Any, data: Any, labels: list[str | None], names: list[str]) -> dict[str, dict[str, float]]:
    """Return the aggregate of each column for each category."""
    totals: dict[str, dict[str, float]] = {}
    for name in names:
        groups: dict[str, list[float]] = {}
        values = [1.0] * len(labels) if name == "count" and not form.y else data.numbers(name, "y")
        for label, value in zip(labels, values, strict=True):
            if label is not None and np.isfinite(value):
                groups.setdefault(label, []).append(float(value))
        totals[name] = {label: _AGGREGATES[form.aggregate](found) for label, found in groups.items()}
    return totals


_AGGREGATES: Final[dict[str, Any]] = {
    "sum": lambda found: float(np.sum(found)),
    "mean": lambda found: float(np.mean(found)),
    "median": lambda found: float(np.median(found)),
    "minimum": min,
    "maximum": max,
    "count": lambda found: float(len(found)),
}
