"""Find lines of text in a picture with the detection network of PP-OCRv6 (differentiable binarization)."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from flowforge_ocr.engines.geometry import Point, Quad
from flowforge_ocr.engines.onnx import Floats, Model
from flowforge_ocr.engines.recognized import Pixels

Corners = npt.NDArray[np.float32]  # 4 x 2

# As the network was trained: channels in the order blue, green, red.
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)
_STRIDE = 32
_LEAST_SIDE = 64
# Of the network's published configuration.
_PIXEL_THRESHOLD, _BOX_THRESHOLD, _GROWTH = 0.2, 0.45, 1.4
_MOST_LINES = 3000
_SHORTEST_SIDE = 3


class TextDetector:
    def __init__(self, weights: Path) -> None:
        self._model = Model(weights)

    def find(self, pixels: Pixels, longest_side: int) -> list[Quad]:
        """Return the lines of *pixels*, which is searched at *longest_side* pixels at the most."""
        height, width = pixels.shape[:2]
        scale = min(1.0, longest_side / max(height, width))
        shrunk = cv2.resize(pixels, (_fit(width * scale), _fit(height * scale)), interpolation=cv2.INTER_AREA)
        values = (shrunk[:, :, ::-1].astype(np.float32) / 255 - _MEAN) / _DEVIATION
        chances = self._model.run(np.ascontiguousarray(values.transpose(2, 0, 1)[None]))[0, 0]
        ratio = np.array([width / chances.shape[1], height / chances.shape[0]], dtype=np.float32)
        limit = np.array([width, height], dtype=np.float32)
        corners = (np.clip(found * ratio, 0, limit) for found in _boxes(chances))
        return [_as_quad(each) for each in corners]


def _fit(side: float) -> int:
    return max(_LEAST_SIDE, round(side / _STRIDE) * _STRIDE)


def _boxes(chances: Floats) -> list[Corners]:
    mask = (chances > _PIXEL_THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours[:_MOST_LINES]:
        (middle, (width, height), angle) = cv2.minAreaRect(contour)
        if min(width, height) < _SHORTEST_SIDE:
            continue
        corners = np.asarray(cv2.boxPoints((middle, (width, height), angle)), dtype=np.float32)
        if _mean_chance(chances, corners) < _BOX_THRESHOLD:
            continue
        # The network marks the inner part of a line: grow it by the ratio it was shrunk by.
        growth = 2 * width * height * _GROWTH / (2 * (width + height))
        grown = (middle, (width + growth, height + growth), angle)
        found.append(np.asarray(cv2.boxPoints(grown), dtype=np.float32))
    return found


def _mean_chance(chances: Floats, corners: Corners) -> float:
    height, width = chances.shape
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    right, bottom = np.ceil(corners.max(axis=0)).astype(int).clip(0, [width - 1, height - 1])
    mask = np.zeros((bottom - top + 1, right - left + 1), dtype=np.uint8)
    cv2.fillPoly(mask, [np.round(corners - [left, top]).astype(np.int32)], [1])
    return float(cv2.mean(chances[top : bottom + 1, left : right + 1], mask)[0])


def _as_quad(corners: Corners) -> Quad:
    """Return corners with the top left one first, clockwise."""
    ordered = corners[np.argsort(corners[:, 0])]
    left, right = ordered[:2], ordered[2:]
    top_left, bottom_left = left[np.argsort(left[:, 1])]
    top_right, bottom_right = right[np.argsort(right[:, 1])]
    points = (Point(float(x), float(y)) for x, y in (top_left, top_right, bottom_right, bottom_left))
    return Quad(*points)
