"""Cut a page into bands and columns by the white space between its lines (recursive XY-cut).

Recognition networks find lines but not their order. Text in columns is read down one column and then the
next; the cells of a receipt or a table are read along rows. Which of the two it is, is told by the text.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowforge_ocr.core.arrangement.floats import floats_in
from flowforge_ocr.core.arrangement.leveling import leveled
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_LEAST_GUTTER = 0.8  # of the height of a line
_NARROW_GUTTER, _MANY_LINES = 0.15, 4  # is enough between so many lines
_OVERHANG = 0.35  # of its height that a line may reach into the next band
_MOST_OVERLAP = 0.5
_MOST_DEPTH = 12
_MOST_FOOT_BANDS, _FOOT_GAP = 2, 1.8  # heights of a line


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that belong together. `rows`: they are read along rows, each from left to right."""

    lines: tuple[Line, ...]
    rows: bool = False


def regions_of(lines: Sequence[Line], depth: int = 0) -> list[Region]:
    """Return the regions of a page, or of a part of it, in reading order."""
    straight = leveled(lines)
    own = {id(level): line for level, line in zip(straight, lines, strict=True)}
    return [
        Region(tuple(own[id(level)] for level in region.lines), region.rows)
        for region in _regions(straight, depth)
    ]


def _regions(lines: Sequence[Line], depth: int) -> list[Region]:
    if len(lines) < 2 or depth > _MOST_DEPTH:  # noqa: PLR2004 - nothing to cut
        return [Region(tuple(lines))] if lines else []
    groups = [group for part in _with_foot_apart(_bands(lines)) for group in _groups(part)]
    floating = floats_in(lines, [gap for group in groups for gap in _gaps_of_prose(group)])
    if floating:
        rest = [line for line in lines if line not in floating]
        return _around(_regions(rest, depth + 1), regions_of(floating, depth + 1))
    found: list[Region] = []
    for group in groups:
        columns = _columns(group)
        if len(columns) < 2:  # noqa: PLR2004 - one column
            found.append(Region(tuple(group), rows=_has_rows(group)))
            continue
        for column in columns:
            found += regions_of(column, depth + 1) if len(column) < len(lines) else [Region(tuple(column))]
    return _merged(found)


