"""Fill in a PDF form with the values of a file: FDF, XFDF, or JSON with names and values."""

from typing import Any

from pydantic import Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import PdfForm, PdfReport, written
from flowforge_pdf.core.examples import FORM
from flowforge_pdf.core.forms.exchange import UnreadableData, read_data
from flowforge_pdf.core.forms.fields import fields_of
from flowforge_pdf.core.forms.filling import NoFormFields, UnknownOption
from flowforge_pdf.core.steps import Work
from flowforge_pdf.operations.fill_form import FillForm, SignedForm
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileInput, FileOutput, InvalidInput, operation

_SHOWN = 20


class UnreadableFormData(InvalidInput):
    code = "PDF_FORM_DATA_UNREADABLE"
    message = "'data' cannot be read: {reason}."


class ImportFormDataForm(PdfForm):
    data: FileInput = Field(description="The values: FDF, XFDF, or JSON.")
    flatten: bool = Field(
        default=False, description="Draw the values into the pages, so that they cannot be changed."
    )


@operation(
    "/import-form-data",
    errors=(*OPENING, UnreadableFormData, NoFormFields, UnknownOption, SignedForm, FontLacksCharacters),
    run=RUN,
    example={"file": FORM, "data": {"base64": "eyJuYW1lIjogIkFkYSJ9", "name": "values.json"}},
)
def import_form_data(form: ImportFormDataForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    try:
        values = read_data(form.data.content)
    except UnreadableData as error:
        raise UnreadableFormData(reason=str(error)) from error
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        names = {field.name for field in fields_of(opened.pdf)}
        if not names:
            raise NoFormFields
        known: dict[str, Any] = {name: value for name, value in values.items() if name in names}
        if not known:
            raise UnreadableFormData(reason="none of its names is a field of the document")
        work = Work(settings.limits, warnings=opened.warnings)
        unknown = [name for name in values if name not in names]
        if unknown:
            work.warn(f"These names are not fields of the document: {', '.join(unknown[:_SHOWN])[:500]}.")
        FillForm(values=known, flatten=form.flatten).apply(opened.pdf, work)
        return written(opened.pdf, work, form.file.name, source=opened.pdf)
