"""BetterOffice lays out the slides of PowerPoint presentations, as lists of what is to be drawn."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz as harfbuzz  # type: ignore[import-untyped] # it ships none

from flowforge_fonts import DEFAULT_FAMILY, find_font, substitute

_TYPEFACE = re.compile(r'typeface="([^"+][^"]{0,99})"')
_MOST_FAMILIES = 200
_REGULAR, _BOLD = 400.0, 700.0


class PptxFailed(Exception):
    """The engine cannot read or lay out this presentation."""


@dataclass(frozen=True, slots=True)
class Deck:
    """A presentation: `width` and `height` of slides in pixels of CSS, and the pictures by their paths."""

    width: float
    height: float
    slides: Iterator[dict[str, Any]]
    pictures: dict[str, tuple[bytes, str]]
    count: int


def open_deck(path: Path) -> Deck:
    """Lay out the presentation at *path*, each font by its substitute. Raises PptxFailed."""
    import betteroffice_pptx as pptx  # noqa: PLC0415 - few calls need it

    try:
        deck = pptx.Presentation.open(path.read_bytes())
        for family in _families(path):
            for bold, italic in ((False, False), (True, False), (False, True), (True, True)):
                font = _font(substitute(family), bold=bold, italic=italic)
                deck.register_font(family, font, bold=bold, italic=italic)
        pictures = {one.path: (one.bytes, one.content_type) for one in deck.media()}
        width, height = deck.width_emu / 9525, deck.height_emu / 9525
        return Deck(width, height, _slides(deck), pictures, deck.slide_count)
    except (pptx.PptxError, ValueError) as error:
        raise PptxFailed from error


def _slides(deck: Any) -> Iterator[dict[str, Any]]:
    import betteroffice_pptx as pptx  # noqa: PLC0415 - few calls need it

    for position in range(deck.slide_count):
        try:
            yield deck.render_slide(position).to_dict()
        except pptx.PptxError as error:
            raise PptxFailed from error


def _families(path: Path) -> list[str]:
    """Return every family that the presentation names: the engine wants each to be registered."""
    found = {DEFAULT_FAMILY: None, "Calibri": None, "Arial": None}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and name.startswith("ppt/"):
                text = archive.read(name).decode("utf-8", "replace")
                found |= dict.fromkeys(_TYPEFACE.findall(text))
    return list(found)[:_MOST_FAMILIES]


@cache
def _font(family: str, *, bold: bool, italic: bool) -> bytes:
    """Return one style of a bundled family: the engine does not vary fonts itself."""
    found = find_font(family, bold=bold, italic=italic)
    face = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(found.path)), found.index)
    if not face.has_var_data and not found.index:
        return found.path.read_bytes()
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(face, "wght", _BOLD if bold else _REGULAR)
    content: bytes = harfbuzz.subset(face, wanted).blob.data
    return content
