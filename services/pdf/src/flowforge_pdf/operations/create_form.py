"""Create form fields in a PDF from JSON: text, checkboxes, radio buttons, choices, lists, places to sign."""

import pikepdf
from pydantic import Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.forms.creating import NewField, create_field
from flowforge_pdf.core.forms.fields import fields_of
from flowforge_pdf.core.forms.filling import UnknownOption, fill
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import Conflict, FileOutput, InvalidInput, operation


class FieldExists(Conflict):
    code = "PDF_FORM_FIELD_EXISTS"
    message = "'fields' has '{name}', which the document, or the list, already has. Names must be unique."


class FieldOffPage(InvalidInput):
    code = "PDF_FORM_FIELD_OFF_PAGE"
    message = "'fields' has '{name}' on page {page}, but the document has {pages} pages."


class CreateForm(Step):
    fields: list[NewField] = Field(min_length=1, max_length=2_000, description="The fields.")

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:  # noqa: ARG002 - as in Step
        names = {field.name for field in fields_of(pdf)}
        count = len(pdf.pages)
        for field in self.fields:
            if field.name in names:
                raise FieldExists(name=field.name[:80])
            names.add(field.name)
            position = field.page - 1 if field.page > 0 else count + field.page
            if field.page == 0 or not 0 <= position < count:
                raise FieldOffPage(name=field.name[:80], page=field.page, pages=count)
            create_field(pdf, pdf.pages[position], field)
        created = {field.name: field for field in fields_of(pdf)}
        for field in self.fields:
            if field.value is not None and field.type != "signature":
                fill(pdf, created[field.name], field.value)
        return pdf


class CreateFormForm(CreateForm, PdfForm):
    pass


@operation(
    "/create-form",
    errors=(*OPENING, FieldExists, FieldOffPage, UnknownOption, FontLacksCharacters),
    run=RUN,
    example={
        "file": THREE_PAGES,
        "fields": [
            {"name": "name", "x": "20mm", "y": "40mm", "width": "80mm"},
            {
                "name": "agree",
                "type": "checkbox",
                "x": "20mm",
                "y": "55mm",
                "width": "14pt",
                "height": "14pt",
            },
        ],
    },
)
def create_form(form: CreateFormForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
