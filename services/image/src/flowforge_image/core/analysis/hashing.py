"""Perceptual hashes: 64 bits that stay nearly the same when a picture is scaled, recompressed or brightened.

As the ImageHash library defines them, so that values kept from it can be compared.
"""

import math

import numpy as np
import numpy.typing as npt

from flowforge_image.core.analysis.similarity import luminance
from flowforge_pictures import Image, Picture

BITS = 64
_SIDE = 8
_DCT_SIDE = 32
_WIDEST = 2000
Grid = npt.NDArray[np.float64]


def average_hash(picture: Picture) -> str:
    """Return which of 8 x 8 pixels are lighter than their mean."""
    gray = _shrunk(picture, _SIDE, _SIDE)
    return _hexadecimal(gray > gray.mean())


def difference_hash(picture: Picture) -> str:
    """Return which of 9 x 8 pixels are darker than their right neighbor."""
    gray = _shrunk(picture, _SIDE + 1, _SIDE)
    return _hexadecimal(gray[:, 1:] > gray[:, :-1])


def perceptual_hash(picture: Picture) -> str:
    """Return which of the 8 x 8 lowest frequencies, of 32 x 32 pixels, are above their median."""
    transform = _cosines(_DCT_SIDE)
    low = (transform @ _shrunk(picture, _DCT_SIDE, _DCT_SIDE) @ transform.T)[:_SIDE, :_SIDE]
    return _hexadecimal(low > np.median(low))


def distance(one: str, other: str) -> int:
    """Return in how many of their bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _shrunk(picture: Picture, width: int, height: int) -> Grid:
    gray: Image = luminance(picture.frames[0]).cast("uchar")
    # The filter alone is what ImageHash uses; libvips has none that is wide enough for large pictures.
    gap = 0 if max(gray.width, gray.height) <= _WIDEST else 2
    small = gray.resize(width / gray.width, vscale=height / gray.height, kernel="lanczos3", gap=gap)
    pixels = np.asarray(small.numpy(), dtype=np.float64)
    return pixels.reshape(height, width)


def _cosines(size: int) -> Grid:
    """Return the matrix of the discrete cosine transform (DCT-II, not scaled) of *size* values."""
    at = np.arange(size)
    matrix: Grid = np.cos(math.pi / size * np.outer(at, at + 0.5))
    return matrix


def _hexadecimal(bits: npt.NDArray[np.bool_]) -> str:
    return np.packbits(bits.ravel()).tobytes().hex()
