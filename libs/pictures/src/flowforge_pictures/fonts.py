"""Make libvips draw text, that of SVG files included, with the bundled fonts and no others."""

from functools import cache
from pathlib import Path

from flowforge_fonts import DEFAULT_FAMILY, font_files, use_bundled_fonts
from flowforge_pictures.engines.vips import Image


@cache
def prepare_fonts(folder: Path | None = None) -> None:
    """Configure the fonts of this process: the bundled ones, and those in *folder*."""
    _prepare_bundled()
    if folder is not None:
        for path in sorted({face.path for face in font_files(folder) if folder in face.path.parents}):
            Image.text("a", fontfile=str(path))


@cache
def _prepare_bundled() -> None:
    use_bundled_fonts()
    Image.text("a", font=DEFAULT_FAMILY)  # it reads its configuration now, and only once
