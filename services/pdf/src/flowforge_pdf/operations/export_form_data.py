"""Export the values of a PDF form as a file: JSON, FDF or XFDF."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.documents import CACHE, PdfForm, named
from flowforge_pdf.core.examples import FORM
from flowforge_pdf.core.forms.exchange import MEDIA_TYPES, Format, write_data
from flowforge_pdf.core.forms.fields import fields_of
from flowforge_pdf.core.forms.filling import NoFormFields
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, open_pdf
from servicekit import FileOutput, operation


class ExportFormDataForm(PdfForm):
    format: Format = Field("json", description="Format of the file.")


class FormDataReport(BaseModel):
    fields: int = Field(description="Number of fields with a value or without.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation(
    "/export-form-data",
    errors=(*OPENING, NoFormFields),
    run=RUN,
    cache=CACHE,
    json_file=True,
    example={"file": FORM, "format": "xfdf"},
)
def export_form_data(form: ExportFormDataForm, settings: PdfSettings) -> FileOutput[FormDataReport]:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        fields = fields_of(opened.pdf)
        if not fields:
            raise NoFormFields
        content = write_data(fields, form.format)
        report = FormDataReport(fields=len(fields), warnings=opened.warnings)
    return FileOutput(content, MEDIA_TYPES[form.format], named(form.file.name, extension=form.format), report)
