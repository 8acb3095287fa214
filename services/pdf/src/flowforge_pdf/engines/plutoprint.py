"""PlutoBook typesets HTML and CSS, without CSS grid, in milliseconds."""

import io
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flowforge_fonts import font_folders

Lookup = Callable[[str], tuple[bytes, str] | None]


def typeset(
    html: str,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    lookup: Lookup,
    max_pages: int,
) -> bytes:
    """Return a PDF of *html*; its `@page` rules win over *size* and *margins* (top, right, bottom, left)."""
    import plutoprint  # noqa: PLC0415 - 10 MB that few calls need

    use_fonts()

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


@cache
def use_fonts() -> None:
    """Have the engine know the platform's fonts only. It reads its configuration once in a process."""
    import plutoprint  # noqa: PLC0415 - see above

    folders = "".join(f"<dir>{folder}</dir>" for folder in font_folders())
    rejected = (
        "<selectfont><rejectfont><pattern><patelt name='family'><string>Noto Emoji</string></patelt>"
        "</pattern></rejectfont></selectfont>"
    )
    where = Path(tempfile.mkdtemp(prefix="fonts-"))
    cached = f"<cachedir>{where}</cachedir>"
    document = f"<?xml version='1.0'?><fontconfig>{folders}{rejected}{cached}</fontconfig>"
    (where / "fonts.conf").write_text(document, encoding="utf-8")
    plutoprint.plutobook_set_fontconfig_path(where)
