"""The part of the graphics state that places glyphs, and the fonts that were read."""

from dataclasses import dataclass

import pikepdf

from flowforge_pdf.core.redacting.fonts.font_reading import Font
from flowforge_pdf.core.redacting.matrices import IDENTITY, Matrix


@dataclass(frozen=True, slots=True)
class State:
    """The part of the graphics state that places glyphs."""

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


class Fonts:
    """Fonts that were read, by their objects."""

    def __init__(self) -> None:
        self._known: dict[object, Font] = {}

    def get(self, font: pikepdf.Dictionary) -> Font:
        key: object = font.objgen if font.is_indirect else bytes(font.unparse(resolved=False))
        if key not in self._known:
            self._known[key] = Font(font)
        return self._known[key]
