"""The chunks of a PNG file (W3C PNG, third edition): what they hold, and what is left after a removal."""

import struct
import zlib
from collections.abc import Iterator

from flowforge_image.core.metadata import xmp_editing
from flowforge_image.core.metadata.kinds import Edits, Kind
from flowforge_pictures import UndecodablePicture

_MAGIC = b"\x89PNG\r\n\x1a\n"
_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_XMP_KEYWORD = b"XML:com.adobe.xmp"
# Chunks that pixels, colors, size or frames depend on; the first letter of critical ones is a capital.
_STRUCTURE = frozenset(
    (b"acTL", b"fcTL", b"fdAT", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
     b"cLLI", b"pHYs", b"bKGD", b"hIST")
)  # fmt: skip
_CRITICAL_LETTERS = range(ord("A"), ord("Z") + 1)
_HEADER_END = len(_MAGIC) + 25
_MOST_TEXT_BYTES = 1 << 20


def write_into_png(content: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return the file with blocks that it lacks."""
    blocks = _chunk(b"eXIf", exif) if exif else b""
    blocks += _chunk(b"iTXt", _XMP_KEYWORD + bytes(5) + xmp) if xmp else b""
    return content[:_HEADER_END] + blocks + content[_HEADER_END:]


def rewrite_png(content: bytes, edits: Edits) -> bytes:
    """Return the file as *edits* say; pixels stay bit for bit. What follows its end is dropped."""
    parts = [_MAGIC]
    for name, body in _chunks(content):
        left = _left_of(name, body, edits)
        parts += [_chunk(name, left)] if left is not None else []
        if name == b"IHDR" and edits.exif:
            parts.append(_chunk(b"eXIf", edits.exif))
    return b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_MAGIC)
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content):
            break
        yield name, content[at + 8 : end - 4]
        at = end
        if name == b"IEND":
            return
    raise UndecodablePicture(field="file", format="PNG")


def _left_of(name: bytes, body: bytes, edits: Edits) -> bytes | None:
    """Return what is left of a chunk; None if it is dropped."""
    kind = _kind(name, body)
    if kind == "exif" or edits.drops(kind):  # EXIF is replaced always
        return None
    if kind == "other" and edits.drops("gps"):
        return None
    if kind == "xmp" and edits.drops("gps"):
        packet = xmp_editing.filter_xmp(_international_text(body), xmp_editing.holds_place)
        return _XMP_KEYWORD + bytes(5) + packet if packet else None
    return body


def _kind(name: bytes, body: bytes) -> Kind:
    if name in _STRUCTURE or name[0] in _CRITICAL_LETTERS:
        return "structure"
    if name == b"eXIf":
        return "exif"
    if name in _TEXTS:
        return _kind_of_text(body.partition(b"\0")[0].lower())
    return "comment" if name == b"tIME" else "other"


def _kind_of_text(keyword: bytes) -> Kind:
    """Return the kind of a text: some programs store whole blocks in it, as `Raw profile type exif`."""
    if keyword == _XMP_KEYWORD.lower() or keyword.endswith(b"type xmp"):
        return "xmp"
    if keyword.endswith((b"type exif", b"type app1")) or keyword.startswith(b"exif:"):
        return "exif"
    if b"gps" in keyword:
        return "gps"
    return "iptc" if keyword.endswith((b"type iptc", b"type 8bim")) else "comment"


def _international_text(body: bytes) -> bytes:
    """Return the text of an iTXt chunk; empty if it is another chunk, damaged or too long."""
    _, _, rest = body.partition(b"\0")
    is_compressed, text = rest[:1] == b"\1", rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if not is_compressed:
        return text
    try:
        return zlib.decompressobj().decompress(text, _MOST_TEXT_BYTES)
    except zlib.error:
        return b""
