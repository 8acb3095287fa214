"""Fill in a Word template (DOCX) with JSON data, and return it as PDF or DOCX: letters, contracts, invoices.

Placeholders are typed into the document: `{{ customer.name }}`, `{% if paid %}...{% endif %}`. Rows repeat
with `{%tr for item in items %}` and `{%tr endfor %}`, each in a table row of its own; `{%p ... %}` does the
same with paragraphs. The format of the placeholder is kept.
"""

from typing import Any, Literal

from pydantic import BaseModel, Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import MEDIA_TYPE, named
from flowforge_pdf.core.examples import LETTER
from flowforge_pdf.core.making.docx_templates import DocxTemplateFailed, fill_docx, placeholders
from flowforge_pdf.core.making.office_files import OfficeFileTooLarge, check_office_file
from flowforge_pdf.engines.docx import DOCX_RUN, DocxFailed
from flowforge_pdf.operations.from_docx import DocxUndrawable, NotDocx, drawn
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import TooManyPages
from servicekit import FileInput, FileOutput, InvalidInput, RequestForm, operation

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DocxNotFilled(InvalidInput):
    code = "DOCX_TEMPLATE_FAILED"
    message = "'file' cannot be filled in: {reason}."


class FillDocxForm(RequestForm):
    file: FileInput = Field(description="The template: a DOCX file with placeholders.")
    data: dict[str, Any] = Field({}, description="The values, by the names that the placeholders use.")
    format: Literal["pdf", "docx"] = Field("pdf", description="Format of the result.")
    strict: bool = Field(default=True, description="A value that is not in the data is an error, not empty.")


class FilledReport(BaseModel):
    placeholders: list[str] = Field(description="The tags found in the template; the first 200.")
    pages: int | None = Field(description="Pages of the PDF; null for DOCX.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/fill-docx",
    errors=[NotDocx, DocxUndrawable, DocxNotFilled, OfficeFileTooLarge, TooManyPages, FontLacksCharacters],
    run=DOCX_RUN,
    example={"file": LETTER, "data": {"name": "Ada"}},
)
def fill_word_template(form: FillDocxForm, settings: PdfSettings) -> FileOutput[FilledReport]:
    check_office_file(form.file.path, "word/document.xml", NotDocx)
    try:
        tags = placeholders(form.file.path)
        content = fill_docx(form.file.path, form.data, strict=form.strict)
    except DocxTemplateFailed as error:
        raise DocxNotFilled(reason=str(error)[:300]) from error
    except (UnicodeDecodeError, ValueError) as error:
        raise DocxUndrawable from error
    warnings = [] if tags else ["The document has no placeholders: it is returned as it was sent."]
    if form.format == "docx":
        report = FilledReport(placeholders=tags[:200], pages=None, warnings=warnings)
        return FileOutput(content, _DOCX, named(form.file.name, "-filled", "docx"), report)
    try:
        made = drawn(content, settings.limits)
    except DocxFailed as error:
        raise DocxUndrawable from error
    report = FilledReport(placeholders=tags[:200], pages=made.pages, warnings=[*warnings, *made.warnings])
    return FileOutput(made.content, MEDIA_TYPE, named(form.file.name, "-filled"), report)
