"""ThumbHash: a picture as about 25 bytes, with its shape and transparency (evanw.github.io/thumbhash)."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LONGEST_SIDE = 100  # pixels: the format's definition ends there
_LUMINANCE_TERMS, _LUMINANCE_TERMS_WITH_ALPHA = 7, 5
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Channel:
    """Cosine coefficients: the constant one, and the others as shares of the largest, from 0 to 1."""

    constant: float
    varying: list[float]
    scale: float


def thumbhash(pixels: npt.NDArray[np.uint8]) -> bytes:
    """Return the hash of *pixels* (height, width, RGBA), no side longer than 100."""
    height, width = pixels.shape[:2]
    alpha = pixels[..., 3] / 255
    opaque = float(alpha.sum())
    has_alpha = opaque < width * height
    red, green, blue = _on_their_mean(pixels[..., :3] / 255, alpha, opaque)
    most = _LUMINANCE_TERMS_WITH_ALPHA if has_alpha else _LUMINANCE_TERMS
    across = max(1, _round(most * width / max(width, height)))
    down = max(1, _round(most * height / max(width, height)))
    channels = [
        _transformed((red + green + blue) / 3, max(3, across), max(3, down)),
        _transformed((red + green) / 2 - blue, 3, 3),
        _transformed(red - green, 3, 3),
    ]
    if has_alpha:
        channels.append(_transformed(alpha, 5, 5))
    shape = (down | 1 << 15) if width > height else across
    return _written(channels, shape)


def _on_their_mean(colors: Values, alpha: Values, opaque: float) -> tuple[Values, Values, Values]:
    """Lay the picture on its own mean color, so that what is transparent adds no other."""
    shown = colors * alpha[..., None]
    mean = shown.sum(axis=(0, 1)) / (opaque or 1)
    whole = mean * (1 - alpha[..., None]) + shown
    return whole[..., 0], whole[..., 1], whole[..., 2]


def _transformed(channel: Values, across: int, down: int) -> _Channel:
    height, width = channel.shape
    columns = np.cos(math.pi / width * np.outer(np.arange(across), np.arange(width) + 0.5))
    rows = np.cos(math.pi / height * np.outer(np.arange(down), np.arange(height) + 0.5))
    factors = rows @ channel @ columns.T / (width * height)
    kept = [
        float(factors[row, column])
        for row in range(down)
        for column in range(across)
        if column * down < across * (down - row) and (row or column)
    ]
    scale = max(map(abs, kept))
    varying = [0.5 + 0.5 / scale * factor for factor in kept] if scale else kept
    return _Channel(float(factors[0, 0]), varying, scale)


def _written(channels: list[_Channel], shape: int) -> bytes:
    light, yellow, red = channels[:3]
    alpha = channels[3] if len(channels) > 3 else None  # noqa: PLR2004 - after the three of color
    head = _round(63 * light.constant)
    head |= _round(31.5 + 31.5 * yellow.constant) << 6 | _round(31.5 + 31.5 * red.constant) << 12
    head |= _round(31 * light.scale) << 18 | (alpha is not None) << 23
    tail = shape | _round(63 * yellow.scale) << 3 | _round(63 * red.scale) << 9
    written = bytearray(head.to_bytes(3, "little") + tail.to_bytes(2, "little"))
    if alpha is not None:
        written.append(_round(15 * alpha.constant) | _round(15 * alpha.scale) << 4)
    nibbles = [_round(15 * factor) for channel in channels for factor in channel.varying]
    nibbles += [0] * (len(nibbles) % 2)
    written += bytes(low | high << 4 for low, high in zip(nibbles[::2], nibbles[1::2], strict=True))
    return bytes(written)


def _round(value: float) -> int:
    """Round halves up, as the definition does."""
    return math.floor(value + 0.5)
