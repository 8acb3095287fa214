"""Searchable PDFs: the pages of a PDF as they are, or pictures as pages, with invisible text."""

import io
from collections.abc import Iterable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from flowforge_ocr.core.exports.invisible_text import add_text, text_font
from flowforge_ocr.core.exports.page_places import placing, rotation_of
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.recognized import Pixels

_POINTS_AN_INCH = 72
_DPI = 150  # of pictures that do not say
_LONGEST_SIDE = 14_400  # points, of a page that every reader shows


def from_document(path: Path, password: str | None, pages: Iterable[ReadPage], *, turn: bool) -> pikepdf.Pdf:
    """Return the document with text over the pages that were recognized; they are shown upright if *turn*."""
    pdf = pikepdf.open(path, password=password or "")
    font = text_font(pdf)
    for read in pages:
        page = pdf.pages[read.number - 1]
        if read.source == "ocr":
            add_text(pdf, page, read, placing(page, (read.width, read.height), read.angle), font)
            if turn and read.angle:
                page.obj.Rotate = (rotation_of(page) - read.angle) % 360
    return pdf


def from_pictures(pages: Iterable[ReadPage], *, quality: int) -> pikepdf.Pdf:
    """Return a document with a page for each picture, upright."""
    pdf = pikepdf.new()
    font = text_font(pdf)
    for read in pages:
        if read.pixels is not None:
            page = add_picture(pdf, read.pixels, read.dpi, quality)
            add_text(pdf, page, read, placing(page, (read.width, read.height), 0), font)
    return pdf


def add_picture(pdf: pikepdf.Pdf, pixels: Pixels, dpi: float | None, quality: int) -> pikepdf.Page:
    """Append a page that shows *pixels*."""
    height, width = pixels.shape[:2]
    factor = _POINTS_AN_INCH / (dpi or _DPI)
    factor = min(factor, _LONGEST_SIDE / max(width, height))
    size = max(3.0, width * factor), max(3.0, height * factor)
    page = pdf.add_blank_page(page_size=size)
    picture = pdf.make_stream(_jpeg(pixels, quality))
    picture.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.add_resource(picture, Name.XObject, Name("/Picture"))
    content = f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /Picture Do Q"
    page.contents_add(pdf.make_stream(content.encode()))
    page.obj.MediaBox = Array([0, 0, round(size[0], 4), round(size[1], 4)])
    return page


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
