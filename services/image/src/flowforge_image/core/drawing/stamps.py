"""Pictures with transparency that are put on others: turned, faded, one over another."""

import math
from dataclasses import dataclass, replace

from flowforge_pictures import Image, Interpolate

_ROOM = 2  # pixels, for what rounding moves


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


def turned(stamp: Stamp, angle: float) -> Stamp:
    """Turn the stamp clockwise about the middle of its placed part, which then is the box around that."""
    angle %= 360
    if angle == 0:
        return stamp
    image = _centered(stamp)
    if angle % 90 == 0:
        image = getattr(image, f"rot{int(angle)}")()
        width, height = (stamp.width, stamp.height) if angle == 180 else (stamp.height, stamp.width)  # noqa: PLR2004 - degrees
        left, top = (image.width - width) // 2, (image.height - height) // 2
        return Stamp(image.copy_memory(), left, top, width, height)
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    flat = image.premultiply().rotate(angle, interpolate=Interpolate.new("bicubic"), background=[0, 0, 0, 0])
    # Where the middle came to stand: libvips turns about a corner and tells where that corner now is.
    across, down = (image.width - 1) / 2, (image.height - 1) / 2
    middle_x = across * cosine - down * sine + flat.xoffset + 0.5 + _ROOM
    middle_y = across * sine + down * cosine + flat.yoffset + 0.5 + _ROOM
    grown = flat.unpremultiply().cast("uchar")
    grown = grown.embed(_ROOM, _ROOM, grown.width + 2 * _ROOM, grown.height + 2 * _ROOM)
    width = round(stamp.width * abs(cosine) + stamp.height * abs(sine))
    height = round(stamp.width * abs(sine) + stamp.height * abs(cosine))
    left, top = round(middle_x - width / 2), round(middle_y - height / 2)
    return Stamp(grown.copy_memory(), left, top, width, height)


def faded(stamp: Stamp, opacity: float) -> Stamp:
    if opacity >= 1:
        return stamp
    color = stamp.image.extract_band(0, n=3)
    alpha = (stamp.image.extract_band(3) * opacity).rint().cast("uchar")
    return replace(stamp, image=color.bandjoin(alpha))


def over(below: Image, above: Image, left: int, top: int) -> Image:
    return below.composite2(above, "over", x=left, y=top, compositing_space="srgb").cast("uchar")


def _centered(stamp: Stamp) -> Image:
    """Return the stamp's picture with room added so that its placed part is in the middle."""
    image = stamp.image
    right, bottom = image.width - stamp.left - stamp.width, image.height - stamp.top - stamp.height
    across, down = max(stamp.left, right), max(stamp.top, bottom)
    return image.embed(
        across - stamp.left, down - stamp.top, stamp.width + 2 * across, stamp.height + 2 * down
    )
