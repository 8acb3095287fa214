"""Responses of the decision service, encoded for Envoy."""

import re
from collections.abc import Iterable

import orjson

Headers = Iterable[tuple[str, str]]

_REASONS = {
    401: ("Unauthorized", "UNAUTHENTICATED"),
    403: ("Forbidden", "FORBIDDEN"),
    404: ("Not Found", "NOT_FOUND"),
    429: ("Too Many Requests", "RATE_LIMITED"),
}
_UNAUTHENTICATED = 401
_CHALLENGE = b'www-authenticate: Bearer realm="FlowForge"\r\n'
_RETRYABLE = frozenset({429})
_UNSAFE_IN_ID = re.compile(r"[^\w.#-]", re.ASCII)
_LINE_BREAK = re.compile(r"[\r\n\t\0]")


def allow(headers: Headers) -> bytes:
    """Start a response that admits a request; `finish` completes it."""
    return b"HTTP/1.1 200 OK\r\n" + header_lines(headers)


def finish(head: bytes, limits: bytes) -> bytes:
    """Complete a response that admits a request, with its rate-limit header lines."""
    return head + limits + b"content-length: 0\r\n\r\n"


def refuse(status: int, message: str, request_id: str, lines: bytes = b"") -> bytes:
    """Return the error response for the client, in the error envelope."""
    reason, code = _REASONS[status]
    body = orjson.dumps(
        {
            "error": {
                "code": code,
                "message": message,
                "details": [],
                "requestId": _UNSAFE_IN_ID.sub("", request_id),
                "retryable": status in _RETRYABLE,
            }
        }
    )
    return (
        f"HTTP/1.1 {status} {reason}\r\ncontent-type: application/json; charset=utf-8\r\n"
        f"content-length: {len(body)}\r\n".encode()
        + lines
        + (_CHALLENGE if status == _UNAUTHENTICATED else b"")
        + b"\r\n"
        + body
    )


def header_lines(headers: Headers) -> bytes:
    """Encode headers, without line breaks (header injection) and tabs (separators in a lease)."""
    return "".join(f"{name}: {_LINE_BREAK.sub('', value)}\r\n" for name, value in headers).encode()
