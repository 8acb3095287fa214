"""PlutoBook typesets HTML and CSS, without CSS grid, in milliseconds."""

import io
from collections.abc import Callable

from flowforge_fonts import EMOJI_OUTLINES, use_bundled_fonts

Lookup = Callable[[str], tuple[bytes, str] | None]


def typeset(
    html: str,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    lookup: Lookup,
    max_pages: int,
) -> bytes:
    """Return a PDF of *html*; its `@page` rules win over *size* and *margins* (top, right, bottom, left)."""
    use_bundled_fonts(without=[EMOJI_OUTLINES])
    import plutoprint  # noqa: PLC0415 - 10 MB that few calls need

    class Fetcher(plutoprint.ResourceFetcher):
        def fetch_url(self, url: str) -> plutoprint.ResourceData:
            found = lookup(url)
            if found is None:
                return plutoprint.ResourceData(b"", "text/plain")
            return plutoprint.ResourceData(found[0], found[1])

    book = plutoprint.Book(plutoprint.PageSize(*size), plutoprint.PageMargins(*margins))
    book.custom_resource_fetcher = Fetcher()
    book.load_html(html, base_url="http://files.invalid/")
    if book.get_page_count() > max_pages:
        raise TooLong(book.get_page_count())
    buffer = io.BytesIO()
    book.write_to_pdf_stream(buffer)
    return buffer.getvalue()


class TooLong(Exception):
    """The document has more pages than allowed."""

    def __init__(self, pages: int) -> None:
        self.pages = pages
        super().__init__(pages)
