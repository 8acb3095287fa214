"""dxpdf sets Word documents, drawn by Skia."""

import os
import tempfile
from pathlib import Path

from flowforge_fonts import font_folders


class DocxFailed(Exception):
    """The engine cannot set this document."""


def convert_docx(content: bytes) -> bytes:
    import dxpdf  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; 47 MB that few calls need

    _use_fonts()
    # The HTML engine sets it below Python, and this engine would find no font by it.
    os.unsetenv("FONTCONFIG_PATH")
    try:
        made: bytes = dxpdf.convert(content)
    except (ValueError, RuntimeError, OSError) as error:
        raise DocxFailed from error
    return made


def _use_fonts() -> None:
    """Let the engine find the platform's fonts where it looks: in .fonts of the home folder.

    A worker's temporary files go with each call, so the folder is made anew.
    """
    home = Path(tempfile.mkdtemp(prefix="home-"))
    (home / ".fonts").mkdir()
    for number, folder in enumerate(font_folders()):
        (home / ".fonts" / f"{number}").symlink_to(folder)
    os.environ["HOME"] = str(home)
