"""Tables with ruled lines: where long horizontal and vertical strokes cross, there are cells."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Pixels

Mask = npt.NDArray[np.uint8]
_SHARE_OF_SIDE = 40  # a ruled line is longer than this part of the page's side
_LEAST_STROKE = 25
_LEAST_COVER = 0.5  # of the side of its table, of a line that parts rows or columns
_LEAST_EDGES = 3  # of two rows or two columns
_NEAR = 6  # pixels within which strokes are one line


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of a table's columns and rows."""

    columns: tuple[int, ...]
    rows: tuple[int, ...]

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])


def grids_of(pixels: Pixels) -> list[Grid]:
    """Return the ruled tables of an upright page, from the top."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    height, width = gray.shape
    level = _strokes(ink, (max(_LEAST_STROKE, width // _SHARE_OF_SIDE), 1))
    upright = _strokes(ink, (1, max(_LEAST_STROKE, height // _SHARE_OF_SIDE)))
    both = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), dtype=np.uint8))
    contours, _ = cv2.findContours(both, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = (_grid(cv2.boundingRect(contour), level, upright) for contour in contours)
    return sorted((grid for grid in found if grid is not None), key=lambda grid: grid.rows[0])


def _strokes(ink: npt.NDArray[np.generic], size: tuple[int, int]) -> Mask:
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    return np.asarray(cv2.morphologyEx(np.asarray(ink), cv2.MORPH_OPEN, kernel), dtype=np.uint8)


def _grid(place: "cv2.typing.Rect", level: Mask, upright: Mask) -> Grid | None:
    left, top, width, height = place
    part = np.s_[top : top + height, left : left + width]
    rows = _edges((level[part] > 0).sum(axis=1), width, top)
    columns = _edges((upright[part] > 0).sum(axis=0), height, left)
    if len(rows) < 2 or len(columns) < 2 or max(len(rows), len(columns)) < _LEAST_EDGES:  # noqa: PLR2004 - a box
        return None
    return Grid(columns, rows)


def _edges(covered: npt.NDArray[np.signedinteger], side: int, offset: int) -> tuple[int, ...]:
    """Return where lines lie that run along most of *side*."""
    edges: list[int] = []
    for at in np.flatnonzero(covered > _LEAST_COVER * side).tolist():
        if not edges or at + offset - edges[-1] > _NEAR:
            edges.append(at + offset)
    return tuple(edges)
