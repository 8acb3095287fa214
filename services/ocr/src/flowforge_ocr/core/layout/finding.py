"""The regions of a page in reading order: headings, texts, lists, tables and figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from flowforge_ocr.core.arrangement.paragraphs import Paragraph
from flowforge_ocr.core.exports.markdown import HEADING, LONGEST_HEADING, body_height, is_list
from flowforge_ocr.core.recognition.pages import ReadPage
from flowforge_ocr.core.tables.finding import FoundTable, tables_of
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Pixels

Kind = Literal["heading", "text", "list", "table", "figure"]
_SEARCHED_AT = 800  # pixels of the longer side at which figures are looked for
_LEAST_FIGURE, _LEAST_SIDE = 0.01, 0.04  # of the page's area, and of its shorter side
_JOINED = 9  # pixels between parts of one figure


@dataclass(frozen=True, slots=True)
class LayoutRegion:
    kind: Kind
    box: Box
    text: str
    confidence: float | None


def layout_of(page: ReadPage) -> list[LayoutRegion]:
    """Return the regions of a page; figures stand where their top is, between the others."""
    tables = tables_of(page)
    regions = list(_with_tables(page.paragraphs, tables))
    if page.pixels is None:
        return regions
    taken = [*(line.box for line in page.lines), *(table.box for table in tables)]
    for box in figures_of(page.pixels, taken):
        at = next((at for at, each in enumerate(regions) if each.box.top > box.top), len(regions))
        regions.insert(at, LayoutRegion("figure", box, "", None))
    return regions


def _with_tables(paragraphs: Sequence[Paragraph], tables: Sequence[FoundTable]) -> Iterator[LayoutRegion]:
    """Yield texts in reading order; a table takes the place of the first text inside it."""
    body = body_height(paragraphs)
    told: set[int] = set()
    for paragraph in paragraphs:
        at = next(
            (at for at, table in enumerate(tables) if table.box.grown(2).holds(paragraph.box.middle)), None
        )
        if at is None:
            yield _text(paragraph, body)
        elif at not in told:
            told.add(at)
            table = tables[at]
            rows = "\n".join("\t".join(row) for row in table.rows)
            yield LayoutRegion("table", table.box, rows, table.confidence)


def _text(paragraph: Paragraph, body: float) -> LayoutRegion:
    text = paragraph.text
    kind: Kind = "text"
    if is_list(paragraph):
        kind = "list"
    elif body and paragraph.line_height / body > HEADING and len(text) <= LONGEST_HEADING:
        kind = "heading"
    return LayoutRegion(kind, paragraph.box, text, min(line.confidence for line in paragraph.lines))


def figures_of(pixels: Pixels, taken: Sequence[Box]) -> list[Box]:
    """Return what is drawn on a page and is neither text nor table, from the top."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SEARCHED_AT / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.cvtColor(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    paper = float(np.median(small))
    ink = (np.abs(small.astype(np.int16) - paper) > 40).astype(np.uint8)  # noqa: PLR2004 - of 255 grays
    for box in taken:
        left, top, right, bottom = (round(side * scale) for side in box)
        ink[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 0
    kernel = np.ones((_JOINED, _JOINED), np.uint8)
    joined = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, kernel), dtype=np.uint8)
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        left, top, wide, high = cv2.boundingRect(contour)
        large = wide * high >= _LEAST_FIGURE * size[0] * size[1]
        if large and min(wide, high) >= _LEAST_SIDE * min(size) and not _is_frame(joined, contour):
            found.append(Box(left / scale, top / scale, (left + wide) / scale, (top + high) / scale))
    return sorted(found, key=lambda box: (box.top, box.left))


def _is_frame(ink: Pixels, contour: "cv2.typing.MatLike") -> bool:
    """Return whether a shape is only an outline, such as the edge of a page or of a box of text."""
    left, top, wide, high = cv2.boundingRect(contour)
    part = ink[top : top + high, left : left + wide]
    return float(part.mean()) < 0.05  # noqa: PLR2004 - the share that is inked
