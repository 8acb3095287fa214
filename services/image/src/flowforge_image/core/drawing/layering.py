"""Lay pictures over a picture: where, and how their colors meet."""

from typing import Literal

from flowforge_pictures import Image, Picture

Blend = Literal[
    "over", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn",
    "hard-light", "soft-light", "difference", "exclusion",
]  # fmt: skip


def lay(picture: Picture, upper: Image, left: int, top: int, blend: Blend = "over") -> Picture:
    """Compose *upper*, which has transparency, over every frame; what reaches beyond it is left out.

    Only the part that is covered is computed anew.
    """
    picture = picture.in_color()
    x, y = max(0, left), max(0, top)
    width, height = min(picture.width, left + upper.width) - x, min(picture.height, top + upper.height) - y
    if width <= 0 or height <= 0:
        return picture
    upper = upper.crop(x - left, y - top, width, height)
    had_alpha = picture.has_alpha
    space = "rgb16" if picture.white > 255 else "srgb"  # noqa: PLR2004 - 8 bits
    if space == "rgb16":
        upper = upper.colourspace(space)
    mode = blend.replace("color", "colour")  # as libvips spells it
    is_whole = (width, height) == (picture.width, picture.height)

    def compose(frame: Image) -> Image:
        part = frame if is_whole else frame.crop(x, y, width, height)
        made = part.composite2(upper, mode, compositing_space=space).cast(frame.format)
        made = made if had_alpha else made.extract_band(0, n=3)
        return made if is_whole else frame.insert(made, x, y)

    return picture.each(compose)


def tiled(tile: Image, width: int, height: int, *, staggered: bool = False) -> Image:
    """Repeat *tile* over this many pixels; *staggered* moves every second row by half a tile."""
    if staggered:
        tile = tile.join(tile.wrap(x=tile.width // 2, y=0), "vertical")
    across, down = -(-width // tile.width), -(-height // tile.height)
    return tile.replicate(across, down).crop(0, 0, width, height)
