"""Detect the encoding of a text file, from all of its bytes."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BLOCK: Final = 1 << 20
SAMPLE: Final = 64 << 10
# With fewer bytes above 127 than this, statistics say less than the habit of Western exports.
FEW_HIGH_BYTES: Final = 16
LAST_ASCII: Final = 127
CONFIDENT: Final = 0.8
_TITLES: Final = {"cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp932": "Shift JIS"}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is a Python codec, `mark` the length of the byte order mark, `certain` tells strong evidence.

    `valid` says that every byte is known to be text of this encoding; `damaged`, that some are not.
    """

    name: str
    mark: int = 0
    certain: bool = True
    alternative: str | None = None
    valid: bool = False
    damaged: bool = False

    @property
    def label(self) -> str:
        """The name with `-sig` where UTF-8 begins with a byte order mark."""
        return "utf-8-sig" if self.name == "utf-8" and self.mark else self.name

    @property
    def title(self) -> str:
        """The name as people write it."""
        return _TITLES.get(self.name, self.name.upper())


def detect_encoding(path: Path) -> Encoding:
    """Return the encoding by byte order mark, NUL pattern, strict UTF-8, or statistics of non-ASCII lines."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return Encoding(name, len(mark), valid=name == "utf-8" and _is_utf8(path))
    if wide := _by_nul_bytes(start):
        return Encoding(wide)
    if _is_utf8(path):
        return Encoding("utf-8", valid=True)
    return _by_statistics(_lines_with_high_bytes(path))


def known_encoding(path: Path, name: str) -> Encoding:
    """Return the encoding that a caller named, with the length of the mark that the file begins with."""
    codec = codecs.lookup(name).name
    with path.open("rb") as file:
        start = file.read(4)
    for mark, marked in _MARKS:
        if start.startswith(mark) and codec in (marked, marked.rpartition("-")[0], f"{marked}-sig"):
            return Encoding(marked, len(mark))
    return Encoding("utf-16-le" if codec == "utf-16" else codec.removesuffix("-sig"))


def _by_nul_bytes(start: bytes) -> str | None:
    """UTF-16 without a mark has a NUL in every second byte of Western text."""
    pairs = len(start) // 2
    if not pairs or 0 not in start:
        return None
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.1 else None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(BLOCK):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines_with_high_bytes(path: Path) -> bytes:
    """Return up to 64 KiB of the lines that are not ASCII, wherever in the file they are."""
    found = bytearray()
    with path.open("rb") as file:
        while len(found) < SAMPLE and (piece := file.readlines(BLOCK)):
            found += b"".join(line[:SAMPLE] for line in piece if not line.isascii())
    return bytes(found[:SAMPLE])


def _by_statistics(sample: bytes) -> Encoding:
    import chardet  # noqa: PLC0415 - only files that are no UTF-8 need it

    if _is_damaged_utf8(sample):
        return Encoding("utf-8", certain=False, damaged=True)

    high = sum(byte > LAST_ASCII for byte in sample)
    if high < FEW_HIGH_BYTES and _decodes(sample, "cp1252"):
        guessed = _guess(chardet.detect(sample).get("encoding"))
        return Encoding("cp1252", certain=False, alternative=None if guessed == "cp1252" else guessed)
    result = chardet.detect(sample)
    name = _guess(result.get("encoding"))
    certain = float(result.get("confidence") or 0) >= CONFIDENT
    return Encoding(name, certain=certain, alternative=None if name == "cp1252" else "cp1252")


def _is_damaged_utf8(sample: bytes) -> bool:
    """Return whether most bytes above 127 form characters of UTF-8: in other encodings few do by chance."""
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - damaged
    return whole >= damaged


def _guess(name: object) -> str:
    """Return the codec of a name, and the superset where one exists: cp1252 for latin-1."""
    if not isinstance(name, str):
        return "cp1252"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return "cp1252"
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _decodes(sample: bytes, name: str) -> bool:
    try:
        sample.decode(name)
    except UnicodeDecodeError:
        return False
    return True
