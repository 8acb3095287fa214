"""Distinguish truncated files from damaged ones by the end that their format prescribes."""

from pathlib import Path
from typing import Literal

from flowforge_pictures.structure.formats import SourceFormat

_TAIL_BYTES = 1 << 16
_ENDS: dict[SourceFormat, bytes] = {
    "jpeg": b"\xff\xd9",
    "png": b"IEND",
    "svg": b">",
    "pdf": b"%%EOF",
}


def is_cut_off(path: Path, source: SourceFormat) -> bool:
    """Return whether the file lacks the end that a whole file of its format has."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(16)
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read()
    if source in _ENDS:
        return _ENDS[source] not in tail
    if source == "gif":
        return not tail.rstrip(b"\0").endswith(b"\x3b")
    if source in ("avif", "heic"):
        return _boxes_reach_beyond(path, size)
    return _reaches_to(source, head) > size


def _reaches_to(source: SourceFormat, head: bytes) -> int:
    """Return how long the file is by its header, or at the least."""
    if source == "webp":
        return int.from_bytes(head[4:8], "little") + 8
    if source == "bmp":
        return int.from_bytes(head[2:6], "little")
    return _directory_of(head) + 1 if source == "tiff" else 0


def _directory_of(head: bytes) -> int:
    """Return where a TIFF or BigTIFF says that its first directory begins."""
    order: Literal["little", "big"] = "little" if head[:2] == b"II" else "big"
    is_big = 43 in head[2:4]  # noqa: PLR2004 - BigTIFF's version, where TIFF has 42
    return int.from_bytes(head[8:16] if is_big else head[4:8], order)


def _boxes_reach_beyond(path: Path, size: int) -> bool:
    """Walk the top-level boxes of an ISO base media file (ISO/IEC 14496-12, 4.2)."""
    at = 0
    with path.open("rb") as stream:
        while at < size:
            stream.seek(at)
            header = stream.read(16)
            length = int.from_bytes(header[:4], "big")
            if length == 1:
                length = int.from_bytes(header[8:16], "big")
            if length == 0:
                return False
            if length < 8:  # noqa: PLR2004 - a box holds its own length and type
                return len(header) < 8  # noqa: PLR2004 - likewise
            at += length
    return at > size
