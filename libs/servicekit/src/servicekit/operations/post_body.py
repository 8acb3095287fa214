"""What a download sends along: a body, for protocols that ask by POST, and headers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_POST_BYTES = 64 << 10
MAX_HEADER_BYTES = 16 << 10
NO_HEADERS: Mapping[str, str] = {}
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
_OF_THE_FETCHER = frozenset(
    {"accept-encoding", "connection", "content-length", "content-type", "expect", "host", "keep-alive"}
    | {"proxy-authorization", "proxy-connection", "range", "te", "trailer", "transfer-encoding", "upgrade"}
)


def are_headers(headers: Mapping[str, str]) -> bool:
    """Whether a download may send *headers*: not those that say how the message itself is to be read."""
    size = sum(len(name) + len(value) for name, value in headers.items())
    return size <= MAX_HEADER_BYTES and all(
        _NAME.fullmatch(name) and name.lower() not in _OF_THE_FETCHER and _VALUE.fullmatch(value)
        for name, value in headers.items()
    )


@dataclass(frozen=True, slots=True)
class PostBody:
    """The body of a POST request, at most 64 KiB, as for time stamps (RFC 3161) and OCSP (RFC 6960).

    The answer is the file; a redirect is none.
    """

    content: bytes
    media_type: str = "application/octet-stream"

    def __post_init__(self) -> None:
        if len(self.content) > MAX_POST_BYTES:
            raise ValueError(f"a body of more than {MAX_POST_BYTES} bytes")
