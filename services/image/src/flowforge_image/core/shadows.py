"""Shadows that letters and pictures throw."""

import math

from pydantic import Field

from flowforge_image.core.colours import Colour
from flowforge_image.core.engine import Image
from flowforge_image.core.shapes import tinted
from servicekit import RequestBody

_BLUR_REACH = 3  # standard deviations


class Shadow(RequestBody):
    x: int = Field(2, ge=-500, le=500, description="Pixels to the right of what throws it.")
    y: int = Field(2, ge=-500, le=500, description="Pixels below that.")
    blur: float = Field(2, ge=0, le=200, description="Softness in pixels.")
    colour: Colour = "#00000099"

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
        mask = mask.gaussblur(shadow.blur, min_ampl=0.01)
    return tinted(mask, shadow.colour), shadow.x - room, shadow.y - room
