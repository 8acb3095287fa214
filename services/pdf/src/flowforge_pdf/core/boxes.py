"""Rectangles of pages: what a viewer shows, and where it is in the page's own coordinates."""

from dataclasses import dataclass
from typing import Literal, cast

import pikepdf

Rotation = Literal[0, 90, 180, 270]
_LETTER = (0.0, 0.0, 612.0, 792.0)
_LEAST_SIDE, _LONGEST_SIDE = 0.01, 2_000_000.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; (left, bottom) is its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def array(self) -> pikepdf.Array:
        return pikepdf.Array([_plain(each) for each in (self.left, self.bottom, self.right, self.top)])

    def intersection(self, other: "Box") -> "Box | None":
        cut = Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )
        return cut if cut.width > 0 and cut.height > 0 else None

    def overlaps(self, other: "Box") -> bool:
        return self.intersection(other) is not None

    def contains(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


def _plain(value: float) -> float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def box_of(value: object) -> Box | None:
    """Return a rectangle object as a Box, its corners in order; None if it is none, or has no area."""
    if not isinstance(value, pikepdf.Array) or len(value) != len(_LETTER):
        return None
    try:
        x1, y1, x2, y2 = (float(cast("float", each)) for each in value)
    except (TypeError, ValueError, ArithmeticError):
        return None
    box = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    sane = _LEAST_SIDE <= box.width <= _LONGEST_SIDE and _LEAST_SIDE <= box.height <= _LONGEST_SIDE
    return box if sane else None


def media_box(page: pikepdf.Page) -> Box:
    return box_of(inherited(page, "/MediaBox")) or Box(*_LETTER)


def visible_box(page: pikepdf.Page) -> Box:
    """Return the crop box within the media box, in the page's own coordinates, not rotated."""
    media = media_box(page)
    crop = box_of(inherited(page, "/CropBox"))
    return (crop and crop.intersection(media)) or media


def inherited(page: pikepdf.Page, key: str) -> pikepdf.Object | None:
    """Return an attribute of the page or of the nodes above it."""
    node: pikepdf.Object | None = page.obj
    for _ in range(64):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        found = node.get(key)
        if found is not None:
            return found
        node = node.get("/Parent")
    return None


def rotation_of(page: pikepdf.Page) -> Rotation:
    """Return the clockwise rotation as a multiple of 90; what is no such multiple counts as none."""
    value = inherited(page, "/Rotate")
    try:
        degrees = int(cast("int", value)) if value is not None else 0
    except (TypeError, ValueError, ArithmeticError):
        return 0
    return cast("Rotation", degrees % 360) if degrees % 90 == 0 else 0


def sides(box: Box, rotation: Rotation) -> tuple[float, float]:
    """Return width and height of *box* on a page that is rotated so."""
    return (box.height, box.width) if rotation in (90, 270) else (box.width, box.height)


def shown_size(page: pikepdf.Page) -> tuple[float, float, Rotation]:
    """Return width and height as a viewer shows the page, and its rotation."""
    box, rotation = visible_box(page), rotation_of(page)
    width, height = sides(box, rotation)
    unit = page.obj.get("/UserUnit", 1)
    scale = float(unit) if isinstance(unit, (int, float)) or hasattr(unit, "__float__") else 1.0
    return width * scale, height * scale, rotation
