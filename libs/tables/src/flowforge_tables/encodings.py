"""Tell the encoding of a text file, and read it as UTF-8 whatever it is."""

import codecs
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from flowforge_tables.options import Encoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK: Final = 1 << 20
_MARKS: Final[tuple[tuple[bytes, Encoding], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOSTLY: Final = 0.3


def detect(path: Path) -> tuple[Encoding, int, str | None]:
    """Return the encoding, the bytes of its mark, and a warning if it is a guess."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, len(mark), None
    if b"\0" in start:
        odd, even = start[1::2].count(0), start[::2].count(0)
        if max(odd, even) > _MOSTLY * len(start) / 2:
            return ("utf-16-le" if odd > even else "utf-16-be"), 0, None
    return _utf8_or_windows(path)


def _utf8_or_windows(path: Path) -> tuple[Encoding, int, str | None]:
    """Tell a damaged UTF-8 file, which has whole characters of several bytes, from one of Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    wide = 0
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                wide += sum(ord(character) > 127 for character in error.object[: error.start].decode())  # noqa: PLR2004 - ASCII ends there
                break
            wide += 0 if text.isascii() else sum(ord(character) > 127 for character in text)  # noqa: PLR2004 - likewise
            if not block:
                return "utf-8", 0, None
    if wide:
        return "utf-8", 0, "The file is damaged UTF-8: bytes that are no text were replaced by U+FFFD."
    return "windows-1252", 0, "The file is not UTF-8 and was read as Windows-1252."


def opened(path: Path, encoding: Encoding, skipped: int) -> BinaryIO:
    """Open *path* behind its first *skipped* bytes, as UTF-8."""
    file = path.open("rb")
    file.seek(skipped)
    if encoding == "utf-8":
        return file
    return cast("BinaryIO", io.BufferedReader(_Recoded(file, encoding), BLOCK))


class _Recoded(io.RawIOBase):
    """Bytes of one encoding, read as UTF-8."""

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        while not self._rest:
            block = self._file.read(BLOCK)
            self._rest = self._decoder.decode(block, final=not block).encode()
            if not block:
                break
        taken = self._rest[: len(view)]
        view[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def close(self) -> None:
        self._file.close()
        super().close()
