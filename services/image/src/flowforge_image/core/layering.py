"""Lay pictures over a picture: where, and how their colours meet."""

from typing import Literal

from flowforge_image.core.engine import Image
from flowforge_image.core.picture import Picture

Blend = Literal[
    "over", "multiply", "screen", "overlay", "darken", "lighten", "colour-dodge", "colour-burn",
    "hard-light", "soft-light", "difference", "exclusion",
]  # fmt: skip


def lay(picture: Picture, upper: Image, left: int, top: int, blend: Blend = "over") -> Picture:
    """Compose *upper*, which has transparency, over every frame; what reaches beyond it is left out."""
    picture = picture.in_colour()
    had_alpha = picture.has_alpha
    space = "rgb16" if picture.white > 255 else "srgb"  # noqa: PLR2004 - 8 bits
    if space == "rgb16":
        upper = upper.colourspace(space)

    def compose(frame: Image) -> Image:
        made = frame.composite2(upper, blend, x=left, y=top, compositing_space=space).cast(frame.format)
        return made if had_alpha else made.extract_band(0, n=3)

    return picture.each(compose)


def tiled(tile: Image, width: int, height: int, *, staggered: bool = False) -> Image:
    """Repeat *tile* over this many pixels; *staggered* moves every second row by half a tile."""
    if staggered:
        tile = tile.join(tile.wrap(x=tile.width // 2, y=0), "vertical")
    across, down = -(-width // tile.width), -(-height // tile.height)
    return tile.replicate(across, down).crop(0, 0, width, height)
