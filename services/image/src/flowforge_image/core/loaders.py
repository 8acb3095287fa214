"""Open a file with the one decoder of its format: only the header is read until pixels are asked for."""

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pi_heif  # type: ignore[import-untyped] # it ships none
from PIL import Image as Pillow

from flowforge_image.core.completeness import is_cut_off
from flowforge_image.core.engine import BLOB, EngineError, Image
from flowforge_image.core.faults import NoPixels, TooManyPixels, TruncatedPicture, UndecodablePicture
from flowforge_image.core.fonts import use_bundled
from flowforge_image.core.formats import SourceFormat
from flowforge_image.core.limits import PictureLimits
from flowforge_image.core.pdf_pages import load_pdf
from flowforge_image.core.pixels import from_pixels
from flowforge_image.core.structure import says_no_pixels
from flowforge_image.core.svg_safety import check_svg

_SEQUENTIAL = {"access": "sequential", "fail_on": "truncated"}
_LOADERS: dict[SourceFormat, Callable[..., Image]] = {
    "jpeg": Image.jpegload,
    "png": Image.pngload,
    "webp": Image.webpload,
    "avif": Image.heifload,
    "gif": Image.gifload,
    "tiff": Image.tiffload,
}
_MOST_SVG_BYTES = 16 << 20
# What Pillow and pi-heif raise at files that are not what they begin like.
GIVEN_UP = (OSError, EOFError, LookupError, ValueError, SyntaxError, RuntimeError, struct.error)


def unreadable(path: Path, source: SourceFormat) -> NoPixels | TruncatedPicture | UndecodablePicture:
    """Return the fault of a file whose decoder gave up."""
    if says_no_pixels(path, source):
        return NoPixels()
    kind = TruncatedPicture if is_cut_off(path, source) else UndecodablePicture
    return kind(format=source.upper())


def load(path: Path, source: SourceFormat, limits: PictureLimits, **options: Any) -> Image:
    """Open the file; *options* are those of libvips' loader for its format.

    Raises TruncatedPicture or UndecodablePicture if its header says no, and the faults of *limits* for
    formats whose decoder would otherwise reserve memory before the caller sees the size.
    """
    try:
        if source == "svg":
            return _load_svg(path, limits, **options)
        if source == "pdf":
            return load_pdf(path, limits, **options)
        if source == "heic":
            return _load_heic(path, limits)
        if source in ("bmp", "ico"):
            return _load_with_pillow(path, source, limits)
        return _LOADERS[source](str(path), **_SEQUENTIAL, **options)
    except Pillow.DecompressionBombError as error:
        raise TooManyPixels("The picture has more pixels than are allowed.") from error
    except (EngineError, *GIVEN_UP) as error:
        raise unreadable(path, source) from error


def _load_svg(path: Path, limits: PictureLimits, **options: object) -> Image:
    if path.stat().st_size > _MOST_SVG_BYTES:
        limits.check_metadata("SVG", path.stat().st_size)
    content = path.read_bytes()
    check_svg(content)
    if b"text" in content:  # the fonts of texts in other operations, and none of the machine's
        use_bundled()
    # From a buffer, not from the path: a drawing without an address of its own cannot reach its neighbors.
    return Image.svgload_buffer(content, **options)


def _load_heic(path: Path, limits: PictureLimits) -> Image:
    heif = pi_heif.open_heif(path, convert_hdr_to_8bit=True)
    limits.check(*heif.size)
    image = from_pixels(np.asarray(heif))
    for name, field in (("icc_profile", "icc-profile-data"), ("exif", "exif-data"), ("xmp", "xmp-data")):
        if value := heif.info.get(name):
            image = _with_blob(image, field, value)
    return image


def _load_with_pillow(path: Path, source: SourceFormat, limits: PictureLimits) -> Image:
    with opened_by_pillow(path, source) as picture:
        limits.check(*picture.size)
        return from_pixels(np.asarray(picture.convert("RGBA" if is_transparent(picture) else "RGB")))


@contextmanager
def opened_by_pillow(file: Path | BinaryIO, source: SourceFormat) -> Iterator[Pillow.Image]:
    """Open a file with one decoder, whose warnings say nothing new: sizes are held to our own limits."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Pillow.open(file, formats=[source.upper()]) as picture:
            yield picture


def is_transparent(picture: Pillow.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info


def _with_blob(image: Image, name: str, value: bytes) -> Image:
    image = image.copy()
    image.set_type(BLOB, name, value)
    return image
