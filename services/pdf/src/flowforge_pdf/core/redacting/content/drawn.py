"""What walking a page finds: glyphs, images and paths, each with the instruction that draws it."""

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from flowforge_pdf.core.redacting.matrices import Matrix, Quad

Instruction = tuple[list[Any], str]
PAINTING = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s"))  # operators that paint paths


@dataclass(slots=True)
class Glyph:
    """One glyph of a shown string; coordinates are those of the page, not rotated."""

    scope: "Scope"
    instruction: int
    element: int
    start: int
    length: int
    mapped: str
    named: str
    quad: Quad
    origin: tuple[float, float]
    along: tuple[float, float]
    size: float
    advance: float
    adjust: float
    clips: bool
    order: int
    removed: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return (self.quad[0] + self.quad[2]) / 2, (self.quad[1] + self.quad[3]) / 2


@dataclass(slots=True)
class DrawnImage:
    """One use of an image: an object, or one that stands in the content itself."""

    scope: "Scope"
    instruction: int
    matrix: Matrix
    quad: Quad
    image: pikepdf.Stream | None
    order: int


@dataclass(slots=True)
class DrawnPath:
    """A painted path: `instruction` is the operator that paints it."""

    scope: "Scope"
    instruction: int
    quad: Quad


@dataclass(slots=True, eq=False)
class Scope:
    """One use of a content stream: the page's own, or a form drawn by the scope above it."""

    instructions: list[Instruction]
    resources: pikepdf.Dictionary
    stream: pikepdf.Stream | None = None
    above: "Scope | None" = None
    at: int = -1
    children: list["Scope"] = field(default_factory=list)
    drops: set[int] = field(default_factory=set)
    texts: set[int] = field(default_factory=set)
    scrubbed: set[int] = field(default_factory=set)
    has_comments: bool = False

    @property
    def is_changed(self) -> bool:
        own = self.drops or self.texts or self.scrubbed or self.has_comments
        return bool(own) or any(child.is_changed for child in self.children)


@dataclass(slots=True)
class Drawn:
    """All that one page, appearance, pattern, mask or glyph program draws."""

    root: Scope
    glyphs: list[Glyph] = field(default_factory=list)
    images: list[DrawnImage] = field(default_factory=list)
    paths: list[DrawnPath] = field(default_factory=list)
    apart: list[tuple[pikepdf.Stream, Any]] = field(default_factory=list)
    entered: set[tuple[int, int]] = field(default_factory=set)  # forms that are drawn
    silent_fonts: set[str] = field(default_factory=set)
