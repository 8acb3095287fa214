"""Appearances for annotations that have none: as PDFium draws them."""

import io
from collections.abc import Iterator

import pikepdf

from flowforge_pdf.core.contents import annotations_of
from flowforge_pdf.core.documents import save
from flowforge_pdfs.rendering import draw, open_for_drawing

_WITHOUT = ("/Popup", "/Link", "/Widget")
_LOW_DPI = 8.0


def draw_missing_appearances(pdf: pikepdf.Pdf) -> list[str]:
    """Give marks and notes without an appearance the one that they are shown with. Return warnings."""
    concerned = [position for position, page in enumerate(pdf.pages) if any(_lacking(page))]
    if not concerned:
        return []
    drawn = io.BytesIO()
    with open_for_drawing(save(pdf), None, forms=False) as document:
        for position in concerned:
            draw(document, position, _LOW_DPI)  # drawing an annotation gives it its appearance
        document.save(drawn)
    count = 0
    with pikepdf.open(drawn) as made:
        for position in concerned:
            pairs = zip(
                annotations_of(pdf.pages[position]), annotations_of(made.pages[position]), strict=False
            )
            for annotation, with_look in pairs:
                same = annotation.get("/Subtype") == with_look.get("/Subtype")
                if same and _lacks(annotation) and "/AP" in with_look:
                    annotation["/AP"] = pdf.copy_foreign(made.make_indirect(with_look.AP))
                    count += 1
    return [f"{count} annotations without an appearance were given one."] if count else []


def _lacking(page: pikepdf.Page) -> Iterator[bool]:
    return (True for each in annotations_of(page) if _lacks(each))


def _lacks(annotation: pikepdf.Dictionary) -> bool:
    return annotation.get("/Subtype") not in _WITHOUT and "/AP" not in annotation
