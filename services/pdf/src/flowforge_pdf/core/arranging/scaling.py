"""Scale a page to a size: its content becomes a form, its annotations are moved with it."""

from typing import Literal

import pikepdf

from flowforge_pdf.core.arranging.placing import fitted, placeable
from flowforge_pdf.core.boxes import Box, box_of
from flowforge_pdf.core.contents import annotations_of

# Entries of annotations that hold coordinates: flat lists of x and y, or lists of such.
_POINTS = ("/QuadPoints", "/Vertices", "/L", "/CL")
_BOXES = ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate", "/UserUnit")


def scale_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    size: tuple[float, float],
    *,
    fit: Literal["contain", "stretch", "center"] = "contain",
    margin: float = 0.0,
) -> None:
    """Make *page* so large, with its content in the middle."""
    what = placeable(pdf, page, pdf)
    area = Box(margin, margin, max(margin + 1, size[0] - margin), max(margin + 1, size[1] - margin))
    if fit == "center":
        middle = ((area.left + area.right) / 2, (area.bottom + area.top) / 2)
        width, height = what.size
        area = Box(
            middle[0] - width / 2, middle[1] - height / 2, middle[0] + width / 2, middle[1] + height / 2
        )
    matrix = fitted(what, area, stretch=fit == "stretch")
    replace_content(pdf, page, what.form, matrix)
    for key in _BOXES:
        if key in page.obj:
            del page.obj[key]
    page.obj.MediaBox = Box(0, 0, *size).array
    page.obj.Rotate = 0
    for annotation in annotations_of(page):
        transform_annotation(annotation, matrix)


def replace_content(
    pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, matrix: pikepdf.Matrix
) -> None:
    """Make *page* draw *form*, and nothing else."""
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Content=form))
    page.obj.Contents = pdf.make_stream(b"q " + matrix.encode() + b" cm /Content Do Q")


def transform_annotation(annotation: pikepdf.Dictionary, matrix: pikepdf.Matrix) -> None:
    rectangle = box_of(annotation.get("/Rect"))
    if rectangle is not None:
        corners = [
            (x, y) for x in (rectangle.left, rectangle.right) for y in (rectangle.bottom, rectangle.top)
        ]
        moved = [matrix.transform(corner) for corner in corners]
        xs, ys = [point[0] for point in moved], [point[1] for point in moved]
        annotation.Rect = Box(min(xs), min(ys), max(xs), max(ys)).array
    for key in _POINTS:
        value = annotation.get(key)
        if isinstance(value, pikepdf.Array):
            annotation[key] = _transformed(value, matrix)
    ink = annotation.get("/InkList")
    if isinstance(ink, pikepdf.Array):
        lines = [_transformed(each, matrix) for each in ink if isinstance(each, pikepdf.Array)]
        annotation.InkList = pikepdf.Array(lines)


def _transformed(points: pikepdf.Array, matrix: pikepdf.Matrix) -> pikepdf.Array:
    numbers = [float(each) for each in points]
    moved = pikepdf.Array()
    for x, y in zip(numbers[::2], numbers[1::2], strict=False):
        for each in matrix.transform((x, y)):
            moved.append(round(each, 4))
    return moved
