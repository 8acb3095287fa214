"""Handlers in worker processes, which have no network, download through the service."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from servicekit.testing import serve_process

AT_ONCE = 3


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.together = threading.Barrier(AT_ONCE)
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Write nothing: the kit leaves when a file is too large."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Pages(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.path.startswith("/together"):
            self.server.together.wait(20)
        if self.path == "/hanging":
            self.server.released.wait(30)
        if self.path == "/missing":
            self.send_error(404)
            return
        size = int(self.path.rpartition("-")[2]) if "-" in self.path else 5
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"x" * size)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/moved":
            self.send_response(307)
            self.send_header("Location", "/echo")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body + self.headers["Content-Type"].encode())

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The sample service where its operator allows private addresses, with one worker."""
    settings = {"FLOWFORGE_FETCH_ALLOW_PRIVATE": "true", "FLOWFORGE_WORKER_PROCESSES": "1"}
    folder: Path = tmp_path_factory.mktemp("downloads")
    with (
        serve_process("kit_sample.app:app", folder, environment=settings) as served,
        httpx.Client(base_url=f"{served.url}/api/v1/sample", timeout=30) as client,
    ):
        yield client


def collect(client: httpx.Client, *urls: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/collect", json={"urls": urls, **more})
    assert answer.status_code == 200, answer.text
    collected: dict[str, Any] = answer.json()
    return collected


def test_files_come_several_at_once(lenient: httpx.Client, site: Site) -> None:
    urls = [f"{site.url}/together{number}.txt" for number in range(AT_ONCE)]
    found = collect(lenient, *urls)
    assert found["sizes"] == [5] * AT_ONCE
    assert sorted(found["names"]) == [f"together{number}.txt" for number in range(AT_ONCE)]


def test_each_failure_is_its_own(lenient: httpx.Client, site: Site) -> None:
    urls = [f"{site.url}/{name}" for name in ("missing", "size-2000000", "size-70000")]
    found = collect(lenient, *urls, "file:///etc/passwd", "http://169.254.169.254/latest")
    assert sorted(found["codes"]) == ["URL_FORBIDDEN", "URL_INVALID", "URL_NOT_OK", "URL_TOO_LARGE"]
    assert found["sizes"] == [70_000]


def test_a_body_is_posted_and_never_redirected(lenient: httpx.Client, site: Site) -> None:
    assert collect(lenient, f"{site.url}/echo", post="question")["sizes"] == [len("questiontext/plain")]
    assert collect(lenient, f"{site.url}/moved", post="question")["codes"] == ["URL_NOT_OK"]
    assert collect(lenient, "http://169.254.169.254/", post="question")["codes"] == ["URL_FORBIDDEN"]


def test_private_addresses_stay_closed_without_the_setting(sample: httpx.Client, site: Site) -> None:
    assert collect(sample, f"{site.url}/a")["codes"] == ["URL_FORBIDDEN"]


def test_what_a_handler_gave_up_disturbs_no_later_call(lenient: httpx.Client, site: Site) -> None:
    first = collect(lenient, f"{site.url}/hanging", f"{site.url}/size-900000", seconds=1)
    assert first["late"]
    for number in range(3):
        following = collect(lenient, f"{site.url}/size-{number}")
        assert (following["sizes"], following["late"]) == ([number], False)


def test_one_call_downloads_no_more_than_its_share(lenient: httpx.Client, site: Site) -> None:
    found = collect(lenient, *[f"{site.url}/a"] * 210)
    assert (len(found["sizes"]), found["codes"]) == (200, ["RESOURCE_LIMIT"] * 10)
    found = collect(lenient, *[f"{site.url}/size-15000000"] * 6, max_bytes=1 << 24)
    assert (len(found["sizes"]), found["codes"]) == (4, ["RESOURCE_LIMIT"] * 2)


def test_a_caller_who_leaves_ends_the_downloads(lenient: httpx.Client, site: Site) -> None:
    with pytest.raises(httpx.ReadTimeout):
        lenient.post("/collect", json={"urls": [f"{site.url}/hanging"]}, timeout=0.5)
    assert collect(lenient, f"{site.url}/a")["sizes"] == [5]
