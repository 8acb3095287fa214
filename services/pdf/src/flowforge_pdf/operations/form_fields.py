"""List the fields of a PDF form: names, types, values, options, and where each stands."""

from pydantic import BaseModel, Field

from flowforge_pdf.core.boxes import box_of, rotation_of, visible_box
from flowforge_pdf.core.documents import CACHE, PdfForm
from flowforge_pdf.core.examples import THREE_PAGES
from flowforge_pdf.core.forms.fields import FieldType, FormField, Widget, fields_of
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.characters import Frame, Rectangle
from flowforge_pdfs.faults import OPENING
from flowforge_pdfs.opening import RUN, Opened, open_pdf
from servicekit import operation


class FormFieldsForm(PdfForm):
    pass


class FieldPlace(BaseModel):
    page: int = Field(description="Number of the page, from 1.")
    box: Rectangle = Field(description="The field's box on the page.")


class FieldInfo(BaseModel):
    name: str = Field(description="Full name, as /fill-form takes it.")
    type: FieldType = Field(description="Kind of the field.")
    value: str | list[str] | None = Field(description="What is filled in; null if nothing is.")
    options: list[str] = Field(description="Values that choices, checkboxes and radio buttons can have.")
    required: bool = Field(description="Whether the field must be filled in before the form is sent.")
    read_only: bool = Field(description="Whether viewers refuse changes of the field.")
    multiline: bool = Field(description="Whether a text field has several lines.")
    places: list[FieldPlace] = Field(description="Where the field stands, once for each of its widgets.")


class FormFieldsResult(BaseModel):
    count: int = Field(description="Number of entries in the list.")
    fields: list[FieldInfo] = Field(description="The fields, in the order of the document.")
    xfa: bool = Field(description="True if there is an XFA form too, which is not read.")
    warnings: list[str] = Field(
        description="What was dropped, guessed or could not be read; empty if nothing was."
    )


@operation("/form-fields", errors=OPENING, run=RUN, cache=CACHE, example={"file": THREE_PAGES})
def list_form_fields(form: FormFieldsForm, settings: PdfSettings) -> FormFieldsResult:
    with open_pdf(form.file.path, form.password, settings.limits) as opened:
        fields = [_described(opened, field) for field in fields_of(opened.pdf)]
        acroform = opened.pdf.Root.get("/AcroForm")
        xfa = acroform is not None and "/XFA" in acroform
        return FormFieldsResult(count=len(fields), fields=fields, xfa=xfa, warnings=opened.warnings)


def _described(opened: Opened, field: FormField) -> FieldInfo:
    return FieldInfo(
        name=field.name,
        type=field.type,
        value=field.value,
        options=field.options,
        required=field.required,
        read_only=field.read_only,
        multiline=field.multiline,
        places=[place for widget in field.widgets if (place := _place(opened, widget)) is not None],
    )


def _place(opened: Opened, widget: Widget) -> FieldPlace | None:
    page, box = opened.pdf.pages[widget.page], box_of(widget.annotation.get("/Rect"))
    if box is None:
        return None
    shown = visible_box(page)
    frame = Frame((shown.left, shown.bottom, shown.right, shown.top), rotation_of(page))
    left, top, right, bottom = frame.shown(box.left, box.bottom, box.right, box.top)
    rectangle = Rectangle(
        x=round(left, 2), y=round(top, 2), width=round(right - left, 2), height=round(bottom - top, 2)
    )
    return FieldPlace(page=widget.page + 1, box=rectangle)
