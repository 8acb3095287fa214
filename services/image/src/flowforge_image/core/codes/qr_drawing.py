"""QR codes drawn as SVG: shapes and colors of modules and eyes, and room for a logo."""

import base64
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

ModuleShape = Literal["square", "rounded", "dots"]
EyeShape = Literal["square", "rounded", "circle"]
Matrix = Sequence[Sequence[int]]
_EYE = 7  # modules on a side of a finder pattern
_DOT_RADIUS = 0.45
_CORNER = 0.5


@dataclass(frozen=True, slots=True)
class Gradient:
    """Runs from the modules' color to `to`: at `angle`, degrees clockwise from rightwards, or outwards."""

    to: str
    kind: Literal["linear", "radial"]
    angle: float


@dataclass(frozen=True, slots=True)
class Look:
    """Colors are CSS's; `light` None is transparent. `logo_share` is of the width without the border."""

    border: int
    dark: str
    light: str | None
    shape: ModuleShape
    eye_shape: EyeShape
    eye_color: str | None
    gradient: Gradient | None
    logo: bytes | None
    logo_share: float


def draw(matrix: Matrix, look: Look, scale: int) -> str:
    """Return the code as SVG with *scale* pixels for each module."""
    size = len(matrix)
    whole = size + 2 * look.border
    hole = _hole(size, look)
    fill = "url(#g)" if look.gradient else look.dark
    modules = _SHAPES[look.shape](_Grid(matrix, hole))
    view = f'viewBox="{-look.border} {-look.border} {whole} {whole}"'
    sides = f'width="{whole * scale}" height="{whole * scale}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {sides} {view}>', _defined(look, size)]
    if look.light is not None:
        edge = f'x="{-look.border}" y="{-look.border}" width="{whole}" height="{whole}"'
        parts.append(f'<rect {edge} fill="{look.light}"/>')
    # Edges of neighboring modules must not show a seam; round shapes want soft ones.
    crisp = ' shape-rendering="crispEdges"' if look.shape == "square" else ""
    parts.append(f'<path fill="{fill}"{crisp} d="{"".join(modules)}"/>')
    parts.append(f'<path fill="{look.eye_color or fill}" fill-rule="evenodd" d="{_eyes(size, look)}"/>')
    if look.logo is not None:
        parts.append(_logo(look.logo, size, look))
    return "".join([*parts, "</svg>"])


class _Grid:
    """The dark modules outside of the eyes and of the logo's place."""

    def __init__(self, matrix: Matrix, hole: range) -> None:
        size = len(matrix)
        low, high = _EYE, size - _EYE
        self._cells = frozenset(
            (x, y)
            for y, row in enumerate(matrix)
            for x, value in enumerate(row)
            if value
            and not (((x < low or x >= high) and y < low) or (x < low and y >= high))
            and not (x in hole and y in hole)
        )

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return cell in self._cells

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(sorted(self._cells, key=lambda cell: (cell[1], cell[0])))


def _squares(grid: _Grid) -> Iterator[str]:
    """Join neighbors in a row: a drawing of one path for each run is a third as long."""
    for x, y in grid:
        if (x - 1, y) not in grid:
            end = x
            while (end + 1, y) in grid:
                end += 1
            yield f"M{x} {y}h{end - x + 1}v1h{x - end - 1}z"


def _dots(grid: _Grid) -> Iterator[str]:
    for x, y in grid:
        yield _circle(x + 0.5, y + 0.5, _DOT_RADIUS)


def _rounded(grid: _Grid) -> Iterator[str]:
    """Round a corner where both of its neighbors are light."""
    for x, y in grid:
        up, right = (x, y - 1) in grid, (x + 1, y) in grid
        down, left = (x, y + 1) in grid, (x - 1, y) in grid
        corners = [not (up or left), not (up or right), not (down or right), not (down or left)]
        yield _box(x, y, 1, [_CORNER if corner else 0 for corner in corners])


_SHAPES = {"square": _squares, "dots": _dots, "rounded": _rounded}


def _eyes(size: int, look: Look) -> str:
    parts = []
    for x, y in ((0, 0), (size - _EYE, 0), (0, size - _EYE)):
        if look.eye_shape == "circle":
            middle = (x + _EYE / 2, y + _EYE / 2)
            parts += [_circle(*middle, radius) for radius in (3.5, 2.5, 1.5)]
        else:
            radii = (2, 1.3, 0.7) if look.eye_shape == "rounded" else (0, 0, 0)
            parts += [
                _box(x + inset, y + inset, _EYE - 2 * inset, [radius] * 4)
                for inset, radius in zip((0, 1, 2), radii, strict=True)
            ]
    return "".join(parts)


def _circle(x: float, y: float, radius: float) -> str:
    arc = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{arc} {2 * radius:g} 0{arc} {-2 * radius:g} 0z"


def _box(x: float, y: float, side: float, radii: Sequence[float]) -> str:
    """Return a square whose corners, clockwise from the upper left, have these radii."""
    first, second, third, fourth = radii
    arcs = [f"a{radius:g} {radius:g} 0 0 1" if radius else "l" for radius in radii]
    return (
        f"M{x + first:g} {y:g}h{side - first - second:g}{arcs[1]} {second:g} {second:g}"
        f"v{side - second - third:g}{arcs[2]} {-third:g} {third:g}"
        f"h{third + fourth - side:g}{arcs[3]} {-fourth:g} {-fourth:g}"
        f"v{fourth + first - side:g}{arcs[0]} {first:g} {-first:g}z"
    )


def _defined(look: Look, size: int) -> str:
    if look.gradient is None:
        return ""
    stops = f'<stop stop-color="{look.dark}"/><stop offset="1" stop-color="{look.gradient.to}"/>'
    half = size / 2
    if look.gradient.kind == "radial":
        kind, place = "radialGradient", f'cx="{half}" cy="{half}" r="{half * math.sqrt(2):g}"'
        return f'<defs><{kind} id="g" gradientUnits="userSpaceOnUse" {place}>{stops}</{kind}></defs>'
    across, down = (part(math.radians(look.gradient.angle)) * half for part in (math.cos, math.sin))
    line = f'x1="{half - across:g}" y1="{half - down:g}" x2="{half + across:g}" y2="{half + down:g}"'
    return (
        f'<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" {line}>{stops}</linearGradient></defs>'
    )


def _hole(size: int, look: Look) -> range:
    """Return the columns, and rows, that the logo and a margin of half a module take, in whole modules."""
    if look.logo is None:
        return range(0)
    half = size * look.logo_share / 2 + 0.5
    return range(math.floor(size / 2 - half), math.ceil(size / 2 + half))


def _logo(logo: bytes, size: int, look: Look) -> str:
    side = size * look.logo_share
    at = (size - side) / 2
    content = base64.b64encode(logo).decode("ascii")
    place = f'x="{at:g}" y="{at:g}" width="{side:g}" height="{side:g}"'
    return f'<image {place} href="data:image/png;base64,{content}"/>'
