"""Take the metadata out of a JPEG, PNG or WebP file, or put EXIF into it, without touching a pixel."""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Literal

from flowforge_pictures import SourceFormat, UndecodablePicture

Kind = Literal["exif", "xmp", "iptc", "comment"]
_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_MOST_JPEG_EXIF = 65_533 - 6
_APP1, _APP13, _COMMENT, _SCAN, _START, _APP0, _LAST_APP = 0xE1, 0xED, 0xFE, 0xDA, 0xD8, 0xE0, 0xEF
_XMP_BEGINNINGS = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_EXIF_BEGINNING = b"Exif\0\0"
_WEBP_KINDS: dict[bytes, Kind] = {b"EXIF": "exif", b"XMP ": "xmp"}
_WEBP_FLAGS: dict[Kind, int] = {"exif": 0x08, "xmp": 0x04}
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt")


class ExifTooLong(ValueError):
    """The format has no room for so much EXIF."""


def rewrite_jpeg(content: bytes, drop: set[Kind], exif: bytes | None) -> bytes:
    """Return *content* without the kinds in *drop*, and with *exif* if there is any."""
    if exif is not None and len(exif) > _MOST_JPEG_EXIF:
        raise ExifTooLong
    parts, rest = _segments(content)
    kept = [part for part in parts if _kind_of_segment(part) not in drop]
    if exif is not None:
        body = _EXIF_BEGINNING + exif
        after_jfif = 1 if kept and kept[0][1] == _APP0 else 0
        kept.insert(after_jfif, struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body)
    return content[:2] + b"".join(kept) + rest


def _segments(content: bytes) -> tuple[list[bytes], bytes]:
    """Return the segments before the first scan, and everything from there on."""
    at = 2
    found: list[bytes] = []
    while at + 4 <= len(content):
        if content[at] != 0xFF:  # noqa: PLR2004 - where each marker begins
            raise UndecodablePicture(field="file", format="JPEG")
        marker = content[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - a marker may have any number of these before it
            at += 1
            continue
        if marker == _SCAN:
            return found, content[at:]
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        found.append(content[at:end])
        at = end
    raise UndecodablePicture(field="file", format="JPEG")


def _kind_of_segment(segment: bytes) -> Kind | None:
    marker, body = segment[1], segment[4:]
    if marker == _COMMENT:
        return "comment"
    if marker == _APP13:
        return "iptc"
    if marker == _APP1:
        return "xmp" if body.startswith(_XMP_BEGINNINGS) else "exif"
    return None


def rewrite_png(content: bytes, drop: set[Kind], exif: bytes | None) -> bytes:
    """Return *content* without the kinds in *drop*, and with *exif* if there is any."""
    parts = [_PNG_MAGIC]
    for name, body, whole in _png_chunks(content):
        if _kind_of_chunk(name, body) not in drop:
            parts.append(whole)
        if name == b"IHDR" and exif is not None:
            parts.append(struct.pack(">I", len(exif)) + b"eXIf" + exif)
            parts.append(struct.pack(">I", zlib.crc32(b"eXIf" + exif)))
    return b"".join(parts)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = len(_PNG_MAGIC)
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content):
            break
        yield name, content[at + 8 : end - 4], content[at:end]
        at = end
        if name == b"IEND":
            return
    raise UndecodablePicture(field="file", format="PNG")


def _kind_of_chunk(name: bytes, body: bytes) -> Kind | None:
    if name == b"eXIf":
        return "exif"
    if name in _PNG_TEXTS:
        keyword = body.partition(b"\0")[0].lower()
        if keyword == b"xml:com.adobe.xmp" or keyword.endswith(b"type xmp"):
            return "xmp"
        if keyword.endswith((b"type exif", b"type app1")):
            return "exif"
        return "iptc" if keyword.endswith(b"type iptc") else "comment"
    return "comment" if name == b"tIME" else None


def rewrite_webp(content: bytes, drop: set[Kind], exif: bytes | None) -> bytes:
    """Return *content* without the kinds in *drop*, and with *exif* if there is any."""
    chunks = [chunk for chunk in _webp_chunks(content) if _WEBP_KINDS.get(chunk[0]) not in drop]
    if exif is not None:
        chunks.append((b"EXIF", exif))
    chunks = _with_extended_header(chunks)
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(content), int.from_bytes(content[4:8], "little") + 8)
    while at + 8 <= end:
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _with_extended_header(chunks: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Set the header's flags to what follows it; a simple file gets that header when it needs one."""
    flags = 0
    for name, _ in chunks:
        flags |= _WEBP_FLAGS[_WEBP_KINDS[name]] if name in _WEBP_KINDS else 0
    if not chunks:
        raise UndecodablePicture(field="file", format="WEBP")
    if chunks[0][0] == b"VP8X":
        present = chunks[0][1][0] & ~sum(_WEBP_FLAGS.values())
        return [(b"VP8X", bytes([present | flags]) + chunks[0][1][1:]), *chunks[1:]]
    if not flags:
        return chunks
    width, height, alpha = _size_of_simple(*chunks[0])
    header = bytes([flags | (0x10 if alpha else 0), 0, 0, 0])
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return [(b"VP8X", header + sides), *chunks]


def _size_of_simple(name: bytes, data: bytes) -> tuple[int, int, bool]:
    """Read width, height and alpha of a VP8 (RFC 6386, 9.1) or VP8L (RFC 9649, 3.4) bit stream."""
    if name == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", data, 6)
    return width & 0x3FFF, height & 0x3FFF, False


REWRITERS: dict[SourceFormat, Callable[[bytes, set[Kind], bytes | None], bytes]] = {
    "jpeg": rewrite_jpeg,
    "png": rewrite_png,
    "webp": rewrite_webp,
}
