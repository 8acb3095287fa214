"""The picture of points in two dimensions, as a Vega-Lite specification."""

from collections.abc import Sequence
from typing import Any

from flowforge_vector.engines.models.port import Matrix

_FEW = 200  # points that are drawn large
_FEW_COLORS = 10


def map_spec(
    coordinates: Matrix, groups: Sequence[str] | None, labels: Sequence[str] | None
) -> dict[str, Any]:
    """Return a scatter plot without axes. Rows of one column lie on a line."""
    values = [
        {
            "x": float(row[0]),
            "y": float(row[1]) if len(row) > 1 else 0.0,
            "group": groups[place] if groups else "",
            "label": labels[place] if labels else "",
        }
        for place, row in enumerate(coordinates)
    ]
    scheme = "tableau10" if len(set(groups or ())) <= _FEW_COLORS else "tableau20"
    color = {"field": "group", "type": "nominal", "title": None, "scale": {"scheme": scheme}}
    encoding: dict[str, Any] = {
        name: {"field": name, "type": "quantitative", "axis": None, "scale": {"zero": False, "padding": 20}}
        for name in ("x", "y")
    }
    encoding["color"] = color if groups else {"value": "#4c78a8"}
    mark = {"type": "circle", "opacity": 0.8, "size": 90 if len(values) <= _FEW else 30}
    layers: list[dict[str, Any]] = [{"mark": mark}]
    if labels:
        text = {"type": "text", "dy": -10, "limit": 140, "fontSize": 11, "color": "#333"}
        shown = {"text": {"field": "label", "type": "nominal"}, "color": {"value": "#333"}}
        layers.append({"mark": text, "encoding": shown})
    return {"background": "white", "data": {"values": values}, "encoding": encoding, "layer": layers}
