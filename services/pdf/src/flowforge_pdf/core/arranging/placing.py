"""Place pages on pages: a page becomes a form XObject, and a matrix says where it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from flowforge_pdf.core.boxes import Box, Rotation, rotation_of, sides, visible_box

_FLATTENED = (
    "Annotations, form fields and links are drawn into the page: they are not interactive in the result."
)


@dataclass(frozen=True, slots=True)
class Placeable:
    """A page as something to draw: its form, and the part that viewers show."""

    form: pikepdf.Object
    box: Box
    rotation: Rotation

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a viewer shows it."""
        return sides(self.box, self.rotation)


def placeable(target: pikepdf.Pdf, page: pikepdf.Page, source: pikepdf.Pdf) -> Placeable:
    """Return *page* of *source* ready to be drawn in *target*."""
    form = page.as_form_xobject(False)  # noqa: FBT003 - the library names it differently than its types
    if source is target:
        form.write(
            content_of(page)
        )  # it would read the page's content when it is saved, and that is replaced
    box = visible_box(page)
    form.BBox = box.array
    own = form if source is target else target.copy_foreign(form)
    return Placeable(own, box, rotation_of(page))


def content_of(page: pikepdf.Page) -> bytes:
    """Return the content of a page, its parts joined."""
    found = page.obj.get("/Contents")
    parts = list(found) if isinstance(found, pikepdf.Array) else [found]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def upright(box: Box, rotation: Rotation) -> pikepdf.Matrix:
    """Return the matrix from a page's own coordinates to those of its shown rectangle, from (0, 0)."""
    moved = pikepdf.Matrix().translated(-box.left, -box.bottom)
    turned = {
        0: pikepdf.Matrix(1, 0, 0, 1, 0, 0),
        90: pikepdf.Matrix(0, -1, 1, 0, 0, box.width),
        180: pikepdf.Matrix(-1, 0, 0, -1, box.width, box.height),
        270: pikepdf.Matrix(0, 1, -1, 0, box.height, 0),
    }[rotation]
    return moved @ turned


def fitted(what: Placeable, area: Box, *, enlarge: bool = True, stretch: bool = False) -> pikepdf.Matrix:
    """Return the matrix that draws *what* centered in *area*, as large as it can be."""
    width, height = what.size
    horizontal, vertical = area.width / width, area.height / height
    if not stretch:
        horizontal = vertical = min(horizontal, vertical)
    if not enlarge:
        horizontal, vertical = min(1.0, horizontal), min(1.0, vertical)
    left = area.left + (area.width - width * horizontal) / 2
    bottom = area.bottom + (area.height - height * vertical) / 2
    scaled = pikepdf.Matrix(horizontal, 0, 0, vertical, left, bottom)
    return upright(what.box, what.rotation) @ scaled


class Sheet:
    """A page that is being drawn."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.size = size
        self._operators: list[bytes] = []
        self._forms = pikepdf.Dictionary()

    def draw(self, what: Placeable, matrix: pikepdf.Matrix) -> None:
        name = f"/Page{len(self._forms)}"
        self._forms[name] = what.form
        self._operators.append(b"q " + matrix.encode() + b" cm " + name.encode() + b" Do Q")

    def frame(self, box: Box, width: float = 0.5, color: str = "0.5 0.5 0.5") -> None:
        """Draw a thin border."""
        self._operators.append(f"q {color} RG {width} w {_edges(box)} re S Q".encode())

    def fill(self, box: Box, color: str) -> None:
        self._operators.append(f"q {color} rg {_edges(box)} re f Q".encode())

    def add_to(self, pdf: pikepdf.Pdf) -> None:
        page = add_page(pdf, self.size)
        page.obj.Resources = pikepdf.Dictionary(XObject=self._forms)
        page.obj.Contents = pdf.make_stream(b"\n".join(self._operators))


def _edges(box: Box) -> str:
    return f"{box.left:.3f} {box.bottom:.3f} {box.width:.3f} {box.height:.3f}"


def add_page(pdf: pikepdf.Pdf, size: tuple[float, float]) -> pikepdf.Page:
    """Append an empty page of any size."""
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=Box(0, 0, *size).array, Resources=pikepdf.Dictionary()
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def flatten_for_placing(pdf: pikepdf.Pdf) -> list[str]:
    """Draw annotations into their pages, since a placed page has none. Return what is lost by that."""
    if not any(len(list(_annotations(page))) for page in pdf.pages):
        return []
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    return [_FLATTENED]


def _annotations(page: pikepdf.Page) -> Iterator[object]:
    found = page.obj.get("/Annots")
    if isinstance(found, pikepdf.Array):
        yield from found
