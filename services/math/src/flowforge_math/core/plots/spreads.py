"""Histograms, boxes and heat maps."""

from typing import Any, Final

import numpy as np

from flowforge_math.core.plots.columns import value_names
from flowforge_math.core.plots.drawing import Drawn, Spec, axis, colored, draw
from flowforge_math.core.plots.faults import NothingToPlot, UnsuitablePlot
from flowforge_math.core.samples.reading import read_data, same_length

MAX_OUTLIERS: Final = 500
MAX_BOXES: Final = 60
MAX_CELLS: Final = 10_000
MAX_WRITTEN: Final = 400
WHISKER: Final = 1.5
SCHEME: Final = "blues"
DIVERGING: Final = "redblue"


def draw_histogram(form: Any) -> Drawn:
    data = read_data(form)
    names = value_names(data, form.columns, [])
    found = {name: _known(data.numbers(name, "columns"), name) for name in names}
    together = np.concatenate(list(found.values()))
    edges = np.histogram_bin_edges(together, bins=form.bins or _bins(together))
    rows: list[Spec] = []
    for name, values in found.items():
        counts, _ = np.histogram(values, bins=edges, density=form.density)
        rows += [
            {"low": float(low), "high": float(high), "count": float(count), "series": name}
            for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
        ]
    title = form.x_title if form.x_title is not None else (names[0] if len(names) == 1 else "")
    up = form.y_title if form.y_title is not None else ("density" if form.density else "count")
    encoding = {
        "x": axis("low", "quantitative", title),
        "x2": {"field": "high"},
        "y": {"field": "count", "type": "quantitative", "title": up or None, "stack": None},
        "y2": {"datum": 0},
        "color": colored(names),
    }
    encoding["x"]["scale"] = {"zero": False, "nice": False}
    mark = {"type": "bar", "opacity": 1 if len(names) == 1 else 0.55, "stroke": "white", "strokeWidth": 0.5}
    return draw(form, {"data": {"values": rows}, "mark": mark, "encoding": encoding}, "histogram")


def _known(values: Any, name: str) -> Any:
    known = values[np.isfinite(values)]
    if not len(known):
        raise NothingToPlot(field=name, reason="no row has a number")
    return known


def _bins(values: Any) -> int:
    """Return the number of bins by Freedman and Diaconis, from 5 to 80."""
    spread = np.subtract(*np.percentile(values, [75, 25]))
    width = 2 * spread / len(values) ** (1 / 3)
    return int(np.clip(np.ptp(values) / width, 5, 80)) if width > 0 else 10


