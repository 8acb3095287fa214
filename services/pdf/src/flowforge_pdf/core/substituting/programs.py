"""Build the program of a font from outlines, each fitted to a width."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flowforge_pdf.core.substituting.faces import Face

_UNITS = 1000
_NARROWEST, _WIDEST = 0.6, 1.6
_NOTDEF = ".notdef"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A glyph: the name that it gets, what it is called and says, and how wide it has to be."""

    label: str
    name: str
    text: str
    width: int


def compact_program(title: str, face: Face, glyphs: Sequence[Wanted]) -> bytes:
    """Return a font in the Compact Font Format, whose glyphs have the given labels."""
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls need it
    from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

    order = [_NOTDEF, *(each.label for each in glyphs)]
    strings = {_NOTDEF: T2CharStringPen(_UNITS // 2, None).getCharString()}
    for each in glyphs:
        pen = T2CharStringPen(each.width, None)
        _draw(face, each, pen)
        strings[each.label] = pen.getCharString()
    builder = FontBuilder(_UNITS, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCFF(title, {}, strings, {})
    content: bytes = builder.font["CFF "].compile(builder.font)
    return content


def truetype_program(title: str, face: Face, glyphs: Sequence[Wanted]) -> bytes:
    """Return a TrueType font; the glyphs have the numbers from 1 in their order."""
    from fontTools.fontBuilder import FontBuilder  # noqa: PLC0415 - few calls need it
    from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

    order = [_NOTDEF, *(each.label for each in glyphs)]
    drawn = {_NOTDEF: TTGlyphPen(None).glyph()}
    for each in glyphs:
        pen = TTGlyphPen(None)
        _draw(face, each, Cu2QuPen(pen, max_err=1.0))
        drawn[each.label] = pen.glyph()
    widths = {_NOTDEF: _UNITS // 2, **{each.label: each.width for each in glyphs}}
    builder = FontBuilder(_UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    builder.setupGlyf(drawn)
    edges = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {name: (width, getattr(edges[name], "xMin", 0)) for name, width in widths.items()}
    )
    builder.setupHorizontalHeader(ascent=1000, descent=-300)
    builder.setupNameTable({"familyName": title, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    return _saved(builder)


def _saved(builder: Any) -> bytes:
    import io  # noqa: PLC0415 - beside its one use

    builder.font["head"].created = builder.font["head"].modified = 0  # the same input gives the same file
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()


def _draw(face: Face, wanted: Wanted, pen: Any) -> None:
    """Draw a glyph as wide as it has to be: stretched within bounds, else in the middle."""
    from fontTools.pens.transformPen import TransformPen  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    natural = face.advance(wanted.name, wanted.text) or 0.0
    if not natural:
        return
    stretch = min(_WIDEST, max(_NARROWEST, wanted.width / natural))
    shift = (wanted.width - natural * stretch) / 2
    face.draw(wanted.name, wanted.text, TransformPen(pen, (stretch, 0, 0, 1, shift, 0)))


def misfit(face: Face, glyphs: Sequence[Wanted]) -> float:
    """Return how much the widths of the letters differ from the face's own, as a share."""
    ratios = [
        abs(each.width / natural - 1)
        for each in glyphs
        if each.text.isalnum() and each.width and (natural := face.advance(each.name, each.text))
    ]
    return sum(ratios) / len(ratios) if ratios else 0.0
