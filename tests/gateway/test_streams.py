"""What is streamed: events, large bodies in both directions, websockets, HTTP/2."""

import hashlib
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from gateway_stand.checks import content
from gateway_stand.stand import Stand
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

LARGE = 100 << 20
_CHUNK = bytes(range(256)) * 256


def _chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // len(_CHUNK)):
        yield _CHUNK


def _digest(size: int) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(size):
        digest.update(chunk)
    return digest.hexdigest()


def test_events_arrive_as_they_are_sent(client: httpx.Client) -> None:
    arrived, sent = [], []
    with client.stream("GET", "/api/v1/llm/sse?events=6&pause=0.2") as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        for line in answer.iter_lines():
            if line.startswith("data:"):
                arrived.append(time.monotonic())
                sent.append(float(line.removeprefix("data:")))
    assert len(sent) == 6
    assert arrived[0] < sent[-1]  # buffered, the first would come after the last was sent


def test_a_large_body_goes_up(client: httpx.Client) -> None:
    answer = client.post("/api/v1/crypto/x", content=_chunks(LARGE), timeout=60)
    assert content(answer)["body_bytes"] == LARGE
    assert answer.json()["body_sha256"] == _digest(LARGE)


def test_a_large_body_comes_down(client: httpx.Client) -> None:
    received = 0
    with client.stream("GET", f"/api/v1/crypto/download?bytes={LARGE}", timeout=60) as answer:
        for chunk in answer.iter_bytes():
            received += len(chunk)
    assert received == LARGE


def test_a_websocket_echoes(stand: Stand, key: str) -> None:
    address = urlsplit(stand.url)
    url = f"ws://{address.netloc}/api/v1/llm/socket"
    with connect(url, additional_headers={"X-API-Key": key}) as websocket:
        for size in (1, 200, 70_000):
            websocket.send("x" * size)
            assert websocket.recv(timeout=10) == "x" * size


def test_a_websocket_needs_a_key(stand: Stand) -> None:
    address = urlsplit(stand.url)
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{address.netloc}/api/v1/llm/socket")
    assert refused.value.response.status_code == 401


def test_a_client_that_leaves_ends_the_stream(stand: Stand, key: str) -> None:
    address = urlsplit(stand.url)
    with socket.create_connection((str(address.hostname), address.port or 80), 10) as it:
        request = f"GET /api/v1/llm/sse?events=1000 HTTP/1.1\r\nHost: a\r\nX-API-Key: {key}\r\n\r\n"
        it.sendall(request.encode())
        assert it.recv(4096).startswith(b"HTTP/1.1 200")
    with stand.client(key) as client:
        assert client.get("/api/v1/llm/x").status_code == 200


def test_http_2_without_tls(stand: Stand, key: str) -> None:
    with httpx.Client(base_url=stand.url, http1=False, http2=True, headers={"X-API-Key": key}) as client:
        answer = client.get("/api/v1/crypto/x")
    assert (answer.http_version, answer.status_code) == ("HTTP/2", 200)
