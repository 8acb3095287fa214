"""Requests that two servers could read in two ways are refused, and none is passed on."""

import socket
from urllib.parse import urlsplit

import pytest
from gateway_stand.stand import Stand

_HEAD = "{method} /api/v1/crypto/x HTTP/1.1\r\nHost: gateway\r\nX-API-Key: {key}\r\n"


def _exchange(stand: Stand, request: bytes) -> bytes:
    """Send *request* and return all that comes back until the gateway closes or falls silent."""
    address = urlsplit(stand.url)
    received = b""
    with socket.create_connection((str(address.hostname), address.port or 80), 10) as it:
        it.settimeout(1.5)
        it.sendall(request)
        try:
            while chunk := it.recv(65536):
                received += chunk
        except (TimeoutError, ConnectionResetError):
            pass
    return received


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


@pytest.mark.parametrize(
    "framing",
    [
        "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
        "Content-Length: 4, 5\r\n\r\nabcde",
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: +4\r\n\r\nabcd",
        "Content-Length : 4\r\n\r\nabcd",
        "Transfer-Encoding: chunked\r\n\r\n4 \r\nabcd\r\nX\r\n\r\n",
        "Bad header\r\n\r\n",
        "X-Nul: a\0b\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=repr,
)
def test_doubtful_framing_is_refused(stand: Stand, key: str, framing: str) -> None:
    request = _HEAD.format(method="POST", key=key) + framing
    answer = _exchange(stand, request.encode("latin-1"))
    assert _status(answer) in {0, 400, 501}
    assert answer.count(b"HTTP/1.1 ") <= 1


def test_one_request_is_one_request(stand: Stand, key: str) -> None:
    """A CL.TE probe: whoever reads the length alone would take the rest for a request without a key."""
    inner = "GET /api/v1/crypto/smuggled HTTP/1.1\r\nHost: gateway\r\n\r\n"
    body = f"0\r\n\r\n{inner}"
    head = _HEAD.format(method="POST", key=key)
    request = f"{head}Content-Length: {len(body)}\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
    assert b"smuggled" not in _exchange(stand, request.encode())


def test_headers_over_the_limit_are_refused(stand: Stand, key: str) -> None:
    request = _HEAD.format(method="GET", key=key) + f"X-Large: {'x' * 70_000}\r\n\r\n"
    assert _status(_exchange(stand, request.encode())) in {0, 400, 431, 494}


def test_a_header_with_an_underscore_is_no_identity(stand: Stand, key: str) -> None:
    request = _HEAD.format(method="GET", key=key) + "X_User_ID: root\r\nConnection: close\r\n\r\n"
    answer = _exchange(stand, request.encode())
    assert _status(answer) == 200
    assert b'"x-user-id", "root"' not in answer
    assert b'"root"' not in answer.replace(b'"x_user_id", "root"', b"")


def test_hop_by_hop_headers_do_not_take_identity_away(stand: Stand, key: str) -> None:
    """Naming X-User-ID in Connection must not make a gateway drop what it adds itself.

    Kong refuses such a request; Envoy removes Connection, and acts on no name in it.
    """
    for name in ("X-User-ID", "x-consumer-id", "X-Gateway-Secret"):
        extra = f"Connection: {name}, close\r\n\r\n"
        answer = _exchange(stand, (_HEAD.format(method="GET", key=key) + extra).encode())
        assert _status(answer) in {200, 400}
        if _status(answer) == 200:
            assert b'"%s"' % name.lower().encode() in answer
            assert b'"connection"' not in answer.lower()


def test_a_websocket_cannot_name_identity_headers_as_hop_by_hop(stand: Stand, key: str) -> None:
    upgrade = "Connection: Upgrade, X-User-ID\r\nUpgrade: websocket\r\n"
    rest = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
    answer = _exchange(stand, (_HEAD.format(method="GET", key=key) + upgrade + rest).encode())
    assert _status(answer) == 400


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /api/v1/crypto/%zz HTTP/1.1", 400),
        ("GET /api/v1/crypto/a% HTTP/1.1", 400),
        ("GET /api/v1/crypto/%4 HTTP/1.1", 400),
        ("GET /api/v1/crypto/x?a=%zz HTTP/1.1", 200),
        ("GET /api/v1/crypto/%41 HTTP/1.1", 200),
        ("GET /api/v1/crypto/x#part HTTP/1.1", 200),
        ("GET /api/v1/crypto/x HTTP/1.0", 200),
        ("TRACE /api/v1/crypto/x HTTP/1.1", 405),
    ],
)
def test_unusual_request_lines(stand: Stand, key: str, line: str, status: int) -> None:
    answer = _exchange(
        stand, f"{line}\r\nHost: gateway\r\nX-API-Key: {key}\r\nConnection: close\r\n\r\n".encode()
    )
    assert _status(answer) == status
    assert b"#part" not in answer


def test_a_request_without_a_host_is_refused(stand: Stand, key: str) -> None:
    for host in ("Host:\r\n", ""):
        request = f"GET /api/v1/crypto/x HTTP/1.1\r\n{host}X-API-Key: {key}\r\nConnection: close\r\n\r\n"
        assert _status(_exchange(stand, request.encode())) == 400


@pytest.mark.parametrize(
    "extra",
    ["".join(f"X-Header-{number}: 1\r\n" for number in range(150)), f"X-Large: {'x' * 20_000}\r\n"],
    ids=["150 headers", "20 KB"],
)
def test_many_or_large_headers_pass(stand: Stand, key: str, extra: str) -> None:
    request = _HEAD.format(method="GET", key=key) + extra + "Connection: close\r\n\r\n"
    assert _status(_exchange(stand, request.encode())) == 200


@pytest.mark.parametrize(("length", "statuses"), [(12_000, {200}), (70_000, {414, 431})])
def test_long_addresses(stand: Stand, key: str, length: int, statuses: set[int]) -> None:
    line = f"GET /api/v1/crypto/{'a' * length} HTTP/1.1\r\n"
    answer = _exchange(
        stand, f"{line}Host: gateway\r\nX-API-Key: {key}\r\nConnection: close\r\n\r\n".encode()
    )
    assert _status(answer) in statuses
