"""Describe a PDF: pages and their sizes, encryption, metadata, and what else is in it.

Sizes are in points (1/72 inch), as a viewer shows the page: cropped and rotated.
"""

from typing import Literal

import pikepdf
from pydantic import BaseModel, Field

from flowforge_pdf.core.boxes import shown_size
from flowforge_pdf.core.contents import Contents, survey
from flowforge_pdf.core.document_information import Metadata, read_metadata
from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.protection import Protection, read_protection
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import operation


class InfoForm(PdfForm):
    pass


class PageSize(BaseModel):
    number: int = Field(description="Number of the page, from 1.")
    label: str = Field(description="Name of the page as viewers show it, such as iv or A-3.")
    width: float = Field(description="Width in points.")
    height: float = Field(description="Height in points.")
    rotation: Literal[0, 90, 180, 270] = Field(description="Rotation stored in the page, clockwise.")


class PdfInfo(BaseModel):
    pages: int = Field(description="Number of pages.")
    sizes: list[PageSize] = Field(description="Every page, in order.")
    same_size: bool = Field(description="True if all pages have the same size.")
    version: str = Field(description="Version of the PDF format, such as 1.7.")
    bytes: int = Field(description="Size of the file.")
    linearized: bool = Field(description="True if the first page can be shown before the rest has loaded.")
    encryption: Protection | None = Field(description="How the file is encrypted; null if it is not.")
    metadata: Metadata = Field(description="Title, author, dates and other properties.")
    contents: Contents = Field(description="What the document holds besides pages.")
    warnings: list[str] = Field(description="What is wrong with the file.")


@operation("/info", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def get_info(form: InfoForm, settings: PdfSettings) -> PdfInfo:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        sizes = [_size_of(page, number) for number, page in enumerate(opened.pdf.pages, 1)]
        return PdfInfo(
            pages=len(sizes),
            sizes=sizes,
            same_size=len({(one.width, one.height) for one in sizes}) == 1,
            version=opened.pdf.pdf_version,
            bytes=form.file.size,
            linearized=opened.pdf.is_linearized,
            encryption=read_protection(opened.pdf),
            metadata=read_metadata(opened.pdf),
            contents=survey(opened.pdf),
            warnings=opened.warnings,
        )


def _size_of(page: pikepdf.Page, number: int) -> PageSize:
    width, height, rotation = shown_size(page)
    return PageSize(
        number=number,
        label=page.label,
        width=round(width, 2),
        height=round(height, 2),
        rotation=rotation,
    )
