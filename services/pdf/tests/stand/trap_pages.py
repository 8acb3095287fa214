"""How documents are made that hide a text from redaction."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name

SECRET = "Agent Smith"


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, **options)  # type: ignore[arg-type] # options of the library
    return buffer.getvalue()


def helvetica(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def page_with(content: str, prepare: Callable[[pikepdf.Pdf, pikepdf.Page], None] | None = None) -> bytes:
    """Return a page of this content, with Helvetica as /F1."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 300))
    page.obj.Resources = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    if prepare is not None:
        prepare(pdf, page)
    page.obj.Contents = pdf.make_stream(content.encode("latin-1"))
    return saved(pdf)
