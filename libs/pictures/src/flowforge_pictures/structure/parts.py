"""What a file holds beside its pixels, told by walking its parts: no decoder is needed for that."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flowforge_pictures.structure.formats import HEAD_BYTES, SourceFormat

# A part counts for so much at least: decoders, and the walk itself, take time for each.
_LEAST_PART_BYTES = 256
_START_OF_SCAN, _END_OF_IMAGE, _COMMENT = 0xDA, 0xD9, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ANCILLARY = 0x20  # the bit that makes the first letter of a PNG chunk small
_ANIMATION_CHUNKS = frozenset((b"fcTL", b"fdAT"))  # small letters, but what they hold is pixels
_ZERO_SIDE = re.compile(rb"<(?:\w+:)?svg\b[^>]*\s(?:width|height)\s*=\s*[\"']\s*0+(?:\.0*)?[a-z%]*\s*[\"']")


def metadata_bytes(path: Path, source: SourceFormat, enough: int) -> int:
    """Return how many bytes of a JPEG or PNG are no picture; the count ends when it is over *enough*."""
    if source not in ("jpeg", "png"):
        return 0
    total = 0
    with path.open("rb") as stream:
        for size in _jpeg_parts(stream) if source == "jpeg" else _png_parts(stream):
            total += size
            if total > enough:
                break
    return total


def _jpeg_parts(stream: BinaryIO) -> Iterator[int]:
    for marker, length in _jpeg_segments(stream):
        is_metadata = marker in _APPLICATION or marker == _COMMENT
        yield max(length, _LEAST_PART_BYTES) if is_metadata else 0


def _jpeg_segments(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield each segment before the first scan (ITU-T T.81, B.1.1): its marker, and its length from there."""
    at = 2
    while True:
        stream.seek(at)
        head = stream.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (_START_OF_SCAN, _END_OF_IMAGE):  # noqa: PLR2004 - marker and length
            return
        length = int.from_bytes(head[2:], "big")
        yield head[1], length
        at += 2 + length


def _png_parts(stream: BinaryIO) -> Iterator[int]:
    for kind, length, _ in png_chunks(stream):
        is_metadata = kind[0] & _ANCILLARY and kind not in _ANIMATION_CHUNKS
        yield max(length, _LEAST_PART_BYTES) if is_metadata else max(0, _LEAST_PART_BYTES - length)


def png_chunks(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Yield the type, length and position of each chunk before the last."""
    at = 8
    while True:
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8 or head[4:] == b"IEND":  # noqa: PLR2004 - length and type
            return
        length = int.from_bytes(head[:4], "big")
        yield head[4:], length, at
        at += 12 + length


def has_junk_in_header(path: Path) -> bool:
    """Return whether a JPEG has bytes between its segments that belong to none: decoders skip them."""
    with path.open("rb") as stream:
        at = 2
        for _, length in _jpeg_segments(stream):
            at += 2 + length
        stream.seek(at)
        head = stream.read(2)
    return head[:1] != b"\xff" or head[1:] in (b"\0", b"\xff")


def has_animation_chunk(stream: BinaryIO) -> bool:
    """Return whether a PNG says before its pixels that it is an animation."""
    for kind, *_ in png_chunks(stream):
        if kind in (b"acTL", b"IDAT"):
            return kind == b"acTL"
    return False


def says_no_pixels(path: Path, source: SourceFormat) -> bool:
    """Return whether the header names a width or height of zero."""
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        if source == "svg":
            return _ZERO_SIDE.search(head) is not None
        if source == "jpeg":
            return _jpeg_size_is_zero(stream)
    sides = {"png": (16, 20, 24), "gif": (6, 8, 10), "bmp": (18, 22, 26)}.get(source)
    if sides is None or len(head) < sides[2]:
        return False
    return not any(head[sides[0] : sides[1]]) or not any(head[sides[1] : sides[2]])


def _jpeg_size_is_zero(stream: BinaryIO) -> bool:
    for marker, _ in _jpeg_segments(stream):
        if marker in _START_OF_FRAME:
            stream.read(1)
            height, width = stream.read(2), stream.read(2)
            return not any(height) or not any(width)
    return False


def gif_ends_early(path: Path) -> bool:
    """Return whether a GIF ends inside a block (GIF89a, 12 to 27): decoders show the frames before it."""
    with path.open("rb") as stream:
        head = stream.read(13)
        if len(head) < 13:  # noqa: PLR2004 - header and logical screen
            return True
        stream.seek(_color_table_bytes(head[10]), 1)
        while kind := stream.read(1):
            if kind not in (b"\x21", b"\x2c"):  # the trailer, or what is no block
                return False
            if not _skip_block(stream, kind):
                return True
    return False


def _color_table_bytes(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _skip_block(stream: BinaryIO, kind: bytes) -> bool:
    """Go past an extension or an image; False if the file ends before it does."""
    if kind == b"\x2c":
        descriptor = stream.read(9)
        if len(descriptor) < 9:  # noqa: PLR2004 - its length
            return False
        stream.seek(_color_table_bytes(descriptor[8]), 1)
    stream.seek(1, 1)  # the label of an extension, or the code size of an image
    while size := stream.read(1):
        if size == b"\0":
            return True
        if len(stream.read(size[0])) < size[0]:
            return False
    return False
