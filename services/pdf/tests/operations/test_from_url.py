from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, picture_file, picture_of, texts_of
from pydantic import ValidationError
from web_documents import finished
from web_site import Site, web_site

from flowforge_pdf.core.making.typesetting import UndrawableHtml
from flowforge_pdf.engines.chromium.program import BrowserNotInstalled, browser_at
from flowforge_pdf.operations.from_url import FromUrlForm, make_from_url
from flowforge_pdf.settings import PdfSettings
from servicekit import OperationError

ABSENT = PdfSettings(chromium="/nowhere/headless-shell")
PAGE = (
    b"<style>@page{size:200pt 200pt;margin:0}</style><img src=logo.png style='display:block'>"
    b"<p>Gr\xc3\xb6\xc3\x9fe</p><script>document.write('RUN')</script>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with web_site() as served:
        served.files = {
            "/en/page": ("text/html", PAGE),
            "/en/logo.png": ("image/png", picture_file("PNG")),
            "/report.pdf": ("application/pdf", b"%PDF-1.7"),
        }
        served.moved = {"/": "/en/page"}
        yield served


def made(url: str, settings: PdfSettings = ABSENT, *, private: bool = True, **options: Any) -> Any:
    return finished(make_from_url, FromUrlForm(url=url, **options), settings, private=private)


def test_the_page_without_a_browser_with_its_pictures_behind_a_redirect(site: Site) -> None:
    result = made(f"{site.url}/")
    assert picture_of(content_of(result)).getpixel((20, 10)) == (255, 128, 0)
    assert "Größe" in texts_of(content_of(result))[0]
    assert "RUN" not in texts_of(content_of(result))[0]
    assert result.name == "127.0.0.1.pdf"
    assert result.report.engine == "plutoprint"
    (warning,) = result.report.warnings
    assert warning.startswith("The page was set without its scripts, because Chromium is not installed")


@pytest.mark.parametrize(
    "options",
    [{"engine": "chromium"}, {"wait_for_selector": "#ready"}, {"cookies": [{"name": "a", "value": "b"}]}],
)
def test_what_needs_a_browser_names_the_way_to_get_it(site: Site, options: dict[str, Any]) -> None:
    with pytest.raises(BrowserNotInstalled, match="apt-get install chromium-headless-shell"):
        made(f"{site.url}/", **options)
    assert site.asked == []


def test_a_file_is_no_page(site: Site) -> None:
    with pytest.raises(UndrawableHtml, match="a file of the type application/pdf, not a page"):
        made(f"{site.url}/report.pdf")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "URL_FORBIDDEN"),
        ("http://localhost:9/", "URL_FORBIDDEN"),
        ("http://[::1]/", "URL_FORBIDDEN"),
    ],
)
def test_private_addresses_are_not_opened(url: str, code: str) -> None:
    with pytest.raises(OperationError) as caught:
        made(url, private=False)
    assert caught.value.code == code


def test_what_the_form_refuses() -> None:
    for url in ("file:///etc/passwd", "ftp://example.com/"):
        with pytest.raises(ValidationError, match="http or https"):
            FromUrlForm(url=url)
    with pytest.raises(ValidationError, match="'scale' needs 'engine' chromium, but it is 'plutoprint'"):
        FromUrlForm(url="https://example.com", engine="plutoprint", scale=2)
    for headers in ({"Host": "other.example"}, {"X-A": "a\r\nX-B: b"}, {"bad name": "a"}):
        with pytest.raises(ValidationError, match="has a header that cannot be sent"):
            FromUrlForm(url="https://example.com", headers=headers)
    with pytest.raises(ValidationError, match="cookies"):
        FromUrlForm.model_validate({"url": "https://x.test", "cookies": [{"name": "a", "value": "b; c=d"}]})
    assert FromUrlForm(url=" example.com/x ").url == "https://example.com/x"


def test_a_browser_is_found_by_its_name_or_its_path() -> None:
    assert browser_at("/nowhere/headless-shell") is None
    assert str(browser_at("/bin/sh")) == "/bin/sh"


def test_through_http(client: httpx.Client) -> None:
    error = client.post("/from-url", json={"url": "http://127.0.0.1:9/"}).json()["error"]
    assert error["code"] == "URL_FORBIDDEN"
    assert "'url'" in error["message"]
