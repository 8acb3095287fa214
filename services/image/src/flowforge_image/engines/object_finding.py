"""Objects found by the SSD MobileNetV2 of MediaPipe's Objectron (Apache-2.0), trained on Open Images v4.

The network sees 300 x 300 pixels: the whole picture, stretched, and then overlapping parts of it. It answers
with offsets to 1,917 boxes that lie on six grids, and with scores for each label.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from flowforge_image.engines.objectron import network_from
from flowforge_image.engines.parts import squares
from flowforge_image.engines.tflite import Network, Values
from flowforge_pictures import Image
from servicekit import InvalidInput

Chosen = npt.NDArray[np.bool_]
# In the order of the network's scores; the first of those, before these, is for what is nothing.
ObjectLabel = Literal[
    "bicycle", "boot", "laptop", "person", "chair", "cattle", "desk", "cat", "computer mouse",
    "computer monitor", "box", "mug", "coffee cup", "stationary bicycle", "table", "bottle", "high heels",
    "vehicle", "footwear", "dog", "book", "camera", "car",
]  # fmt: skip
_LABELS: tuple[ObjectLabel, ...] = get_args(ObjectLabel)
_GRIDS = (19, 10, 5, 3, 2, 1)
_SCALES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)  # of the boxes on each grid; the last is for between
_RATIOS = (1.0, 2.0, 1 / 2, 3.0, 1 / 3)
_CENTER, _SIZE = 10, 5  # what offsets of centers and sizes are divided by
_LONGEST = 2400  # pixels of the longer side: a quarter of it, twice the network's
_DEEPEST = 2  # halvings: at an eighth, more is found in patterns than in things
_LARGEST = 5.0  # a power of e: a box of more than 100 times its start is none
_SCORE, _LABEL = 4, 5  # columns, after left, top, right and bottom
_MOST_IN_A_PART = 100
_CUT_OFF = 0.03  # of a part: what ends so near to where a part was cut goes on outside it
_SAME = 0.4  # of two boxes of one label that share this much of their union, the surer is kept
_SAME_THING = 0.7  # and so it is of two labels
_INSIDE = 0.8  # of a box within another of its label


class NoObjectFound(InvalidInput):
    code = "NO_OBJECT_FOUND"
    message = "The picture shows no {labels} that the detector is sure of: try a lower 'least_score'."


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A box in pixels from the upper left, within the picture; *score* is from 0 to 1."""

    label: ObjectLabel
    score: float
    left: int
    top: int
    width: int
    height: int


def find_objects(
    image: Image, least_score: float, labels: Collection[ObjectLabel], node_modules: Path | None
) -> list[FoundThing]:
    """Return the objects in a picture of 8 bits in RGB, the surest first; of all labels if none are named.

    Raises EngineNotInstalled without the network's weights.
    """
    network = network_from(node_modules)
    small = _shrunk(image)
    size = (small.width, small.height)
    parts = [(0, 0, *size)]
    for left, top, side in squares(*size, smallest=network.side, deepest=_DEEPEST):
        parts.append((left, top, *(min(side, length) for length in size)))
    found = np.concatenate([_found_in(network, small, part, least_score) for part in parts])
    if labels:
        found = found[np.isin(found[:, _LABEL], [_LABELS.index(label) for label in labels])]
    ends = np.array([image.width, image.height] * 2)
    found[:, :4] = (found[:, :4] * (ends / (*size, *size))).clip(0, ends).round()
    found = found[(found[:, 2:4] > found[:, :2]).all(axis=1)]
    return [_thing(row) for row in _distinct(found)]


def _shrunk(image: Image) -> Image:
    """Return what the smallest part still shows all pixels of that the network sees."""
    factor = min(1.0, _LONGEST / max(image.width, image.height))
    if factor == 1:
        return image
    across, down = (max(factor, 1 / length) for length in (image.width, image.height))
    return image.resize(across, vscale=down, kernel="linear").copy_memory()


