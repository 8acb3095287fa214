"""Make a searchable PDF of pictures or a scanned PDF: invisible text lies exactly over the words.

Pages of a PDF keep their content; only invisible text is added to those that were recognized. Pictures become
pages, upright. PDF/A-2b is written and checked on request.
"""

import io
from datetime import timedelta
from typing import Literal

import pikepdf
from pydantic import BaseModel, Field

from flowforge_ocr.core.requests.answers import warnings_of
from flowforge_ocr.core.requests.examples import RECEIPT
from flowforge_ocr.core.requests.naming import named
from flowforge_ocr.core.requests.reading_form import CACHE, READING, RUN, ReadingForm
from flowforge_ocr.settings import OcrSettings
from flowforge_pdfs.opening import reading
from servicekit import Context, FileOutput, InvalidInput, operation

_SHOWN = 3


class NotArchivable(InvalidInput):
    code = "OCR_PDFA_NOT_POSSIBLE"
    message = "'standard' is pdfa-2b, but what 'file' holds cannot be written as PDF/A-2b: {findings}."


class SearchablePdfForm(ReadingForm):
    standard: Literal["pdf", "pdfa-2b"] = Field("pdf", description="pdfa-2b is for archives.")
    turn_pages: bool = Field(default=True, description="Show pages of a PDF upright that were turned.")
    quality: int = Field(90, ge=1, le=100, description="JPEG quality of pictures that become pages.")


class SearchablePdfReport(BaseModel):
    pages: int = Field(description="Pages of the PDF.")
    recognized: int = Field(description="Number of pages that got invisible text; the others had text.")
    words: int = Field(description="Words that were recognized.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/searchable-pdf",
    errors=(*READING, NotArchivable),
    run=RUN,
    cache=CACHE,
    example={"file": RECEIPT},
    deadline=timedelta(seconds=150),
)
def make_searchable(
    form: SearchablePdfForm, settings: OcrSettings, context: Context
) -> FileOutput[SearchablePdfReport]:
    from flowforge_ocr.core.exports.searchable import from_document, from_pictures  # noqa: PLC0415 - in workers only

    with form.read(settings, context) as (opened, read):
        is_pdf, warnings = opened.is_pdf, list(opened.warnings)
        pages = [page.without_pixels() if is_pdf else page for page in read]
    for page in pages:
        warnings += warnings_of(page)
    with reading():
        pdf = (
            from_document(form.file.path, form.password, pages, turn=form.turn_pages)
            if is_pdf
            else from_pictures(pages, quality=form.quality)
        )
        if is_pdf and pdf.is_encrypted:
            warnings.append("The result is not encrypted: the pdf service encrypts it again.")
        content = _archived(pdf) if form.standard == "pdfa-2b" else _saved(pdf)
    report = SearchablePdfReport(
        pages=len(pdf.pages),
        recognized=sum(page.source == "ocr" for page in pages),
        words=sum(len(line.words) for page in pages if page.source == "ocr" for line in page.lines),
        warnings=warnings[:20],
    )
    return FileOutput(content, "application/pdf", named(form.file.name, "pdf", "-searchable"), report)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _archived(pdf: pikepdf.Pdf) -> bytes:
    """Return the document as PDF/A-2b. Raises NotArchivable with what stands against it."""
    from pikepdf import pdfa  # noqa: PLC0415 - few calls need it

    pdfa.prepare(pdf, "2b")
    content = _saved(pdf)
    report = pdfa.validate_written(io.BytesIO(content), "2b")
    if not report.passed:
        findings = "; ".join(dict.fromkeys(str(each.message) for each in report.findings[:_SHOWN]))
        raise NotArchivable(findings=findings[:600].rstrip("."))
    return content
