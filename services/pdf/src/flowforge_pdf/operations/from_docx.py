"""Convert a Word document (DOCX) to PDF.

Characters that no font has are an error. Right-to-left and Indic text may be set in the wrong order.
"""

import re
import zipfile
from pathlib import Path

from pydantic import Field

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.documents import MEDIA_TYPE, PdfReport, named
from flowforge_pdf.core.examples import LETTER
from flowforge_pdf.engines.docx import DocxFailed, convert_docx
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.rendering import open_for_drawing
from servicekit import (
    Cache,
    FileInput,
    FileOutput,
    InvalidInput,
    Process,
    RequestForm,
    Unsupported,
    operation,
)

_MOST_BYTES = 256 << 20
_COMPLEX = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f]")


class NotDocx(Unsupported):
    code = "NOT_A_DOCX"
    message = "'file' is no Word document (DOCX): save older .doc files as .docx first."


class DocxUndrawable(InvalidInput):
    code = "DOCX_UNDRAWABLE"
    message = (
        "'file' is a Word document that cannot be set: it is damaged, or uses something that is unknown."
    )


class FromDocxForm(RequestForm):
    file: FileInput = Field(description="The DOCX file.")


@operation(
    "/from-docx",
    errors=[NotDocx, DocxUndrawable, FontLacksCharacters],
    # The engine maps every face of the fonts at once, without filling it, and keeps a CJK font of each call.
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=3 << 29, recycle_after=20),
    cache=Cache(hours=24),
    example={"file": LETTER},
)
def convert_from_docx(form: FromDocxForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    text = _text_of(form.file.path)
    load_fonts().check(text)
    try:
        content = convert_docx(form.file.content)
    except DocxFailed as error:
        raise DocxUndrawable from error
    with open_for_drawing(content, None, forms=False) as document:
        pages = len(document)
    settings.limits.check_pages(pages)
    warnings = []
    if _COMPLEX.search(text):
        warnings.append("The document has right-to-left or Indic text, which may be set in the wrong order.")
    report = PdfReport(pages=pages, bytes=len(content), warnings=warnings)
    return FileOutput(content, MEDIA_TYPE, named(form.file.name), report)


def _text_of(path: Path) -> str:
    """Return the text of the document, of a zip that is no bomb."""
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                raise DocxUndrawable
            content = archive.read("word/document.xml").decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise NotDocx from error
    return re.sub(r"<[^>]*>", " ", content).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
