"""Cut a page into bands and columns by the white space between its lines (recursive XY-cut).

Recognition networks find lines but not their order. Text in columns is read down one column and then the
next; the cells of a receipt or a table are read along rows. Which of the two it is, is told by the text.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flowforge_ocr.core.arrangement.blocks import blocks_of, clusters, has_columns, is_text
from flowforge_ocr.core.arrangement.floats import floats_in
from flowforge_ocr.core.arrangement.leveling import leveled, trimmed
from flowforge_ocr.core.arrangement.prose import is_prose, is_table_of_texts
from flowforge_ocr.core.arrangement.sequence import in_sequence
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_LEAST_GUTTER = 1.3  # of the height of a line
_NARROW_GUTTER, _MANY_LINES = 0.15, 4  # is enough between so many lines
_OVERHANG = 0.35  # of its height that a line may reach into the next band
_MOST_OVERLAP = 0.5
_MOST_DEPTH = 12
_MOST_FOOT_BANDS, _FOOT_GAP, _HEAD_GAP = 2, 1.8, 0.5  # heights of a line


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that belong together. `rows`: they are read along rows, each from left to right."""

    lines: tuple[Line, ...]
    rows: bool = False


def regions_of(lines: Sequence[Line]) -> list[Region]:
    """Return the regions of a page in reading order."""
    short = trimmed(lines)
    return _restored(_leveled(short, 0), short, lines)


def _leveled(lines: Sequence[Line], depth: int) -> list[Region]:
    """Return the regions of a page, or of a part of it, which may be slanted by itself."""
    straight = leveled(lines)
    return _restored(_regions(straight, depth), straight, lines)


def _restored(regions: list[Region], changed: Sequence[Line], lines: Sequence[Line]) -> list[Region]:
    """Return the regions of *changed* lines with the lines that these were made of."""
    own = {id(one): line for one, line in zip(changed, lines, strict=True)}
    return [Region(tuple(own[id(one)] for one in region.lines), region.rows) for region in regions]


def _regions(lines: Sequence[Line], depth: int) -> list[Region]:
    if len(lines) < 2 or depth > _MOST_DEPTH:  # noqa: PLR2004 - nothing to cut
        return [Region(tuple(lines))] if lines else []
    parts = _with_foot_apart(_bands(lines))
    groups = [group for part in parts for group in _groups(part)]
    floating = floats_in(lines, [gap for group in groups for gap in _gaps_of_prose(group)])
    if floating:
        rest = [line for line in lines if line not in floating]
        return _around(_regions(rest, depth + 1), _leveled(floating, depth + 1))
    if has_columns(blocks_of(lines)):
        return _in_columns(parts, depth)
    found: list[Region] = []
    for group in groups:
        columns = _columns(group)
        if len(columns) < 2:  # noqa: PLR2004 - one column
            found.append(Region(tuple(group), rows=_has_rows(group)))
            continue
        for column in columns:
            found += _leveled(column, depth + 1) if len(column) < len(lines) else [Region(tuple(column))]
    return _merged(found)


def _in_columns(parts: Sequence[Sequence[list[Line]]], depth: int) -> list[Region]:
    """Return the regions of a page in columns, a header and a footer by themselves."""
    bands = parts[0]
    head = bands[:1] if _is_apart(bands) else []
    body, foot = bands[len(head) :], [band for part in parts[1:] for band in part]
    found = _of_blocks(blocks_of([line for band in body for line in band]), depth)
    ends = [_regions([line for band in end for line in band], depth + 1) for end in (head, foot)]
    return [*ends[0], *found, *ends[1]]


def _is_apart(bands: Sequence[list[Line]]) -> bool:
    """Return whether there is white space below the first band."""
    if len(bands) < 2:  # noqa: PLR2004 - nothing below it
        return False
    bottom = max(line.box.bottom for line in bands[0])
    height = statistics.median(line.box.height for band in bands for line in band)
    return min(line.box.top for line in bands[1]) - bottom > _HEAD_GAP * height


def _of_blocks(blocks: Sequence[list[Line]], depth: int) -> list[Region]:
    """Return the regions of a page in columns: blocks of text, and groups of the lines between them."""
    texts = [block for block in blocks if is_text(block)]
    others = clusters([line for block in blocks if block not in texts for line in block], texts)
    found: list[Region] = []
    for block in in_sequence([*texts, *others]):
        found += [Region(tuple(block))] if block in texts else _leveled(block, depth + 1)
    return _merged(found)


def _gaps_of_prose(group: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """Yield the gaps of a group that have columns of text on both sides."""
    for start, end in _cuts(group):
        left = [line for line in group if line.box.right <= start]
        right = [line for line in group if line.box.left >= end]
        if is_prose(left) and is_prose(right):
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
    return is_prose(left) and is_prose(right) and not is_table_of_texts(left, right)


def _overlap_in_height(left: list[Line], right: list[Line]) -> bool:
    one, other = Box.around(line.box for line in left), Box.around(line.box for line in right)
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0


def _has_rows(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 and bool(gutters(lines))
