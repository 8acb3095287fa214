"""Convert pixels of a tagged color space to sRGB; what is brighter than its white is tone mapped."""

from typing import Any

import numpy as np

from flowforge_pictures.color.tags import HLG, PQ, SRGB, Chromaticities, ColorTags
from flowforge_pictures.engines.vips import Image

_REFERENCE_WHITE = 203.0  # candelas per square meter: ITU-R BT.2408, 2.2
_PQ_PEAK, _HLG_PEAK, _PEAK = 10_000.0, 1_000.0, 1_000.0
_HLG_SYSTEM_GAMMA = 1.2  # ITU-R BT.2100, table 5
_KNEE = 0.8  # what is darker is not changed
Values = np.ndarray[Any, Any]
_BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
_LEVELS = {"uchar": 256, "ushort": 65_536}


def to_srgb(image: Image, tags: ColorTags) -> Image:
    """Return *image*, gray or RGB with or without alpha, in sRGB of the same depth."""
    levels = _LEVELS.get(image.format)
    if levels is None or image.bands > 4:  # noqa: PLR2004 - red, green, blue, alpha
        return image
    colored = image.colourspace("srgb" if levels == 256 else "rgb16") if image.bands <= 2 else image  # noqa: PLR2004 - gray; 8 bits
    alpha = colored.extract_band(3) if colored.hasalpha() else None
    curve = Image.new_from_array(_linear(np.linspace(0, 1, levels), tags)[None, :].astype(np.float32))
    linear = colored.extract_band(0, n=3).maplut(curve)
    if tags.transfer == HLG:
        linear = _with_system_gamma(linear, tags.primaries)
    if tags.primaries != SRGB:
        linear = linear.recomb(Image.new_from_array(_matrix(tags.primaries).tolist()))
    if tags.transfer:
        linear = _tone_mapped(linear)
    made = linear.copy(interpretation="scrgb").colourspace("srgb" if levels == 256 else "rgb16")  # noqa: PLR2004 - 8 bits
    made = made if alpha is None else made.bandjoin(alpha.cast(made.format))
    return made.copy(interpretation=colored.interpretation)


def _linear(signal: Values, tags: ColorTags) -> Values:
    """Return light for each level of the signal, 1 being white."""
    if tags.transfer == PQ:  # SMPTE ST 2084
        power: Values = signal ** (1 / 78.84375)
        light = (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125)
        return np.asarray(light * _PQ_PEAK / _REFERENCE_WHITE)
    if tags.transfer == HLG:  # the inverse of ITU-R BT.2100's OETF
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        return np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)  # noqa: PLR2004 - where the curve changes
    if tags.gamma is not None:
        return np.asarray(signal**tags.gamma)
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - IEC 61966-2-1


def _with_system_gamma(scene: Image, primaries: Chromaticities) -> Image:
    weights = _to_xyz(primaries)[1]
    luminance = scene.recomb(Image.new_from_array([weights.tolist()]))
    return scene * (luminance.linear(1, 1e-9) ** (_HLG_SYSTEM_GAMMA - 1)) * (_HLG_PEAK / _REFERENCE_WHITE)


def _tone_mapped(linear: Image) -> Image:
    """Press what is above the knee below white, by the brightest channel, so that hues stay."""
    red, green, blue = (linear.extract_band(band) for band in range(3))
    brightest = (red > green).ifthenelse(red, green)
    brightest = (brightest > blue).ifthenelse(brightest, blue)
    above = (brightest - _KNEE) / (1 - _KNEE)
    most = (_PEAK / _REFERENCE_WHITE - _KNEE) / (1 - _KNEE)
    pressed = above * (above / most**2 + 1) / (above + 1) * (1 - _KNEE) + _KNEE
    factor = (brightest > _KNEE).ifthenelse(pressed / brightest.linear(1, 1e-9), 1)
    return linear * factor


def _matrix(primaries: Chromaticities) -> Values:
    """Return the matrix from linear RGB of *primaries* to that of sRGB, adapted to its white by Bradford."""
    white, target = _white(primaries), _white(SRGB)
    cone = np.diag((_BRADFORD @ target) / (_BRADFORD @ white))
    adapted = np.linalg.inv(_BRADFORD) @ cone @ _BRADFORD
    return np.asarray(np.linalg.inv(_to_xyz(SRGB)) @ adapted @ _to_xyz(primaries))


def _white(primaries: Chromaticities) -> Values:
    x, y = primaries[:2]
    return np.array([x / y, 1, (1 - x - y) / y])


def _to_xyz(primaries: Chromaticities) -> Values:
    points = np.array(primaries[2:]).reshape(3, 2)
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in points]).T
    return np.asarray(columns * np.linalg.solve(columns, _white(primaries)))
