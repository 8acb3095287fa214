"""Pixels of a picture without transparency: on the ground against which what is drawn can be seen."""

import numpy as np

from flowforge_ocr.engines.recognized import Pixels
from flowforge_pictures import Image, to_array

_OPAQUE, _GRAY = 255, 128
_MIDDLE = 127.5


def flat_pixels(image: Image) -> Pixels:
    """Return red, green and blue. White drawn on nothing gets black paper, black on nothing white."""
    pixels = to_array(image)
    if pixels.dtype != np.uint8:
        pixels = (pixels >> 8).astype(np.uint8)
    if pixels.shape[2] in (2, 4):
        pixels = _flattened(pixels)
    if pixels.shape[2] == 1:
        pixels = np.repeat(pixels, 3, axis=2)
    return np.ascontiguousarray(pixels[:, :, :3])


def _flattened(pixels: Pixels) -> Pixels:
    colors, alpha = pixels[:, :, :-1], pixels[:, :, -1:]
    if alpha.min() == _OPAQUE:
        return np.asarray(colors)
    drawn = colors[alpha[:, :, 0] >= _GRAY]
    paper = 0 if drawn.size and drawn.mean() > _MIDDLE else _OPAQUE
    share = alpha.astype(np.uint16)
    mixed = (colors * share + paper * (_OPAQUE - share)) // _OPAQUE
    return mixed.astype(np.uint8)
