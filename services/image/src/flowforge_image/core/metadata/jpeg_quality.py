"""The quality that a JPEG was written with, told by its quantization tables."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

# ITU-T T.81, Annex K.1 and K.2, row by row: what libjpeg's scale from 1 to 100 multiplies.
_LUMINANCE = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_LARGEST = 255


def jpeg_quality(path: Path) -> int | None:
    """Return libjpeg's quality whose luminance table is nearest to the file's in the mean; None without one.

    Exact for encoders that scale the standard tables, an estimate for those with tables of their own.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about metadata, which is not looked at here
        try:
            with Pillow.open(path, formats=["JPEG"]) as picture:
                tables = getattr(picture, "quantization", {})
        except (OSError, SyntaxError, ValueError):
            return None
    if 0 not in tables:
        return None
    table = np.sort(np.asarray(tables[0], dtype=np.int64))
    return min(range(100, 0, -1), key=lambda quality: int(np.abs(_scaled(quality) - table).sum()))


def _scaled(quality: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return the sorted table of *quality*: encoders differ in whether they force it into 8 bits."""
    percent = 5000 // quality if quality < 50 else 200 - 2 * quality  # noqa: PLR2004 - libjpeg's middle
    table = (np.asarray(_LUMINANCE, dtype=np.int64) * percent + 50) // 100
    return np.sort(np.clip(table, 1, _LARGEST))
