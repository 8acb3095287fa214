"""Invisible text over the pages of a PDF: a font without outlines, set to the width of each word."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from math import atan2, cos, hypot, sin
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator

from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.engines.geometry import Point
from flowforge_ocr.engines.recognized import Line

_ADVANCE = 500  # of 1000: the width of every glyph
_BASELINE = 0.2  # of the height of a line, above its lower edge
_NAME = Name("/FlowForgeOcr")
_INVISIBLE = 3
_LEAST_SIZE = 0.5
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
Placing = Callable[[Point], Point]


def add_text(
    pdf: pikepdf.Pdf, page: pikepdf.Page, read: ReadPage, place: Placing, font: pikepdf.Object
) -> None:
    """Write the words of *read* over *page*; *place* turns pixels into the page's own coordinates."""
    page.add_resource(font, Name.Font, _NAME)
    instructions: list[Any] = [([], Operator("q")), ([], Operator("BT")), ([_INVISIBLE], Operator("Tr"))]
    for line in read.lines:
        for matrix, size, stretch, text in _words(line, place):
            instructions += [
                (matrix, Operator("Tm")),
                ([_NAME, size], Operator("Tf")),
                ([stretch], Operator("Tz")),
                ([pikepdf.String(text.encode("utf-16-be", "surrogatepass"))], Operator("Tj")),
            ]
    instructions += [([], Operator("ET")), ([], Operator("Q"))]
    page.contents_add(pdf.make_stream(pikepdf.unparse_content_stream(instructions)))


def _words(line: Line, place: Placing) -> Iterator[tuple[list[float], float, float, str]]:
    """Yield the matrix, size, stretch and text of each word; it reaches to the next one with a space."""
    for at, word in enumerate(line.words):
        following = line.words[at + 1] if at + 1 < len(line.words) else None
        start = place(word.quad.bottom_left)
        end = place(following.quad.bottom_left if following else word.quad.bottom_right)
        top = place(word.quad.top_left)
        size = max(_LEAST_SIZE, hypot(top.x - start.x, top.y - start.y))
        angle = atan2(end.y - start.y, end.x - start.x)
        text = word.text + (" " if following else "")
        natural = len(text.encode("utf-16-be", "surrogatepass")) / 2 * size * _ADVANCE / 1000
        stretch = max(1.0, 100 * hypot(end.x - start.x, end.y - start.y) / natural)
        x = start.x + (top.x - start.x) * _BASELINE
        y = start.y + (top.y - start.y) * _BASELINE
        turn = [cos(angle), sin(angle), -sin(angle), cos(angle)]
        yield [round(each, 5) for each in (*turn, x, y)], round(size, 3), round(stretch, 3), text


def text_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return the font, embedded in *pdf*: every code of two bytes is the character of that number."""
    program = pdf.make_stream(_font_program())
    program.Length1 = len(_font_program())
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.GlyphLessFont,
        FontFile2=program,
        Flags=4,
        FontBBox=[0, 0, _ADVANCE, 1000],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=800,
        StemV=80,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.GlyphLessFont,
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        CIDToGIDMap=pdf.make_stream(b"\0\1" * 0x10000),
        DW=_ADVANCE,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.GlyphLessFont,
        Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_stream(_TO_UNICODE),
    )
    return pdf.make_indirect(font)


@cache
def _font_program() -> bytes:
    """Return a TrueType font of two glyphs without outlines."""
    from fontTools.fontBuilder import (  # type: ignore[import-untyped] # noqa: PLC0415 - it ships none; few calls need it
        FontBuilder,
    )
    from fontTools.ttLib.tables._g_l_y_f import (  # type: ignore[import-untyped] # noqa: PLC0415 - likewise
        Glyph,
    )

    names = [".notdef", "blank"]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "blank"})
    builder.setupGlyf({name: Glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (_ADVANCE, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "GlyphLessFont", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
