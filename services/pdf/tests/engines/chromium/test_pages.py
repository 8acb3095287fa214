"""Pages in a real browser: FLOWFORGE_PDF_CHROMIUM, or one that is installed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pdf_samples import content_of, picture_file, picture_of, sizes_of, texts_of
from web_documents import finished
from web_site import Site, web_site

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.making.browsing import PageNeverReady
from flowforge_pdf.core.making.typesetting import UndrawableHtml
from flowforge_pdf.engines.chromium.program import browser_at
from flowforge_pdf.operations.from_html import FromHtmlForm, make_from_html
from flowforge_pdf.operations.from_url import FromUrlForm, make_from_url
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from servicekit import OperationError
from servicekit.testing import serve_process

FOUND = browser_at(PdfSettings().chromium)
pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(FOUND is None, reason="Chromium's headless shell is not installed"),
]
SCRIPTED = b"""<!doctype html><style>.grid{display:grid;grid-template-columns:1fr 1fr}</style>
<div class=grid><p>left</p><p>right</p></div><p id=out></p><script>
fetch('/data').then(answer => answer.json()).then(data => {
  out.textContent = data.name + ' ' + navigator.webdriver;
  setTimeout(() => { out.id = 'ready'; }, 300);
});
</script>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with web_site() as served:
        served.files = {
            "/": ("text/html", SCRIPTED),
            "/data": ("application/json", '{"name": "Größe 日本"}'.encode()),
            "/logo.png": ("image/png", picture_file("PNG")),
        }
        yield served


def from_html(html: str, settings: PdfSettings | None = None, *, private: bool = True, **options: Any) -> Any:
    form = FromHtmlForm(html=html, engine="chromium", **options)
    return finished(make_from_html, form, settings or PdfSettings(), private=private)


def from_url(url: str, *, private: bool = True, **options: Any) -> Any:
    return finished(make_from_url, FromUrlForm(url=url, **options), PdfSettings(), private=private)


def test_scripts_run_and_what_they_fetch_is_drawn(site: Site) -> None:
    result = from_url(f"{site.url}/", wait_for_selector="#ready", title="Two columns")
    text = texts_of(content_of(result))[0]
    assert "Größe" in text
    assert "left right" in text
    assert (result.report.engine, result.report.warnings) == ("chromium", [])
    assert site.paths() == ["/", "/data"]


def test_redirects_move_the_page_and_headers_stay_with_its_server(site: Site) -> None:
    with web_site(**{"logo.png": ("image/png", picture_file("PNG"))}) as other:
        page = f"<img src=logo.png><img src={other.url}/logo.png>"
        site.files["/en/page"] = ("text/html", page.encode())
        site.files["/en/logo.png"] = site.files["/logo.png"]
        site.moved["/start"] = "/en/page"
        options = {"headers": {"Authorization": "Bearer x"}, "cookies": [{"name": "a", "value": "b"}]}
        result = from_url(f"{site.url}/start", **options)
        assert result.report.missing == []
        assert site.paths() == ["/start", "/en/page", "/en/logo.png"]
        assert {each.headers.get("Authorization") for each in site.asked} == {"Bearer x"}
        assert {each.headers.get("Cookie") for each in site.asked} == {"a=b"}
        assert [each.headers.get("Authorization") for each in other.asked] == [None]


def test_paper_margins_header_footer_and_pages() -> None:
    html = "".join(f"<p>Paragraph {at}</p>" for at in range(120))
    result = from_html(html, paper="a5 landscape", footer="{page} of {pages}", header="Report", pages="2-")
    texts = texts_of(content_of(result))
    assert sizes_of(content_of(result))[0] == pytest.approx((595.3, 419.5), abs=1)
    assert f"2 of {len(texts) + 1}" in texts[0]
    assert "Report" in texts[0]
    assert "Paragraph 119" in texts[-1]


def test_media_backgrounds_and_scale() -> None:
    html = (
        "<style>@page{margin:0;size:200pt 200pt}body{margin:0}div{height:50pt;background:#f00}"
        "@media screen{div{background:#00f}}</style><div></div>"
    )
    assert picture_of(content_of(from_html(html))).getpixel((20, 20)) == (255, 0, 0)
    assert picture_of(content_of(from_html(html, media="screen"))).getpixel((20, 20)) == (0, 0, 255)
    assert picture_of(content_of(from_html(html, print_background=False))).getpixel((20, 20)) == (
        255,
        255,
        255,
    )


