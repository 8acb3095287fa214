"""The fonts of a document set by WeasyPrint, cut down to the glyphs in use by HarfBuzz.

Without HarfBuzz's own library on the system, WeasyPrint does this in Python: 12 s for a CJK font. It also
fails on an instance of a variable font in a collection: the upper half of its number tells which instance.
"""

from collections.abc import Collection
from functools import partial
from typing import Any

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

_FLAGS = (
    harfbuzz.SubsetFlags.RETAIN_GIDS
    | harfbuzz.SubsetFlags.NO_HINTING
    | harfbuzz.SubsetFlags.DESUBROUTINIZE
    | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    | harfbuzz.SubsetFlags.DOWNGRADE_CFF2
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
    "STAT",
    "SVG ",
    "VORG",
    "vhea",
    "vmtx",
)


class SubsetFonts(dict[Any, Any]):
    """What takes the place of a document's dictionary of fonts."""

    def __setitem__(self, key: Any, font: Any) -> None:
        font.index &= 0xFFFF
        if not (font.png or font.svg or font.colr):
            font.clean = partial(_clean, font)
        super().__setitem__(key, font)


def _clean(font: Any, to_unicode: dict[int, str], _hinting: object) -> None:
    face = harfbuzz.Face(harfbuzz.Blob(font.file_content), font.index)
    axes = {axis.tag: axis for axis in face.axis_infos}
    wanted = {"wght": font.weight, "ital": int(font.style == 2), **font.variations}  # noqa: PLR2004 - Pango's italic
    pinned = {tag: wanted.get(tag, axis.default_value) for tag, axis in axes.items()}
    font.file_content = _subset(face, to_unicode, pinned)
    font.index = 0


def _subset(face: "harfbuzz.Face", glyphs: Collection[int], pinned: dict[str, float]) -> bytes:
    wanted = harfbuzz.SubsetInput()
    wanted.flags = _FLAGS
    wanted.glyph_set.update(glyphs)
    wanted.drop_table_tag_set.update(_number(tag) for tag in _DROPPED)
    for tag, value in pinned.items():
        wanted.pin_axis_location(face, tag, value)
    content: bytes = harfbuzz.subset(face, wanted).blob.data
    return content


def _number(tag: str) -> int:
    return int.from_bytes(tag.encode("ascii"), "big")
