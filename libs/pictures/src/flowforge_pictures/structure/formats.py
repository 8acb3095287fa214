"""Recognize the format of a file by its first bytes: names and media types are not trusted."""

import re
import zlib
from pathlib import Path
from typing import Literal, get_args

SourceFormat = Literal[
    "jpeg", "png", "webp", "avif", "gif", "tiff", "heic", "svg", "pdf", "bmp", "ico", "jp2", "psd"
]
Animation = Literal["gif", "webp", "avif", "png"]
ANIMATIONS: tuple[Animation, ...] = get_args(Animation)
# Formats without pixels of their own: they are drawn at the size that is wanted.
DRAWINGS: tuple[SourceFormat, ...] = ("svg", "pdf")
HEAD_BYTES = 4096
GZIP, UTF_16 = b"\x1f\x8b", (b"\xff\xfe", b"\xfe\xff")
_GZIP_WINDOW = 31  # zlib's number for its largest window with a gzip header
_MAGIC: tuple[tuple[bytes, SourceFormat], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"%PDF-", "pdf"),
    (b"BM", "bmp"),
    (b"\0\0\1\0", "ico"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"8BPS", "psd"),
)
_HEVC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_SVG = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>|\s)*<(?:\w+:)?svg[\s>/]",
    re.DOTALL,
)


def format_of(head: bytes) -> SourceFormat | None:
    """Return the format whose files begin with *head*, the first HEAD_BYTES bytes of one."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _format_of_brands(head)
    return "svg" if _SVG.match(_as_text(head)) else None


def _as_text(head: bytes) -> bytes:
    """Return the beginning of a text in UTF-8: SVG files may be compressed, or in UTF-16."""
    if head[:2] == GZIP:
        try:
            head = zlib.decompressobj(_GZIP_WINDOW).decompress(head, HEAD_BYTES)
        except zlib.error:
            return b""
    return head.decode("utf-16", "ignore").encode() if head[:2] in UTF_16 else head


def _format_of_brands(head: bytes) -> SourceFormat | None:
    size = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size, 4))}
    if brands & {b"avif", b"avis"}:
        return "avif"
    return "heic" if brands & _HEVC_BRANDS else None


def read_head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD_BYTES)
