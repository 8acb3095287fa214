"""Parts of a page, read alone."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from flowforge_ocr.core.arrangement.paragraphs import arrange
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.port import Budget, Reading
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.recognized import Pixels

_PAPER = 16  # pixels of paper around a part: the network misses text at the edge
_FRAME = 0.2  # of a checkbox on each side, where its frame may be


class ZoneBox(NamedTuple):
    """In fractions of the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Content:
    text: str
    confidence: float | None


def cut(pixels: Pixels, zone: ZoneBox) -> tuple[Box, Pixels]:
    """Return the place of a zone in pixels, and what it shows."""
    height, width = pixels.shape[:2]
    left, top = min(width - 1, round(zone.x * width)), min(height - 1, round(zone.y * height))
    right = min(width, max(left + 1, round((zone.x + zone.width) * width)))
    bottom = min(height, max(top + 1, round((zone.y + zone.height) * height)))
    return Box(left, top, right, bottom), np.ascontiguousarray(pixels[top:bottom, left:right])


def read_zone(part: Pixels, budget: Budget) -> Content:
    """Return the text of a part; its confidence is that of its least certain line."""
    around = cv2.copyMakeBorder(part, _PAPER, _PAPER, _PAPER, _PAPER, cv2.BORDER_REPLICATE)
    lines = ppocr().recognize(np.asarray(around, dtype=np.uint8), Reading(budget=budget))
    text = "\n".join(paragraph.text for paragraph in arrange(lines))
    return Content(text, min((line.confidence for line in lines), default=None))


def ink_share(part: Pixels) -> float:
    """Return which part of a checkbox, without its frame, is darker than its paper."""
    height, width = part.shape[:2]
    inner = part[
        round(height * _FRAME) : max(1, round(height * (1 - _FRAME))),
        round(width * _FRAME) : max(1, round(width * (1 - _FRAME))),
    ]
    gray = inner.mean(axis=2)
    paper = float(np.percentile(gray, 90)) if gray.size else 255.0
    return float((gray < paper - 60).mean()) if gray.size else 0.0
