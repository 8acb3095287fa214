"""Put lines into reading order and join them to paragraphs."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowforge_ocr.core.arrangement.regions import Region, regions_of
from flowforge_ocr.core.arrangement.rows import rows_of, slant_of
from flowforge_ocr.core.arrangement.splitting import split_merged
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_GAP, _SIZE = 0.75, 1.35  # of the usual distance of lines, and of their height
_INDENT = 1.2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Rows of lines; most rows have one line. `rows` is whether they are cells side by side."""

    rows: tuple[tuple[Line, ...], ...]
    is_tabular: bool = False

    @property
    def lines(self) -> Iterator[Line]:
        for row in self.rows:
            yield from row

    @property
    def box(self) -> Box:
        return Box.around(line.box for line in self.lines)

    @property
    def text(self) -> str:
        return "\n".join(" ".join(line.text for line in row) for row in self.rows)

    @property
    def line_height(self) -> float:
        return statistics.median(line.quad.height for line in self.lines)


def arrange(lines: Sequence[Line]) -> list[Paragraph]:
    """Return the paragraphs of a page in reading order."""
    lines = split_merged(lines)
    slant = slant_of(lines)
    paragraphs: list[Paragraph] = []
    for region in regions_of(lines):
        paragraphs += _paragraphs(region, slant)
    return paragraphs


def _paragraphs(region: Region, slant: float) -> Iterator[Paragraph]:
    if all(line.is_vertical for line in region.lines):
        columns = sorted(region.lines, key=lambda line: (-line.box.right, line.box.top))
        yield Paragraph(tuple((line,) for line in columns))
        return
    rows = rows_of(region.lines, slant)
    usual = _usual_step(rows)
    collected: list[tuple[Line, ...]] = []
    for row in rows:
        if collected and _starts_paragraph(list(collected[-1]), row, usual, region):
            yield _paragraph(collected)
            collected = []
        collected.append(tuple(row))
    if collected:
        yield _paragraph(collected)


def _paragraph(rows: list[tuple[Line, ...]]) -> Paragraph:
    return Paragraph(tuple(rows), is_tabular=any(len(row) > 1 for row in rows))


def _usual_step(rows: list[list[Line]]) -> float:
    steps = [_middle(after) - _middle(before) for before, after in pairwise(rows)]
    heights = [line.quad.height for row in rows for line in row]
    return min(statistics.median(steps), 2 * statistics.median(heights)) if steps else 0.0


def _middle(row: Sequence[Line]) -> float:
    return statistics.mean(line.box.middle.y for line in row)


def _starts_paragraph(before: list[Line], row: list[Line], usual: float, region: Region) -> bool:
    height = statistics.median(line.quad.height for line in before)
    own = statistics.median(line.quad.height for line in row)
    if max(height, own) > _SIZE * min(height, own):
        return True
    if _middle(row) - _middle(before) > usual + _GAP * height:
        return True
    return (
        not region.rows
        and row[0].box.left - before[0].box.left > _INDENT * height
        and _is_at_margin(before, region)
    )


def _is_at_margin(row: list[Line], region: Region) -> bool:
    left = min(line.box.left for line in region.lines)
    return row[0].box.left - left < row[0].quad.height
