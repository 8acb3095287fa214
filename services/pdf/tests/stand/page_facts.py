"""What a reader can tell about the pages of a document: equal for two that look and read the same."""

import io
import zlib
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # it ships none


def facts_of(content: bytes) -> list[Any]:
    """Return boxes, pixels, text and annotations of every page, and what the document says about itself."""
    return [*_drawn(content), *_described(content)]


def _drawn(content: bytes) -> list[Any]:
    document = pypdfium2.PdfDocument(content)
    found = [
        (
            page.get_mediabox(),
            page.get_cropbox(),
            page.get_rotation(),
            zlib.crc32(page.render(scale=0.5).to_pil().tobytes()),
            page.get_textpage().get_text_range(),
        )
        for page in document
    ]
    document.close()
    return found


def _described(content: bytes) -> list[Any]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: position for position, page in enumerate(pdf.pages)}
        annotations = [
            (position, str(each.get("/Subtype")), str(each.get("/Rect")), _destination(each, pages))
            for position, page in enumerate(pdf.pages)
            for each in page.obj.get("/Annots", [])
        ]
        entries = sorted(key for key in pdf.Root.keys() if key != "/Pages")  # noqa: SIM118 - no dict
        return [annotations, entries, {key: str(value) for key, value in pdf.docinfo.items()}]


def _destination(annotation: Any, pages: dict[tuple[int, int], int]) -> str:
    action = annotation.get("/A", {})
    found = annotation.get("/Dest", action.get("/D", action.get("/URI")))
    if isinstance(found, pikepdf.Array) and isinstance(found[0], pikepdf.Dictionary):
        return f"page {pages.get(found[0].objgen)}"
    return str(found)
