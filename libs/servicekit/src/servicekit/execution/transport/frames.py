"""The frames in which a worker answers: a JSON header and raw bytes, both of capped length.

A worker may have been taken over by its input. So the service never unpickles what comes from it, and bounds
and checks everything that it reads.
"""

import struct
from collections.abc import Iterator
from typing import Any

import orjson

MAX_HEADER_BYTES = 1 << 20
MAX_BODY_BYTES = 64 << 20
LENGTHS = struct.Struct("!II")
Frame = tuple[dict[str, Any], bytes]


class MalformedFrame(Exception):
    """A worker sent what no worker sends."""


def encode(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return one frame. Raises MalformedFrame if it is longer than the service accepts."""
    text = orjson.dumps(header)
    _check(len(text), len(body))
    return LENGTHS.pack(len(text), len(body)) + text + body


def _check(header_bytes: int, body_bytes: int) -> None:
    if header_bytes > MAX_HEADER_BYTES or body_bytes > MAX_BODY_BYTES:
        raise MalformedFrame(f"a frame of {header_bytes} + {body_bytes} bytes is too long")


class FrameReader:
    """Collects bytes as they arrive and gives back whole frames."""

    def __init__(self) -> None:
        self._received = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Yield each frame that *data* completes. Raises MalformedFrame."""
        self._received += data
        while len(self._received) >= LENGTHS.size:
            header_bytes, body_bytes = LENGTHS.unpack_from(self._received)
            _check(header_bytes, body_bytes)
            body_at = LENGTHS.size + header_bytes
            end = body_at + body_bytes
            if len(self._received) < end:
                return
            header = _parse(self._received[LENGTHS.size : body_at])
            body = bytes(self._received[body_at:end])
            del self._received[:end]
            yield header, body


def _parse(text: bytearray) -> dict[str, Any]:
    try:
        header = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise MalformedFrame("a frame's header is no JSON") from error
    if not isinstance(header, dict):
        raise MalformedFrame("a frame's header is no object")
    return header
