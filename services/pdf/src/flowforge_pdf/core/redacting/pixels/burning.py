"""Remove pixels from images: in the object itself, so that every use of it loses them."""

import zlib
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from flowforge_pdf.core.redacting.content.drawn import DrawnImage
from flowforge_pdf.core.redacting.faults import Unreadable
from flowforge_pdf.core.redacting.matrices import Quad, bounds, inverse

_COPIES = ("/Alternates", "/OPI", "/Metadata", "/PieceInfo", "/SMaskInData", "/Decode", "/Measure", "/PtData")
_BLANK_GRAY = b"\xd0"


def part_of(image: DrawnImage, box: Quad) -> Quad | None:
    """Return the part of the image's unit square that lies below *box*."""
    back = inverse(image.matrix)
    if back is None:
        return None
    left, bottom, right, top = bounds(back, *box)
    part = max(0.0, left), max(0.0, bottom), min(1.0, right), min(1.0, top)
    return part if part[0] < part[2] and part[1] < part[3] else None


def blank(image: pikepdf.Stream) -> None:
    """Leave nothing of an image: one pixel of gray, or of nothing for a stencil."""
    stencil = bool(image.get("/ImageMask", False))
    _drop(image, "/SMask", "/Mask", "/ColorSpace", "/Intent", *_COPIES)
    image.write(b"\x80" if stencil else _BLANK_GRAY)
    image.Width = image.Height = 1
    image.BitsPerComponent = 1 if stencil else 8
    if not stencil:
        image.ColorSpace = pikepdf.Name.DeviceGray


def burn(image: pikepdf.Stream, parts: list[Quad]) -> None:
    """Paint over parts of an image, and make them opaque. Raises Unreadable if it cannot be decoded."""
    decode = image.get("/Decode")
    if image.get("/ImageMask", False) or "/Mask" in image or (decode is not None and _is_unusual(decode)):
        blank(image)
        return
    picture = _decoded(image)
    mask = image.get("/SMask")
    if isinstance(mask, pikepdf.Stream):
        _write(mask, _painted(_decoded(mask).convert("L"), parts, 255))
        _drop(mask, "/Matte", *_COPIES)
    _write(image, _painted(picture if picture.mode == "L" else picture.convert("RGB"), parts, 0))
    _drop(image, *_COPIES)


def _decoded(image: pikepdf.Stream) -> Image.Image:
    try:
        picture = pikepdf.PdfImage(image).as_pil_image()
        picture.load()
    except MemoryError:
        raise
    except Exception as error:  # codecs of many libraries, each with errors of its own
        raise Unreadable("an image on it cannot be decoded") from error
    return picture


def _painted(picture: Image.Image, parts: list[Quad], level: int) -> Image.Image:
    pen = ImageDraw.Draw(picture)
    for left, bottom, right, top in parts:
        box = (
            int(left * picture.width),
            int((1 - top) * picture.height),
            min(picture.width, int(right * picture.width) + 1),
            min(picture.height, int((1 - bottom) * picture.height) + 1),
        )
        pen.rectangle(box, fill=level if picture.mode == "L" else (level,) * 3)
    return picture


def _write(image: pikepdf.Stream, picture: Image.Image) -> None:
    image.write(zlib.compress(picture.tobytes(), 6), filter=pikepdf.Name.FlateDecode)
    image.Width, image.Height = picture.size
    image.BitsPerComponent = 8
    image.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB


def _is_unusual(decode: Any) -> bool:
    numbers = [float(each) for each in decode]
    return any(number != at % 2 for at, number in enumerate(numbers))


def _drop(image: pikepdf.Stream, *keys: str) -> None:
    for key in keys:
        if key in image:
            del image[key]
