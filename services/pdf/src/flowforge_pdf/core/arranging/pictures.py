"""Pictures as pages, and as something to stamp."""

from pathlib import Path
from typing import Literal

import pikepdf

from flowforge_pdf.core.arranging.picture_images import PictureImage, images_of
from flowforge_pdf.core.arranging.placing import add_page
from flowforge_pdf.core.boxes import Box

PageFit = Literal["shrink", "fit", "fill", "original"]


class PicturePages:
    """Adds pictures to a document, each page of one a page."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        *,
        paper: tuple[float, float] | None = None,
        fit: PageFit = "shrink",
        margin: float = 0,
    ) -> None:
        self._pdf, self._paper, self._fit, self._margin = pdf, paper, fit, margin

    def add(self, path: Path, name: str) -> int:
        """Add the picture at *path*; return how many pages it made. *name* is the field that it came in."""
        count = 0
        for picture in images_of(self._pdf, path, name):
            self._add_page(picture)
            count += 1
        return count

    def _add_page(self, picture: PictureImage) -> None:
        size, area = self._page(picture.size)
        page = add_page(self._pdf, size)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture.image))
        placed = pikepdf.Matrix(area.width, 0, 0, area.height, area.left, area.bottom)
        matrix = pikepdf.Matrix(*picture.turn) @ placed
        page.obj.Contents = self._pdf.make_stream(b"q " + matrix.encode() + b" cm /Picture Do Q")

    def _page(self, natural: tuple[float, float]) -> tuple[tuple[float, float], Box]:
        """Return the size of the page, and where on it the picture is drawn."""
        if self._paper is None:
            margin = self._margin
            size = (natural[0] + 2 * margin, natural[1] + 2 * margin)
            return size, Box(margin, margin, size[0] - margin, size[1] - margin)
        paper = self._paper
        if (natural[0] > natural[1]) != (paper[0] > paper[1]):
            paper = (paper[1], paper[0])  # the picture's own orientation
        room = (max(1.0, paper[0] - 2 * self._margin), max(1.0, paper[1] - 2 * self._margin))
        ratios = room[0] / natural[0], room[1] / natural[1]
        factor = {"fill": max(ratios), "fit": min(ratios), "original": 1.0}.get(self._fit, min(1.0, *ratios))
        width, height = natural[0] * factor, natural[1] * factor
        left, bottom = (paper[0] - width) / 2, (paper[1] - height) / 2
        return paper, Box(left, bottom, left + width, bottom + height)


def picture_as_form(pdf: pikepdf.Pdf, path: Path, name: str) -> tuple[pikepdf.Object, tuple[float, float]]:
    """Return a picture, or its first page, as an XObject of one unit, with its natural size in points."""
    picture = next(images_of(pdf, path, name))
    if picture.turn == (1, 0, 0, 1, 0, 0):
        return picture.image, picture.size
    turned = pdf.make_stream(
        pikepdf.Matrix(*picture.turn).encode().join((b"q ", b" cm /Picture Do Q")),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 1, 1]),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture.image)),
    )
    return turned, picture.size
