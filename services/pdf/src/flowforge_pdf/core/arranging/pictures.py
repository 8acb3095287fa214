"""Pictures as pages: JPEG as it is, everything else decoded and compressed without loss."""

import zlib
from pathlib import Path
from typing import Literal

import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from flowforge_pdf.core.arranging.placing import add_page
from flowforge_pdf.core.boxes import Box
from flowforge_pdfs.faults import TooManyPages, TooManyPixels
from servicekit import InvalidInput, Unsupported

PageFit = Literal["shrink", "fit", "fill", "original"]
_MOST_PIXELS = 100_000_000
_MOST_FRAMES = 500
_DPI = 96.0
_LEAST_DPI, _MOST_DPI = 20.0, 5000.0
_BEGINNINGS = (
    b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF", b"\0\0\0",
    b"\0\0\1\0", b"II\xbc\1",
)  # fmt: skip


class UnknownPicture(Unsupported):
    code = "PDF_IMAGE_UNKNOWN"
    message = (
        "'{field}' is neither a PDF nor a picture that is supported: JPEG, PNG, WebP, GIF, TIFF, BMP or AVIF."
    )


class UndecodablePicture(InvalidInput):
    code = "PDF_IMAGE_UNDECODABLE"
    message = "'{field}' begins like a picture, but cannot be decoded: it is damaged or cut off."


def looks_like_picture(beginning: bytes) -> bool:
    return beginning.startswith(_BEGINNINGS)


class PicturePages:
    """Adds pictures to a document, each frame of one a page."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        *,
        paper: tuple[float, float] | None = None,
        fit: PageFit = "shrink",
        margin: float = 0,
    ) -> None:
        self._pdf, self._paper, self._fit, self._margin = pdf, paper, fit, margin

    def add(self, path: Path, name: str) -> int:
        """Add the picture at *path*; return how many pages it made. *name* is the field that it came in."""
        try:
            with Image.open(path) as picture:
                _check(picture)
                if picture.format == "JPEG" and picture.mode in ("L", "RGB") and _is_upright(picture):
                    self._add_page(self._jpeg(path.read_bytes(), picture), picture)
                    return 1
                return self._add_frames(picture)
        except UnidentifiedImageError as error:
            raise UnknownPicture(field=name) from error
        except (OSError, ValueError, SyntaxError, EOFError, zlib.error) as error:
            raise UndecodablePicture(field=name) from error

    def _add_frames(self, picture: Image.Image) -> int:
        count = 0
        if picture.format == "TIFF" and getattr(picture, "n_frames", 1) > _MOST_FRAMES:
            raise TooManyPages(pages=getattr(picture, "n_frames", 1), limit=_MOST_FRAMES)
        frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
        for frame in frames:
            count += 1
            _check(frame)
            upright = ImageOps.exif_transpose(frame)
            self._add_page(self._lossless(upright), upright, like=frame)
        return count

    def _jpeg(self, content: bytes, picture: Image.Image) -> pikepdf.Stream:
        space = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
        stream = self._stream(content, picture.size, space)
        stream.Filter = pikepdf.Name.DCTDecode
        return stream

    def _lossless(self, picture: Image.Image) -> pikepdf.Stream:
        alpha = None
        if picture.has_transparency_data:
            rgba = picture.convert("RGBA")
            alpha, picture = rgba.getchannel("A"), rgba.convert("RGB")
        if picture.mode == "1":
            picture = picture.convert("L")
        elif picture.mode.startswith("I") or picture.mode == "F":
            picture = _eight_bits(picture)
        elif picture.mode not in ("L", "RGB"):
            picture = picture.convert("RGB")
        space = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
        stream = self._flate(picture, space)
        if alpha is not None and alpha.getextrema() != (255, 255):
            stream.SMask = self._flate(alpha, pikepdf.Name.DeviceGray)
        return stream

    def _flate(self, picture: Image.Image, space: pikepdf.Name) -> pikepdf.Stream:
        stream = self._stream(zlib.compress(picture.tobytes(), 6), picture.size, space)
        stream.Filter = pikepdf.Name.FlateDecode
        return stream

    def _stream(self, content: bytes, size: tuple[int, int], space: pikepdf.Name) -> pikepdf.Stream:
        return self._pdf.make_stream(
            content,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=size[0],
            Height=size[1],
            ColorSpace=space,
            BitsPerComponent=8,
        )

    def _add_page(self, image: pikepdf.Stream, picture: Image.Image, like: Image.Image | None = None) -> None:
        horizontal, vertical = _dpi(like or picture)
        natural = (picture.width * 72 / horizontal, picture.height * 72 / vertical)
        size, area = self._page(natural)
        page = add_page(self._pdf, size)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
        matrix = f"{area.width:.4f} 0 0 {area.height:.4f} {area.left:.4f} {area.bottom:.4f}"
        page.obj.Contents = self._pdf.make_stream(f"q {matrix} cm /Picture Do Q".encode())

    def _page(self, natural: tuple[float, float]) -> tuple[tuple[float, float], Box]:
        """Return the size of the page, and where on it the picture is drawn."""
        if self._paper is None:
            margin = self._margin
            size = (natural[0] + 2 * margin, natural[1] + 2 * margin)
            return size, Box(margin, margin, size[0] - margin, size[1] - margin)
        paper = self._paper
        if (natural[0] > natural[1]) != (paper[0] > paper[1]):
            paper = (paper[1], paper[0])  # the picture's own orientation
        room = (max(1.0, paper[0] - 2 * self._margin), max(1.0, paper[1] - 2 * self._margin))
        ratios = room[0] / natural[0], room[1] / natural[1]
        factor = {"fill": max(ratios), "fit": min(ratios), "original": 1.0}.get(self._fit, min(1.0, *ratios))
        width, height = natural[0] * factor, natural[1] * factor
        left, bottom = (paper[0] - width) / 2, (paper[1] - height) / 2
        return paper, Box(left, bottom, left + width, bottom + height)


def _check(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    if pixels > _MOST_PIXELS:
        raise TooManyPixels(pixels=pixels, limit=_MOST_PIXELS)


def _is_upright(picture: Image.Image) -> bool:
    return picture.getexif().get(0x0112, 1) in (0, 1)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Scale deep gray pixels down: Pillow's own conversion cuts them off at 255."""
    deep = picture.convert("F")
    extrema = deep.getextrema()
    highest = extrema[1] if isinstance(extrema[1], (int, float)) else 255.0
    ceiling = 65535.0 if highest > 255 else 255.0  # noqa: PLR2004 - of one byte
    return deep.point(lambda value: value * (255.0 / ceiling) + 0).convert("L")


def _dpi(picture: Image.Image) -> tuple[float, float]:
    found = picture.info.get("dpi")
    try:
        horizontal, vertical = (float(each) for each in found) if found else (_DPI, _DPI)
    except (TypeError, ValueError, ZeroDivisionError):
        return _DPI, _DPI
    if not (_LEAST_DPI <= horizontal <= _MOST_DPI and _LEAST_DPI <= vertical <= _MOST_DPI):
        return _DPI, _DPI
    return horizontal, vertical


def picture_as_form(pdf: pikepdf.Pdf, path: Path, name: str) -> tuple[pikepdf.Object, tuple[float, float]]:
    """Return a picture of one frame as an image XObject with its natural size in points."""
    single = pikepdf.new()
    PicturePages(single).add(path, name)
    page = single.pages[0]
    box = page.mediabox
    image = pdf.copy_foreign(page.obj.Resources.XObject.Picture)
    return image, (float(box[2]), float(box[3]))
