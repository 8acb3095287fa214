"""Large bodies up and down, and how late events arrive."""

import http.client
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

BODY_BYTES = 100_000_000
_PIECE = bytes(1 << 18)


def upload_rate(url: str, path: str, key: str | None = None) -> float:
    """Return bytes a second for one large body to the service."""
    connection, headers = _connection(url, key)
    headers |= {"Content-Length": str(BODY_BYTES), "Content-Type": "application/octet-stream"}
    began = time.perf_counter()
    connection.request("POST", path, body=_pieces(), headers=headers)
    response = connection.getresponse()
    response.read()
    seconds = time.perf_counter() - began
    connection.close()
    _check(response)
    return BODY_BYTES / seconds


def download_rate(url: str, key: str | None = None) -> float:
    """Return bytes a second for one large body from the service."""
    connection, headers = _connection(url, key)
    began = time.perf_counter()
    connection.request("GET", f"/api/v1/data/{BODY_BYTES}", headers=headers)
    response = connection.getresponse()
    received = 0
    while piece := response.read1(1 << 18):
        received += len(piece)
    seconds = time.perf_counter() - began
    connection.close()
    _check(response)
    if received != BODY_BYTES:
        raise RuntimeError(f"{received} bytes arrived")
    return BODY_BYTES / seconds


def event_delay(url: str, key: str | None = None) -> float:
    """Return the median of the seconds from the moment an event is sent to its arrival."""
    connection, headers = _connection(url, key)
    connection.request("GET", "/api/v1/data/events", headers=headers)
    response = connection.getresponse()
    _check(response)
    delays = []
    while line := response.readline():
        if line.startswith(b"data: "):
            delays.append(time.monotonic() - float(line[6:]))
    connection.close()
    return statistics.median(delays)


def _connection(url: str, key: str | None) -> tuple[http.client.HTTPConnection, dict[str, str]]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=60)
    return connection, {} if key is None else {"X-API-Key": key}


def _pieces() -> Iterator[bytes]:
    left = BODY_BYTES
    while left > 0:
        piece = _PIECE[:left]
        left -= len(piece)
        yield piece


def _check(response: http.client.HTTPResponse) -> None:
    if response.status != http.client.OK:
        raise RuntimeError(f"the answer was {response.status}")
