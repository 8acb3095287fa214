"""The chunks of a WebP file (RFC 9649): what they hold, and what is left after a removal."""

import struct
from collections.abc import Iterator

from flowforge_image.core.metadata import xmp_editing
from flowforge_image.core.metadata.kinds import Edits
from flowforge_pictures import UndecodablePicture

_EXIF, _XMP, _EXTENDED = b"EXIF", b"XMP ", b"VP8X"
_FLAGS = {_EXIF: 0x08, _XMP: 0x04}
_ALPHA = 0x10
_STRUCTURE = frozenset((_EXTENDED, b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
Chunk = tuple[bytes, bytes]


def write_into_webp(content: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the file with blocks that it lacks."""
    added = [(name, data) for name, data in ((_EXIF, exif), (_XMP, xmp)) if data]
    return _joined([*_chunks(content), *added])


def rewrite_webp(content: bytes, edits: Edits) -> bytes:
    """Return the file as *edits* say; pixels stay bit for bit. What follows its end is dropped."""
    chunks = [
        (name, left) for name, data in _chunks(content) if (left := _left_of(name, data, edits)) is not None
    ]
    return _joined(chunks + ([(_EXIF, edits.exif)] if edits.exif else []))


def _left_of(name: bytes, data: bytes, edits: Edits) -> bytes | None:
    """Return what is left of a chunk; None if it is dropped. EXIF is replaced always."""
    if name == _EXIF or (name == _XMP and edits.drops("xmp")):
        return None
    if name == _XMP and edits.drops("gps"):
        return xmp_editing.filter_xmp(data, xmp_editing.holds_place)
    return None if name not in (*_STRUCTURE, _XMP) and edits.drops("other", "gps") else data


def _chunks(content: bytes) -> Iterator[Chunk]:
    at, end = 12, min(len(content), int.from_bytes(content[4:8], "little") + 8)
    while at + 8 <= end:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _joined(chunks: list[Chunk]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for name, data in _with_extended_header(chunks)
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _with_extended_header(chunks: list[Chunk]) -> list[Chunk]:
    """Set the header's flags to what follows it; a simple file gets that header when it needs one."""
    if not chunks:
        raise UndecodablePicture(field="file", format="WEBP")
    flags = 0
    for name, _ in chunks:
        flags |= _FLAGS.get(name, 0)
    if chunks[0][0] == _EXTENDED:
        present = chunks[0][1][0] & ~sum(_FLAGS.values())
        return [(_EXTENDED, bytes([present | flags]) + chunks[0][1][1:]), *chunks[1:]]
    if not flags:
        return chunks
    width, height, alpha = _size_of_simple(*chunks[0])
    header = bytes([flags | (_ALPHA if alpha else 0), 0, 0, 0])
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return [(_EXTENDED, header + sides), *chunks]


def _size_of_simple(name: bytes, data: bytes) -> tuple[int, int, bool]:
    """Read width, height and alpha of a VP8 (RFC 6386, 9.1) or VP8L (RFC 9649, 3.4) bit stream."""
    if name == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", data, 6)
    return width & 0x3FFF, height & 0x3FFF, False
