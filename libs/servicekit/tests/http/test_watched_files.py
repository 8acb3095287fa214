"""Files that a watch refuses while they arrive."""

import json
import socket
from http.client import HTTPResponse

import httpx
import pytest

PART = '--edge\r\nContent-Disposition: form-data; name="{}"; filename="a"\r\n\r\n'


@pytest.mark.parametrize("way", ["file", "data", "raw"])
def test_a_file_is_refused_before_its_end(sample: httpx.Client, way: str) -> None:
    """The rest of the body is never sent: the answer cannot wait for it."""
    kind = "application/octet-stream" if way == "raw" else "multipart/form-data; boundary=edge"
    head = "" if way == "raw" else PART.format(way)
    body = head.encode() + b"x" * 1_000_000 + b"<refuse>".ljust(100_000)
    base = sample.base_url
    lines = [f"POST {base.path}measure HTTP/1.1", "Host: sample", f"Content-Type: {kind}"]
    lines += ["Content-Length: 190000000", "", ""]
    with socket.create_connection((base.host, base.port or 80), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        with HTTPResponse(connection) as answer:
            answer.begin()
            error = json.loads(answer.read())["error"]
    assert (answer.status, error["code"]) == (422, "SAMPLE_MARKED")
    named = "file" if way == "raw" else way
    assert error["message"] == f"'{named}' has the mark after 1000000 bytes."


def test_another_file_passes(sample: httpx.Client) -> None:
    answer = sample.post("/measure", files={"file": ("a", b"x" * 5_000_000)})
    assert answer.json()["read"] == 5_000_000
