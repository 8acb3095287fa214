"""Shadows that letters and pictures throw."""

import math

from pydantic import Field

from flowforge_image.core.drawing.shapes import tinted
from flowforge_pictures import Color, Image
from servicekit import RequestBody

_BLUR_REACH = 3  # standard deviations
_FINEST = 5  # pixels of a standard deviation at which blurring is done
_LEAST = 0.004  # of a Gaussian's height, where it is cut off


class Shadow(RequestBody):
    x: int = Field(2, ge=-500, le=500, description="Pixels to the right of what throws it.")
    y: int = Field(2, ge=-500, le=500, description="Pixels below that.")
    blur: float = Field(2, ge=0, le=200, description="Softness in pixels.")
    color: Color = Field(default="#00000099", description="Color of the shadow, with its transparency.")

    @property
    def reach(self) -> int:
        """Pixels by which it may stand out, on any side."""
        return max(abs(self.x), abs(self.y)) + self.softness

    @property
    def softness(self) -> int:
        return math.ceil(self.blur * _BLUR_REACH)


def throw(shape: Image, shadow: Shadow) -> tuple[Image, int, int]:
    """Return the shadow of *shape*, 8 bits and one band, with its left and top relative to the shape's."""
    room = shadow.softness
    mask = shape.embed(room, room, shape.width + 2 * room, shape.height + 2 * room)
    if shadow.blur:
        mask = _blurred(mask, shadow.blur)
    return tinted(mask, shadow.color), shadow.x - room, shadow.y - room


def _blurred(mask: Image, sigma: float) -> Image:
    """Blur by a Gaussian; a wide one at a lower resolution, of which nothing is seen."""
    factor = max(1, int(sigma / _FINEST))
    if factor == 1:
        return mask.gaussblur(sigma, min_ampl=_LEAST)
    width, height = -(-mask.width // factor) * factor, -(-mask.height // factor) * factor
    small = mask.embed(0, 0, width, height).shrink(factor, factor).copy_memory()
    small = small.gaussblur(sigma / factor, min_ampl=_LEAST, precision="float").copy_memory()
    return small.resize(factor, kernel="cubic").crop(0, 0, mask.width, mask.height)
