"""Bodies over a service's limit: 413, declared or not."""

from collections.abc import Iterator

import httpx
from gateway_stand.checks import assert_refused, content
from gateway_stand.declaration import MEGABYTE


def _chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 1024):
        yield b"x" * 1024


def test_a_declared_body_over_the_limit(client: httpx.Client) -> None:
    answer = client.post("/api/v1/ocr/x", content=b"x" * (MEGABYTE + 1))
    assert_refused(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_chunked_body_over_the_limit(client: httpx.Client) -> None:
    answer = client.post("/api/v1/ocr/x", content=_chunks(2 * MEGABYTE))
    assert_refused(answer, 413, "PAYLOAD_TOO_LARGE")


def test_a_body_of_exactly_the_limit_passes(client: httpx.Client) -> None:
    assert content(client.post("/api/v1/ocr/x", content=b"x" * MEGABYTE))["body_bytes"] == MEGABYTE


def test_a_chunked_body_within_the_limit_passes(client: httpx.Client) -> None:
    answer = client.post("/api/v1/ocr/x", content=_chunks(MEGABYTE // 2))
    assert content(answer)["body_bytes"] == MEGABYTE // 2


def test_each_service_has_its_own_limit(client: httpx.Client) -> None:
    assert content(client.post("/api/v1/crypto/x", content=b"x" * 2 * MEGABYTE))["body_bytes"] == 2 * MEGABYTE
