"""The steps that prepare a page, each of which tells what it did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import cv2
import numpy as np

from flowforge_ocr.core.preparation.page_outline import flattened_page
from flowforge_ocr.core.recognition.turning import turned, upright_angle
from flowforge_ocr.engines.ppocr import ppocr
from flowforge_ocr.engines.recognized import Pixels

StepName = Literal["crop", "orientation", "deskew", "denoise", "contrast", "upscale"]
STEPS: tuple[StepName, ...] = get_args(StepName)
_SEARCHED_AT = 1280
_WIDE_LINE = 3.0
_LEAST_SLANT, _MOST_SLANT = 0.15, 20.0  # degrees
_SMALL_TEXT, _GOOD_TEXT, _MOST_SCALE = 22.0, 32.0, 3.0  # pixels of a line's height
_BACKGROUND_AT = 400  # pixels at which the light of a page is measured


@dataclass(slots=True)
class Prepared:
    """A page, and what was done to it: `angle` and `slant` in degrees clockwise."""

    pixels: Pixels
    cropped: bool = False
    angle: int = 0
    slant: float = 0.0
    scale: float = 1.0
    notes: list[str] = field(default_factory=list)


def prepare(pixels: Pixels, steps: Sequence[StepName], most_pixels: int) -> Prepared:
    """Return a page after *steps*, which are done in the order of STEPS."""
    page = Prepared(pixels)
    for name in STEPS:
        if name in steps:
            _WORK[name](page, most_pixels)
    return page


def _crop(page: Prepared, _: int) -> None:
    flat = flattened_page(page.pixels)
    if flat is None:
        page.notes.append("no edges of a page were found, so that nothing was cropped")
    else:
        page.pixels, page.cropped = flat, True


def _orient(page: Prepared, _: int) -> None:
    page.angle = upright_angle(page.pixels)
    page.pixels = turned(page.pixels, upright_angle(page.pixels))


def _deskew(page: Prepared, _: int) -> None:
    slants = [
        (np.degrees(np.arctan2(quad.top_right.y - quad.top_left.y, quad.top_right.x - quad.top_left.x)), quad)
        for quad in ppocr().find(page.pixels, _SEARCHED_AT)
        if quad.width > _WIDE_LINE * quad.height
    ]
    if not slants:
        page.notes.append("no lines of text were found, so that the slant is unknown")
        return
    slant = float(np.median([angle for angle, _ in slants]))
    if not _LEAST_SLANT <= abs(slant) <= _MOST_SLANT:
        return
    page.slant = slant
    height, width = page.pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), slant, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = round(width * cosine + height * sine), round(width * sine + height * cosine)
    matrix[:, 2] += [(size[0] - width) / 2, (size[1] - height) / 2]
    paper = tuple(float(value) for value in np.median(page.pixels[:: max(1, height // 64)], axis=(0, 1)))
    page.pixels = np.asarray(
        cv2.warpAffine(page.pixels, matrix, size, flags=cv2.INTER_CUBIC, borderValue=paper), dtype=np.uint8
    )


def _denoise(page: Prepared, _: int) -> None:
    """Remove specks: each pixel becomes the median of those around it."""
    page.pixels = np.asarray(cv2.medianBlur(page.pixels, 3), dtype=np.uint8)


def _brighten(page: Prepared, _: int) -> None:
    """Make the paper evenly white: each pixel is compared with the paper around it."""
    height, width = page.pixels.shape[:2]
    scale = min(1.0, _BACKGROUND_AT / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA)
    reach = max(3, round(min(size) / 12)) | 1
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((reach, reach), np.uint8)), (0, 0), reach)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    page.pixels = np.asarray(cv2.divide(page.pixels, np.maximum(paper, 1), scale=255), dtype=np.uint8)


def _enlarge(page: Prepared, most_pixels: int) -> None:
    heights = [min(quad.height, quad.width) for quad in ppocr().find(page.pixels, _SEARCHED_AT)]
    if not heights or (usual := float(np.median(heights))) >= _SMALL_TEXT:
        return
    height, width = page.pixels.shape[:2]
    scale = min(_MOST_SCALE, _GOOD_TEXT / max(1.0, usual), (most_pixels / (height * width)) ** 0.5)
    if scale > 1:
        page.scale = scale
        size = round(width * scale), round(height * scale)
        page.pixels = np.asarray(
            cv2.resize(page.pixels, size, interpolation=cv2.INTER_LANCZOS4), dtype=np.uint8
        )


_WORK: dict[StepName, Callable[[Prepared, int], None]] = {
    "crop": _crop,
    "orientation": _orient,
    "deskew": _deskew,
    "denoise": _denoise,
    "contrast": _brighten,
    "upscale": _enlarge,
}
