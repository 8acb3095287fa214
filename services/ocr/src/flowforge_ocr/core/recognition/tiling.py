"""Very long pictures: text would be lost if they were searched as a whole, so they are cut into tiles.

A picture is cut where it is emptiest near the end of a tile, so that no line is cut through.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from flowforge_ocr.engines.port import Engine, Reading
from flowforge_ocr.engines.recognized import Line, Pixels

_LEAST_SHORT_SIDE = 480  # of a picture after it was shrunk to the longest side of a search
_CUT_WITHIN = 0.15  # of a tile, at its end


def recognize_tiled(engine: Engine, pixels: Pixels, reading: Reading) -> list[Line]:
    """Return the lines of a picture; one that is very long is read tile by tile."""
    height, width = pixels.shape[:2]
    tile = _tile_length(height, width, reading.longest_side)
    if tile is None:
        return engine.recognize(pixels, reading)
    wide = width > height
    activity = _activity(pixels, wide=wide)
    lines: list[Line] = []
    for start, end in _spans(activity, tile):
        part = pixels[:, start:end] if wide else pixels[start:end]
        offset = (start, 0) if wide else (0, start)
        found = engine.recognize(np.ascontiguousarray(part), reading)
        lines += [_moved(line, *offset) for line in found]
    return lines


def _tile_length(height: int, width: int, longest_side: int) -> int | None:
    """Return the length of a tile; None if the picture can be searched as a whole."""
    long, short = max(height, width), min(height, width)
    if long <= longest_side or short * longest_side / long >= min(short, _LEAST_SHORT_SIDE):
        return None
    return max(longest_side, 2 * short)


def _activity(pixels: Pixels, *, wide: bool) -> Any:
    """Return how much changes across each column of a wide picture, or each row of a high one."""
    gray = pixels.max(axis=2).astype(np.int16)
    across = np.abs(np.diff(gray, axis=0 if wide else 1)).sum(axis=0 if wide else 1)
    return np.convolve(across, np.ones(5) / 5, mode="same")


def _spans(activity: Any, tile: int) -> Iterator[tuple[int, int]]:
    start, length = 0, len(activity)
    while length - start > tile:
        first = start + round(tile * (1 - _CUT_WITHIN))
        cut = first + int(np.argmin(activity[first : start + tile]))
        yield start, cut
        start = cut
    yield start, length


def _moved(line: Line, right: float, down: float) -> Line:
    words = tuple(replace(word, quad=word.quad.moved(right, down)) for word in line.words)
    return replace(line, words=words, quad=line.quad.moved(right, down))
