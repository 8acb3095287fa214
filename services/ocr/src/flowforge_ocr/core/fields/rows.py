"""The rows of a page, each with its text and its place: what receipts and invoices are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from flowforge_ocr.core.arrangement.rows import rows_of, slant_of
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line


@dataclass(frozen=True, slots=True)
class Row:
    page: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "  ".join(line.text for line in self.lines)

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in self.lines)

    @property
    def confidence(self) -> float:
        return min(line.confidence for line in self.lines)

    @property
    def height(self) -> float:
        return max(line.quad.height for line in self.lines)


def rows_of_pages(pages: Sequence[ReadPage]) -> list[Row]:
    """Return the rows of all pages, from the top, whatever columns they stand in."""
    return [
        Row(page.number, tuple(row)) for page in pages for row in rows_of(page.lines, slant_of(page.lines))
    ]
