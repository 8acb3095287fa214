"""Documents load pictures, style sheets and fonts from other servers, and say what they could not load."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, picture_file, picture_of, texts_of
from PIL import Image
from web_documents import finished

from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.from_markdown import FromMarkdownForm, make_from_markdown
from flowforge_pdf.operations.html_to_image import HtmlToImageForm, draw_html
from servicekit.testing import serve_process

STYLE = b"@import url('more.css');@page{margin:0;size:200pt 200pt}body{margin:0}"
MORE = b"div{width:200pt;height:100pt;background:url(/pictures/logo.png)}"
PAGE = "<link rel=stylesheet href='{base}/style/page.css'><div></div>"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        files = {
            "/style/page.css": ("text/css", STYLE),
            "/style/more.css": ("text/css", MORE),
            "/pictures/logo.png": ("image/png", picture_file("PNG")),
        }
        if self.path.startswith("/deep/"):
            following = int(self.path[6:-4]) + 1
            files[self.path] = ("text/css", f"@import url({following}.css);".encode())
        if self.path not in files:
            self.send_error(404)
            return
        media_type, content = files[self.path]
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_style_sheets_what_they_import_and_their_pictures(site: str) -> None:
    result = finished(make_from_html, FromHtmlForm(html=PAGE.format(base=site)), private=True)
    assert (result.report.missing, result.report.warnings) == ([], [])
    assert picture_of(content_of(result)).getpixel((20, 10)) == (255, 128, 0)


def test_relative_names_refer_to_the_base_url(site: str) -> None:
    form = FromHtmlForm(html=PAGE.format(base=""), base_url=f"{site}/some/page.html")
    result = finished(make_from_html, form, private=True)
    assert picture_of(content_of(result)).getpixel((20, 10)) == (255, 128, 0)


def test_what_was_sent_wins_over_what_a_server_has(site: str, spooled: Any) -> None:
    other = io.BytesIO()
    Image.new("RGB", (40, 20), (0, 0, 200)).save(other, "PNG")
    form = FromHtmlForm(html=PAGE.format(base=site), resources=[spooled(other.getvalue(), "logo.png")])
    assert picture_of(content_of(finished(make_from_html, form, private=True))).getpixel((20, 10)) == (
        0,
        0,
        200,
    )


def test_each_address_that_fails_has_its_reason(site: str) -> None:
    html = f"<p>Text</p><img src='{site}/no.png'><img src='http://10.0.0.1/a.png'><img src='b.png'>"
    report = finished(make_from_html, FromHtmlForm(html=html), private=False).report
    assert set(report.missing) == {f"{site}/no.png", "http://10.0.0.1/a.png", "b.png"}
    assert "1 resources were not sent" in report.warnings[0]
    assert all("was not loaded: " in each for each in report.warnings[1:])
    report = finished(make_from_html, FromHtmlForm(html=html, remote=False)).report
    assert len(report.missing) == 3


def test_what_is_named_too_deep_is_listed(site: str) -> None:
    form = FromHtmlForm(html=f"<link rel=stylesheet href='{site}/deep/1.css'><p>Text</p>")
    report = finished(make_from_html, form, private=True).report
    assert report.missing == [f"{site}/deep/5.css"]
    (warning,) = report.warnings
    assert warning.startswith(f"'{site}/deep/5.css' was not loaded: it is named too deep")


def test_pictures_of_markdown_and_of_cards(site: str) -> None:
    markdown = FromMarkdownForm(markdown=f"# Logo\n\n![logo]({site}/pictures/logo.png)")
    result = finished(make_from_markdown, markdown, private=True)
    assert "Logo" in texts_of(content_of(result))[0]
    assert result.report.missing == []
    card = HtmlToImageForm(
        html=f"<style>body{{margin:0}}</style><img src='{site}/pictures/logo.png'>", width=99
    )
    drawn = finished(draw_html, card, private=True)
    assert Image.open(io.BytesIO(drawn.data)).convert("RGB").getpixel((5, 5)) == (255, 128, 0)


def test_through_the_service(site: str, tmp_path: Path) -> None:
    """A worker process has no network: the service downloads for it."""
    settings = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true"}
    with serve_process("flowforge_pdf.app:app", tmp_path, environment=settings) as served:
        body = {"html": PAGE.format(base=site)}
        answer = httpx.post(f"{served.url}/api/v1/pdf/from-html", json=body, timeout=60)
    assert answer.status_code == 200, answer.text
    assert picture_of(answer.content).getpixel((20, 10)) == (255, 128, 0)


@pytest.mark.parametrize("form", [FromHtmlForm, HtmlToImageForm])
@pytest.mark.parametrize("address", ["ftp://example.com/", "example.com", "file:///etc/passwd"])
def test_a_base_that_is_no_web_address(form: type[Any], address: str) -> None:
    with pytest.raises(ValueError, match="http://"):
        form(html="<p>x</p>", base_url=address)
