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

from flowforge_fonts.catalog import DEFAULT_FAMILY, EMOJI_FAMILY, font_folders, static_fonts
from flowforge_fonts.substitutes import SUBSTITUTES

# The files of the default family whose weight varies. A question mark stands for a bracket.
_VARIABLE = ("*/NotoSans?wght].ttf", "*/NotoSans-Italic?wght].ttf")
_written: dict[tuple[bool | str, ...], Path] = {}


def use_bundled_fonts(without: Sequence[str] = (), *, static: bool = False) -> None:
    """Have libraries that draw from now on know the bundled fonts alone, except the families *without*.

    *static*: the library cannot vary fonts; it finds the default family in four fixed styles.
    Call it before each use of such a library: a worker's temporary files are removed between calls.
    """
    key: tuple[bool | str, ...] = (static, *without)
    path = _written.get(key)
    if path is None or not path.exists():
        path = _written[key] = _write(without, static=static)
    os.environ["FONTCONFIG_FILE"] = str(path)


def _write(without: Sequence[str], *, static: bool) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "fonts.conf"
    path.write_text(_document(folder / "cache", without, static=static), encoding="utf-8")
    return path


def _document(cache: Path, without: Sequence[str], *, static: bool) -> str:
    used = (static_fonts(), *font_folders()) if static else font_folders()
    folders = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in used)
    # Hinting would bend outlines towards whole pixels.
    unhinted = "<match target='pattern'><edit name='hinting' mode='assign'><bool>false</bool></edit></match>"
    # What is laid out as emoji is set in color; the font of outlines is used where it is named.
    colored = (
        "<match target='pattern'><test name='family'><string>emoji</string></test>"
        "<edit name='family' mode='prepend' binding='strong'>"
        f"<string>{EMOJI_FAMILY}</string></edit></match>"
    )
    # The substitutes have the names of what they replace: some libraries take no font of another name.
    alike = "".join(
        f"<match target='scan'><test name='family'><string>{family}</string></test>"
        "<edit name='family' mode='append'>"
        f"{''.join(f'<string>{name}</string>' for name in names)}</edit></match>"
        for family, names in SUBSTITUTES.items()
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
    rejected += "".join(f"<glob>{pattern}</glob>" for pattern in _VARIABLE) if static else ""
    rejects = f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont>" if rejected else ""
    # A changed folder is not looked for: reading the configuration anew would need the file again.
    kept = f"<cachedir>{escape(str(cache))}</cachedir><config><rescan><int>0</int></rescan></config>"
    rules = unhinted + colored + alike + substitute + rejects
    return f"<?xml version='1.0'?><fontconfig>{folders}{rules}{kept}</fontconfig>"
