"""Render pages of PDF files with PDFium: form fields are drawn, scripts do not run, the paper is white."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flowforge_pictures.engines.arrays import from_array
from flowforge_pictures.engines.vips import INTEGER, Image
from flowforge_pictures.errors import LockedPdf
from flowforge_pictures.limits import PictureLimits

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped] # it ships none

_POINTS_AN_INCH = 72
_DENSITY = 150  # pixels per inch, if the caller asks for no size
_MILLIMETERS_AN_INCH = 25.4


def load_pdf(
    path: Path, limits: PictureLimits, *, page: int = 0, scale: float | None = None, field: str = "file"
) -> Image:
    """Return a page at 150 pixels per inch times *scale*; without one, an empty picture of its size."""
    factor = _DENSITY / _POINTS_AN_INCH * (scale or 1)
    with _opened(path, field) as document:
        drawn = document[page]
        width, height = (max(1, round(side * factor)) for side in drawn.get_size())
        limits.check(width, height)
        if scale is None:
            image = Image.black(width, height, bands=3).copy(interpretation="srgb")
        else:
            image = from_array(drawn.render(scale=factor, rev_byteorder=True).to_numpy()[..., :3])
        count = len(document)
    image = image.copy(xres=_DENSITY / _MILLIMETERS_AN_INCH, yres=_DENSITY / _MILLIMETERS_AN_INCH)
    image.set_type(INTEGER, "n-pages", count)
    return image


@contextmanager
def _opened(path: Path, field: str) -> Iterator["pypdfium2.PdfDocument"]:
    import pypdfium2  # noqa: PLC0415 - 10 MB that few calls need

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedPdf(field=field) from error
        raise
    try:
        document.init_forms()
        yield document
    finally:
        document.close()