def _found_in(network: Network, image: Image, part: tuple[int, int, int, int], least_score: float) -> Values:
    """Return rows of left, top, right, bottom, score and label, in pixels of the picture."""
    left, top, width, height = part
    seen = image.crop(left, top, width, height)
    seen = seen.resize(network.side / width, vscale=network.side / height, kernel="linear")
    offsets, scores = network.run(seen.numpy().astype(np.float32) / 127.5 - 1)
    likely = 1 / (1 + np.exp(-scores[:, 1:].clip(-100, 100)))
    best = likely.max(axis=1)
    surest = np.argsort(-best)[:_MOST_IN_A_PART]
    surest = surest[best[surest] >= least_score]
    boxes = _boxes(offsets[surest], _anchors()[surest])
    whole = _is_whole(boxes, part, (image.width, image.height))
    pixels = boxes * (width, height, width, height) + (left, top, left, top)
    rows = np.column_stack([pixels, best[surest], likely[surest].argmax(axis=1)])
    return rows[whole].astype(np.float32)


def _boxes(offsets: Values, anchors: Values) -> Values:
    """Turn offsets of centers (y, x) and sizes (height, width) into shares of the part that was seen."""
    centers = offsets[:, 1::-1] / _CENTER * anchors[:, 2:] + anchors[:, :2]
    sizes = np.exp((offsets[:, :1:-1] / _SIZE).clip(max=_LARGEST)) * anchors[:, 2:]
    return np.hstack([centers - sizes / 2, centers + sizes / 2])


@cache
def _anchors() -> Values:
    """Return the boxes that offsets start from: x and y of the center, width and height, as shares."""
    rows = []
    for at, cells in enumerate(_GRIDS):
        shapes = [(ratio, _SCALES[at]) for ratio in _RATIOS]
        shapes.append((1.0, math.sqrt(_SCALES[at] * _SCALES[at + 1])))
        if at == 0:
            shapes = [(1.0, _SCALES[0] / 2), *shapes[1:3]]
        sizes = [(scale * math.sqrt(ratio), scale / math.sqrt(ratio)) for ratio, scale in shapes]
        places = [((x + 0.5) / cells, (y + 0.5) / cells) for y in range(cells) for x in range(cells)]
        rows += [(*place, *size) for place in places for size in sizes]
    return np.array(rows, dtype=np.float32)


def _is_whole(boxes: Values, part: tuple[int, int, int, int], size: tuple[int, int]) -> Chosen:
    """Return which boxes end inside the part or at the picture's edge: others show a piece of something."""
    left, top, width, height = part
    low = np.where(np.array([left, top]) > 0, _CUT_OFF, -np.inf)
    high = np.where(np.array([left + width, top + height]) < size, 1 - _CUT_OFF, np.inf)
    return ((boxes[:, :2] >= low) & (boxes[:, 2:] <= high)).all(axis=1).reshape(-1)


def _distinct(found: Values) -> Values:
    """Return the surest row of each thing."""
    left = found[np.argsort(-found[:, _SCORE], kind="stable")]
    kept = []
    while len(left):
        first, left = left[0], left[1:]
        kept.append(first)
        left = left[~_are_same(first, left)]
    return np.array(kept, dtype=np.float32).reshape(-1, found.shape[1])


def _are_same(one: Values, others: Values) -> Chosen:
    across = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    down = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    shared = across.clip(0) * down.clip(0)
    area = (one[2] - one[0]) * (one[3] - one[1])
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    union = area + areas - shared
    alike = (shared > _SAME * union) | (shared > _INSIDE * np.minimum(area, areas))
    same: Chosen = (alike & (one[_LABEL] == others[:, _LABEL])) | (shared > _SAME_THING * union)
    return same


def _thing(row: Values) -> FoundThing:
    left, top, right, bottom = (int(edge) for edge in row[:4])
    return FoundThing(_LABELS[int(row[_LABEL])], float(row[_SCORE]), left, top, right - left, bottom - top)
