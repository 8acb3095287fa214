"""BlurHash: a picture as about 30 letters, drawn as a blur until it is there (as woltapp defines it)."""

import math

import numpy as np
import numpy.typing as npt

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
_LINEAR_END = 0.0031308  # sRGB is linear below
Pixels = npt.NDArray[np.uint8]


def blurhash(pixels: Pixels, across: int, down: int) -> str:
    """Return the hash of *pixels* (height, width, RGB) with 1 to 9 components in each direction."""
    factors = _factors(pixels, across, down)
    constant, rest = factors[0], factors[1:]
    most = float(np.abs(rest).max()) if len(rest) else 0.0
    level = max(0, min(82, math.floor(most * 166 - 0.5)))
    largest = (level + 1) / 166
    letters = _base83((across - 1) + (down - 1) * 9, 1) + _base83(level, 1)
    red, green, blue = (_encoded(float(value)) for value in constant)
    letters += _base83(red << 16 | green << 8 | blue, 4)
    for factor in rest:
        red, green, blue = (_quantized(float(value) / largest) for value in factor)
        letters += _base83(red * 19 * 19 + green * 19 + blue, 2)
    return letters


def _factors(pixels: Pixels, across: int, down: int) -> npt.NDArray[np.float64]:
    """Return the mean color, then the cosines' coefficients row by row, each in linear light."""
    height, width = pixels.shape[:2]
    light = _DECODED[pixels]
    columns = np.cos(math.pi * np.outer(np.arange(across), np.arange(width)) / width)
    rows = np.cos(math.pi * np.outer(np.arange(down), np.arange(height)) / height)
    found = np.einsum("jy,yxc,ix->jic", rows, light, columns) / (width * height)
    factors: npt.NDArray[np.float64] = found.reshape(-1, 3)
    factors[1:] *= 2
    return factors


def _decoded(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966-2-1


_DECODED = np.array([_decoded(value) for value in range(256)])


def _encoded(light: float) -> int:
    light = min(1.0, max(0.0, light))
    share = light * 12.92 if light <= _LINEAR_END else 1.055 * light ** (1 / 2.4) - 0.055
    return int(share * 255 + 0.5)


def _quantized(value: float) -> int:
    root = math.copysign(math.sqrt(abs(value)), value)
    return int(max(0, min(18, math.floor(root * 9 + 9.5))))


def _base83(value: int, length: int) -> str:
    return "".join(_ALPHABET[value // 83**at % 83] for at in reversed(range(length)))
