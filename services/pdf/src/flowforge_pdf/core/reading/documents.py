"""Read the pages of a document: text, words, blocks and tables, with one opening for all of them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flowforge_pdf.core.documents import PdfForm, save
from flowforge_pdf.core.reading.blocks import Block, blocks_of, body_size
from flowforge_pdf.core.reading.tables import Table, ruled_tables, unruled_tables
from flowforge_pdfs.characters import Frame, characters_of, frame_of
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import open_pdf
from flowforge_pdfs.page_selection import select_pages
from flowforge_pdfs.rendering import open_for_drawing
from flowforge_pdfs.words import Run, words_of

logger = logging.getLogger(__name__)
_UNRULED = "The ruled tables of some pages could not be read: the file is damaged, or unusual."
_NOTHING_READ = "No page has text: they are probably scanned. The ocr service reads scans."


@dataclass(slots=True)
class ReadPage:
    """One page that is being read; `number` counts from 1."""

    number: int
    page: Any
    frame: Frame

    def words(self) -> list[Run]:
        return list(words_of(characters_of(self.page, self.frame)))

    def plain_text(self) -> str:
        textpage = self.page.get_textpage()
        try:
            text: str = textpage.get_text_range()
        finally:
            textpage.close()
        return text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-").replace("\0", "")


class Reader:
    """An open document: its pages, and what was found wrong with its file."""

    def __init__(
        self, document: Any, form: PdfForm, warnings: list[str], rebuilt: bytes | None = None
    ) -> None:
        """*rebuilt* is a damaged document, repaired: the reader of ruled tables repairs less."""
        self.document = document
        self.warnings = warnings
        self._form = form
        self._rebuilt = rebuilt
        self._oxide: Any = None

    def pages(self, selection: str) -> Iterator[ReadPage]:
        for position in select_pages(selection, len(self.document)):
            page = self.document[position]
            try:
                yield ReadPage(position + 1, page, frame_of(page))
            finally:
                page.close()

    def tables(self, page: ReadPage, words: list[Run], *, unruled: bool = True) -> list[Table]:
        """Return the tables of a page: ruled ones, then those of what is left."""
        tables = ruled_tables(self._ruled(page.number - 1), page.frame)
        if unruled:
            rest = [word for word in words if not any(table.holds(word) for table in tables)]
            tables += unruled_tables(rest)
        return sorted(tables, key=lambda table: table.top)

    def _ruled(self, position: int) -> list[Any]:
        """Return what rules enclose on a page; nothing, with a warning, if they cannot be read."""
        try:
            document = self._oxide_document()
            ruled = document.extract_lines(position) or document.extract_rects(position)
            return list(document.extract_tables(position)) if ruled else []
        except (OSError, RuntimeError, ValueError, OverflowError) as error:
            if _UNRULED not in self.warnings:
                logger.info("ruled tables of page %d: %s", position + 1, error)
                self.warnings.append(_UNRULED)
            return []

    def blocks(self, selection: str) -> Iterator[tuple[int, list[Block]]]:
        """Yield the blocks of every page with the page's number."""
        read = []
        for page in self.pages(selection):
            words = page.words()
            read.append((page.number, words, self.tables(page, words)))
        body = body_size(word for _, words, _ in read for word in words)
        for number, words, tables in read:
            yield number, blocks_of(words, tables, body)

    def warn_if_silent(self, characters: int) -> None:
        if not characters:
            self.warnings.append(_NOTHING_READ)

    def _oxide_document(self) -> Any:
        import pdf_oxide  # noqa: PLC0415 - 16 MB that few calls need

        if self._oxide is None:
            content = self._rebuilt or self._form.file.content
            password = None if self._rebuilt else self._form.password
            self._oxide = pdf_oxide.PdfDocument.from_bytes(content, password=password)
        return self._oxide


@contextmanager
def open_reader(form: PdfForm, limits: PdfLimits) -> Iterator[Reader]:
    """Check the form's document, then open it for reading."""
    rebuilt = None
    with open_pdf(form.file.path, form.password, limits) as opened:
        warnings = opened.warnings
        if warnings:
            rebuilt = save(opened.pdf)
    with open_for_drawing(form.file.path, form.password, forms=False) as document:
        yield Reader(document, form, warnings, rebuilt)
