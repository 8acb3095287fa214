"""WeasyPrint typesets HTML and CSS with grid; it needs Pango from the system."""

import warnings
from typing import Any

from flowforge_pdf.engines.plutoprint import Lookup
from servicekit import Unavailable


class HtmlEngineNotInstalled(Unavailable):
    code = "HTML_ENGINE_NOT_INSTALLED"
    message = "'engine' is 'weasyprint', which needs the library Pango on the server: it is not installed."
    retryable = False


def is_installed() -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):  # it announces what it will need in future
            import weasyprint  # type: ignore[import-untyped]  # noqa: F401, PLC0415 - ships no types; 100 MB
    except (ImportError, OSError):
        return False
    return True


def typeset_with_grid(html: str, lookup: Lookup, max_pages: int) -> tuple[bytes, int]:
    """Return a PDF of *html* and its number of pages; nothing is written if it has more than *max_pages*."""
    if not is_installed():
        raise HtmlEngineNotInstalled
    import weasyprint  # noqa: PLC0415 - see above

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc] # its types are open
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - as in the class above
            found = lookup(url)
            if found is None:
                raise ValueError("nothing is fetched")
            return weasyprint.urls.URLFetcherResponse(url, body=found[0], headers={"Content-Type": found[1]})

    with warnings.catch_warnings(action="ignore"):  # likewise
        drawn = weasyprint.HTML(string=html, url_fetcher=Fetcher(), base_url="http://files.invalid/").render()
        pages = len(drawn.pages)
        return (drawn.write_pdf() if pages <= max_pages else b""), pages
