"""Cut font programs down: every glyph keeps its number and its name, those that are not used become empty."""

import io
from typing import Any

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_pdf.core.redacting.fonts.encodings import text_of_glyph

_FLAGS = (
    harfbuzz.SubsetFlags.RETAIN_GIDS
    | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    | harfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    | harfbuzz.SubsetFlags.GLYPH_NAMES
)
_DROPPED = (
    "BASE",
    "DSIG",
    "GDEF",
    "GPOS",
    "GSUB",
    "JSTF",
    "LTSH",
    "PCLT",
    "SVG ",
    "VDMX",
    "hdmx",
    "kern",
    "name",
)
_AS_THEY_ARE = ("cmap", "post", "OS/2")


class FontNotCut(Exception):
    """The program is of a kind that cannot be cut, or damaged."""


def cut_opentype(content: bytes, glyphs: set[int]) -> bytes:
    """Return a TrueType or OpenType font with these glyphs. Raises FontNotCut."""
    face = harfbuzz.Face(harfbuzz.Blob(content), 0)
    count = face.glyph_count
    if not count:
        raise FontNotCut
    wanted = harfbuzz.SubsetInput()
    wanted.flags = _FLAGS
    # The last one too: the number of glyphs stays.
    wanted.glyph_set.update({0, count - 1} | {glyph for glyph in glyphs if glyph < count})
    wanted.drop_table_tag_set.update(_number(tag) for tag in _DROPPED)
    wanted.no_subset_table_tag_set.update(_number(tag) for tag in _AS_THEY_ARE)
    try:
        made = harfbuzz.subset(face, wanted)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise FontNotCut from error
    if made.glyph_count != count:
        raise FontNotCut
    cut: bytes = made.blob.data
    return cut


def glyphs_of_names(content: bytes, names: set[str], codes: set[int]) -> set[int]:
    """Return every glyph that a viewer may take for these codes of a simple font. Raises FontNotCut."""
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls

    found: set[int] = set()
    try:
        with TTFont(io.BytesIO(content), lazy=True, fontNumber=0) as font:
            numbers = font.getReverseGlyphMap()
            found |= {numbers[name] for name in names if name in numbers}
            if "cmap" not in font:
                return found
            texts = {ord(text) for name in names if len(text := text_of_glyph(name)) == 1}
            shifted = {base + code for base in (0, 0xF000, 0xF100, 0xF200) for code in codes}
            for table in font["cmap"].tables:
                keys = texts | shifted
                found |= {
                    numbers[glyph] for key, glyph in table.cmap.items() if key in keys and glyph in numbers
                }
                if table.platformID == 1:  # Macintosh: names stand for codes of its own
                    found |= {numbers[glyph] for glyph in table.cmap.values() if glyph in names}
    except (TTLibError, KeyError, ValueError, AssertionError, AttributeError, IndexError) as error:
        raise FontNotCut from error
    return found


def cut_compact(content: bytes, numbers: set[int], names: set[str]) -> bytes:
    """Return a bare font in the Compact Font Format with these glyphs. Raises FontNotCut."""
    from fontTools.cffLib import CFFFontSet  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; few calls
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - likewise

    fonts = CFFFontSet()
    try:
        fonts.decompile(io.BytesIO(content), None)
        top = fonts[0]
        unused = _unused(top, numbers, names, composite=hasattr(top, "ROS"))
        for glyph in unused:
            string: Any = top.CharStrings[glyph]
            string.bytecode, string.program = None, ["endchar"]
        fonts.remove_unused_subroutines()
        holder = TTFont()
        holder.setGlyphOrder(list(top.charset))
        buffer = io.BytesIO()
        fonts.compile(buffer, holder)
    except Exception as error:
        raise FontNotCut from error  # a program of a stranger: it stays as it is
    return buffer.getvalue()


def _unused(top: Any, numbers: set[int], names: set[str], *, composite: bool) -> list[str]:
    """Return the glyphs to empty. Composite fonts name them by their CIDs; without those, numbers count."""
    if composite:
        used = {f"cid{number:05d}" for number in numbers}
    else:
        used = names | {glyph for at, glyph in enumerate(top.charset) if at in numbers}
    return [glyph for glyph in top.charset if glyph != ".notdef" and glyph not in used]


def _number(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")
