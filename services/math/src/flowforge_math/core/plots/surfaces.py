"""A function of two variables as a surface: projected quadrilaterals, the farthest drawn first."""

import math
from typing import Any, Final

import numpy as np

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN, Arrays
from flowforge_math.core.expressions import fold, parse
from flowforge_math.core.plots.drawing import Drawn, Spec, draw
from flowforge_math.core.plots.faults import NothingToPlot, UnsuitablePlot

TICKS: Final = 4
LARGEST: Final = 1e150
HEIGHT: Final = 0.75  # of the box, against its width
Point = tuple[float, float, float]


def draw_surface(form: Any) -> Drawn:
    ranges = (form.x_low, form.x_high), (form.y_low, form.y_high)
    for name, (low, high) in zip(("x_low", "y_low"), ranges, strict=True):
        if not low < high:
            raise UnsuitablePlot(field=name, reason="it must be less than the other end")
    x, y = (np.linspace(low, high, form.points) for low, high in ranges)
    z = _heights(form, x, y)
    known = z[np.isfinite(z)]
    if not len(known):
        raise NothingToPlot(field="expression", reason="it has no value in this range")
    low, high = float(known.min()), float(known.max())
    if max(abs(low), abs(high)) > LARGEST:
        raise UnsuitablePlot(field="expression", reason="its values are too large")
    if high == low:
        pad = max(abs(low), 1.0) / 2
        low, high = low - pad, high + pad
    camera = _Camera(form.azimuth, form.elevation, ((x[0], x[-1]), (y[0], y[-1]), (low, high)))
    rows = _quads(camera, x, y, z)
    if not rows:
        raise NothingToPlot(field="expression", reason="it has too few values side by side")
    return draw(form, _layers(form, rows, _box(camera, form), [low, high]), "surface")


def _layers(form: Any, rows: list[Spec], box: tuple[list[Spec], list[Spec]], domain: list[float]) -> Spec:
    place = {"axis": None, "scale": {"zero": False, "nice": False}, "type": "quantitative"}
    flat = {"x": {"field": "u", **place}, "y": {"field": "v", **place}}
    one_by_one = {"detail": {"field": "id"}, "order": {"field": "at"}}
    scale = {"scheme": "viridis", "domain": domain}
    color = {"field": "z", "type": "quantitative", "scale": scale, "title": form.z_title}
    quiet = {"aria": False}
    thin = {"strokeWidth": 0.4, "stroke": "white", "strokeOpacity": 0.5}
    layers: list[Spec] = [
        {
            "data": {"values": box[0]},
            "mark": {"type": "line", "color": "#999", "strokeWidth": 1, **quiet},
            "encoding": {**flat, **one_by_one},
        },
        {
            "data": {"values": rows},
            "mark": {"type": "line", "filled": True, **thin, **quiet},
            "encoding": {**flat, **one_by_one, "fill": color},
        },
        {
            "data": {"values": box[1]},
            "mark": {"type": "text", "fontSize": 11, **quiet},
            "encoding": {**flat, "text": {"field": "text"}},
        },
    ]
    return {"layer": layers, "config": {"view": {"stroke": None}}}


def _heights(form: Any, x: Any, y: Any) -> Any:
    expression = parse(form.expression, "expression")
    expression.require_names({*CONSTANTS, *form.constants, "x", "y"})
    expression.require_calls(KNOWN)
    across, along = np.meshgrid(x, y, indexing="ij")
    with np.errstate(all="ignore"):
        found = fold(expression.root, Arrays({**form.constants, "x": across, "y": along}))
        return np.broadcast_to(np.asarray(found, np.float64), across.shape)


class _Camera:
    """Looks at a box of which each side is mapped to -1 to 1."""

    def __init__(self, azimuth: float, elevation: float, ends: Any) -> None:
        self.ends = ends
        self.turn, self.tilt = math.radians(azimuth), math.radians(elevation)

    def unit(self, point: Point) -> Point:
        a, b, c = (
            2 * (one - low) / (high - low) - 1 for one, (low, high) in zip(point, self.ends, strict=True)
        )
        return a, b, c * HEIGHT

    def seen(self, point: Point) -> Point:
        """Return where a point of the unit box is on the picture, and how far away it is."""
        a, b, c = point
        across = a * math.cos(self.turn) - b * math.sin(self.turn)
        away = a * math.sin(self.turn) + b * math.cos(self.turn)
        return across, away * math.sin(self.tilt) + c * math.cos(self.tilt), away * math.cos(self.tilt)


def _quads(camera: _Camera, x: Any, y: Any, z: Any) -> list[Spec]:
    found = []
    for i in range(len(x) - 1):
        for j in range(len(y) - 1):
            corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            heights = [float(z[corner]) for corner in corners]
            if not all(map(math.isfinite, heights)):
                continue
            points = [
                camera.seen(camera.unit((float(x[a]), float(y[b]), height)))
                for (a, b), height in zip(corners, heights, strict=True)
            ]
            found.append((max(point[2] for point in points), points, sum(heights) / 4))
    found.sort(key=lambda quad: -quad[0])
    return [
        {"u": round(u, 5), "v": round(v, 5), "at": at, "id": number, "z": height}
        for number, (_, points, height) in enumerate(found)
        for at, (u, v, _) in enumerate([*points, points[0]])
    ]


def _box(camera: _Camera, form: Any) -> tuple[list[Spec], list[Spec]]:
    """Return the lines of the floor and the upright edge, and the numbers beside them."""
    lines: list[Spec] = []
    labels: list[Spec] = []
    front = min(
        ((a, b) for a in (-1.0, 1.0) for b in (-1.0, 1.0)), key=lambda one: camera.seen((*one, 0.0))[2]
    )
    left = min(((front[0], -front[1]), (-front[0], front[1])), key=lambda one: camera.seen((*one, 0.0))[0])
    corners = {"x": (0, front[1]), "y": (1, front[0])}
    for name, (side, fixed) in corners.items():
        for step in range(TICKS + 1):
            at = -1 + 2 * step / TICKS
            _line(camera, lines, _floor(side, at, -1.0), _floor(side, at, 1.0))
            beside = _floor(side, at, fixed * 1.16)
            _label(camera, labels, beside, _number(camera.ends[side], step))
        _label(camera, labels, _floor(side, 0.0, fixed * 1.32), getattr(form, f"{name}_title") or name)
    _line(camera, lines, (*left, -HEIGHT), (*left, HEIGHT))
    for step in range(TICKS + 1):
        height = (-1 + 2 * step / TICKS) * HEIGHT
        u, v, _ = camera.seen((*left, height))
        labels.append({"u": u - 0.13, "v": v + 0.03, "text": _number(camera.ends[2], step)})
    return lines, labels


def _floor(side: int, at: float, other: float) -> Point:
    return (at, other, -HEIGHT) if side == 0 else (other, at, -HEIGHT)


def _line(camera: _Camera, lines: list[Spec], one: Point, other: Point) -> None:
    number = len(lines)
    lines += [
        {"u": u, "v": v, "id": number, "at": at}
        for at, (u, v, _) in enumerate((camera.seen(one), camera.seen(other)))
    ]


def _label(camera: _Camera, labels: list[Spec], point: Point, text: str) -> None:
    u, v, _ = camera.seen(point)
    labels.append({"u": u, "v": v, "text": text})


def _number(ends: tuple[float, float], step: int) -> str:
    low, high = ends
    value = low + (high - low) * step / TICKS
    return f"{0.0 if abs(value) < 1e-6 * (high - low) else value:.3g}"
