"""What an encoder's effort costs: the product of effort and pixels is bounded, well below the deadline.

The rates are seconds of one core per megapixel of all frames, for photographs with grain: they cost the most.
"""

from typing import Protocol

from flowforge_image.core.encoding.formats import TargetFormat

_SECONDS = 12.0  # of one core, for one encoding
_SMART_CHROMA_RATE = 0.06
_PALETTE_RATES = (0.4, 0.4, 0.4, 0.4, 0.4, 0.5, 0.8, 2.0, 3.0, 4.7)
_PROGRESSIVE_JPEG_RATES = (0.04, 0.1, 0.1, 0.1, 0.1, 1.2, 1.2, 2.2)
_LOSSLESS_WEBP_RATES = (0.1, 0.65, 0.65, 0.65, 0.7, 1.4, 1.4)
_RATES: dict[TargetFormat, tuple[float, ...]] = {
    "jpeg": (0.02, 0.05, 0.05, 0.05, 0.05, 0.6),
    "png": (0.01, 0.04, 0.05, 0.05, 0.06, 0.06, 0.06, 0.07, 0.08, 0.09),
    "gif": (0.4, 0.4, 0.45, 0.5, 0.6, 0.8, 2.9, 3.8, 4.8, 7.7),
    "webp": (0.05, 0.06, 0.07, 0.09, 0.12, 0.16, 0.5),
    "avif": (0.15, 0.25, 0.35, 0.5, 1.5, 3.0, 8.0, 12.0, 16.0, 24.0),
    "tiff": (0.06,),
    "ico": (0.1,),
}


class Costly(Protocol):
    """What of an encoding decides about its cost."""

    @property
    def format(self) -> TargetFormat: ...
    @property
    def lossless(self) -> bool: ...
    @property
    def progressive(self) -> bool: ...
    @property
    def colors(self) -> int | None: ...
    @property
    def chroma(self) -> str | None: ...


def most_pixels(encoding: Costly, effort: int) -> int:
    """Return how many pixels, of all frames together, may be encoded with *effort*."""
    return int(_SECONDS / _rate(encoding, effort) * 1e6)


def affordable_effort(encoding: Costly, effort: int, pixels: int) -> int:
    """Return *effort*, or the highest below it that so many pixels can have; 0 if none."""
    return next((lower for lower in range(effort, 0, -1) if pixels <= most_pixels(encoding, lower)), 0)


def _rate(encoding: Costly, effort: int) -> float:
    rates = _rates(encoding)
    extra = _SMART_CHROMA_RATE if encoding.format == "webp" and encoding.chroma == "444" else 0.0
    return rates[min(effort, len(rates) - 1)] + extra


def _rates(encoding: Costly) -> tuple[float, ...]:
    if encoding.format == "png" and encoding.colors:
        return _PALETTE_RATES
    if encoding.format == "webp" and encoding.lossless:
        return _LOSSLESS_WEBP_RATES
    if encoding.format == "jpeg" and encoding.progressive:
        return _PROGRESSIVE_JPEG_RATES
    return _RATES[encoding.format]
