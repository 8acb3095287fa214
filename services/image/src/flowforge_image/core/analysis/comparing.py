"""Two pictures side by side: how alike they are, and where they differ."""

import math
from dataclasses import dataclass
from pathlib import Path

from flowforge_image.core.analysis.similarity import psnr, ssim
from flowforge_image.core.drawing.geometry import resize_exactly
from flowforge_pictures import Decoding, Image, Picture, PictureLimits, decode, reading


@dataclass(frozen=True, slots=True)
class Pair:
    """Two frames of one size, in red, green, blue and alpha."""

    one: Image
    other: Image
    same_size: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """`psnr` is None for equal pictures; `box` is left, top, width and height of what differs."""

    ssim: float
    psnr: float | None
    different_pixels: int
    box: tuple[int, int, int, int] | None


def load_pair(one: Path, other: Path, limits: PictureLimits) -> Pair:
    """Decode both pictures, upright and in sRGB; the second is scaled to the size of the first."""
    first, second = _load(one, limits, "file"), _load(other, limits, "other")
    same_size = (first.width, first.height) == (second.width, second.height)
    if not same_size:
        second = resize_exactly(second, first.width, first.height, "lanczos3").in_memory()
    return Pair(first.frames[0], second.frames[0], same_size)


def compare(pair: Pair, tolerance: int) -> Likeness:
    """Measure how alike *pair* is; pixels differ if a channel differs by more than *tolerance*."""
    mask = mask_of(pair, tolerance)
    different = round(mask.avg() / 255 * mask.width * mask.height)
    signal = psnr(pair.one, pair.other)
    box = None
    if different:
        left, top, width, height = mask.find_trim(threshold=1, background=[0], line_art=True)
        box = (int(left), int(top), int(width), int(height))
    return Likeness(ssim(pair.one, pair.other), None if math.isinf(signal) else signal, different, box)


def mask_of(pair: Pair, tolerance: int) -> Image:
    """Return 255 where the pictures differ and 0 where they do not."""
    distance = (pair.one.cast("short") - pair.other.cast("short")).abs()
    return (distance > tolerance).bandor()


def _load(path: Path, limits: PictureLimits, field: str) -> Picture:
    picture = decode(path, limits, Decoding(animated=False), field=field)
    with reading(path, picture.format, field=field):
        return picture.in_memory().in_color().with_alpha().in_memory()
