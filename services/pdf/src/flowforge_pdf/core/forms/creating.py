"""Create form fields on pages: text, checkbox, radio buttons, choices and places for signatures."""

from typing import Literal, Self

import pikepdf
from pydantic import Field, model_validator

from flowforge_pdf.core.arranging.placing import upright
from flowforge_pdf.core.boxes import Box, rotation_of, shown_size, visible_box
from flowforge_pdf.core.lengths import Length, Offset
from servicekit import RequestBody

_FLAGS = {"read_only": 1, "required": 2}
_MULTILINE, _RADIO, _COMBO, _NO_TOGGLE = 1 << 12, 1 << 15, 1 << 17, 1 << 14
_PRINT = 4
_CIRCLE = 0.5523
_KINDS = {
    "text": "/Tx",
    "checkbox": "/Btn",
    "radio": "/Btn",
    "choice": "/Ch",
    "list": "/Ch",
    "signature": "/Sig",
}


class NewField(RequestBody):
    """A field on the page as it is shown: (0, 0) is its top left corner, as in the answer of /form-fields."""

    name: str = Field(min_length=1, max_length=200, description="Unique name; a period makes a group.")
    type: Literal["text", "checkbox", "radio", "choice", "list", "signature"] = Field(
        "text", description="Kind of the field."
    )
    page: int = Field(1, description="Number of the page, from 1; -1 is the last one.")
    x: Offset = Field(description="Distance from the left edge.")
    y: Offset = Field(description="Distance from the top edge.")
    width: Length = Field(
        "150pt", validate_default=True, description="Width: a number of points, or a text such as 50mm."
    )
    height: Length = Field(
        "18pt", validate_default=True, description="Height: a number of points, or a text such as 6mm."
    )
    value: str | bool | None = Field(
        None, description="Value to begin with; for radio buttons the chosen option."
    )
    options: list[str] = Field([], max_length=500, description="Options of choices, lists and radio buttons.")
    gap: Length = Field(
        "6pt", validate_default=True, description="Distance between radio buttons, downwards."
    )
    size: float = Field(0, ge=0, le=100, description="Size of the letters in points; 0 fits the field.")
    multiline: bool = Field(default=False, description="Whether a text field has several lines.")
    max_length: int | None = Field(
        None, ge=1, le=100_000, description="Greatest number of characters of a text field."
    )
    required: bool = Field(
        default=False, description="Whether the field must be filled in before the form is sent."
    )
    read_only: bool = Field(default=False, description="Whether viewers refuse changes of the field.")
    tooltip: str = Field("", max_length=500, description="Text for screen readers, and when pointed at.")

    @model_validator(mode="after")
    def _has_options(self) -> Self:
        if self.type in ("radio", "choice", "list") and not self.options:
            raise ValueError(f"the field '{self.name}' is of the type {self.type}: give 'options'")
        return self


def create_field(pdf: pikepdf.Pdf, page: pikepdf.Page, field: NewField) -> None:
    """Add *field* to *page*, without its value."""
    form = _form(pdf)
    node = pikepdf.Dictionary(
        FT=pikepdf.Name(_KINDS[field.type]),
        T=pikepdf.String(field.name),
        Ff=_bits(field),
        DA=_appearance(field),
    )
    if field.tooltip:
        node.TU = pikepdf.String(field.tooltip)
    if field.max_length and field.type == "text":
        node.MaxLen = field.max_length
    if field.type in ("choice", "list"):
        node.Opt = pikepdf.Array([pikepdf.String(option) for option in field.options])
    if field.type == "radio":
        node = pdf.make_indirect(node)
        node.Kids = pikepdf.Array(
            [_button(pdf, page, field, node, position) for position in range(len(field.options))]
        )
    else:
        node = pdf.make_indirect(_dressed(pdf, node, _box(page, field, 0), field))
        _annotate(page, node)
    form.Fields.append(node)


def _form(pdf: pikepdf.Pdf) -> pikepdf.Object:
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array()))
    form = pdf.Root.AcroForm
    if "/Fields" not in form:
        form.Fields = pikepdf.Array()
    resources = form.get("/DR")
    if not isinstance(resources, pikepdf.Dictionary):
        resources = form["/DR"] = pikepdf.Dictionary()
    if "/Font" not in resources:
        resources["/Font"] = pikepdf.Dictionary()
    if "/Helv" not in resources["/Font"]:
        resources["/Font"]["/Helv"] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )  # fmt: skip
    if "/DA" not in form:
        form["/DA"] = pikepdf.String("/Helv 0 Tf 0 g")
    return form


