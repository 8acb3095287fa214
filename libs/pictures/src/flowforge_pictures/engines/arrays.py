"""Pixels between NumPy and libvips."""

from typing import Any

import numpy as np

from flowforge_pictures.engines.vips import Image


def from_array(pixels: "np.ndarray[Any, Any]") -> Image:
    """Return a copy of *pixels* (height, width, channels) as an image in memory of libvips' own.

    libvips does not keep the array that it reads from, and does not copy what is in memory already: mirroring
    it twice forces the copy.
    """
    image = Image.new_from_array(np.ascontiguousarray(pixels[:, ::-1])).fliphor().copy_memory()
    return image.copy(interpretation="srgb" if image.bands > 2 else "b-w")  # noqa: PLR2004 - gray, alpha


def to_array(image: Image) -> "np.ndarray[Any, Any]":
    """Return the pixels of *image* as an array of (height, width, channels)."""
    pixels: np.ndarray[Any, Any] = np.atleast_3d(image.numpy())
    return pixels
