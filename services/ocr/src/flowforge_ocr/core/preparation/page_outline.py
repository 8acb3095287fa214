"""Find a sheet of paper on a photograph, and flatten it to a rectangle."""

import cv2
import numpy as np
import numpy.typing as npt

from flowforge_ocr.engines.recognized import Pixels

_SEARCHED_AT = 700
_LEAST_SHARE, _MOST_SHARE = 0.15, 0.97  # of the picture that the sheet covers
_CORNERS = 4
_STRIPS = (7, 15)  # pixels around the outline, where its two sides are compared
_LEAST_CONTRAST = 30.0
_CLOSENESS = (0.02, 0.04, 0.06)  # of the outline's length, to a shape of four corners


def flattened_page(pixels: Pixels) -> Pixels | None:
    """Return the sheet alone, seen from straight above; None if no sheet stands out from its ground."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SEARCHED_AT / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.GaussianBlur(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    corners = _outline(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8))
    return None if corners is None else _flattened(pixels, corners / scale)


def _outline(gray: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32] | None:
    _, bright = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    largest = cv2.convexHull(max(contours, key=cv2.contourArea))
    share = cv2.contourArea(largest) / gray.size
    if not _LEAST_SHARE <= share <= _MOST_SHARE:
        return None
    length = cv2.arcLength(largest, closed=True)
    for closeness in _CLOSENESS:
        shape = cv2.approxPolyDP(largest, closeness * length, closed=True)
        if len(shape) == _CORNERS and _stands_out(gray, shape):
            return _ordered(shape.reshape(_CORNERS, 2).astype(np.float32))
    return None


def _stands_out(gray: npt.NDArray[np.uint8], shape: "cv2.typing.MatLike") -> bool:
    """Return whether there is an edge along the outline: paper beside its ground, and not a shadow."""
    area = np.zeros_like(gray)
    cv2.fillPoly(area, [np.asarray(shape, dtype=np.int32)], [1])
    near, far = (np.ones((side, side), np.uint8) for side in _STRIPS)
    inside = cv2.erode(area, near) - cv2.erode(area, far)
    outside = cv2.dilate(area, far) - cv2.dilate(area, near)
    if not inside.any() or not outside.any():
        return False
    return float(np.median(gray[inside > 0])) - float(np.median(gray[outside > 0])) >= _LEAST_CONTRAST


def _ordered(corners: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return corners with the top left one first, clockwise."""
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1)[:, 0]
    order = [total.argmin(), difference.argmin(), total.argmax(), difference.argmax()]
    return corners[order]


def _flattened(pixels: Pixels, corners: npt.NDArray[np.float32]) -> Pixels:
    top_left, top_right, bottom_right, bottom_left = corners
    width = round(max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left)))
    height = round(max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, dtype=np.float32), target)
    return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height)), dtype=np.uint8)
