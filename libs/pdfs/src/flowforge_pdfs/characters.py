"""The characters of a page with their boxes, as PDFium reads them."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, Field

Rotation = Literal[0, 90, 180, 270]
_BOLD = 600
_HYPHEN, _NOT_A_CHARACTER = "\x02", "\ufffe"


class Rectangle(BaseModel):
    """In points, on the page as it is shown; (0, 0) is its top left corner."""

    x: float = Field(description="Distance from the left edge.")
    y: float = Field(description="Distance from the top edge.")
    width: float = Field(description="Width in points, 72 to the inch.")
    height: float = Field(description="Height in points, 72 to the inch.")


class Character(NamedTuple):
    """One character; its rectangle in points from the top left corner of the shown page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool


class Frame:
    """Turns coordinates of a page into those of the page as it is shown, from its top left corner.

    *visible* is the left, bottom, right and top of what viewers show, before they turn it by *rotation*.
    """

    def __init__(self, visible: tuple[float, float, float, float], rotation: Rotation) -> None:
        left, bottom, right, top = visible
        width, height = right - left, top - bottom
        self.width, self.height = (height, width) if rotation in (90, 270) else (width, height)
        matrices = {
            0: (1, 0, 0, 1, -left, -bottom),
            90: (0, -1, 1, 0, -bottom, width + left),
            180: (-1, 0, 0, -1, width + left, height + bottom),
            270: (0, 1, -1, 0, height + bottom, -left),
        }
        self._matrix = matrices[rotation]

    def shown(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom as they are shown."""
        a, b, c, d, e, f = self._matrix
        x1, y1 = a * left + c * bottom + e, b * left + d * bottom + f
        x2, y2 = a * right + c * top + e, b * right + d * top + f
        return min(x1, x2), self.height - max(y1, y2), max(x1, x2), self.height - min(y1, y2)


def frame_of(page: Any) -> Frame:
    """Return the frame of a PDFium page."""
    rotation: Rotation = page.get_rotation()
    return Frame(page.get_cropbox(), rotation)


def characters_of(page: Any, frame: Frame) -> Iterator[Character]:
    """Yield the characters of a PDFium page in the order of its content; line ends are newlines."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it

    textpage = page.get_textpage()
    try:
        handle = textpage.raw
        box = pdfium.FS_RECTF()
        for index in range(textpage.count_chars()):
            code = pdfium.FPDFText_GetUnicode(handle, index)
            text = _text_of(code)
            if not text:
                continue
            pdfium.FPDFText_GetLooseCharBox(handle, index, box)
            shown = frame.shown(box.left, box.bottom, box.right, box.top)
            size = pdfium.FPDFText_GetFontSize(handle, index)
            bold = pdfium.FPDFText_GetFontWeight(handle, index) >= _BOLD
            yield Character(text, *shown, size, bold)
    finally:
        textpage.close()


def _text_of(code: int) -> str:
    if code in (0x0D, 0):
        return ""
    text = chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"  # noqa: PLR2004 - Unicode's bounds
    return "-" if text in (_HYPHEN, _NOT_A_CHARACTER) else text
