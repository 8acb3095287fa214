"""Where pictures stand that are shown together: in a grid of equal cells, or in rows of equal height."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    x: int
    y: int
    width: int
    height: int

    def inset(self, margin: int) -> "Place":
        width, height = max(1, self.width - 2 * margin), max(1, self.height - 2 * margin)
        return Place(self.x + margin, self.y + margin, width, height)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The size of the whole, and the place of each picture."""

    width: int
    height: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Pixels between pictures, around all of them, and below each for its caption."""

    gap: int
    margin: int
    caption: int = 0


def grid(count: int, columns: int | None, cell: tuple[int, int], spacing: Spacing) -> Arrangement:
    """Arrange *count* cells, by default in as many columns as rows."""
    gap, margin = spacing.gap, spacing.margin
    across = min(count, columns or math.ceil(math.sqrt(count)))
    down = -(-count // across)
    step_x, step_y = cell[0] + gap, cell[1] + spacing.caption + gap
    places = tuple(
        Place(margin + at % across * step_x, margin + at // across * step_y, *cell) for at in range(count)
    )
    return Arrangement(2 * margin + across * step_x - gap, 2 * margin + down * step_y - gap, places)


def justified(ratios: Sequence[float], columns: int | None, width: int, spacing: Spacing) -> Arrangement:
    """Arrange pictures of these ratios (width by height) in rows that are all *width* pixels wide.

    Nothing is cut: each row is as high as its pictures are when they fill it together.
    """
    gap, margin = spacing.gap, spacing.margin
    across = min(len(ratios), columns or math.ceil(math.sqrt(len(ratios))))
    places: list[Place] = []
    y, inner = margin, width - 2 * margin
    for first in range(0, len(ratios), across):
        row = ratios[first : first + across]
        room = max(len(row), inner - gap * (len(row) - 1))
        height = max(1, round(room / sum(row)))
        if len(row) < across and places:  # a last row of few pictures is no higher than the rows before it
            height = min(height, round(sum(place.height for place in places) / len(places)))
        x = margin
        for ratio in row:
            cell_width = max(1, min(round(height * ratio), margin + inner - x))
            places.append(Place(x, y, cell_width, height))
            x += cell_width + gap
        _stretch_last(places, x - gap, margin + inner)
        y += height + spacing.caption + gap
    return Arrangement(width, y - gap + margin, tuple(places))


def _stretch_last(places: list[Place], end: int, edge: int) -> None:
    """Add what rounding left of a row, a pixel or two, to its last picture."""
    last = places[-1]
    if 0 < edge - end <= 2 + len(places):
        places[-1] = Place(last.x, last.y, last.width + edge - end, last.height)