def draw_box(form: Any) -> Drawn:
    samples = _samples(form)
    boxes, points = [], []
    for name, values in samples.items():
        low, middle, high = np.percentile(values, [25, 50, 75])
        reach = WHISKER * (high - low)
        inside = values[(values >= low - reach) & (values <= high + reach)]
        box = {"low": low, "median": middle, "high": high, "from": inside.min(), "to": inside.max()}
        boxes.append({"sample": name} | {key: float(value) for key, value in box.items()})
        outside = values[(values < low - reach) | (values > high + reach)]
        far = outside[np.argsort(-np.abs(outside - middle))][:MAX_OUTLIERS]
        points += [{"sample": name, "value": float(value)} for value in far]
    across: Spec = {"field": "sample", "type": "nominal", "sort": None, "title": form.x_title or None}
    across["axis"] = {"labelAngle": 0 if sum(map(len, samples)) <= 60 else -40}  # noqa: PLR2004 - letters in a row
    size = max(8, min(60, form.width // (2 * len(samples))))

    def up(field: str) -> Spec:
        return axis(field, "quantitative", form.y_title)

    layers = [
        {"mark": {"type": "rule"}, "encoding": {"y": up("from"), "y2": {"field": "to"}}},
        {"mark": {"type": "bar", "size": size}, "encoding": {"y": up("low"), "y2": {"field": "high"}}},
        {
            "mark": {"type": "tick", "color": "white", "size": size, "thickness": 2},
            "encoding": {"y": up("median")},
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "size": 20},
            "encoding": {"y": up("value")},
        },
    ]
    spec: Spec = {"data": {"values": boxes}, "encoding": {"x": across}, "layer": layers}
    return draw(form, spec, "box")


def _samples(form: Any) -> dict[str, Any]:
    data = read_data(form)
    if form.group is None:
        names = value_names(data, form.columns, [])
        return {name: _known(data.numbers(name, "columns"), name) for name in names}
    (name,) = value_names(data, form.columns, [form.group])[:1]
    same_length(data, [name, form.group])
    values, labels = data.numbers(name, "columns"), np.array(data.labels(form.group, "group"), object)
    groups = list(dict.fromkeys(label for label in labels if label is not None))
    if len(groups) > MAX_BOXES:
        reason = f"it has {len(groups)} different values, and {MAX_BOXES} boxes are drawn at the most"
        raise UnsuitablePlot(field="group", reason=reason)
    found = {group: values[(labels == group) & np.isfinite(values)] for group in groups}
    filled = {group: one for group, one in found.items() if len(one)}
    if not filled:
        raise NothingToPlot(field="columns", reason="no row has a number")
    return filled


def draw_heat_map(form: Any) -> Drawn:
    rows, across, down, title, domain = _grid(form) if form.value or form.x else _correlations(form)
    if len(across) * len(down) > MAX_CELLS:
        reason = f"it has {len(across)} by {len(down)} cells, and {MAX_CELLS:,} are drawn at the most"
        raise UnsuitablePlot(field="x", reason=reason)
    scheme = {"scheme": DIVERGING if domain else SCHEME} | (
        {"domain": domain, "domainMid": 0} if domain else {}
    )
    encoding = {
        "x": {"field": "x", "type": "nominal", "sort": across, "title": form.x_title or None},
        "y": {"field": "y", "type": "nominal", "sort": down, "title": form.y_title or None},
    }
    for name, labels in (("x", across), ("y", down)):
        encoding[name]["axis"] = {"labelOverlap": True} | (
            {"labelAngle": 0 if sum(map(len, labels)) <= 60 else -40} if name == "x" else {}  # noqa: PLR2004 - letters in a row
        )
    color = {"field": "value", "type": "quantitative", "title": title, "scale": scheme}
    layers: list[Spec] = [{"mark": "rect", "encoding": {"color": color}}]
    if form.values_shown and len(rows) <= MAX_WRITTEN:
        text = {"field": "value", "type": "quantitative", "format": ".3~g"}
        light = {"condition": {"test": _dark(rows, domain), "value": "white"}, "value": "#222"}
        layers.append({"mark": {"type": "text"}, "encoding": {"text": text, "color": light}})
    return draw(form, {"data": {"values": rows}, "encoding": encoding, "layer": layers}, "heat-map")


def _dark(rows: list[Spec], domain: list[float] | None) -> str:
    """Return the test for cells so dark that text in them must be light."""
    if domain:
        return "abs(datum.value) > 0.6"
    values = [row["value"] for row in rows]
    return f"datum.value > {min(values) + 0.6 * (max(values) - min(values))}"


Grid = tuple[list[Spec], list[str], list[str], str, list[float] | None]


def _grid(form: Any) -> Grid:
    data = read_data(form)
    if form.x is None or form.y is None:
        raise UnsuitablePlot(
            field="x", reason="name the columns 'x' and 'y', and 'value' unless rows are counted"
        )
    same_length(data, [form.x, form.y, *([form.value] if form.value else [])])
    across, down = data.labels(form.x, "x"), data.labels(form.y, "y")
    values = data.numbers(form.value, "value") if form.value else np.ones(len(across))
    cells: dict[tuple[str, str], list[float]] = {}
    for x, y, value in zip(across, down, values, strict=True):
        if x is not None and y is not None and np.isfinite(value):
            cells.setdefault((x, y), []).append(float(value))
    if not cells:
        raise NothingToPlot(field="value", reason="no row has both categories and a number")
    average = form.aggregate == "mean" and form.value
    rows = [
        {"x": x, "y": y, "value": sum(found) / (len(found) if average else 1)}
        for (x, y), found in cells.items()
    ]
    title = f"{form.aggregate} of {form.value}" if form.value else "count"
    return rows, _ordered([x for x, _ in cells]), _ordered([y for _, y in cells]), title, None


def _ordered(labels: list[str]) -> list[str]:
    """Return labels in the order of numbers if they all are, else as they come."""
    found = list(dict.fromkeys(labels))
    try:
        return sorted(found, key=float)
    except ValueError:
        return found


def _correlations(form: Any) -> Grid:
    data = read_data(form)
    names = value_names(data, form.columns, [])
    same_length(data, names)
    columns = [data.numbers(name, "columns") for name in names]
    rows = []
    for first, one in zip(names, columns, strict=True):
        for second, other in zip(names, columns, strict=True):
            both = np.isfinite(one) & np.isfinite(other)
            if both.sum() > 1 and np.ptp(one[both]) > 0 and np.ptp(other[both]) > 0:
                value = float(np.corrcoef(one[both], other[both])[0, 1])
                rows.append({"x": first, "y": second, "value": round(value, 4)})
    if not rows:
        raise NothingToPlot(field="columns", reason="no two columns vary together")
    return rows, names, names, "correlation", [-1.0, 1.0]
