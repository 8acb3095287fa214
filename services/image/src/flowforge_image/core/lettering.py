"""Draw a text that was set: its box, shadow, outline and letters, turned and faded as one."""

import math
from dataclasses import dataclass, replace

from flowforge_image.core import colours
from flowforge_image.core.engine import Image, Interpolate
from flowforge_image.core.outlining import widen
from flowforge_image.core.shapes import clear, rounded_box, tinted
from flowforge_image.core.text_style import LetterShadow, TextStyle
from flowforge_image.core.typesetting import Lines

_FULL = 255
_BLUR_REACH = 3  # standard deviations


@dataclass(frozen=True, slots=True)
class Stamp:
    """A picture with transparency, and the part of it, `width` x `height` at `left`, `top`, that is placed.

    What reaches beyond that part, such as a shadow, does not count when it is put to an edge.
    """

    image: Image
    left: int
    top: int
    width: int
    height: int

    @classmethod
    def whole(cls, image: Image) -> "Stamp":
        return cls(image, 0, 0, image.width, image.height)

    @property
    def cut(self) -> Image:
        """The placed part alone."""
        return self.image.crop(self.left, self.top, self.width, self.height)


def letter(lines: Lines, style: TextStyle) -> Stamp:
    """Draw *lines* in *style*."""
    padding = style.box.padding if style.box else 0
    around = max(padding, math.ceil(style.stroke))
    width, height = lines.width + 2 * around, lines.height + 2 * around
    ink = lines.ink.copy_memory()
    reach = _reach(style, ink, lines, around)
    canvas = clear(width + 2 * reach, height + 2 * reach)
    if style.box:
        behind = rounded_box(width, height, min(style.box.radius, width / 2, height / 2), style.box.colour)
        canvas = _over(canvas, behind, reach, reach)
    left, top = reach + around + lines.left, reach + around + lines.top
    for layer, x, y in _layers(ink, style):
        canvas = _over(canvas, layer, left + x, top + y)
    return Stamp(canvas.copy_memory(), reach, reach, width, height)


def turned(stamp: Stamp, angle: float) -> Stamp:
    """Turn the stamp clockwise about the middle of its placed part, which then is the box around that."""
    angle %= 360
    if angle == 0:
        return stamp
    image = _centred(stamp)
    if angle % 90 == 0:
        turned_image = getattr(image, f"rot{int(angle)}")()
    else:
        flat = image.premultiply().rotate(
            angle, interpolate=Interpolate.new("bicubic"), background=[0, 0, 0, 0]
        )
        turned_image = flat.unpremultiply().cast("uchar")
    cosine, sine = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    width = min(turned_image.width, round(stamp.width * cosine + stamp.height * sine))
    height = min(turned_image.height, round(stamp.width * sine + stamp.height * cosine))
    left, top = (turned_image.width - width) // 2, (turned_image.height - height) // 2
    return Stamp(turned_image.copy_memory(), left, top, width, height)


def faded(stamp: Stamp, opacity: float) -> Stamp:
    if opacity >= 1:
        return stamp
    colour = stamp.image.extract_band(0, n=3)
    alpha = (stamp.image.extract_band(3) * opacity).rint().cast("uchar")
    return replace(stamp, image=colour.bandjoin(alpha))


def _layers(ink: Image, style: TextStyle) -> list[tuple[Image, int, int]]:
    """Return what is drawn of the letters from bottom to top, each with its place relative to the ink."""
    alpha = ink.extract_band(3)
    around = math.ceil(style.stroke)
    shape = widen(alpha, style.stroke) if style.stroke else alpha
    layers = []
    if style.shadow:
        layers.append(_shadow(shape, style.shadow, around))
    if style.stroke:
        layers.append((tinted(shape, style.stroke_colour), -around, -around))
    *_, opacity = colours.parse(style.colour)
    layers.append((faded(Stamp.whole(ink), opacity / _FULL).image, 0, 0))
    return layers


def _shadow(shape: Image, shadow: LetterShadow, around: int) -> tuple[Image, int, int]:
    room = math.ceil(shadow.blur * _BLUR_REACH)
    mask = shape.embed(room, room, shape.width + 2 * room, shape.height + 2 * room)
    if shadow.blur:
        mask = mask.gaussblur(shadow.blur, precision="approximate" if shadow.blur > 4 else "integer")  # noqa: PLR2004 - a few pixels
    away = -around - room
    return tinted(mask, shadow.colour), away + round(shadow.x), away + round(shadow.y)


def _reach(style: TextStyle, ink: Image, lines: Lines, around: int) -> int:
    """Return by how much something may stand out of the text's box, on any side."""
    beyond: int = max(
        0,
        -lines.left,
        -lines.top,
        lines.left + ink.width - lines.width,
        lines.top + ink.height - lines.height,
    )
    thrown = 0
    if style.shadow:
        thrown = math.ceil(max(abs(style.shadow.x), abs(style.shadow.y)) + style.shadow.blur * _BLUR_REACH)
    return max(0, beyond + math.ceil(style.stroke) + thrown - around) + 1


def _centred(stamp: Stamp) -> Image:
    """Return the stamp's picture with room added so that its placed part is in the middle."""
    image = stamp.image
    right, bottom = image.width - stamp.left - stamp.width, image.height - stamp.top - stamp.height
    across, down = max(stamp.left, right), max(stamp.top, bottom)
    return image.embed(
        across - stamp.left, down - stamp.top, stamp.width + 2 * across, stamp.height + 2 * down
    )


def _over(below: Image, above: Image, left: int, top: int) -> Image:
    return below.composite2(above, "over", x=left, y=top, compositing_space="srgb").cast("uchar")
