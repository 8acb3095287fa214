"""Refuse delimited text with a line that no table has, while the file is still on its way."""

import codecs
import re
from typing import Final

from flowforge_tables.faults import LineTooLong

MAX_LINE: Final = 16 << 20
HEAD: Final = 64 << 10
_WIDE: Final = (0.3, 0.6)  # the part of NUL bytes in UTF-16 of Western text
_OTHER: Final = re.compile(
    rb"\s*(?:[\[<]|\{(?![^\n]*\}\s*\n\s*\{)|ISA[^\w\s]|UN[AB]|BEGIN:|%PDF|PAR1|ARROW1|ORC|Obj\x01|PK\x03)"
)
_MARKS: Final = re.compile(rb"[,;\t|{]")


class LongLines:
    """Watches a file: a line over 16 MiB refuses it if it is CSV, TSV, NDJSON or the like.

    Other files, such as JSON and XML, may be one long line. What a file is decides its beginning, and it is
    looked at only when a line is too long.
    """

    def __init__(self, field: str) -> None:
        self._field = field
        self._head = b""
        self._row = 1
        self._open_bytes = 0
        self._limit = MAX_LINE

    def add(self, piece: bytes) -> None:
        """Take the next bytes. Raises LineTooLong."""
        if len(self._head) < HEAD:
            self._head += piece[: HEAD - len(self._head)]
        first = piece.find(b"\n")
        self._open_bytes += first if first >= 0 else len(piece)
        if self._open_bytes > self._limit:
            self._judge()
        if first >= 0:
            self._row += piece.count(b"\n")
            self._open_bytes = len(piece) - piece.rfind(b"\n") - 1

    def _judge(self) -> None:
        wide = self._is_wide()
        self._limit = 2 * MAX_LINE if wide else self._limit
        if self._open_bytes <= self._limit:
            return
        if not self._has_lines(wide=wide):
            self._limit = 1 << 62
            return
        fault = LineTooLong(row=self._row, limit=MAX_LINE >> 20)
        fault.name_field(self._field)
        raise fault

    def _is_wide(self) -> bool:
        """Return whether the file is UTF-16."""
        marked = self._head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return marked or _WIDE[0] < self._head.count(0) / len(self._head) < _WIDE[1]

    def _has_lines(self, *, wide: bool) -> bool:
        """Return whether this is text that a table is read from line by line."""
        head = self._head.removeprefix(codecs.BOM_UTF8)
        if wide:
            head = head.lstrip(b"\xff\xfe").replace(b"\0", b"")
        return b"\0" not in head and not _OTHER.match(head) and _MARKS.search(head) is not None
