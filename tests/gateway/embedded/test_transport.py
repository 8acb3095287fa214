"""TLS: an Envoy of its own with a certificate made for the occasion."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from gateway_stand.checks import assert_refused, content, told
from gateway_stand.processes import free_ports
from gateway_stand.stand import Embedded

from flowforge_gateway import make_certificate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return make_certificate(folder, hosts=("localhost", "127.0.0.1"))


@pytest.fixture
def tls_url(embedded: Embedded, certificate: tuple[Path, Path]) -> Iterator[str]:
    with _listening(embedded, certificate) as url:
        yield url


@contextmanager
def _listening(embedded: Embedded, certificate: tuple[Path, Path], *options: str) -> Iterator[str]:
    (port,) = free_ports(1)
    files = ("--tls-cert", str(certificate[0]), "--tls-key", str(certificate[1]))
    envoy = embedded.envoy_on(port, f"tls-{port}", *files, *options)
    envoy.start()
    try:
        yield f"https://127.0.0.1:{port}"
    finally:
        envoy.stop()


def _context(certificate: tuple[Path, Path], version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(certificate[0]))
    context.minimum_version = context.maximum_version = version
    return context


def test_tls_13_speaks_http_2(tls_url: str, certificate: tuple[Path, Path], key: str) -> None:
    context = _context(certificate, ssl.TLSVersion.TLSv1_3)
    with httpx.Client(base_url=tls_url, http2=True, verify=context, headers={"X-API-Key": key}) as client:
        answer = client.post("/api/v1/crypto/x", content=b"x" * 200_000)
    assert answer.http_version == "HTTP/2"
    assert content(answer)["body_bytes"] == 200_000
    assert told(answer)["x-forwarded-proto"] == "https"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_errors_are_the_same_over_http_2(tls_url: str, certificate: tuple[Path, Path]) -> None:
    context = _context(certificate, ssl.TLSVersion.TLSv1_3)
    with httpx.Client(base_url=tls_url, http2=True, verify=context) as client:
        assert_refused(client.get("/api/v1/crypto/x"), 401, "UNAUTHENTICATED")
        assert_refused(client.get("/nowhere"), 404, "NOT_FOUND")


def test_tls_12_is_not_spoken(tls_url: str, certificate: tuple[Path, Path]) -> None:
    context = _context(certificate, ssl.TLSVersion.TLSv1_2)
    with (
        httpx.Client(base_url=tls_url, verify=context) as client,
        pytest.raises(httpx.ConnectError, match=r"(?i)protocol|handshake|version"),
    ):
        client.get("/api/v1/crypto/health")


def test_tls_12_is_spoken_if_it_is_allowed(
    embedded: Embedded, certificate: tuple[Path, Path], key: str
) -> None:
    context = _context(certificate, ssl.TLSVersion.TLSv1_2)
    with (
        _listening(embedded, certificate, "--tls-min", "1.2") as url,
        httpx.Client(base_url=url, verify=context, headers={"X-API-Key": key}) as client,
    ):
        assert client.get("/api/v1/crypto/x").status_code == 200


def test_without_tls_nothing_is_said_about_it(client: httpx.Client) -> None:
    assert "strict-transport-security" not in client.get("/api/v1/crypto/x").headers
