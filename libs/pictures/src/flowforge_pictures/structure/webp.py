"""The chunks of a WebP file (RFC 9649): decoders skip a chunk that they do not know, pixels or not."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PIXELS = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANMF"))
_OTHERS = frozenset((b"VP8X", b"ANIM", b"ICCP", b"EXIF", b"XMP "))
_FRAME_HEADER_BYTES = 16
_VP8_START = b"\x9d\x01\x2a"  # of a key frame, behind its tag of 3 bytes (RFC 6386, 9.1)
_VP8L_SIGNATURE = b"\x2f"


def webp_lost_a_part(path: Path) -> bool:
    """Return whether a chunk of no known name holds pixels, or stands before some.

    Chunks that applications add stand behind all others.
    """
    unknown = False
    with path.open("rb") as stream:
        for name, content in _chunks(stream):
            if name not in _PIXELS | _OTHERS:
                unknown = True
                if _holds_pixels(content):
                    return True
            elif unknown and name in _PIXELS:
                return True
    return False


def _chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name of each chunk and how its content begins."""
    stream.seek(4)
    end = 8 + int.from_bytes(stream.read(4), "little")
    at = 12
    while at + 8 <= end:
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8:  # noqa: PLR2004 - name and size
            return
        size = int.from_bytes(head[4:], "little")
        yield head[:4], stream.read(min(size, _FRAME_HEADER_BYTES + 4))
        at += 8 + size + (size & 1)


def _holds_pixels(content: bytes) -> bool:
    return (
        content[_FRAME_HEADER_BYTES:] in _PIXELS
        or content[3:6] == _VP8_START
        or (content[:1] == _VP8L_SIGNATURE and len(content) > 4 and not content[4] >> 5)  # noqa: PLR2004 - its version
    )
