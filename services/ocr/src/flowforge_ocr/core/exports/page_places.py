"""From pixels of an upright page to the coordinates of the PDF page that they were drawn from."""

from collections.abc import Callable
from typing import Any

import pikepdf

from flowforge_ocr.engines.geometry import Point

_LETTER = (0.0, 0.0, 612.0, 792.0)


def placing(page: pikepdf.Page, upright: tuple[int, int], angle: int) -> Callable[[Point], Point]:
    """Return the function for *page*, whose drawing was turned by *angle* and is then *upright* large."""
    left, bottom, right, top = _visible(page)
    width, height = right - left, top - bottom
    rotation = rotation_of(page)
    shown = (height, width) if rotation in (90, 270) else (width, height)
    drawn = upright if angle in (0, 180) else (upright[1], upright[0])
    factors = shown[0] / drawn[0], shown[1] / drawn[1]

    def place(point: Point) -> Point:
        x, y = _unturned(point, drawn, angle)
        x, y = x * factors[0], y * factors[1]
        return {
            0: Point(left + x, top - y),
            90: Point(left + y, bottom + x),
            180: Point(right - x, bottom + y),
            270: Point(right - y, top - x),
        }[rotation]

    return place


def _unturned(point: Point, drawn: tuple[int, int], angle: int) -> Point:
    """Return where a point of the upright page was before it was turned counterclockwise by *angle*."""
    width, height = drawn
    return {
        0: point,
        90: Point(width - point.y, point.x),
        180: Point(width - point.x, height - point.y),
        270: Point(point.y, height - point.x),
    }[angle]


def rotation_of(page: pikepdf.Page) -> int:
    value: Any = page.obj.get("/Rotate", 0)
    try:
        return int(value) // 90 * 90 % 360
    except (TypeError, ValueError):
        return 0


def _visible(page: pikepdf.Page) -> tuple[float, float, float, float]:
    try:
        left, bottom, right, top = (float(side) for side in page.cropbox)
    except (TypeError, ValueError, AttributeError):
        return _LETTER
    media = [float(side) for side in page.mediabox]
    box = max(left, media[0]), max(bottom, media[1]), min(right, media[2]), min(top, media[3])
    return box if box[0] < box[2] and box[1] < box[3] else _LETTER
