"""Pixels of other libraries as pictures of libvips'."""

from typing import Any

import numpy as np

from flowforge_image.core.engine import Image


def from_pixels(pixels: "np.ndarray[Any, Any]") -> Image:
    """Copy *pixels* to memory of libvips' own: it does not keep the array that it would read from.

    Mirrored twice, because libvips takes a picture that is in memory for its own already and copies nothing.
    """
    image = Image.new_from_array(np.ascontiguousarray(pixels[:, ::-1])).fliphor().copy_memory()
    return image.copy(interpretation="srgb" if image.bands > 2 else "b-w")  # noqa: PLR2004 - gray, alpha
