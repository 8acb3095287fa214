"""A fontconfig configuration that names the bundled fonts and no others."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from flowforge_fonts.catalog import font_folders

# Would be chosen for characters that the color font draws.
_REJECTED_FAMILY = "Noto Emoji"


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
    rejected = (
        "<selectfont><rejectfont><pattern><patelt name='family'>"
        f"<string>{_REJECTED_FAMILY}</string></patelt></pattern></rejectfont></selectfont>"
    )
    # Hinting would bend outlines towards whole pixels.
    unhinted = "<match target='pattern'><edit name='hinting' mode='assign'><bool>false</bool></edit></match>"
    return f"<?xml version='1.0'?><fontconfig>{folders}{rejected}{unhinted}</fontconfig>"
