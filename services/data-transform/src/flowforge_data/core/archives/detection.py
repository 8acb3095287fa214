"""Detect the format of an archive by its first bytes."""

import io
from pathlib import Path
from typing import Any, BinaryIO, Final

from flowforge_data.core.archives.entries import ArchiveFormat, UnknownArchive

_TAR_MARK: Final = (257, b"ustar")
_SINGLE: Final[tuple[tuple[bytes, ArchiveFormat], ...]] = (
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZSTD_WINDOW: Final = 128 << 20


def archive_format(path: Path) -> ArchiveFormat:
    """Return the format, `tar.gz` for a compressed TAR. Raises UnknownArchive."""
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        return "zip"
    if start.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if _is_tar(start):
        return "tar"
    for magic, name in _SINGLE:
        if start.startswith(magic):
            return _with_tar(path, name)
    raise UnknownArchive


def _with_tar(path: Path, name: ArchiveFormat) -> ArchiveFormat:
    try:
        with decompressed(path, name) as stream:
            inside = stream.read(512)
    except (OSError, EOFError, ValueError, RuntimeError):
        return name
    return f"tar.{name}" if _is_tar(inside) else name  # type: ignore[return-value] # one of the formats


def _is_tar(start: bytes) -> bool:
    place, mark = _TAR_MARK
    return start[place : place + len(mark)] == mark


def decompressed(path: Path, name: str) -> BinaryIO:
    """Open a compressed file for reading what it holds. Damage raises OSError, EOFError or ValueError."""
    match name.rpartition(".")[2]:
        case "gz":
            import gzip  # noqa: PLC0415 - of one format

            opened: Any = gzip.open(path, "rb")  # noqa: SIM115 - the caller closes it
        case "bz2":
            import bz2  # noqa: PLC0415 - of one format

            opened = bz2.open(path, "rb")  # noqa: SIM115 - the caller closes it
        case "xz":
            import lzma  # noqa: PLC0415 - of one format

            opened = Errors(lzma.open(path, "rb"), lzma.LZMAError)  # noqa: SIM115 - the caller closes it
        case _:
            import zstandard  # noqa: PLC0415 - of one format

            reader = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).stream_reader(
                path.open("rb"), read_across_frames=True, closefd=True
            )
            opened = Errors(reader, zstandard.ZstdError)
    return io.BufferedReader(opened, 1 << 20) if not isinstance(opened, io.BufferedReader) else opened


class Errors(io.RawIOBase):
    """A reader whose library has its own error for damage."""

    def __init__(self, inner: Any, error: type[Exception]) -> None:
        self._inner = inner
        self._error = error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece = self._inner.read(len(buffer))
        except self._error as error:
            raise OSError(str(error)) from error
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._inner.close()
        super().close()
