"""Encode under a number of bytes: the quality, chroma, palette and size that look best and still fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flowforge_image.core.encoding import Chroma, Encoding, encode
from flowforge_image.core.engine import Image
from flowforge_image.core.faults import UnwritablePicture
from flowforge_image.core.formats import TargetFormat
from flowforge_image.core.geometry import resize_exactly
from flowforge_image.core.picture import Picture
from flowforge_image.core.similarity import ssim

_LOSSY: tuple[TargetFormat, ...] = ("jpeg", "webp", "avif")
_LOWEST_QUALITY, _HIGHEST_QUALITY = 5, 95
_SCALES = (1.0, 0.8, 0.64, 0.5, 0.35, 0.25, 0.18, 0.125, 0.08, 0.05)
_PALETTES = (256, 128, 64, 32, 16, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A written picture; `quality` and `ssim`, against the picture at full size, tell what was chosen."""

    content: bytes
    width: int
    height: int
    quality: int | None
    ssim: float | None


def encode_within(picture: Picture, options: Encoding, max_bytes: int) -> Fitted:
    """Return the encoding of at most *max_bytes* with the highest SSIM.

    Smaller sizes are tried as long as they look better, scaled up again, than larger ones of low quality.
    Raises UnwritablePicture if not even a small picture of the lowest quality fits.
    """
    best: Fitted | None = None
    for scale in _SCALES:
        candidate = _best_at(picture, scale, options, max_bytes)
        if candidate is None:
            continue
        if best is not None and (candidate.ssim or 0) <= (best.ssim or 0):
            break
        best = candidate
    if best is None:
        raise UnwritablePicture(
            width=picture.width,
            height=picture.height,
            format=options.format,
            reason=f"not even its smallest version fits into {max_bytes} bytes",
        )
    return best


def _best_at(picture: Picture, scale: float, options: Encoding, max_bytes: int) -> Fitted | None:
    scaled = picture if scale == 1 else _scaled(picture, scale)
    fits = [found for option in _variants(options) if (found := _search(scaled, option, max_bytes))]
    measured = [
        Fitted(content, scaled.width, scaled.height, quality, _likeness(picture, content))
        for content, quality in fits
    ]
    return max(measured, key=lambda one: one.ssim or 0, default=None)


def _variants(options: Encoding) -> Iterator[Encoding]:
    """Yield the encodings that are worth a search: both chroma resolutions where the caller left it open."""
    choices: tuple[Chroma | None, ...] = (options.chroma,)
    if options.chroma is None and options.format == "jpeg":
        choices = ("420", "444")
    for chroma in choices:
        yield replace(
            options, chroma=chroma, lossless=False, effort=options.effort or _EFFORTS.get(options.format)
        )


# Bytes are what matters here: the encoders take the time that makes a difference.
_EFFORTS: dict[TargetFormat, int] = {"jpeg": 5, "png": 9}


def _search(picture: Picture, options: Encoding, max_bytes: int) -> tuple[bytes, int | None] | None:
    if options.format in _LOSSY:
        return _search_quality(picture, options, max_bytes)
    content = encode(picture, options)
    if len(content) <= max_bytes:
        return content, None
    if options.format in ("tiff", "ico"):
        return None
    for colours in _PALETTES:
        content = encode(picture, replace(options, colours=colours))
        if len(content) <= max_bytes:
            return content, None
    return None


def _search_quality(picture: Picture, options: Encoding, max_bytes: int) -> tuple[bytes, int | None] | None:
    """Find the highest quality that fits by halving; sizes grow with quality but for a few bytes."""
    low, high = _LOWEST_QUALITY, min(_HIGHEST_QUALITY, options.quality or _HIGHEST_QUALITY)
    found: tuple[bytes, int | None] | None = None
    while low <= high:
        quality = (low + high) // 2
        content = encode(picture, options.at(quality))
        if len(content) <= max_bytes:
            found, low = (content, quality), quality + 1
        else:
            high = quality - 1
    return found


def _scaled(picture: Picture, scale: float) -> Picture:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return resize_exactly(picture, *size, "lanczos3").in_memory()


def _likeness(picture: Picture, content: bytes) -> float:
    """Return the SSIM of what was written, scaled up to the picture's size, with the picture."""
    written = Image.new_from_buffer(content, "")
    original = picture.frames[0]
    if (written.width, written.height) != (original.width, original.height):
        written = written.resize(original.width / written.width, vscale=original.height / written.height)
    return round(ssim(original, written.cast("uchar")), 4)
