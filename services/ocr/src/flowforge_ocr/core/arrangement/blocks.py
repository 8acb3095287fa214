"""Blocks of text: lines of one size that follow each other closely, one below the other.

White space cuts a page only where a strip of it runs straight through. On pages of magazines pictures, quotes
and advertisements reach from one column into the next; lines still hang together with the lines below them.
"""

from collections.abc import Iterator, Sequence

from flowforge_ocr.core.arrangement.prose import is_prose, is_table_of_texts
from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_ALIKE = 1.5  # heights of two lines of one block
_OVERLAP = 0.5  # of the shorter line
_FAR = 2.0  # heights between the middles of two lines
_LONGER = 0.35  # of the width of a block
_SLACK = 0.4  # of a height, that lines of two columns overlap by mistake
_COLUMN_LINES = 4
_NEAR, _LEVEL = 1.0, 0.35  # heights between two lines that stand near each other, or in one row
_BESIDE = 0.5  # of the lower block, that two columns share in height


def blocks_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by blocks; a line that belongs to none is a block by itself."""
    ordered = sorted((line for line in lines if not line.is_vertical), key=lambda line: line.box.top)
    below = {id(line): list(_next(line, ordered[at + 1 :])) for at, line in enumerate(ordered)}
    above: dict[int, int] = {}
    for following in below.values():
        for line in following:
            above[id(line)] = above.get(id(line), 0) + 1
    blocks = [[line] for line in lines if line.is_vertical]
    taken: set[int] = set()
    for line in ordered:
        if id(line) in taken:
            continue
        block, around = [line], line.box
        while _goes_on(block[-1], following := below[id(block[-1])], above):
            if _reaches_out(following[0].box, around):
                break
            block.append(following[0])
            around = Box.around((around, following[0].box))
        taken |= {id(each) for each in block}
        blocks.append(block)
    return blocks


def has_columns(blocks: Sequence[Sequence[Line]]) -> bool:
    """Return whether blocks of running text stand side by side."""
    texts = [list(block) for block in blocks if is_text(block)]
    boxes = [Box.around(line.box for line in block) for block in texts]
    return any(
        _are_beside(boxes[at], boxes[other]) and not is_table_of_texts(texts[at], texts[other])
        for at in range(len(texts))
        for other in range(len(texts))
        if boxes[at].left < boxes[other].left
    )


def is_text(block: Sequence[Line]) -> bool:
    """Return whether a block is long enough to tell where a column is."""
    return len(block) >= _COLUMN_LINES and is_prose(block)


def clusters(lines: Sequence[Line], texts: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return lines by groups that stand near each other, or in one row within one column of *texts*."""
    columns = [Box.around(line.box for line in block) for block in texts]
    groups: list[list[Line]] = []
    for line in lines:
        touched = [group for group in groups if any(_are_near(line, each, columns) for each in group)]
        groups = [group for group in groups if group not in touched]
        groups.append([*(each for group in touched for each in group), line])
    return groups


def _are_near(line: Line, other: Line, columns: Sequence[Box]) -> bool:
    one, two = sorted((line.box, other.box), key=lambda box: box.left)
    height = min(one.height, two.height, one.width, two.width)
    if one.grown(_NEAR * height).overlap(two):
        return True
    if abs(one.middle.y - two.middle.y) > _LEVEL * height:
        return False
    ends = [box for box in columns if box.right < two.left and box.right > one.left]
    begins = [box for box in columns if box.left > one.right and box.left < two.right]
    return not ends and not begins


def _next(line: Line, later: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines right below a line, of whatever size."""
    box = line.box
    reach = box.middle.y + _FAR * box.height
    bottom = reach
    for other in later:
        if other.box.top >= bottom:
            return
        middle = other.box.middle.y
        overlap = min(box.right, other.box.right) - max(box.left, other.box.left)
        if overlap > _SLACK * box.height and box.middle.y + box.height / 2 < middle < reach:
            yield other
            bottom = min(bottom, middle)


def _goes_on(line: Line, following: Sequence[Line], above: dict[int, int]) -> bool:
    if len(following) != 1 or above[id(following[0])] != 1:
        return False
    one, other = line.box, following[0].box
    overlap = min(one.right, other.right) - max(one.left, other.left)
    heights = (one.height, other.height)
    return max(heights) < _ALIKE * min(heights) and overlap > _OVERLAP * min(one.width, other.width)


def _reaches_out(box: Box, block: Box) -> bool:
    """Return whether a line is so much longer than a block that it may stand below two of them."""
    return max(block.left - box.left, box.right - block.right) > _LONGER * block.width


def _are_beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return one.right <= other.left and shared > _BESIDE * min(one.height, other.height)
