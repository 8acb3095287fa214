"""Pictures as image objects of a document: JPEG as it is, all others decoded and compressed without loss."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, UnidentifiedImageError

from flowforge_pdfs.faults import TooManyPages, TooManyPixels
from servicekit import InvalidInput, OperationError, Unsupported

_MOST_PIXELS, _MOST_FRAMES = 100_000_000, 500
_DPI = 96.0
_LEAST_DPI, _MOST_DPI = 20.0, 5000.0
_DRAWING_SCALE, _DRAWING_PIXELS = 3.0, 40_000_000
_ORIENTATION, _SIDEWAYS = 0x0112, 5
# How the unit square of an image is turned for each EXIF orientation.
_TURNS = {
    1: (1, 0, 0, 1, 0, 0), 2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1), 6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
_BEGINNINGS = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM", b"RIFF", b"\0\0\0",
    b"\0\0\1\0", b"8BPS", b"\xff\x4f\xff\x51",
)  # fmt: skip
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)
_COLORS = {"L": (1, b"GRAY"), "RGB": (3, b"RGB ")}


def looks_like_picture(beginning: bytes) -> bool:
    """Return whether a file that begins so is to be taken for a picture."""
    return beginning.startswith(_BEGINNINGS) or bool(_SVG.match(beginning))


class UnknownPicture(Unsupported):
    code = "PDF_IMAGE_UNKNOWN"
    message = (
        "'{field}' is neither a PDF nor a picture that is supported: "
        "JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF, HEIC, SVG, ICO, JP2 or PSD."
    )


class UndecodablePicture(InvalidInput):
    code = "PDF_IMAGE_UNDECODABLE"
    message = "'{field}' begins like a picture, but cannot be decoded: it is damaged or cut off."


class UnusablePicture(InvalidInput):
    code = "PDF_IMAGE_UNUSABLE"
    message = "A picture cannot be used: it is too large, or an SVG with scripts or references."


PICTURES: tuple[type[OperationError], ...] = (
    UnknownPicture,
    UndecodablePicture,
    UnusablePicture,
    TooManyPixels,
)


@dataclass(frozen=True, slots=True)
class PictureImage:
    """An image object, the size in points that it has by itself, and how its unit square stands upright."""

    image: pikepdf.Stream
    size: tuple[float, float]
    turn: tuple[int, ...] = _TURNS[1]


def images_of(pdf: pikepdf.Pdf, path: Path, field: str) -> Iterator[PictureImage]:
    """Yield the picture at *path*, or every page of a TIFF, as images of *pdf*. Raises PICTURES."""
    with _naming(field):
        kept = _jpeg(pdf, path)
        if kept is not None:
            yield kept
        else:
            yield from _decoded(pdf, path, field)


@contextmanager
def _naming(field: str) -> Iterator[None]:
    """Raise the errors of decoding as those of this service."""
    try:
        yield
    except OperationError as error:
        raise _translated(error, field) from error
    except (OSError, ValueError, SyntaxError, EOFError, zlib.error) as error:
        raise UndecodablePicture(field=field) from error


def _translated(error: OperationError, field: str) -> OperationError:
    match error.code:
        case "IMAGE_FORMAT_UNKNOWN":
            return UnknownPicture(field=field)
        case "IMAGE_UNDECODABLE" | "IMAGE_TRUNCATED" | "IMAGE_HAS_NO_PIXELS":
            return UndecodablePicture(field=field)
        case code if code.startswith(("IMAGE_", "SVG_")):
            return UnusablePicture(error.text)
        case _:
            return error


def _jpeg(pdf: pikepdf.Pdf, path: Path) -> PictureImage | None:
    """Return a JPEG as it is stored; None for other pictures, and for colors that need to be changed."""
    try:
        picture = Image.open(path, formats=["JPEG"])
    except UnidentifiedImageError:
        return None
    with picture:
        profile = picture.info.get("icc_profile")
        count, kind = _COLORS.get(picture.mode, (0, b""))
        if not count or (profile and profile[16:20] != kind):
            return None
        if picture.width * picture.height > _MOST_PIXELS:
            raise TooManyPixels(pixels=picture.width * picture.height, limit=_MOST_PIXELS)
        size, density = picture.size, _density(*picture.info.get("dpi", (0, 0)))
        turn = picture.getexif().get(_ORIENTATION, 1)
        picture.draft(picture.mode, (max(1, size[0] // 8), max(1, size[1] // 8)))
        picture.load()  # a picture that is cut off shows itself here
    space: Any = pikepdf.Name.DeviceGray if count == 1 else pikepdf.Name.DeviceRGB
    if profile:
        space = pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_stream(profile, N=count)])
    image = _image(pdf, path.read_bytes(), size, space)
    image.Filter = pikepdf.Name.DCTDecode
    turn = turn if turn in _TURNS else 1
    points = _points(size, density)
    return PictureImage(image, points[::-1] if turn >= _SIDEWAYS else points, _TURNS[turn])


def _decoded(pdf: pikepdf.Pdf, path: Path, field: str) -> Iterator[PictureImage]:
    import flowforge_pictures as pictures  # noqa: PLC0415 - 46 MB that only pictures need

    stored = _stored_density(path)
    limits = pictures.PictureLimits(pixels=_MOST_PIXELS, frames=_MOST_FRAMES)
    frames = _frames(pictures.read_header(path, limits, field=field))
    for frame in range(frames):
        header = pictures.read_header(path, limits, frame or None, field=field)
        options = pictures.Decoding(animated=False, page=frame if frames > 1 else None)
        with pictures.reading(path, field=field):
            picture = pictures.decode(path, limits, options, _enlarged, field=field)
            pixels = pictures.to_array(picture.frames[0])
        if pixels.dtype.itemsize > 1:
            pixels = (pixels >> 8).astype("uint8")
        density = stored[::-1] if header.orientation >= _SIDEWAYS else stored
        yield PictureImage(_lossless(pdf, pixels), _points(picture.full_size, density))


def _stored_density(path: Path) -> tuple[float, float]:
    try:
        with Image.open(path) as picture:
            return _density(*picture.info.get("dpi", (0, 0)))
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return _DPI, _DPI


def _frames(header: Any) -> int:
    if header.format == "pdf":
        raise UnknownPicture
    count: int = header.frames if header.format == "tiff" else 1
    if count > _MOST_FRAMES:
        raise TooManyPages(pages=count, limit=_MOST_FRAMES)
    return count


def _enlarged(width: int, height: int, is_drawing: bool) -> float:  # noqa: FBT001 - the decoder's own protocol
    """Have drawings drawn larger than they say, for paper."""
    if not is_drawing:
        return 1.0
    fitting: float = (_DRAWING_PIXELS / (width * height)) ** 0.5
    return 1 / max(1.0, min(_DRAWING_SCALE, fitting))


def _lossless(pdf: pikepdf.Pdf, pixels: Any) -> pikepdf.Stream:
    count = pixels.shape[2]
    colors = pixels[:, :, : count - 1 if count in (2, 4) else count]
    stream = _flate(pdf, colors)
    if count in (2, 4) and pixels[:, :, -1].min() < 255:  # noqa: PLR2004 - opaque
        stream.SMask = _flate(pdf, pixels[:, :, -1:])
    return stream


def _flate(pdf: pikepdf.Pdf, pixels: Any) -> pikepdf.Stream:
    height, width, count = pixels.shape
    space = pikepdf.Name.DeviceGray if count == 1 else pikepdf.Name.DeviceRGB
    image = _image(pdf, zlib.compress(pixels.tobytes(), 6), (width, height), space)
    image.Filter = pikepdf.Name.FlateDecode
    return image


def _image(pdf: pikepdf.Pdf, content: bytes, size: tuple[int, int], space: Any) -> pikepdf.Stream:
    return pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=8,
    )


def _density(horizontal: Any, vertical: Any) -> tuple[float, float]:
    """Return pixels an inch; those of screens where the picture says nothing that can be meant."""
    try:
        found = float(horizontal), float(vertical)
    except (TypeError, ValueError, ZeroDivisionError):
        return _DPI, _DPI
    return found if all(_LEAST_DPI <= each <= _MOST_DPI for each in found) else (_DPI, _DPI)


def _points(size: tuple[int, int], density: tuple[float, float]) -> tuple[float, float]:
    return size[0] * 72 / density[0], size[1] * 72 / density[1]
