"""The free fonts that replace others: outlines and widths, in thousandths of the size."""

import io
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_fonts import DEFAULT_FAMILY, characters_of, find_font, font_files, metric_font
from flowforge_pdf.core.substituting.faults import NotReplaceable

_UNITS = 1000
_NOT_TEXT = ("Noto Color Emoji",)  # it has pictures, not outlines
_BLANK = ("Cc", "Cf", "Zs", "Zl", "Zp")
_BOLD = 700.0


class Face(Protocol):
    """Draws what is asked for by its name or its text."""

    def advance(self, name: str, text: str) -> float | None:
        """Return the width; None if it has not all of it."""

    def draw(self, name: str, text: str, pen: Any) -> None: ...


class Letters:
    """Letters of a file, and those that it lacks from the other fonts."""

    def __init__(self, family: Any, *, bold: bool, italic: bool) -> None:
        self._bold, self._italic = bold, italic
        self._own = _opened(metric_font(family, bold=bold, italic=italic), 0, 0.0, slanted=False)

    def advance(self, name: str, text: str) -> float | None:  # noqa: ARG002 - as in Face
        found = [each for character in text if (each := self._find(character)) is not None]
        if not text or len(found) < len(text):
            return None
        return float(sum(font.get_glyph_h_advance(glyph) for font, glyph in found))

    def draw(self, name: str, text: str, pen: Any) -> None:  # noqa: ARG002 - likewise
        from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

        at = 0.0
        for character in text:
            font, glyph = self._find(character) or (self._own, 0)
            font.draw_glyph_with_pen(glyph, TransformPen(pen, (1, 0, 0, 1, at, 0)))
            at += font.get_glyph_h_advance(glyph)

    def _find(self, character: str) -> tuple[Any, int] | None:
        code = ord(character)
        if glyph := self._own.get_nominal_glyph(code):
            return self._own, glyph
        other = _other_font(code, self._bold, self._italic)
        if (
            other is None
            and (plain := unicodedata.normalize("NFKC", character)) != character
            and len(plain) == 1
        ):
            return self._find(plain)
        return (other, other.get_nominal_glyph(code)) if other is not None else None


class Symbols:
    """Glyphs of a font of symbols, by their names."""

    def __init__(self, family: Any) -> None:
        self._glyphs = _compact(metric_font(family))

    def advance(self, name: str, text: str) -> float | None:  # noqa: ARG002 - as in Face
        from fontTools.pens.basePen import NullPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

        if name not in self._glyphs:
            return None
        glyph = self._glyphs[name]
        glyph.draw(NullPen())
        return float(glyph.width)

    def draw(self, name: str, text: str, pen: Any) -> None:  # noqa: ARG002 - as in Face
        self._glyphs[name].draw(pen)


@cache
def _other_font(code: int, bold: bool, italic: bool) -> Any:  # noqa: FBT001 - keys of the cache
    """Return the first bundled font that has a character, the default family before the others."""
    default = find_font(DEFAULT_FAMILY, italic=italic)
    for face in (default, *font_files()):
        if face.family not in _NOT_TEXT and code in characters_of(face):
            slanted = italic and not face.italic
            return _opened(face.path, face.index, _BOLD if bold else 0.0, slanted=slanted)
    return None


@cache
def _opened(path: Path, index: int, weight: float, *, slanted: bool) -> Any:
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(path)), index)
    font = harfbuzz.Font(face)
    font.scale = (_UNITS, _UNITS)
    if weight and any(axis.tag == "wght" for axis in face.axis_infos):
        font.set_variations({"wght": weight})
    if slanted:
        font.synthetic_slant = 0.2
    return font


@cache
def _compact(path: Path) -> Any:
    from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(path.read_bytes()), None)
    return fonts[0].CharStrings


def lacking(face: Face, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Return what *face* cannot draw, of names with their texts."""
    return [text or name for name, text in wanted if face.advance(name, text) is None]


def face_of(family: Any, *, bold: bool, italic: bool) -> Face:
    """Raises NotReplaceable for families that are none."""
    if family is None:
        raise NotReplaceable("it is a font of symbols")
    if family in ("FoxitSymbol", "FoxitDingbats"):
        return Symbols(family)
    return Letters(family, bold=bold, italic=italic)
