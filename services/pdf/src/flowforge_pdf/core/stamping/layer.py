"""A layer of drawing for one page, in the coordinates of the page as it is shown."""

import pikepdf

from flowforge_pdf.core.arranging.placing import Placeable, fitted, upright
from flowforge_pdf.core.boxes import Box, Rotation, sides


class Layer:
    """Collects operators and resources; (0, 0) is the lower left corner of the shown page."""

    def __init__(self, pdf: pikepdf.Pdf, box: Box, rotation: Rotation) -> None:
        self.size = sides(box, rotation)
        self._pdf, self._box, self._rotation = pdf, box, rotation
        self._operators: list[bytes] = []
        self._resources = {
            "XObject": pikepdf.Dictionary(),
            "ExtGState": pikepdf.Dictionary(),
            "Font": pikepdf.Dictionary(),
        }

    def draw_page(self, what: Placeable, area: Box, *, stretch: bool = False, opacity: float = 1.0) -> None:
        self.draw(what.form, fitted(what, area, stretch=stretch), opacity)

    def draw(self, form: pikepdf.Object, matrix: pikepdf.Matrix, opacity: float = 1.0) -> None:
        """Draw an XObject."""
        name = self._name("XObject", "X", form)
        self._add(matrix.encode() + b" cm " + name + b" Do", opacity)

    def add(
        self, operators: bytes, opacity: float = 1.0, fonts: dict[str, pikepdf.Object] | None = None
    ) -> None:
        """Add operators that use only these fonts."""
        for name, font in (fonts or {}).items():
            self._resources["Font"][f"/{name}"] = font
        self._add(operators, opacity)

    def _add(self, operators: bytes, opacity: float) -> None:
        if opacity < 1:
            state = pikepdf.Dictionary(
                Type=pikepdf.Name.ExtGState, ca=round(opacity, 3), CA=round(opacity, 3)
            )
            operators = self._name("ExtGState", "G", state) + b" gs " + operators
        self._operators.append(b"q " + operators + b" Q")

    def _name(self, kind: str, prefix: str, value: pikepdf.Object) -> bytes:
        names = self._resources[kind]
        name = f"/{prefix}{len(names)}"
        names[name] = value
        return name.encode()

    def add_to(self, page: pikepdf.Page, *, under: bool = False) -> None:
        """Draw the layer on *page*, as one form."""
        if not self._operators:
            return
        form = self._pdf.make_stream(
            b"\n".join(self._operators),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=Box(0, 0, *self.size).array,
            Matrix=upright(self._box, self._rotation).inverse().as_array(),
            Resources=pikepdf.Dictionary(
                {f"/{kind}": names for kind, names in self._resources.items() if len(names)}
            ),
            Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency),
        )
        own_resources(page)
        name = page.add_resource(form, pikepdf.Name.XObject, prefix="Layer")
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ\n")
        page.contents_add(b"q " + str(name).encode() + b" Do Q\n", prepend=under)


def own_resources(page: pikepdf.Page) -> None:
    """Create resource dictionaries for *page* alone: others may share those that it has."""
    found = page.obj.get("/Resources")
    resources = (
        pikepdf.Dictionary(dict(found.items()))
        if isinstance(found, pikepdf.Dictionary)
        else pikepdf.Dictionary()
    )
    for key, value in list(resources.items()):
        if isinstance(value, pikepdf.Dictionary):
            resources[key] = pikepdf.Dictionary(dict(value.items()))
    page.obj.Resources = resources
