"""Draw a text that was set: its box, shadow, outline and letters."""

import math

from flowforge_image.core.drawing.outlining import widen
from flowforge_image.core.drawing.shadows import throw
from flowforge_image.core.drawing.shapes import clear, rounded_box, tinted
from flowforge_image.core.drawing.stamps import Stamp, faded, over
from flowforge_image.core.text.style import TextStyle
from flowforge_image.core.text.typesetting import Lines
from flowforge_pictures import Image, parse_color

_FULL = 255


def letter(lines: Lines, style: TextStyle) -> Stamp:
    """Draw *lines* in *style*."""
    padding = style.box.padding if style.box else 0
    around = max(padding, math.ceil(style.stroke))
    width, height = lines.width + 2 * around, lines.height + 2 * around
    ink = lines.ink.copy_memory()
    reach = _reach(style, ink, lines, around)
    canvas = clear(width + 2 * reach, height + 2 * reach)
    if style.box:
        behind = rounded_box(width, height, min(style.box.radius, width / 2, height / 2), style.box.color)
        canvas = over(canvas, behind, reach, reach)
    left, top = reach + around + lines.left, reach + around + lines.top
    for layer, x, y in _layers(ink, style):
        canvas = over(canvas, layer, left + x, top + y)
    return Stamp(canvas.copy_memory(), reach, reach, width, height)


def _layers(ink: Image, style: TextStyle) -> list[tuple[Image, int, int]]:
    """Return what is drawn of the letters from bottom to top, each with its place relative to the ink."""
    alpha = ink.extract_band(3)
    around = math.ceil(style.stroke)
    shape = widen(alpha, style.stroke) if style.stroke else alpha
    layers = []
    if style.shadow:
        image, left, top = throw(shape, style.shadow)
        layers.append((image, left - around, top - around))
    if style.stroke:
        layers.append((tinted(shape, style.stroke_color), -around, -around))
    *_, opacity = parse_color(style.color)
    layers.append((faded(Stamp.whole(ink), opacity / _FULL).image, 0, 0))
    return layers


def _reach(style: TextStyle, ink: Image, lines: Lines, around: int) -> int:
    """Return by how much something may stand out of the text's box, on any side."""
    beyond: int = max(
        0,
        -lines.left,
        -lines.top,
        lines.left + ink.width - lines.width,
        lines.top + ink.height - lines.height,
    )
    thrown = style.shadow.reach if style.shadow else 0
    return max(0, beyond + math.ceil(style.stroke) + thrown - around) + 1
