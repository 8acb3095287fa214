"""Fill in a PDF form: texts in any script, checkboxes, radio buttons and choices; flattened on request."""

from typing import Any

import pikepdf
from pydantic import Field

from flowforge_fonts import FontLacksCharacters
from flowforge_pdf.core.changing.flattening import flatten
from flowforge_pdf.core.documents import PdfForm, PdfReport, change
from flowforge_pdf.core.examples import FORM
from flowforge_pdf.core.forms.fields import fields_of
from flowforge_pdf.core.forms.filling import NoFormFields, UnknownOption, fill
from flowforge_pdf.core.steps import Step, Work
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN
from servicekit import Conflict, FileOutput, InvalidInput, operation

_XFA = "The document had an XFA form, which is removed: only its plain fields are filled in."


class UnknownField(InvalidInput):
    code = "PDF_FORM_FIELD_UNKNOWN"
    message = "'values' has '{name}', which is no field. Fields are: {names}."


class SignedForm(Conflict):
    code = "PDF_FORM_SIGNED"
    message = (
        "The document is signed, and a change would break its signature: fill it in before it is signed."
    )


class FillForm(Step):
    values: dict[str, Any] = Field(
        min_length=1,
        max_length=5_000,
        description="Values by the full names of fields; true and false for checkboxes.",
    )
    flatten: bool = Field(
        default=False, description="Draw the values into the pages, so that they cannot be changed."
    )

    def apply(self, pdf: pikepdf.Pdf, work: Work) -> pikepdf.Pdf:
        fields = {field.name: field for field in fields_of(pdf)}
        if not fields:
            raise NoFormFields
        if any(field.type == "signature" and "/V" in field.node for field in fields.values()):
            raise SignedForm
        for name, value in self.values.items():
            if name not in fields:
                raise UnknownField(name=name[:80], names=", ".join(fields)[:500])
            if fields[name].read_only:
                work.warn(f"The field '{name}' is read-only, and was filled in nevertheless.")
            fill(pdf, fields[name], value)
        _finish(pdf, work, flat=self.flatten)
        return pdf


def _finish(pdf: pikepdf.Pdf, work: Work, *, flat: bool) -> None:
    """Leave a form that viewers show as it is, or none."""
    form = pdf.Root.AcroForm
    form["/NeedAppearances"] = False
    if "/XFA" in form:
        del form["/XFA"]
        work.warn(_XFA)
    if flat:
        flatten(pdf, forms=True, annotations=False)
        if "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]


class FillFormForm(FillForm, PdfForm):
    pass


@operation(
    "/fill-form",
    errors=(*OPENING, NoFormFields, UnknownField, UnknownOption, SignedForm, FontLacksCharacters),
    run=RUN,
    example={"file": FORM, "values": {"name": "Ada Lovelace"}},
)
def fill_form(form: FillFormForm, settings: PdfSettings) -> FileOutput[PdfReport]:
    return change(form, [form], settings.limits)
