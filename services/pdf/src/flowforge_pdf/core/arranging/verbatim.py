"""Put documents together from pages as others store them: nothing is decoded, compressed or parsed anew."""

import hashlib
from collections.abc import Sequence

import pikepdf

from flowforge_pdf.core.arranging.stored_objects import PARENT, NotPlain, StoredObjects
from flowforge_pdf.core.arranging.taking import DOCUMENT_KEYS

_CATALOG, _PAGE_TREE = 1, 2
_HEADER = b"%%PDF-%b\n%%\xe2\xe3\xcf\xd3\n"
_LEAST_VERSION = "1.4"


class VerbatimDocument:
    """A document of pages of plain documents. Its methods raise NotPlain where one of them is not."""

    def __init__(self) -> None:
        self._version = _LEAST_VERSION
        self._pieces: list[bytes] = [_HEADER % self._version.encode()]
        self._size = len(self._pieces[0])
        self._offsets: dict[int, int] = {_CATALOG: 0, _PAGE_TREE: 0}
        self._numbers: dict[
            StoredObjects, dict[bytes, int]
        ] = {}  # of objects here, by their keys in each source
        self._pages: list[int] = []
        self._entries = self._information = b""

    def append(self, source: StoredObjects, positions: Sequence[int]) -> None:
        """Append pages with all that they refer to."""
        if len(set(positions)) < len(positions):
            raise NotPlain
        self._version = max(self._version, source.version)
        numbers = self._numbers.setdefault(source, {PARENT: _PAGE_TREE})
        for position in positions:
            self._pages.append(self._new_number())
            numbers[source.page_keys[position]] = self._pages[-1]
        waiting: list[bytes] = []
        for position in positions:
            key = source.page_keys[position]
            self._write(numbers[key], self._filled(source, source.page(position), waiting))
        self._copy(source, waiting)

    def describe(self, source: StoredObjects, keys: Sequence[str]) -> None:
        """Take entries of the catalog from *source*, and its information dictionary."""
        waiting: list[bytes] = []
        self._entries = self._filled(source, source.entries(keys), waiting)
        self._information = self._filled(source, source.information(), waiting)
        self._copy(source, waiting)

    def reorder(self, order: Sequence[int]) -> None:
        self._pages = [self._pages[at] for at in order]

    def content(self) -> bytes:
        """Return the whole file."""
        kids = b" ".join(b"%d 0 R" % number for number in self._pages)
        self._write(_PAGE_TREE, b"<< /Type /Pages /Count %d /Kids [ %b ] >>" % (len(self._pages), kids))
        self._write(_CATALOG, b"<< /Type /Catalog /Pages %d 0 R %b >>" % (_PAGE_TREE, self._entries))
        self._pieces[0] = _HEADER % self._version.encode()
        digest = hashlib.blake2b(digest_size=16)
        for piece in self._pieces:
            digest.update(piece)
        name = digest.hexdigest().encode()
        count = len(self._offsets) + 1
        table = b"".join(b"%010d 00000 n \n" % self._offsets[number] for number in range(1, count))
        trailer = b"<< /Size %d /Root %d 0 R /ID [ <%b> <%b> ] %b >>"
        filled = trailer % (count, _CATALOG, name, name, self._information)
        end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer %b\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([*self._pieces, end % (count, table, filled, self._size)])

    def _new_number(self) -> int:
        number = len(self._offsets) + 1
        self._offsets[number] = 0
        return number

    def _filled(self, source: StoredObjects, parts: Sequence[bytes], waiting: list[bytes]) -> bytes:
        """Return a text with the references of this document; objects that are new to it are *waiting*."""
        numbers = self._numbers[source]
        filled = list(parts)
        for at in range(1, len(filled), 2):
            key = filled[at]
            if key not in numbers:
                if source.is_page(key):
                    raise NotPlain  # a link to a page that was not taken
                numbers[key] = self._new_number()
                waiting.append(key)
            filled[at] = b"%d 0 R" % numbers[key]
        return b"".join(filled)

    def _copy(self, source: StoredObjects, waiting: list[bytes]) -> None:
        numbers = self._numbers[source]
        while waiting:
            key = waiting.pop()
            parts, data = source.object(key)
            self._write(numbers[key], self._filled(source, parts, waiting), data)

    def _write(self, number: int, body: bytes, data: bytes | None = None) -> None:
        self._offsets[number] = self._size
        pieces = [b"%d 0 obj\n%b\nendobj\n" % (number, body)]
        if data is not None:
            pieces = [b"%d 0 obj\n%b\nstream\n" % (number, body), data, b"\nendstream\nendobj\n"]
        self._pieces += pieces
        self._size += sum(map(len, pieces))


def stored(pdf: pikepdf.Pdf) -> StoredObjects | None:
    """Return the objects of a plain document; None if it is not plain."""
    try:
        return StoredObjects(pdf)
    except NotPlain:
        return None


def joined(
    parts: Sequence[tuple[StoredObjects | None, Sequence[int]]], order: Sequence[int] | None = None
) -> bytes | None:
    """Return a document of pages of several; None where it would lose something.

    Metadata, and how viewers open it, come from the first document. *order* is that of all pages.
    """
    document = VerbatimDocument()
    try:
        for source, positions in parts:
            if source is None:
                return None
            document.append(source, positions)
        if parts[0][0] is not None:
            document.describe(parts[0][0], DOCUMENT_KEYS)
    except (NotPlain, pikepdf.PdfError):
        return None
    if order is not None:
        document.reorder(order)
    return document.content()
