"""Open a document for drawing and reading, and draw pages into arrays of pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowforge_pdfs.faults import DamagedPdf, PasswordRequired
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.opening import reading

if TYPE_CHECKING:
    from PIL import Image

_POINTS_AN_INCH = 72


@contextmanager
def open_for_drawing(
    source: Path | bytes, password: str | None, *, forms: bool = True, name: str = "file"
) -> Iterator[Any]:
    """Open a document that `open_pdf` has checked with PDFium: a `pypdfium2.PdfDocument`."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - ships no types; 14 MB that few calls need

    with reading(name):
        try:
            content = source.open("rb") if isinstance(source, Path) else source  # the path may have no name
            document = pypdfium2.PdfDocument(content, password=password, autoclose=True)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise PasswordRequired(field=name) from error
            raise DamagedPdf(field=name, reason="it cannot be drawn") from error
        try:
            if forms:
                document.init_forms()
            yield document
        finally:
            document.close()


def page_pixels(document: Any, positions: list[int], dpi: float) -> float:
    """Return how many pixels these pages have together at *dpi*."""
    factor = dpi / _POINTS_AN_INCH
    sizes = (document.get_page_size(position) for position in positions)
    total: float = sum(max(1, width * factor) * max(1, height * factor) for width, height in sizes)
    return total


def draw(
    document: Any,
    position: int,
    dpi: float,
    *,
    background: tuple[int, int, int, int] = (255, 255, 255, 255),
    gray: bool = False,
    annotations: bool = True,
) -> "Image.Image":
    """Return a page as a picture."""
    page = document[position]
    try:
        bitmap = page.render(
            scale=dpi / _POINTS_AN_INCH,
            fill_color=background,
            grayscale=gray,
            may_draw_forms=annotations,
            draw_annots=annotations,
            rev_byteorder=True,
            prefer_bgrx=False,
            maybe_alpha=background[3] < 255,  # noqa: PLR2004 - opaque
        )
        picture: Image.Image = bitmap.to_pil()
        return picture
    finally:
        page.close()


def check_pixels(document: Any, positions: list[int], dpi: float, limits: PdfLimits) -> None:
    """Raise TooManyPixels if drawing these pages is not allowed."""
    limits.check_pixels(page_pixels(document, positions, dpi))
