"""Pictures with transparency that are put on others: turned, faded, one over another."""

import math
from dataclasses import dataclass, replace

from flowforge_image.core.engine import Image, Interpolate


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


def over(below: Image, above: Image, left: int, top: int) -> Image:
    return below.composite2(above, "over", x=left, y=top, compositing_space="srgb").cast("uchar")


def _centred(stamp: Stamp) -> Image:
    """Return the stamp's picture with room added so that its placed part is in the middle."""
    image = stamp.image
    right, bottom = image.width - stamp.left - stamp.width, image.height - stamp.top - stamp.height
    across, down = max(stamp.left, right), max(stamp.top, bottom)
    return image.embed(
        across - stamp.left, down - stamp.top, stamp.width + 2 * across, stamp.height + 2 * down
    )
