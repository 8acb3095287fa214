"""Write values into fields, with appearances in any script."""

import re
from typing import Any

import pikepdf

from flowforge_pdf.core.boxes import Box, box_of
from flowforge_pdf.core.forms.fields import FormField, inherited
from flowforge_pdf.core.stamping.texts import Align, TextForm, text_forms
from servicekit import InvalidInput

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s+Tf")
_AUTOMATIC, _LEAST_AUTOMATIC, _MOST_AUTOMATIC = 0.0, 4.0, 12.0
_ALIGNMENTS: tuple[Align, ...] = ("left", "center", "right")
_TRUE = ("true", "yes", "on", "1", "x")
_FALSE = ("false", "no", "off", "0", "")


class NoFormFields(InvalidInput):
    code = "PDF_HAS_NO_FORM_FIELDS"
    message = "The document has no form fields."


class UnknownOption(InvalidInput):
    code = "PDF_FORM_OPTION_UNKNOWN"
    message = "The field '{name}' cannot be '{value}'. Possible are: {options}."


def fill(pdf: pikepdf.Pdf, field: FormField, value: Any) -> None:
    """Write one value. Raises UnknownOption, and FontLacksCharacters."""
    if field.type in ("checkbox", "radio"):
        _switch(field, value)
        return
    text = ", ".join(map(str, value)) if isinstance(value, list) else ("" if value is None else str(value))
    if field.type == "choice" and field.options and text not in field.options and not isinstance(value, list):
        raise UnknownOption(name=field.name, value=text[:80], options=", ".join(field.options)[:300])
    field.node["/V"] = pikepdf.String(text)
    for widget in field.widgets:
        _draw(pdf, widget.annotation, text, multiline=field.multiline)


def _switch(field: FormField, value: Any) -> None:
    states = field.states
    wanted = str(value).strip()
    if field.type == "checkbox" and wanted.lower() in (*_TRUE, *_FALSE) and wanted not in states:
        wanted = (states[0] if states else "Yes") if wanted.lower() in _TRUE else "Off"
    if wanted != "Off" and states and wanted not in states:
        raise UnknownOption(name=field.name, value=wanted[:80], options=", ".join((*states, "Off"))[:300])
    field.node["/V"] = pikepdf.Name(f"/{wanted}")
    for widget in field.widgets:
        appearance = widget.annotation.get("/AP")
        normal = appearance.get("/N") if isinstance(appearance, pikepdf.Dictionary) else None
        has_state = isinstance(normal, pikepdf.Dictionary) and f"/{wanted}" in normal
        widget.annotation["/AS"] = pikepdf.Name(f"/{wanted}") if has_state else pikepdf.Name("/Off")


def _draw(pdf: pikepdf.Pdf, annotation: pikepdf.Dictionary, text: str, *, multiline: bool) -> None:
    box = box_of(annotation.get("/Rect"))
    if box is None:
        return
    content, resources = _border(annotation, box), pikepdf.Dictionary()
    if text.strip():
        align = _alignment(pdf, annotation)
        if multiline:
            form, scale = _paragraphs(pdf, annotation, box, text, align), 1.0
            bottom = box.height - form.height - 2
        else:
            size = _size(annotation, box, multiline=False)
            (form,) = text_forms(pdf, [text], size=size, color="#000000")
            scale = min(1.0, (box.width - 4) / max(form.width, 1))
            bottom = (box.height - form.height * scale) / 2
        room = box.width - 4 - form.width * scale
        left = 2 + {"left": 0.0, "center": room / 2, "right": room}[align]
        resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Text=form.form))
        place = f"{scale:.4f} 0 0 {scale:.4f} {left:.3f} {bottom:.3f} cm /Text Do"
        content = (
            _border(annotation, box)
            + f"/Tx BMC q 0 0 {box.width:.3f} {box.height:.3f} re W n {place} Q EMC".encode()
        )
    appearance = pdf.make_stream(
        content,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=Box(0, 0, box.width, box.height).array,
        Resources=resources,
    )
    annotation["/AP"] = pikepdf.Dictionary(N=appearance)


def _paragraphs(
    pdf: pikepdf.Pdf, annotation: pikepdf.Dictionary, box: Box, text: str, align: Align
) -> TextForm:
    """Return a text whose lines wrap; in smaller letters if it is too long, and their size is left open."""
    size = _size(annotation, box, multiline=True)
    is_open = _stated_size(annotation) == _AUTOMATIC
    while True:
        (form,) = text_forms(
            pdf, [text], size=size, color="#000000", align=align, width=max(box.width - 4, 8.0)
        )
        if not is_open or form.height <= box.height - 4 or size <= _LEAST_AUTOMATIC:
            return form
        size = max(_LEAST_AUTOMATIC, size * 0.85)


def _alignment(pdf: pikepdf.Pdf, annotation: pikepdf.Dictionary) -> Align:
    form = pdf.Root.get("/AcroForm")
    common = form.get("/Q") if isinstance(form, pikepdf.Dictionary) else None
    found: object = inherited(annotation, "/Q")
    for each in (found, common):
        if isinstance(each, int) and 0 <= each < len(_ALIGNMENTS):
            return _ALIGNMENTS[each]
    return "left"


def _border(annotation: pikepdf.Dictionary, box: Box) -> bytes:
    """Return what draws the border that the field's characteristics ask for, in gray or RGB."""
    characteristics = annotation.get("/MK")
    color = characteristics.get("/BC") if isinstance(characteristics, pikepdf.Dictionary) else None
    if not isinstance(color, pikepdf.Array) or len(color) not in (1, 3):
        return b""
    parts = " ".join(f"{float(each):.3f}" for each in color)
    operator = "G" if len(color) == 1 else "RG"
    return f"q {parts} {operator} 0.8 w 0.4 0.4 {box.width - 0.8:.3f} {box.height - 0.8:.3f} re S Q ".encode()


def _stated_size(annotation: pikepdf.Dictionary) -> float:
    found = _SIZE.search(str(inherited(annotation, "/DA") or ""))
    return float(found[1]) if found else _AUTOMATIC


def _size(annotation: pikepdf.Dictionary, box: Box, *, multiline: bool) -> float:
    size = _stated_size(annotation)
    if size > 0:
        return size
    return _MOST_AUTOMATIC if multiline else max(4.0, min(_MOST_AUTOMATIC, box.height * 0.7))
