"""Mend what PDF fonts say about the text of their glyphs, so that it can be searched and copied.

The document engine writes U+FFFD for every glyph without a character of its own, and a radical or a
presentation form where the font has the glyph for both.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

from flowforge_fonts import FontFile, characters_of, font_files
from flowforge_pdf.core.making.glyph_texts import Outline, measured, plain, text_of_outline
from flowforge_pdf.core.redacting.fonts.cmaps import parse_to_unicode, to_unicode

_UNKNOWN: Final = ("\ufffd", "\x00")
_OTHER_SCRIPTS: Final = re.compile("[\u0590-\U0010ffff]")
_MOST_CHARACTERS: Final = 5_000
_PICTURES: Final = ("Noto Color Emoji", "Noto Emoji")


@dataclass(frozen=True, slots=True)
class TextLayer:
    """Whether texts were mended, and the families with letters that still have none."""

    changed: bool = False
    lost: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[str]:
        """What the caller should know."""
        return [
            f"Some letters of {family} are drawn, but cannot be searched or copied." for family in self.lost
        ]


def mend_text_layer(pdf: pikepdf.Pdf, source: str) -> TextLayer:
    """Mend the texts of glyphs in the fonts of *pdf*, which was made of *source*."""
    if not _OTHER_SCRIPTS.search(source):
        return TextLayer()
    fonts = [one for one in pdf.objects if _is_font_with_texts(one)]
    faces = _faces_of(source)
    mended = [_mend(font, faces) for font in fonts]
    lost = sorted({family for one in mended for family in one.lost})
    return TextLayer(changed=any(one.changed for one in mended), lost=tuple(lost))


def with_text_layer(content: bytes, source: str) -> tuple[bytes, TextLayer]:
    """Return the PDF *content*, which was made of *source*, with its texts mended."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        layer = mend_text_layer(pdf, source)
        if not layer.changed:
            return content, layer
        buffer = io.BytesIO()
        pdf.save(buffer)
        return buffer.getvalue(), layer


def _is_font_with_texts(one: pikepdf.Object) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and "/ToUnicode" in one


def _mend(font: Any, faces: tuple[FontFile, ...]) -> TextLayer:
    """Write the texts of the font's glyphs anew."""
    texts = parse_to_unicode(font.ToUnicode.read_bytes())
    mended = {code: "".join(map(plain, text)) for code, text in texts.items()}
    unknown = [code for code, text in texts.items() if text in _UNKNOWN]
    codes = {ord(each) for text in texts.values() if text not in _UNKNOWN for each in text}
    faces = tuple(face for face in faces if codes <= characters_of(face))
    if unknown and faces and "/DescendantFonts" in font:
        for code, outline in _outlines(font.DescendantFonts[0], unknown):
            mended[code] = text_of_outline(outline, faces) or texts[code]
    if mended != texts:
        font.ToUnicode.write(to_unicode(mended, 2 if font.Subtype == "/Type0" else 1))
    lost = [face.family for face in faces[:1]] if not set(_UNKNOWN).isdisjoint(mended.values()) else []
    return TextLayer(changed=mended != texts, lost=tuple(lost))


def _faces_of(source: str) -> tuple[FontFile, ...]:
    """Return the faces that may have drawn letters of other scripts in *source*.

    Chinese, Japanese and Korean have a character for every glyph.
    """
    codes = set(map(ord, _OTHER_SCRIPTS.findall(source)))
    known = ((face, characters_of(face)) for face in font_files() if face.family not in _PICTURES)
    return tuple(face for face, own in known if len(own) < _MOST_CHARACTERS and own & codes)


def _outlines(font: Any, codes: list[int]) -> Iterator[tuple[int, Outline]]:
    """Yield the outlines of glyphs by their number in the embedded font."""
    descriptor = font.FontDescriptor
    if "/FontFile2" in descriptor:
        yield from _of_truetype(descriptor.FontFile2.read_bytes(), codes)
    elif "/FontFile3" in descriptor:
        yield from _of_compact(descriptor.FontFile3.read_bytes(), codes)


def _of_truetype(content: bytes, codes: list[int]) -> Iterator[tuple[int, Outline]]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    with TTFont(io.BytesIO(content)) as font:
        glyphs, names, scale = font.getGlyphSet(), font.getGlyphOrder(), 1000 / font["head"].unitsPerEm
        for code in codes:
            if code < len(names):
                glyph = glyphs[names[code]]
                yield code, measured(glyph.draw, glyph.width, scale, glyphs)


def _of_compact(content: bytes, codes: list[int]) -> Iterator[tuple[int, Outline]]:
    from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise
    from fontTools.pens.basePen import NullPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(content), None)
    font = fonts[0]
    for code in codes:
        if code < len(font.charset):
            glyph = font.CharStrings[font.charset[code]]
            glyph.draw(NullPen())  # the width is known after it was drawn
            yield code, measured(glyph.draw, glyph.width, 1000 * font.FontMatrix[0])
