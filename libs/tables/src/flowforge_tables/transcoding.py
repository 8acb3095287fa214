"""Convert a text file to UTF-8, a block at a time, and refuse lines that no table has."""

import codecs
import io
from pathlib import Path
from typing import BinaryIO, Final

from flowforge_tables.encodings import Encoding
from flowforge_tables.faults import LineTooLong

BLOCK: Final = 1 << 20
MAX_LINE: Final = 16 << 20
_TAIL: Final = 64


class Utf8Reader(io.RawIOBase):
    """The content of a file as UTF-8 without its byte order mark. Raises LineTooLong over 16 MiB a line.

    Bytes that the encoding does not have become U+FFFD and are counted in `replaced`. *count* is a mark whose
    number matters at the end.
    """

    def __init__(
        self, path: Path, encoding: Encoding, *, skip_lines: int = 0, count: bytes | None = None
    ) -> None:
        super().__init__()
        self._counted = count
        self._count = 0
        self._tail = b""
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._file.seek(encoding.mark)
        self._decoder = None if encoding.name == "utf-8" and encoding.valid else _decoder(encoding.name)
        self._encoding = encoding
        self._rest = b""
        self._line = 1
        self._open_bytes = 0
        self._ended = False
        self.replaced = 0
        self._skip(skip_lines)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # any writable buffer
        while not self._rest and not self._ended:
            self._rest = self._next_block()
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        self._file.close()
        super().close()

    def _next_block(self) -> bytes:
        raw = self._file.read(BLOCK)
        self._ended = not raw
        text = self._transcode(raw)
        self._check_lines(text)
        if self._ended and self._open_bytes:
            text += b"\n"  # without it the parser takes no file of one line, and an empty last cell is a text
        if self._counted:
            self._count += text.count(self._counted)
            self._tail = (self._tail + text[-_TAIL:])[-_TAIL:]
        return text

    @property
    def is_as_it_is(self) -> bool:
        """Return whether a parser can read the file itself: it is UTF-8 and its last line ends."""
        with self._path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(max(size - 1, 0))
            return self._decoder is None and file.read(1) == b"\n"

    def ends_open(self) -> bool:
        """Return whether the counted mark occurs an odd number of times, and not at the end of the file."""
        while not self._ended:
            self._next_block()
        mark = self._counted
        return bool(mark and self._count % 2 and not self._tail.rstrip(b"\r\n").endswith(mark))

    def _transcode(self, raw: bytes) -> bytes:
        if self._decoder is None:
            return raw
        decoded = self._decoder.decode(raw, final=not raw)
        self.replaced += decoded.count("\ufffd")
        return decoded.encode("utf-8", "replace")

    def _check_lines(self, text: bytes) -> None:
        first = text.find(b"\n")
        if first < 0:
            self._open_bytes += len(text)
        else:
            self._open_bytes = max(self._open_bytes + first, 0)
        if self._open_bytes > MAX_LINE:
            raise LineTooLong(row=self._line, limit=MAX_LINE >> 20)
        if first >= 0:
            self._line += text.count(b"\n")
            self._open_bytes = len(text) - text.rfind(b"\n") - 1

    def _skip(self, lines: int) -> None:
        while lines and not (self._ended and not self._rest):
            self._rest = self._rest or self._next_block()
            end = self._rest.find(b"\n")
            lines -= end >= 0
            self._rest = self._rest[end + 1 :] if end >= 0 else b""


def _decoder(name: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(name)("replace")


def sample_of(path: Path, encoding: Encoding, size: int) -> str:
    """Return the first *size* bytes of the file as text, without a broken character at the end."""
    with path.open("rb") as file:
        file.seek(encoding.mark)
        raw = file.read(size)
    return codecs.getincrementaldecoder(encoding.name)("replace").decode(raw)
