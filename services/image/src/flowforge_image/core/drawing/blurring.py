"""Blur by a Gaussian of any width, at a cost that does not grow with the width."""

from flowforge_pictures import Image

_FINEST = 10  # pixels of a standard deviation at which blurring is done
WIDE = 2 * _FINEST  # from here on, pixels are first made fewer


def blurred(image: Image, sigma: float, *, least: float = 0.02) -> Image:
    """Return *image* blurred; a wide blur is done at a lower resolution, of which nothing is seen.

    *least* is the part of the Gaussian's height at which it is cut off.
    """
    factor = max(1, int(sigma / _FINEST))
    if factor == 1:
        return image.gaussblur(sigma, min_ampl=least)
    width, height = -(-image.width // factor) * factor, -(-image.height // factor) * factor
    wide = image.embed(0, 0, width, height, extend="copy").cast("float")
    small = wide.shrink(factor, factor).gaussblur(sigma / factor, min_ampl=least, precision="float")
    large = small.copy_memory().resize(factor, kernel="cubic").crop(0, 0, image.width, image.height)
    return (large if image.format in ("float", "double") else large.rint()).cast(image.format)
