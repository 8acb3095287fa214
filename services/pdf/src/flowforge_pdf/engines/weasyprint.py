"""WeasyPrint typesets HTML and CSS with grid; it needs Pango from the system."""

import warnings
from typing import Any

from PIL import ImageFile

from flowforge_fonts import EMOJI_FAMILY, use_bundled_fonts
from flowforge_pdf.engines.font_subsets import SubsetFonts
from flowforge_pdf.engines.plutoprint import Lookup
from servicekit import Unavailable


class HtmlEngineNotInstalled(Unavailable):
    code = "HTML_ENGINE_NOT_INSTALLED"
    message = "'engine' is 'weasyprint', which needs the library Pango on the server: it is not installed."
    retryable = False


def is_installed() -> bool:
    return _load() is not None


def typeset_with_grid(html: str, lookup: Lookup, max_pages: int, *, base_url: str) -> tuple[bytes, int]:
    """Return a PDF of *html* and its number of pages; nothing is written if it has more than *max_pages*."""
    use_bundled_fonts(without=[EMOJI_FAMILY])  # emoji in outlines: it draws no colored ones
    weasyprint = _load()
    if weasyprint is None:
        raise HtmlEngineNotInstalled

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined] # its types are open
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - as in the class above
            found = lookup(url)
            if found is None:
                raise ValueError("nothing is fetched")
            return weasyprint.urls.URLFetcherResponse(url, body=found[0], headers={"Content-Type": found[1]})

    with warnings.catch_warnings(action="ignore"):  # it announces what it will need in future
        drawn = weasyprint.HTML(string=html, url_fetcher=Fetcher(), base_url=base_url).render()
        drawn.fonts = SubsetFonts()
        pages = len(drawn.pages)
        return (drawn.write_pdf() if pages <= max_pages else b""), pages


def _load() -> Any:
    """Import the engine, without what it changes in other libraries. Return None where Pango is missing."""
    try:
        with warnings.catch_warnings(action="ignore"):
            import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; 100 MB
    except (ImportError, OSError):
        return None
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets pictures that end too early pass in this whole process
    return weasyprint
