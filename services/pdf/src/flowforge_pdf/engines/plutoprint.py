"""PlutoBook typesets HTML and CSS, without CSS grid, in milliseconds."""

import io
from collections.abc import Callable
from math import ceil
from typing import Any, Literal

from flowforge_fonts import EMOJI_OUTLINES, use_bundled_fonts

OWN_ADDRESS = "http://files.invalid/"  # what relative names refer to, if the request gives no address
Lookup = Callable[[str], tuple[bytes, str] | None]


def typeset(
    html: str,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    lookup: Lookup,
    max_pages: int,
    *,
    base_url: str = OWN_ADDRESS,
) -> bytes:
    """Return a PDF of *html*; its `@page` rules win over *size* and *margins* (top, right, bottom, left)."""
    book = _loaded(html, size, margins, lookup, base_url, media="print")
    if book.get_page_count() > max_pages:
        raise TooLong(book.get_page_count())
    buffer = io.BytesIO()
    book.write_to_pdf_stream(buffer)
    return buffer.getvalue()


def draw(
    html: str, size: tuple[float, float], scale: float, lookup: Lookup, max_pixels: int, *, base_url: str
) -> bytes:
    """Return a PNG of *html* as a screen shows it. *size* is in CSS pixels; height 0 means the content's own.

    Raises TooLarge.
    """
    width, height = size
    points = 72 / 96
    book = _loaded(
        html, (width * points, max(height, 1) * points), (0, 0, 0, 0), lookup, base_url, media="screen"
    )
    shown = height or max(1, ceil(book.get_document_height()))
    pixels = round(width * scale) * round(shown * scale)
    if pixels > max_pixels:
        raise TooLarge(pixels)
    import plutoprint  # noqa: PLC0415 - as above

    canvas = plutoprint.ImageCanvas(round(width * scale), round(shown * scale))
    canvas.scale(scale, scale)
    book.render_document(canvas)
    buffer = io.BytesIO()
    canvas.write_to_png_stream(buffer)
    return buffer.getvalue()


def _loaded(
    html: str,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    lookup: Lookup,
    base_url: str,
    *,
    media: Literal["print", "screen"],
) -> Any:
    use_bundled_fonts(without=[EMOJI_OUTLINES])
    import plutoprint  # noqa: PLC0415 - 10 MB that few calls need

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            found = lookup(url)
            if found is None:
                return plutoprint.ResourceData(b"", "text/plain")
            return plutoprint.ResourceData(found[0], found[1])

    kind = plutoprint.MEDIA_TYPE_PRINT if media == "print" else plutoprint.MEDIA_TYPE_SCREEN
    book = plutoprint.Book(plutoprint.PageSize(*size), plutoprint.PageMargins(*margins), kind)
    book.custom_resource_fetcher = Fetcher()
    book.load_html(html, base_url=base_url)
    return book


class TooLarge(Exception):
    """The picture has more pixels than allowed."""

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels
        super().__init__(pixels)


class TooLong(Exception):
    """The document has more pages than allowed."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        super().__init__(pages)
