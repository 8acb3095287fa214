"""A fontconfig configuration that names the bundled fonts and no others."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from flowforge_fonts.catalog import EMOJI_FAMILY, font_folders


@contextmanager
def fontconfig() -> Iterator[None]:
    """Set FONTCONFIG_FILE while the block runs; draw a text in it, as fontconfig reads the file only once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fonts.conf"
        path.write_text(_document(), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(path)
        yield


def _document() -> str:
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in font_folders())
    # Hinting would bend outlines towards whole pixels.
    unhinted = "<match target='pattern'><edit name='hinting' mode='assign'><bool>false</bool></edit></match>"
    # What is laid out as emoji is set in color; the font of outlines is used where it is named.
    colored = (
        "<match target='pattern'><test name='family'><string>emoji</string></test>"
        "<edit name='family' mode='prepend' binding='strong'>"
        f"<string>{EMOJI_FAMILY}</string></edit></match>"
    )
    return f"<?xml version='1.0'?><fontconfig>{folders}{unhinted}{colored}</fontconfig>"