def _gaps_of_prose(group: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """Yield the gaps of a group that have columns of text on both sides."""
    for start, end in _cuts(group):
        left = [line for line in group if line.box.right <= start]
        right = [line for line in group if line.box.left >= end]
        if _is_prose(left) and _is_prose(right):
            yield start, end


def _around(regions: list[Region], floating: list[Region]) -> list[Region]:
    """Return *regions* with what floats among them after those that begin above its end."""
    bottom = max(line.box.bottom for region in floating for line in region.lines)
    tops = [min(line.box.top for line in region.lines) for region in regions]
    at = max((number for number, top in enumerate(tops, 1) if top < bottom), default=0)
    return [*regions[:at], *floating, *regions[at:]]


def _merged(regions: list[Region]) -> list[Region]:
    """Join neighbors that are read alike, so that a paragraph is not cut at a short line."""
    merged: list[Region] = []
    for region in regions:
        before = merged[-1] if merged else None
        if before and not before.rows and not region.rows and _is_below(before, region):
            merged[-1] = Region(before.lines + region.lines)
        else:
            merged.append(region)
    return merged


def _is_below(before: Region, region: Region) -> bool:
    upper, lower = (Box.around(line.box for line in each.lines) for each in (before, region))
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    slack = _OVERHANG * min(line.box.height for line in region.lines)
    return lower.top > upper.bottom - slack and overlap > _MOST_OVERLAP * min(upper.width, lower.width)


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines by bands that no line reaches out of, from the top."""
    bands: list[list[Line]] = []
    bottom = float("-inf")
    for line in sorted(lines, key=lambda each: each.box.top):
        box = line.box
        slack = _OVERHANG * min(box.height, box.width)
        if box.top + slack >= bottom:
            bands.append([])
            bottom = float("-inf")
        bands[-1].append(line)
        bottom = max(bottom, box.bottom - slack)
    return bands


def _with_foot_apart(bands: list[list[Line]]) -> list[list[list[Line]]]:
    """Return the bands, those of a footer by themselves: few, with white space above them."""
    for count in range(1, _MOST_FOOT_BANDS + 1):
        body, foot = bands[:-count], bands[-count:]
        if len(body) <= count:
            break
        height = statistics.median(line.box.height for band in bands for line in band)
        bottom = max(line.box.bottom for band in body for line in band)
        if min(line.box.top for line in foot[0]) - bottom > _FOOT_GAP * height:
            return [body, foot]
    return [bands]


def _groups(bands: list[list[Line]]) -> Iterator[list[Line]]:
    """Join consecutive bands as long as a gutter runs through all of them."""
    group: list[Line] = []
    for band in bands:
        if group and not gutters(group + band, _NARROW_GUTTER):
            yield group
            group = []
        group = group + band
    if group:
        yield group


def gutters(lines: Sequence[Line], heights: float = _LEAST_GUTTER) -> list[tuple[float, float]]:
    """Return the vertical strips between lines, at least *heights* wide, that no line reaches into."""
    least = heights * statistics.median(min(line.box.height, line.box.width) for line in lines)
    found = []
    right = float("inf")
    for box in sorted((line.box for line in lines), key=lambda each: each.left):
        if box.left - right >= least:
            found.append((right, box.left))
        right = max(right, box.right) if right != float("inf") else box.right
    return found


def _cuts(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the strips that may be gaps between columns: wide, or with many lines on both sides."""
    wide = gutters(lines)
    return [
        strip
        for strip in gutters(lines, _NARROW_GUTTER)
        if strip in wide
        or min(
            sum(line.box.right <= strip[0] for line in lines),
            sum(line.box.left >= strip[1] for line in lines),
        )
        >= _MANY_LINES
    ]


def _columns(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the columns of a group, or the group as it is if its cells are read along rows."""
    cuts = _cuts(lines)
    parts = [list(lines)]
    for _, end in cuts:
        last = parts.pop()
        parts += [
            [line for line in last if line.box.left < end],
            [line for line in last if line.box.left >= end],
        ]
    joined: list[list[Line]] = []
    for part in parts:
        if joined and not _is_column_boundary(joined[-1], part):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _is_column_boundary(left: list[Line], right: list[Line]) -> bool:
    """Return whether two neighbors are columns of text, and not cells of one table."""
    if all(line.is_vertical for line in (*left, *right)):
        return False
    if not _overlap_in_height(left, right):
        return True
    return _is_prose(left) and _is_prose(right) and not _is_table_of_texts(left, right)


def _overlap_in_height(left: list[Line], right: list[Line]) -> bool:
    one, other = Box.around(line.box for line in left), Box.around(line.box for line in right)
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0


_LETTERS_OF_PROSE, _LENGTH_OF_PROSE, _LINES_OF_PROSE = 0.6, 9, 2


def _is_prose(lines: list[Line]) -> bool:
    texts = [line.text for line in lines]
    joined = "".join("".join(texts).split())
    letters = sum(character.isalpha() for character in joined)
    long = statistics.median(sum(2 if ord(each) > 0x2E80 else 1 for each in text) for text in texts)  # noqa: PLR2004 - wide characters begin here
    return (
        len(lines) >= _LINES_OF_PROSE
        and letters >= _LETTERS_OF_PROSE * len(joined)
        and long >= _LENGTH_OF_PROSE
    )


_LEVEL = 0.35
_LOOSE, _FAR = 1.9, 2.4  # distances of lines, of their height
_FULL, _FULL_SHARE = 0.75, 0.45
_ALIGNED_SHARE = 0.8


def _is_table_of_texts(left: list[Line], right: list[Line]) -> bool:
    """Return whether lines stand in rows, far apart, and do not fill the width of their column."""
    fewer, more = sorted((left, right), key=len)
    level = sum(any(_is_level(line, other) for other in more) for line in fewer)
    if level < _ALIGNED_SHARE * len(fewer):
        return False
    step = _line_step(more)
    if step > _FAR:
        return True
    return not (_is_full(left) and _is_full(right)) and (step > _LOOSE or _is_labels(left))


def _is_level(line: Line, other: Line) -> bool:
    height = min(line.box.height, other.box.height)
    return abs(line.box.middle.y - other.box.middle.y) < _LEVEL * height


def _is_full(lines: list[Line]) -> bool:
    width = Box.around(line.box for line in lines).width
    return sum(line.box.width > _FULL * width for line in lines) >= _FULL_SHARE * len(lines)


def _line_step(lines: list[Line]) -> float:
    """Return the usual distance of lines, as a multiple of their height."""
    middles = sorted(line.box.middle.y for line in lines)
    steps = [after - before for before, after in pairwise(middles)]
    return statistics.median(steps) / statistics.median(line.box.height for line in lines) if steps else 0.0


def _is_labels(lines: list[Line]) -> bool:
    return sum(line.text.rstrip().endswith(":") for line in lines) * 2 >= len(lines)


def _has_rows(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 and bool(gutters(lines))
