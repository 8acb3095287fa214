"""Quadrilaterals and boxes in pixels, from the top left corner of the page."""

from collections.abc import Iterable
from typing import NamedTuple, Self

_VERTICAL = 1.5  # a line that is so much higher than wide is read from top to bottom


class Point(NamedTuple):
    x: float
    y: float


class Box(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    @property
    def middle(self) -> Point:
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def overlap(self, other: "Box") -> float:
        """Return the area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def holds(self, point: Point) -> bool:
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> Self:
        """Return the smallest box that holds all *boxes*, of which there is at least one."""
        sides = list(zip(*boxes, strict=True))
        return cls(min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3]))


class Quad(NamedTuple):
    """Four corners as the text is read: its top left first, then clockwise."""

    top_left: Point
    top_right: Point
    bottom_right: Point
    bottom_left: Point

    @property
    def box(self) -> Box:
        horizontal, vertical = zip(*self, strict=True)
        return Box(min(horizontal), min(vertical), max(horizontal), max(vertical))

    @property
    def height(self) -> float:
        """The height of the text: the distance of its upper and lower edge."""
        across = (self.bottom_left.x - self.top_left.x) ** 2 + (self.bottom_left.y - self.top_left.y) ** 2
        return float(across**0.5)

    @property
    def width(self) -> float:
        """The length of the upper edge."""
        along = (self.top_right.x - self.top_left.x) ** 2 + (self.top_right.y - self.top_left.y) ** 2
        return float(along**0.5)

    def part(self, begin: float, end: float) -> "Quad":
        """Return the part between two fractions of the length, along the direction of reading."""
        upper = (self.top_left, self.top_right)
        lower = (self.bottom_left, self.bottom_right)
        return Quad(
            _between(*upper, begin), _between(*upper, end), _between(*lower, end), _between(*lower, begin)
        )

    def along(self, begin: float, end: float) -> "Quad":
        """Return the part of a line between two fractions; vertical lines are read from top to bottom."""
        begin, end = max(0.0, min(begin, end)), min(1.0, max(begin, end))
        box = self.box
        if box.height < _VERTICAL * box.width:
            return self.part(begin, end)
        turned = Quad(self.top_right, self.bottom_right, self.bottom_left, self.top_left).part(begin, end)
        return Quad(turned.bottom_left, turned.top_left, turned.top_right, turned.bottom_right)

    def moved(self, right: float, down: float) -> "Quad":
        return Quad(*(Point(corner.x + right, corner.y + down) for corner in self))

    @classmethod
    def of_box(cls, box: Box) -> Self:
        left, top, right, bottom = box
        return cls(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


def _between(start: Point, end: Point, fraction: float) -> Point:
    return Point(start.x + (end.x - start.x) * fraction, start.y + (end.y - start.y) * fraction)
