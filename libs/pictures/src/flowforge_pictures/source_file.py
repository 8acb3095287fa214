"""A file whose format is known, and the one decoder of that format."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import pi_heif  # type: ignore[import-untyped] # it ships none
from PIL import Image as Pillow

from flowforge_pictures.engines.arrays import from_array
from flowforge_pictures.engines.failures import decoding_error
from flowforge_pictures.engines.pdf import load_pdf
from flowforge_pictures.engines.pillow import DECODER_ERRORS, is_transparent, opened_by_pillow
from flowforge_pictures.engines.vips import BLOB, EngineError, Image
from flowforge_pictures.errors import (
    NoPixels,
    TooManyPixels,
    TruncatedPicture,
    UndecodablePicture,
    UnknownPictureFormat,
)
from flowforge_pictures.exif import tiff_exif
from flowforge_pictures.fonts import prepare_fonts
from flowforge_pictures.limits import PictureLimits
from flowforge_pictures.structure.formats import SourceFormat, format_of, read_head
from flowforge_pictures.structure.parts import has_junk_in_header
from flowforge_pictures.svg.checking import check_svg
from flowforge_pictures.svg.text import read_svg, with_emoji_font

# Decoders warn of damage that they paint over: a picture with gray blocks is not what was sent.
_SEQUENTIAL = {"access": "sequential", "fail_on": "warning"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file, its format, and the limits that hold for it. `field` is the request's field, for errors."""

    path: Path
    format: SourceFormat
    limits: PictureLimits
    field: str = "file"

    @classmethod
    def identify(cls, path: Path, limits: PictureLimits, field: str = "file") -> Self:
        """Recognize the format by the first bytes. Raises UnknownPictureFormat."""
        source = format_of(read_head(path))
        if source is None:
            raise UnknownPictureFormat(field=field)
        return cls(path, source, limits, field)

    def open(self, **options: Any) -> Image:
        """Open the file with the options of libvips' loader; pixels are decoded when they are asked for.

        Raises TruncatedPicture or UndecodablePicture if the header cannot be read, and the errors of the
        limits for formats whose decoder reserves memory before the size is known here.
        """
        try:
            if self.format in _LOADERS:
                return _LOADERS[self.format](str(self.path), **(_SEQUENTIAL | options))
            return _OTHERS[self.format](self, **options)
        except Pillow.DecompressionBombError as error:
            raise TooManyPixels("The picture has more pixels than are allowed.") from error
        except (EngineError, *DECODER_ERRORS) as error:
            raise self.failure() from error

    def failure(self) -> NoPixels | TruncatedPicture | UndecodablePicture:
        """Return the error that explains why the file could not be decoded."""
        return decoding_error(self.path, self.format, self.field)


def _load_svg(file: SourceFile, **options: object) -> Image:
    content = read_svg(file.path, file.limits, file.field)
    check_svg(content, file.field)
    if b"text" in content:
        prepare_fonts()
        content = with_emoji_font(content)
    # From a buffer, not from the path: a drawing without an address of its own cannot reach its neighbors.
    return Image.svgload_buffer(content, **options)


def _load_pdf(file: SourceFile, **options: Any) -> Image:
    return load_pdf(file.path, file.limits, field=file.field, **options)


def _load_heic(file: SourceFile) -> Image:
    heif = pi_heif.open_heif(file.path, convert_hdr_to_8bit=True)
    file.limits.check(*heif.size)
    image = from_array(np.asarray(heif))
    for name, field in (("icc_profile", "icc-profile-data"), ("exif", "exif-data"), ("xmp", "xmp-data")):
        if value := heif.info.get(name):
            image = image.copy()
            image.set_type(BLOB, field, value)
    return image


def _load_jpeg(file: SourceFile, **options: Any) -> Image:
    """Open a JPEG file; bytes that are left over between its segments are harmless, though decoders warn."""
    tolerant = {"fail_on": "error"} if has_junk_in_header(file.path) else {}
    return Image.jpegload(str(file.path), **(_SEQUENTIAL | tolerant | options))


def _load_tiff(file: SourceFile, **options: Any) -> Image:
    """Open a TIFF file, with the descriptions in its tags as EXIF: libvips does not read them."""
    image = Image.tiffload(str(file.path), **_SEQUENTIAL, **options)
    exif = tiff_exif(file.path, options.get("page", 0))
    if exif:
        file.limits.check_metadata("EXIF", len(exif))
        image = image.copy()
        image.set_type(BLOB, "exif-data", exif)
    return image


def _load_with_pillow(file: SourceFile) -> Image:
    with opened_by_pillow(file.path, file.format) as picture:
        file.limits.check(*picture.size)
        profile = picture.info.get("icc_profile")
        kept = picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK")
        shown = picture if kept else picture.convert("RGBA" if is_transparent(picture) else "RGB")
        image = from_array(np.atleast_3d(np.asarray(shown)))
    if shown.mode == "CMYK":
        image = image.copy(interpretation="cmyk")
    if profile and kept:
        image = image.copy()
        image.set_type(BLOB, "icc-profile-data", profile)
    return image


_LOADERS: dict[SourceFormat, Callable[..., Image]] = {
    "png": Image.pngload,
    "webp": Image.webpload,
    "avif": Image.heifload,
    "gif": Image.gifload,
}
_OTHERS: dict[SourceFormat, Callable[..., Image]] = {
    "jpeg": _load_jpeg,
    "tiff": _load_tiff,
    "svg": _load_svg,
    "pdf": _load_pdf,
    "heic": _load_heic,
    "bmp": _load_with_pillow,
    "ico": _load_with_pillow,
    "jp2": _load_with_pillow,
    "psd": _load_with_pillow,
}
