"""Where something is drawn on a page, found by drawing it."""

from collections.abc import Sequence

import pikepdf

from flowforge_pdf.core.boxes import Box
from flowforge_pdf.core.documents import save
from flowforge_pdfs.limits import PdfLimits
from flowforge_pdfs.rendering import check_pixels, draw, open_for_drawing

_DPI = 72.0
_WHITE = 250


def content_bounds(pdf: pikepdf.Pdf, positions: Sequence[int], limits: PdfLimits) -> dict[int, Box]:
    """Return the box of what is drawn on each page, as it is shown; pages without anything are left out."""
    found: dict[int, Box] = {}
    with open_for_drawing(save(pdf), None) as document:
        check_pixels(document, list(positions), _DPI, limits)
        for position in positions:
            picture = draw(document, position, _DPI, gray=True).convert("L")
            inked = picture.point([255 if level < _WHITE else 0 for level in range(256)])
            bounds = inked.getbbox()
            if bounds is not None:
                left, top, right, bottom = bounds
                found[position] = Box(left, picture.height - bottom, right, picture.height - top)
    return found
