"""Convert a Word document (DOCX) to PDF.

Characters that no font has are an error. Right-to-left and Indic text may be set in the wrong order.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from pydantic import Field

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfReport, named
from flowforge_pdf.core.examples import LETTER
from flowforge_pdf.core.making.office_files import OfficeFileTooLarge, check_office_file
from flowforge_pdf.core.making.text_layer import with_text_layer
from flowforge_pdf.engines.docx import DOCX_RUN, DocxFailed, convert_docx
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.rendering import open_for_drawing
from servicekit import Cache, FileInput, FileOutput, InvalidInput, RequestForm, Unsupported, operation

_COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f]")


class NotDocx(Unsupported):
    code = "NOT_A_DOCX"
    message = "'file' is not a Word document (DOCX). Save older .doc files as .docx first."


class DocxUndrawable(InvalidInput):
    code = "DOCX_UNDRAWABLE"
    message = "'file' is a Word document that cannot be laid out: it is damaged, or uses unknown features."


class FromDocxForm(RequestForm):
    file: FileInput = Field(description="The DOCX file.")


@dataclass(frozen=True, slots=True)
class Drawn:
    content: bytes
    pages: int
    warnings: list[str]


@operation(
    "/from-docx",
    errors=[NotDocx, DocxUndrawable, OfficeFileTooLarge, TooManyPages, FontLacksCharacters],
    run=DOCX_RUN,
    cache=Cache(hours=24),
    example={"file": LETTER},
)
def convert_from_docx(form: FromDocxForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    check_office_file(form.file.path, "word/document.xml", NotDocx)
    try:
        made = drawn(form.file.content, settings.limits)
    except DocxFailed as error:
        raise DocxUndrawable from error
    report = PdfReport(pages=made.pages, bytes=len(made.content), warnings=made.warnings)
    return FileOutput(made.content, MEDIA_TYPE, named(form.file.name), report)


def drawn(docx: bytes, limits: PdfLimits) -> Drawn:
    """Lay out a document. Raises DocxFailed, FontLacksCharacters and TooManyPages."""
    text = _text_of(docx)
    load_fonts().check(text)
    content = convert_docx(docx)
    with open_for_drawing(content, None, forms=False) as document:
        pages = len(document)
    limits.check_pages(pages)
    content, layer = with_text_layer(content, text)
    warnings = layer.warnings
    if _COMPLEX.search(text):
        warnings.append("The document has right-to-left or Indic text, which may be set in the wrong order.")
    return Drawn(content, pages, warnings)


def _text_of(docx: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            content = archive.read("word/document.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DocxFailed from error
    return re.sub(r"<[^>]*>", " ", content).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
