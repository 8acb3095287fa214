"""The text that a glyph of a bundled font stands for, also where only substitution leads to it.

Arabic letters have a form for each place in a word, and Indic scripts join letters: such glyphs have no
character of their own in the font. They are found by going through its substitutions (GSUB) backwards.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_fonts import FontFile

_ROUNDS: Final = 4  # of substitutions of what other substitutions made
_LONGEST: Final = 8
_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7
_WEIGHTS: Final = (400.0, 700.0, 500.0, 600.0)
_CELL: Final = 4  # thousandths of the size that outlines may differ by rounding


class Outline(NamedTuple):
    """What tells one glyph from others: advance, bounds and area, in thousandths of the size."""

    advance: float
    bounds: tuple[float, float, float, float]
    area: float

    def is_near(self, other: "Outline") -> bool:
        pairs = zip((self.advance, *self.bounds), (other.advance, *other.bounds), strict=True)
        return all(abs(one - two) <= _CELL for one, two in pairs) and (
            abs(self.area - other.area) <= _CELL * 1000 + abs(self.area) * 0.02
        )


@cache
def texts_of_glyphs(face: FontFile) -> Mapping[int, str]:
    """Return the text of every glyph that a character or a chain of substitutions leads to."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
        texts: dict[str, str] = {}
        for code, name in sorted(
            font.getBestCmap().items(), key=lambda pair: (is_compatibility(chr(pair[0])), pair)
        ):
            texts.setdefault(name, plain(chr(code)))
        tables = list(_substitutions(font["GSUB"].table)) if "GSUB" in font else []
        for _ in range(_ROUNDS):
            known = len(texts)
            for made, parts in tables:
                if made not in texts and all(part in texts for part in parts):
                    text = "".join(texts[part] for part in parts)
                    if len(text) <= _LONGEST:
                        texts[made] = text
            if len(texts) == known:
                break
        return {font.getGlyphID(name): text for name, text in texts.items()}


def is_compatibility(character: str) -> bool:
    """Return whether *character* is a form of others: a presentation form, a ligature, a radical."""
    return unicodedata.decomposition(character).startswith("<")


def plain(character: str) -> str:
    return unicodedata.normalize("NFKC", character) if is_compatibility(character) else character


@cache
def outlines_of(face: FontFile, weight: float) -> Mapping[int, Outline]:
    """Return the outline of every glyph that has a text."""
    opened = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.path)), face.index)
    font = harfbuzz.Font(opened)
    font.set_variations({"wght": weight})
    scale = 1000 / opened.upem
    return {
        glyph: measured(
            lambda pen, glyph=glyph: font.draw_glyph_with_pen(glyph, pen),
            font.get_glyph_h_advance(glyph),
            scale,
        )
        for glyph in texts_of_glyphs(face)
    }


def text_of_outline(outline: Outline, faces: tuple[FontFile, ...]) -> str | None:
    """Return the text of the glyph that looks so; None if there is none or several of other texts do."""
    for weight in _WEIGHTS:
        found = {
            texts_of_glyphs(face)[glyph]
            for face in faces
            for glyph, known in outlines_of(face, weight).items()
            if outline.is_near(known)
        }
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def measured(draw: Any, advance: float, scale: float, parts: Any = None) -> Outline:
    """Return the outline that *draw* draws with a pen, in units that *scale* turns into thousandths.

    *parts* are the glyphs by name that it may be composed of.
    """
    from fontTools.pens.areaPen import AreaPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise
    from fontTools.pens.boundsPen import BoundsPen  # type: ignore[import-untyped]  # noqa: PLC0415 - likewise

    bounds, area = BoundsPen(parts), AreaPen(parts)
    draw(bounds)
    draw(area)
    left, bottom, right, top = (each * scale for each in bounds.bounds or (0, 0, 0, 0))
    return Outline(advance * scale, (left, bottom, right, top), abs(area.value) * scale * scale)


def _substitutions(table: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the glyph that a substitution makes, and those that it makes it of."""
    for lookup in table.LookupList.Lookup if table.LookupList else []:
        for subtable in lookup.SubTable:
            kind, one = lookup.LookupType, subtable
            if kind == _EXTENSION:
                kind, one = subtable.ExtensionLookupType, subtable.ExtSubTable
            if kind == _SINGLE:
                yield from ((made, (given,)) for given, made in one.mapping.items())
            elif kind == _ALTERNATE:
                yield from ((each, (given,)) for given, made in one.alternates.items() for each in made)
            elif kind == _LIGATURE:
                for first, ligatures in one.ligatures.items():
                    yield from ((each.LigGlyph, (first, *each.Component)) for each in ligatures)
