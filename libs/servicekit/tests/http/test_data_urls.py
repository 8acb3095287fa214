"""URLs in plain fields become data: URLs: downloaded by the kit, checked, and never passed on."""

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from servicekit.testing import serve_process

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
AS_DATA = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
PAGES = {
    "/a.png": ("image/png", PNG),
    "/untyped": ("application/octet-stream", PNG),
    "/page.html": ("text/html", b"<p>no picture</p>"),
    "/empty.png": ("image/png", b""),
    "/large.png": ("image/png", PNG * 100),
}


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path not in PAGES:
            self.send_error(404)
            return
        media_type, content = PAGES[self.path]
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The sample service where its operator allows private addresses."""
    settings = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true"}
    folder: Path = tmp_path_factory.mktemp("lenient")
    with (
        serve_process("kit_sample.app:app", folder, environment=settings) as served,
        httpx.Client(base_url=f"{served.url}/api/v1/sample", timeout=20) as client,
    ):
        yield client


@pytest.mark.parametrize("path", ["/a.png", "/untyped"])
def test_a_url_arrives_as_data(lenient: httpx.Client, pages: str, path: str) -> None:
    answer = lenient.post("/inline", json={"picture_url": pages + path})
    assert answer.json() == {"data_url": AS_DATA}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/page.html", 415, "FILE_TYPE_REFUSED"),
        ("/empty.png", 422, "FILE_EMPTY"),
        ("/large.png", 413, "URL_TOO_LARGE"),
        ("/missing.png", 422, "URL_NOT_OK"),
    ],
)
def test_what_is_no_picture_is_refused(
    lenient: httpx.Client, pages: str, path: str, status: int, code: str
) -> None:
    answer = lenient.post("/inline", json={"picture_url": pages + path})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error["message"].startswith("'picture_url'")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "URL_FORBIDDEN"),
        ("http://10.0.0.1/a.png", "URL_FORBIDDEN"),
        ("http://127.0.0.1:1/a.png", "URL_FORBIDDEN"),
        ("file:///etc/passwd", "URL_INVALID"),
        ("gopher://example.com/a.png", "URL_INVALID"),
        ("//example.com/a.png", "URL_INVALID"),
        ("", "URL_INVALID"),
    ],
)
def test_other_addresses_are_refused(sample: httpx.Client, url: str, code: str) -> None:
    error = sample.post("/inline", json={"picture_url": url}).json()["error"]
    assert (error["code"], [detail["field"] for detail in error["details"]]) == (code, ["picture_url"])
    assert "'picture_url'" in error["message"]


@pytest.mark.parametrize(
    "url",
    [
        AS_DATA,
        AS_DATA.replace("data:image/png", "DATA:image/PNG;name=a.png"),
        AS_DATA.replace("image/png", ""),
    ],
)
def test_data_urls_are_put_into_their_usual_form(sample: httpx.Client, url: str) -> None:
    assert sample.post("/inline", json={"picture_url": url}).json() == {"data_url": AS_DATA}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("data:image/png;base64", "URL_INVALID"),
        ("data:image/png;base64,a", "BASE64_INVALID"),
        ("data:image/png;base64,", "FILE_EMPTY"),
        ("data:text/html;base64,PHA+", "FILE_TYPE_REFUSED"),
        ("data:image/png;base64," + "A" * 5000, "FILE_TOO_LARGE"),
    ],
)
def test_data_urls_are_checked(sample: httpx.Client, url: str, code: str) -> None:
    error = sample.post("/inline", json={"picture_url": url}).json()["error"]
    assert error["code"] == code
    assert "'picture_url" in error["message"]
