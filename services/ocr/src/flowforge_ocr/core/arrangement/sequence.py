"""Put blocks of a page into the order of reading.

After T. M. Breuel, "High performance document layout analysis" (2003): what stands above is read before what
stands below it, and what stands left before what stands right of it, unless a block between them spans both.
"""

import statistics
from collections.abc import Sequence

from flowforge_ocr.engines.geometry import Box
from flowforge_ocr.engines.recognized import Line

_LEAST_OVERLAP = 0.1  # of the narrower block
_LARGE = 1.5  # times the height of the running text: headings and quotes that stand beside it


def in_sequence(blocks: Sequence[list[Line]]) -> list[list[Line]]:
    """Return blocks in the order of reading."""
    boxes = [Box.around(line.box for line in block) for block in blocks]
    quotes = _quotes(blocks, boxes)
    order = _sorted([at for at in range(len(blocks)) if at not in quotes], boxes)
    for quote in sorted(quotes, key=lambda at: boxes[at].top):
        order.insert(_place_of(boxes[quote], order, boxes), quote)
    return [blocks[at] for at in order]


def _quotes(blocks: Sequence[list[Line]], boxes: Sequence[Box]) -> list[int]:
    """Return blocks of large letters that have running text beside them: they do not interrupt it."""
    usual = statistics.median(line.box.height for block in blocks for line in block)
    large = [
        at
        for at, block in enumerate(blocks)
        if statistics.median(line.box.height for line in block) > _LARGE * usual
    ]
    rest = [box for at, box in enumerate(boxes) if at not in large]
    return [
        at
        for at in large
        if any(box.top < boxes[at].middle.y < box.bottom and not _overlap(box, boxes[at]) for box in rest)
    ]


def _place_of(box: Box, order: Sequence[int], boxes: Sequence[Box]) -> int:
    """Return where in *order* a block is read: below two columns after both, else before what it heads."""
    under = [place for place, at in enumerate(order) if _overlap(box, boxes[at])]
    above = [place for place in under if boxes[order[place]].middle.y < box.middle.y]
    if _spans_two(box, [boxes[order[place]] for place in above]):
        return max(above) + 1
    return next((place for place in under if place not in above), len(order))


def _sorted(numbers: Sequence[int], boxes: Sequence[Box]) -> list[int]:
    spanning = [boxes[at] for at in numbers if _spans_two(boxes[at], [boxes[other] for other in numbers])]
    earlier = {
        at: {other for other in numbers if other != at and _is_before(boxes[other], boxes[at], spanning)}
        for at in numbers
    }
    order: list[int] = []
    left = set(numbers)
    while left:
        free = [at for at in left if not earlier[at] & left]
        chosen = min(free or left, key=lambda at: (len(earlier[at] & left), boxes[at].left, boxes[at].top))
        order.append(chosen)
        left.remove(chosen)
    return order


def _spans_two(box: Box, others: Sequence[Box]) -> bool:
    under = sorted((other for other in others if other is not box and _overlap(box, other)), key=_right)
    return bool(under) and any(not _overlap(under[0], other) for other in under)


def _right(box: Box) -> float:
    return box.right


def _is_before(one: Box, other: Box, spanning: Sequence[Box]) -> bool:
    if _overlap(one, other):
        return one.middle.y < other.middle.y
    if one.middle.x > other.middle.x:
        return False
    if min(one.bottom, other.bottom) > max(one.top, other.top):
        return True
    low, high = sorted((one.middle.y, other.middle.y))
    return not any(
        low < box.middle.y < high and _overlap(box, one) and _overlap(box, other) for box in spanning
    )


def _overlap(one: Box, other: Box) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > _LEAST_OVERLAP * min(one.width, other.width)
