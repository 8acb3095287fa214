"""Pushing to an admin interface: a real HTTP server that answers as Kong does."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import orjson
import pytest

from flowforge_gateway import KongRefused, push_to_kong


class _Admin(BaseHTTPRequestHandler):
    status: ClassVar[int] = 201
    answer: ClassVar[bytes] = b"{}"
    received: ClassVar[list[tuple[str, Any]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, orjson.loads(body)))
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *_args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def admin() -> Iterator[str]:
    _Admin.status, _Admin.answer, _Admin.received = 201, b"{}", []
    server = HTTPServer(("127.0.0.1", 0), _Admin)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def rendered_file(tmp_path: Path) -> Path:
    path = tmp_path / "rendered.json"
    path.write_text('{"_format_version":"3.0"}')
    return path


def test_the_whole_file_is_sent(admin: str, rendered_file: Path) -> None:
    push_to_kong(rendered_file, admin)
    ((path, body),) = _Admin.received
    assert path == "/config?check_hash=1"
    assert orjson.loads(body["config"]) == {"_format_version": "3.0"}


def test_a_refusal_names_fields_and_no_values(admin: str, rendered_file: Path) -> None:
    _Admin.status = 400
    _Admin.answer = b'{"name":"invalid declarative configuration","fields":{"services":["hush-hush"]}}'
    with pytest.raises(KongRefused) as caught:
        push_to_kong(rendered_file, admin)
    assert "(400): invalid declarative configuration in services" in str(caught.value)
    assert "hush-hush" not in str(caught.value)


def test_a_kong_that_is_away_is_named(rendered_file: Path) -> None:
    with pytest.raises(KongRefused, match=r"no answer from Kong's admin interface at http://127\.0\.0\.1:9"):
        push_to_kong(rendered_file, "http://127.0.0.1:9")


def test_only_http_addresses_are_asked(rendered_file: Path) -> None:
    with pytest.raises(KongRefused, match="is no http address"):
        push_to_kong(rendered_file, "file:///etc/passwd")