def _bits(field: NewField) -> int:
    bits = sum(bit for name, bit in _FLAGS.items() if getattr(field, name))
    bits |= _MULTILINE if field.multiline and field.type == "text" else 0
    bits |= (_RADIO | _NO_TOGGLE) if field.type == "radio" else 0
    return bits | (_COMBO if field.type == "choice" else 0)


def _appearance(field: NewField) -> pikepdf.String:
    return pikepdf.String(f"/Helv {field.size:g} Tf 0 g")


def _box(page: pikepdf.Page, field: NewField, position: int) -> Box:
    """Return the place of the field, or of one of its buttons, in the page's own coordinates."""
    _, height, _ = shown_size(page)
    top = field.y + position * (field.height + field.gap)
    back = upright(visible_box(page), rotation_of(page)).inverse()
    corners = (field.x, height - top - field.height), (field.x + field.width, height - top)
    xs, ys = zip(*(back.transform(corner) for corner in corners), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _dressed(
    pdf: pikepdf.Pdf, node: pikepdf.Dictionary, box: Box, field: NewField, state: str = "Yes"
) -> pikepdf.Dictionary:
    """Make *node* a widget at *box* with its appearance."""
    node.Type, node.Subtype = pikepdf.Name.Annot, pikepdf.Name.Widget
    node.Rect, node.F = box.array, _PRINT
    node.MK = pikepdf.Dictionary(BC=[0.4, 0.4, 0.4])
    if field.type in ("checkbox", "radio"):
        ring = field.type == "radio"
        node.AP = pikepdf.Dictionary(N=pikepdf.Dictionary({
            f"/{state}": _drawn(pdf, box, _frame(box, ring=ring) + _mark(box, ring=ring)),
            "/Off": _drawn(pdf, box, _frame(box, ring=ring)),
        }))  # fmt: skip
        node.AS = pikepdf.Name.Off
    elif field.type != "signature":
        node.AP = pikepdf.Dictionary(N=_drawn(pdf, box, _frame(box, ring=False)))
    return node


def _button(
    pdf: pikepdf.Pdf, page: pikepdf.Page, field: NewField, parent: pikepdf.Object, position: int
) -> pikepdf.Object:
    child = _dressed(
        pdf,
        pikepdf.Dictionary(Parent=parent),
        _box(page, field, position),
        field,
        _state(field, position),
    )
    widget = pdf.make_indirect(child)
    _annotate(page, widget)
    return widget


def _state(field: NewField, position: int) -> str:
    return field.options[position].replace("\0", "") or "Yes"


def _annotate(page: pikepdf.Page, widget: pikepdf.Object) -> None:
    if "/Annots" not in page.obj:
        page.obj.Annots = pikepdf.Array()
    widget["/P"] = page.obj
    page.obj.Annots.append(widget)


def _drawn(pdf: pikepdf.Pdf, box: Box, content: bytes) -> pikepdf.Stream:
    return pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=Box(0, 0, box.width, box.height).array,
    )


def _frame(box: Box, *, ring: bool) -> bytes:
    if not ring:
        return f"q 0.4 G 0.8 w 0.4 0.4 {box.width - 0.8:.2f} {box.height - 0.8:.2f} re S Q ".encode()
    return b"q 0.4 G 0.8 w " + _circle(box, min(box.width, box.height) / 2 - 0.5) + b" S Q "


def _mark(box: Box, *, ring: bool) -> bytes:
    if ring:
        return b"q 0 g " + _circle(box, min(box.width, box.height) / 4) + b" f Q"
    w, h = box.width, box.height
    return (
        f"q 0 G {min(w, h) / 9:.2f} w {w * 0.22:.2f} {h * 0.5:.2f} m {w * 0.42:.2f} {h * 0.26:.2f} l "
        f"{w * 0.78:.2f} {h * 0.76:.2f} l S Q"
    ).encode()


def _circle(box: Box, radius: float) -> bytes:
    x, y, r, k = box.width / 2, box.height / 2, radius, radius * _CIRCLE
    return (
        f"{x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c"
    ).encode()