def test_resources_that_are_sent(spooled: Any) -> None:
    html = "<style>@page{margin:0;size:200pt 200pt}body{margin:0}</style><img src=logo.png>"
    result = from_html(html, resources=[spooled(picture_file("PNG"), "logo.png")])
    assert picture_of(content_of(result)).getpixel((20, 10)) == (255, 128, 0)


def test_nothing_else_is_reachable(site: Site) -> None:
    """The site is on a private network, which is closed here; sockets and files are closed always."""
    html = f"""<iframe src="file:///etc/passwd"></iframe><img src="{site.url}/logo.png">
    <img src="http://169.254.169.254/latest"><link rel=preconnect href="{site.url}"><p id=out></p><script>
    const say = text => {{ out.textContent += text + ' ' }};
    new WebSocket('ws://127.0.0.1:{site.port}/').onerror = () => say('no-socket');
    fetch('{site.url}/data').catch(() => say('no-fetch'));
    fetch('file:///etc/passwd').catch(() => say('no-file'));
    navigator.sendBeacon('{site.url}/beacon', 'x');
    new Worker(URL.createObjectURL(new Blob([
      "fetch('{site.url}/worker').catch(() => postMessage('no-worker'))"]))).onmessage = e => say(e.data);
    const peer = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{site.port}'}}]}});
    peer.createDataChannel('x'); peer.createOffer().then(o => peer.setLocalDescription(o));
    window.open('{site.url}/popup'); alert('wait');
    </script>"""
    result = from_html(html, private=False, wait_seconds=1)
    text = texts_of(content_of(result))[0]
    assert {"no-socket", "no-fetch", "no-file", "no-worker"} <= set(text.split())
    assert "root:" not in text
    assert site.asked == []
    assert f"{site.url}/logo.png" in result.report.missing


def test_what_never_comes_is_named() -> None:
    with pytest.raises(PageNeverReady, match="'wait_for_selector' is '#never'"):
        finished(
            make_from_html,
            FromHtmlForm(html="<p>x</p>", engine="chromium", wait_for_selector="#never"),
            PdfSettings(),
            seconds=9,
        )


def test_bombs_and_missing_characters_are_refused() -> None:
    with pytest.raises(TooManyPages):
        from_html("<div style='height:100000pt'></div>", PdfSettings(max_pages=20))
    with pytest.raises(FontLacksCharacters):
        from_html("<p>\U00013000</p>")


def test_pages_that_do_not_load(site: Site) -> None:
    site.files["/file"] = ("application/zip", b"PK")
    with pytest.raises(OperationError) as caught:
        from_url(f"{site.url}/absent")
    assert caught.value.code == "URL_NOT_OK"
    with pytest.raises(UndrawableHtml, match="application/zip"):
        from_url(f"{site.url}/file")
    with pytest.raises(OperationError) as caught:
        from_url("http://169.254.169.254/", private=False)
    assert caught.value.code == "URL_FORBIDDEN"


def test_an_endless_script_ends_at_the_deadline() -> None:
    with pytest.raises(OperationError) as caught:
        finished(
            make_from_html,
            FromHtmlForm(html="<p>x</p><script>while(true){}</script>", engine="chromium"),
            PdfSettings(),
            seconds=8,
        )
    assert caught.value.code == "TIMED_OUT"


@pytest.mark.skipif(not str(FOUND).startswith("/usr/"), reason="workers run programs below /usr alone")
def test_in_a_confined_worker(tmp_path: Path) -> None:
    environment = {"FLOWFORGE_PDF_CHROMIUM": str(FOUND)}
    with serve_process("flowforge_pdf.app:app", tmp_path, environment=environment) as server:
        html = "<p id=a></p><script>a.textContent=6*7</script>"
        answers = [
            httpx.post(
                f"{server.url}/api/v1/pdf/from-html", json={"html": html, "engine": "chromium"}, timeout=60
            )
            for _ in range(3)
        ]
    assert [texts_of(answer.content) for answer in answers] == [["42"]] * 3
