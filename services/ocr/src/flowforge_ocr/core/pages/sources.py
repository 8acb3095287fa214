"""The pages of a file: pictures decoded, PDF pages drawn, text layers read instead where there are some."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np

from flowforge_ocr.core.pages.flattening import flat_pixels
from flowforge_ocr.core.pages.limits import OcrLimits
from flowforge_ocr.core.pages.text_layers import has_text_layer, text_layer
from flowforge_ocr.engines.recognized import Line, Pixels
from flowforge_pdfs.opening import open_pdf
from flowforge_pdfs.page_selection import select_pages
from flowforge_pdfs.rendering import draw, open_for_drawing
from flowforge_pictures import Decoding, decode, format_of, read_head, read_header, reading

TextLayer = Literal["auto", "ignore", "only"]
_POINTS_AN_INCH = 72
_LEAST_DPI = 24
_MEANT_DPI = 50  # below it, the density of a picture is a default that nobody set


@dataclass(frozen=True, slots=True)
class Source:
    """What to read: a file, its password, the pages, and how PDF pages are drawn."""

    path: Path
    password: str | None = None
    pages: str = "all"
    dpi: int = 200
    text_layer: TextLayer = "auto"


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page: its pixels, or the lines of its text layer. `dpi` is None where the file does not say."""

    number: int
    width: int
    height: int
    dpi: float | None
    pixels: Pixels | None
    lines: list[Line] | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class OpenSource:
    """An open file: how many pages are read, and what was found wrong with it."""

    count: int
    pages: Iterator[PageSource]
    warnings: list[str]
    is_pdf: bool


@contextmanager
def open_source(source: Source, limits: OcrLimits) -> Iterator[OpenSource]:
    """Open a picture, a TIFF of several pages or a PDF. Raises SELECTING, DECODING and OcrLimits' errors."""
    if format_of(read_head(source.path)) == "pdf":
        with _open_document(source, limits) as opened:
            yield opened
    else:
        frames = read_header(source.path, limits.picture).frames
        positions = select_pages(source.pages, frames)
        limits.check_pages(positions)
        yield OpenSource(len(positions), _pictures(source.path, positions, limits), [], is_pdf=False)


def _pictures(path: Path, positions: Sequence[int], limits: OcrLimits) -> Iterator[PageSource]:
    for position in positions:
        page = position or None
        header = read_header(path, limits.picture, page)
        with reading(path):
            picture = decode(path, limits.picture, Decoding(animated=False, page=page))
            image = picture.frames[0]
            scale = min(1.0, (limits.page_pixels / (picture.width * picture.height)) ** 0.5)
            if scale < 1:
                image = image.resize(scale)
            pixels = flat_pixels(image)
        dpi = header.dpi * scale if header.dpi > _MEANT_DPI else None
        size = f"{picture.width} x {picture.height}"
        shrunk = f"The picture of {size} pixels was shrunk to {limits.page_pixels}: small text may be lost."
        warnings = [shrunk] if scale < 1 else []
        yield PageSource(position + 1, pixels.shape[1], pixels.shape[0], dpi, pixels, warnings=warnings)


@contextmanager
def _open_document(source: Source, limits: OcrLimits) -> Iterator[OpenSource]:
    with open_pdf(source.path, source.password, limits.pdf) as opened:
        positions = select_pages(source.pages, len(opened.pdf.pages))
        warnings = opened.warnings
    limits.check_pages(positions)
    with open_for_drawing(source.path, source.password) as document:
        pages = _document_pages(document, positions, source, limits)
        yield OpenSource(len(positions), pages, warnings, is_pdf=True)


def _document_pages(
    document: Any, positions: Sequence[int], source: Source, limits: OcrLimits
) -> Iterator[PageSource]:
    for position in positions:
        width, height = document.get_page_size(position)
        dpi = _dpi_within(width, height, source.dpi, limits)
        scale = dpi / _POINTS_AN_INCH
        size = max(1, round(width * scale)), max(1, round(height * scale))
        page = document[position]
        try:
            layer = source.text_layer == "only" or (source.text_layer == "auto" and has_text_layer(page))
            lines = text_layer(page, scale) if layer else None
        finally:
            page.close()
        pixels = None if layer else np.asarray(draw(document, position, dpi).convert("RGB"))
        warnings = (
            [] if dpi == source.dpi else [f"Page {position + 1} is large: it was drawn at {dpi:.0f} dpi."]
        )
        if pixels is not None:
            size = pixels.shape[1], pixels.shape[0]
        yield PageSource(position + 1, *size, dpi, pixels, lines, warnings)


def _dpi_within(width: float, height: float, dpi: float, limits: OcrLimits) -> float:
    """Return *dpi*, or less if the page would have too many pixels. May raise TooManyPixels."""
    wanted = width * height * (dpi / _POINTS_AN_INCH) ** 2
    allowed = dpi * min(1.0, (limits.page_pixels / wanted) ** 0.5) if wanted > 0 else dpi
    if allowed < _LEAST_DPI:
        limits.pdf.check_pixels(width * height * (_LEAST_DPI / _POINTS_AN_INCH) ** 2)
    return min(dpi, allowed)
