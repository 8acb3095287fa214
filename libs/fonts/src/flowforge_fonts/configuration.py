"""A fontconfig configuration that names the bundled fonts and no others.

Every library with a fontconfig of its own reads FONTCONFIG_FILE: most once in a process, some for each
document. So the file has to exist whenever one of them draws, and no library may leave another's setting
behind.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from flowforge_fonts.catalog import DEFAULT_FAMILY, EMOJI_FAMILY, font_folders

_written: dict[tuple[str, ...], Path] = {}


def use_bundled_fonts(without: Sequence[str] = ()) -> None:
    """Have libraries that draw from now on know the bundled fonts alone, except the families *without*.

    Call it before each use of such a library: a worker's temporary files are removed between calls.
    """
    key = tuple(without)
    path = _written.get(key)
    if path is None or not path.exists():
        path = _written[key] = _write(key)
    os.environ["FONTCONFIG_FILE"] = str(path)


def _write(without: Sequence[str]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "fonts.conf"
    path.write_text(_document(folder / "cache", without), encoding="utf-8")
    return path


def _document(cache: Path, without: Sequence[str]) -> str:
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in font_folders())
    # Hinting would bend outlines towards whole pixels.
    unhinted = "<match target='pattern'><edit name='hinting' mode='assign'><bool>false</bool></edit></match>"
    # What is laid out as emoji is set in color; the font of outlines is used where it is named.
    colored = (
        "<match target='pattern'><test name='family'><string>emoji</string></test>"
        "<edit name='family' mode='prepend' binding='strong'>"
        f"<string>{EMOJI_FAMILY}</string></edit></match>"
    )
    # Documents name families that are not here: without a substitute some libraries find no font at all.
    substitute = (
        "<match target='pattern'><edit name='family' mode='append_last' binding='same'>"
        f"<string>{DEFAULT_FAMILY}</string></edit></match>"
    )
    rejected = "".join(
        f"<pattern><patelt name='family'><string>{escape(family)}</string></patelt></pattern>"
        for family in without
    )
    rejects = f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont>" if rejected else ""
    # A changed folder is not looked for: reading the configuration anew would need the file again.
    kept = f"<cachedir>{escape(str(cache))}</cachedir><config><rescan><int>0</int></rescan></config>"
    rules = unhinted + colored + substitute + rejects
    return f"<?xml version='1.0'?><fontconfig>{folders}{rules}{kept}</fontconfig>"
