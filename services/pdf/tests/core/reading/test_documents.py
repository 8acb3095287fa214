"""Damaged documents are read as far as they can be."""

import re
from typing import Any

from pdf_samples import numbered_pages

from flowforge_pdf.core.documents import PdfForm
from flowforge_pdf.core.reading.documents import Reader, open_reader
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.rendering import open_for_drawing

LIMITS = PdfLimits(100, 1_000_000)


def with_shifted_offsets() -> bytes:
    """Return a document whose cross-reference table names the object after the one that is meant."""
    content = numbered_pages(2)
    offsets = re.findall(rb"(\d{10}) 00000 n", content)
    following = iter(offsets[1:] + offsets[:1])
    return re.sub(rb"\d{10} 00000 n", lambda _: next(following) + b" 00000 n", content)


def test_tables_are_read_of_the_rebuilt_document(spooled: Any) -> None:
    with open_reader(PdfForm(file=spooled(with_shifted_offsets())), LIMITS) as reader:
        blocks = list(reader.blocks("all"))
    assert [number for number, _ in blocks] == [1, 2]
    (warning,) = reader.warnings
    assert warning.startswith("The file is damaged: its structure was rebuilt")


def test_ruled_tables_that_cannot_be_read_are_a_warning(spooled: Any) -> None:
    file = spooled(numbered_pages(2))
    with open_for_drawing(file.path, None, forms=False) as document:
        reader = Reader(document, PdfForm(file=file), [], rebuilt=b"%PDF-1.7\n%%EOF\n")
        assert len(list(reader.blocks("all"))) == 2
    (warning,) = reader.warnings
    assert warning.startswith("The ruled tables of some pages could not be read")
