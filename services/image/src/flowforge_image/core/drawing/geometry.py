"""Sizes, boxes and the resampling of pictures."""

from typing import Annotated, Literal

from pydantic import Field

from flowforge_image.core.errors import OutsidePicture
from flowforge_pictures import Image, Picture

Kernel = Literal["lanczos3", "lanczos2", "mitchell", "cubic", "linear", "nearest"]
Compass = Literal[
    "center", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"
]
Gravity = Literal[
    "center", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
    "attention", "entropy",
]  # fmt: skip
# Of width to height, such as 16:9.
Ratio = Annotated[str, Field(pattern=r"^[1-9]\d{0,3}(\.\d{1,3})?:[1-9]\d{0,3}(\.\d{1,3})?$")]
_COLUMNS = {"west": 0.0, "east": 1.0}
_ROWS = {"north": 0.0, "south": 1.0}


def resize_exactly(picture: Picture, width: int, height: int, kernel: Kernel) -> Picture:
    """Return the picture with exactly this many pixels; transparency bleeds no color into its edges."""
    if (picture.width, picture.height) == (width, height):
        return picture.each(lambda frame: frame)
    horizontal, vertical = width / picture.width, height / picture.height

    def scale(frame: Image) -> Image:
        if not frame.hasalpha():
            return frame.resize(horizontal, vscale=vertical, kernel=kernel)
        scaled = frame.premultiply().resize(horizontal, vscale=vertical, kernel=kernel)
        return scaled.unpremultiply().cast(frame.format)

    return picture.each(scale)


def place(outer: tuple[int, int], inner: tuple[int, int], gravity: str) -> tuple[int, int]:
    """Return left and top of a box of size *inner* in one of size *outer*, drawn to where *gravity* says."""
    column = next((share for name, share in _COLUMNS.items() if name in gravity), 0.5)
    row = next((share for name, share in _ROWS.items() if name in gravity), 0.5)
    return round((outer[0] - inner[0]) * column), round((outer[1] - inner[1]) * row)


def place_around(
    focus: tuple[float, float], inner: tuple[int, int], outer: tuple[int, int]
) -> tuple[int, int]:
    """Return left and top of a box of size *inner* in one of size *outer*, around *focus* or near to it.

    *focus* are shares of the outer width and height. A box that is larger than the outer one begins at 0.
    """
    left, top = (
        max(0, min(round(at * room - side / 2), room - side))
        for at, side, room in zip(focus, inner, outer, strict=True)
    )
    return left, top


def cut(picture: Picture, left: int, top: int, width: int, height: int) -> Picture:
    """Return the part of the picture. Raises OutsidePicture if it does not lie wholly inside."""
    inside = left >= 0 and top >= 0 and left + width <= picture.width and top + height <= picture.height
    if not inside:
        area = f"The area of {width} x {height} pixels at {left}, {top}"
        fields = ("width", "height") if left < 0 or top < 0 else ("x", "y", "width", "height")
        raise OutsidePicture(area=area, width=picture.width, height=picture.height, fields=fields)
    return picture.each(lambda frame: frame.crop(left, top, width, height))


def cut_by_gravity(picture: Picture, width: int, height: int, gravity: Gravity) -> Picture:
    """Cut to a size; attention and entropy look at the first frame, so that an animation stays in place."""
    if (picture.width, picture.height) == (width, height):
        return picture
    if gravity not in ("attention", "entropy"):
        left, top = place((picture.width, picture.height), (width, height), gravity)
        return cut(picture, left, top, width, height)
    if width > picture.width or height > picture.height:
        return cut(picture, 0, 0, width, height)
    picture = picture.in_memory()
    found = picture.frames[0].smartcrop(width, height, interesting=gravity)
    return cut(picture, -found.xoffset, -found.yoffset, width, height)


def parse_ratio(ratio: str) -> float:
    """Return width divided by height of a ratio such as 16:9."""
    wide, _, high = ratio.partition(":")
    return float(wide) / float(high)


def share(size: tuple[int, int], ratio: float) -> tuple[int, int]:
    """Return the largest size inside *size* whose width is *ratio* times its height."""
    width, height = size
    if width > height * ratio:
        return max(1, round(height * ratio)), height
    return width, max(1, round(width / ratio))


def frame_box(
    box: tuple[float, float, float, float], size: tuple[int, int], ratio: float | None
) -> tuple[int, int, int, int]:
    """Return left, top, width and height of the area of *ratio* around *box*, moved to lie within *size*.

    *box* is left, top, right and bottom. Where the picture is too small for the ratio, the box is cut.
    """
    left, top, right, bottom = box
    width, height = min(right - left, size[0]), min(bottom - top, size[1])
    if ratio is not None:
        width, height = max(width, height * ratio), max(height, width / ratio)
        shrink = min(1.0, size[0] / width, size[1] / height)
        width, height = width * shrink, height * shrink
    wide, high = max(1, round(width)), max(1, round(height))
    across, down = round((left + right - wide) / 2), round((top + bottom - high) / 2)
    return min(max(across, 0), size[0] - wide), min(max(down, 0), size[1] - high), wide, high
