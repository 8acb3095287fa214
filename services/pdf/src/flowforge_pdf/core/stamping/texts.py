"""Texts as forms: set in any script by the document engine, one page for each."""

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf

from flowforge_fonts import FontLacksCharacters, load_fonts
from flowforge_pdf.core.boxes import Box
from flowforge_pdf.core.making.text_layer import mend_text_layer
from flowforge_pdf.engines.plutoprint import typeset
from flowforge_pdfs.rendering import open_for_drawing

_SIDE = 14_000.0
_LINE = 1.3
_WRAPPED = "white-space:pre-wrap;overflow-wrap:anywhere}"
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text as a form, and how large it is in points."""

    form: pikepdf.Object
    width: float
    height: float


def text_forms(
    pdf: pikepdf.Pdf,
    texts: Sequence[str],
    *,
    size: float,
    color: str,
    bold: bool = False,
    align: Align = "center",
    width: float | None = None,
) -> list[TextForm]:
    """Return a form for each text; lines wrap within *width* if it is given. Raises FontLacksCharacters."""
    fonts = load_fonts()
    for text in texts:
        fonts.check(text)
    style = (
        f"*{{margin:0;padding:0}} div{{font:{'bold' if bold else 'normal'} {size}pt/{_LINE} 'Noto Sans';"
        f"color:{color};text-align:{align};break-after:page;"
    )
    style += "white-space:pre} span{display:inline-block}" if width is None else _WRAPPED
    body = "".join(f"<div><span>{html.escape(text)}</span></div>" for text in texts)
    height = size * _LINE * max(text.count("\n") + 1 for text in texts) + 4
    page = (_SIDE, height) if width is None else (width, _SIDE)
    content = typeset(f"<style>{style}</style>{body}", page, (0, 0, 0, 0), lambda _: None, len(texts) + 1)
    forms = []
    with pikepdf.open(io.BytesIO(content)) as made, open_for_drawing(content, None) as drawn:
        mend_text_layer(made, body)
        for position in range(len(texts)):
            left, bottom, right, top = _bounds(drawn[position])
            form = made.pages[position].as_form_xobject()
            form.BBox = Box(left, bottom, right, top).array
            form.Matrix = pikepdf.Array([1, 0, 0, 1, -left, -bottom])
            forms.append(TextForm(pdf.copy_foreign(form), right - left, top - bottom))
    return forms


def _bounds(page: object) -> tuple[float, float, float, float]:
    boxes = [each.get_bounds() for each in page.get_objects()]  # type: ignore[attr-defined] # a page of PDFium's
    inked = [box for box in boxes if box[2] - box[0] > 0.01 and box[3] - box[1] > 0.01]  # noqa: PLR2004 - not nothing
    if not inked:
        return 0.0, 0.0, 1.0, 1.0
    return (
        min(box[0] for box in inked) - 1,
        min(box[1] for box in inked) - 1,
        max(box[2] for box in inked) + 1,
        max(box[3] for box in inked) + 1,
    )


STAMPING = (FontLacksCharacters,)
