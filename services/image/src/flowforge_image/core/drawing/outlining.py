"""Widen a shape by a distance, for outlines around letters."""

import math
from typing import Any

import numpy as np

from flowforge_pictures import Image, from_array

Mask = np.ndarray[Any, np.dtype[np.uint8]]


def widen(mask: Image, radius: float) -> Image:
    """Return the mask, 8 bits and one band, grown by a disc of *radius* pixels with a smooth edge.

    The result is larger by the radius, rounded up, on all sides.
    """
    reach = math.ceil(radius)
    shape: Mask = np.pad(mask.numpy().reshape(mask.height, mask.width), reach)
    grown = shape.copy()
    across, done = shape.copy(), 0
    for row in range(reach, -1, -1):  # from the top of the disc to its widest row
        half = math.sqrt(max(0.0, radius * radius - row * row))
        while done < int(half):
            done += 1
            _lighten(across, shape, 0, done)
            _lighten(across, shape, 0, -done)
        line, rest = across, half - int(half)
        if row > radius:
            line, rest = (shape * (radius + 1 - row)).astype(np.uint8), 0
        if rest:
            line = across.copy()
            edge = (shape * rest).astype(np.uint8)
            _lighten(line, edge, 0, done + 1)
            _lighten(line, edge, 0, -done - 1)
        _lighten(grown, line, row, 0)
        _lighten(grown, line, -row, 0)
    return from_array(grown[:, :, np.newaxis])


def _lighten(target: Mask, source: Mask, down: int, right: int) -> None:
    """Return the lighter of *target* and the shifted *source*; what leaves the picture is dropped."""
    height, width = target.shape
    into = (slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right)))
    out = (slice(max(0, -down), height + min(0, -down)), slice(max(0, -right), width + min(0, -right)))
    np.maximum(target[into], source[out], out=target[into])
