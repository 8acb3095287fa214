"""Draw a run of text with HarfBuzz's own shaping and the font's outlines: no Pango, no bidi, no wrapping."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import uharfbuzz as harfbuzz

from flowforge_image.core.drawing.shapes import drawn

_ROOM = 100


@dataclass(frozen=True)
class Run:
    """Text of one font, script and direction. *features* may switch shaping off."""

    text: str
    font: Path
    direction: str = "ltr"
    features: tuple[str, ...] = ()
    face: int = 0


def glyphs_of(run: Run, size: float) -> list[tuple[int, int, float, float, float]]:
    """Return glyph, cluster, x and y offset and advance of each glyph, in pixels, from left to right."""
    font, scale = _font(run, size)
    buffer = _shaped(run, font)
    return [
        (info.codepoint, info.cluster, at.x_offset * scale, at.y_offset * scale, at.x_advance * scale)
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def draw(runs: Sequence[Run], size: float) -> Any:
    """Return the ink of *runs*, in this order from left to right, as a mask without empty edges."""
    paths, x = [], float(_ROOM)
    for run in runs:
        font, scale = _font(run, size)
        for glyph, _, right, up, advance in glyphs_of(run, size):
            pen = _Pen()
            font.draw_glyph_with_pen(glyph, pen)
            move = f"translate({x + right} {size * 2 - up}) scale({scale} {-scale})"
            paths.append(f'<path transform="{move}" d="{" ".join(pen.commands)}"/>')
            x += advance
    return cropped(drawn(int(x) + _ROOM, int(size * 4), "".join(paths)).extract_band(3).numpy())


def cropped(mask: Any) -> Any:
    """Return the mask without the rows and columns at its edges that are all but empty."""
    rows, columns = np.where(mask.max(axis=1) > 40)[0], np.where(mask.max(axis=0) > 40)[0]
    return mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def likeness(one: Any, other: Any) -> float:
    """Return the share of ink that two masks have in common; they are laid on each other's middle."""
    height, width = max(one.shape[0], other.shape[0]), max(one.shape[1], other.shape[1])
    first, second = (_padded(each, height, width) for each in (one, other))
    return float(np.minimum(first, second).sum() / np.maximum(first, second).sum())


def _padded(mask: Any, height: int, width: int) -> Any:
    down, right = height - mask.shape[0], width - mask.shape[1]
    return np.pad(mask, ((down // 2, down - down // 2), (right // 2, right - right // 2))).astype(int)


def _font(run: Run, size: float) -> tuple[Any, float]:
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(run.font)), run.face)
    font = harfbuzz.Font(face)
    font.set_variations({"wght": 400})
    return font, size / face.upem


def _shaped(run: Run, font: Any) -> Any:
    buffer = harfbuzz.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    buffer.direction = run.direction
    harfbuzz.shape(font, buffer, dict.fromkeys(run.features, False))
    return buffer


class _Pen:
    def __init__(self) -> None:
        self.commands: list[str] = []

    def moveTo(self, point: Any) -> None:  # noqa: N802 - the pen's protocol
        self.commands.append("M{} {}".format(*point))

    def lineTo(self, point: Any) -> None:  # noqa: N802 - likewise
        self.commands.append("L{} {}".format(*point))

    def qCurveTo(self, *points: Any) -> None:  # noqa: N802 - likewise
        self.commands.append("Q" + " ".join("{} {}".format(*point) for point in points))

    def curveTo(self, *points: Any) -> None:  # noqa: N802 - likewise
        self.commands.append("C" + " ".join("{} {}".format(*point) for point in points))

    def closePath(self) -> None:  # noqa: N802 - likewise
        self.commands.append("Z")
