"""Search what a page draws: in two readings, in the order of the content and as it stands on the page."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from flowforge_pdf.core.redacting.content.drawn import Glyph
from flowforge_pdf.core.redacting.matrices import Quad, area, overlap
from flowforge_pii.haystacks import Haystack, Matcher, Piece

_GAP, _LINE = 0.18, 0.6  # of the size of letters
_TWIN = 0.35
_LEAST_SHARE = 0.1

Reading = Callable[[Glyph], str]
_READINGS: tuple[Reading, ...] = (
    lambda glyph: glyph.mapped or glyph.named,
    lambda glyph: glyph.named or glyph.mapped,
)


def find_matches(glyphs: Sequence[Glyph], matchers: Sequence[Matcher]) -> list[set[int]]:
    """Return the glyphs of every match, by their positions in *glyphs*."""
    found: dict[frozenset[int], None] = {}
    if not glyphs or not matchers:
        return []
    readings = _READINGS
    if all(not glyph.mapped or not glyph.named or glyph.mapped == glyph.named for glyph in glyphs):
        readings = _READINGS[:1]  # both say the same
    orders: list[list[int]] = []
    for order in _orders(glyphs):
        if order in orders:
            continue
        orders.append(order)
        for reading in readings:
            haystack = Haystack(_pieces(glyphs, order, reading))
            for matcher in matchers:
                found.update((frozenset(origins), None) for origins in matcher.find(haystack))
    return [set(origins) for origins in found]


def _orders(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    """Yield the orders in which text may be read: as drawn, and by lines for every direction of writing."""
    yield list(range(len(glyphs)))
    by_angle: dict[int, list[int]] = defaultdict(list)
    for at, glyph in enumerate(glyphs):
        by_angle[round(math.degrees(math.atan2(glyph.along[1], glyph.along[0])) / 3)].append(at)
    geometric: list[int] = []
    for _, members in sorted(by_angle.items()):
        geometric += _by_lines(glyphs, members)
    yield geometric
    level = _by_lines(glyphs, list(range(len(glyphs))), (1.0, 0.0))
    if level != geometric:
        yield level  # letters that are each turned by themselves


def _by_lines(
    glyphs: Sequence[Glyph], members: list[int], along: tuple[float, float] | None = None
) -> list[int]:
    """Return glyphs by lines, from the top, each in the direction of writing."""
    cosine, sine = along or glyphs[members[0]].along
    across = {at: -sine * glyphs[at].origin[0] + cosine * glyphs[at].origin[1] for at in members}
    forward = {at: cosine * glyphs[at].middle[0] + sine * glyphs[at].middle[1] for at in members}
    ordered: list[int] = []
    line: list[int] = []
    for at in sorted(members, key=lambda each: -across[each]):
        if line and across[line[0]] - across[at] > _LINE * max(glyphs[line[0]].size, 0.1):
            ordered += sorted(line, key=lambda each: forward[each])
            line = []
        line.append(at)
    return ordered + sorted(line, key=lambda each: forward[each])


def _pieces(glyphs: Sequence[Glyph], order: list[int], reading: Reading) -> Iterator[Piece]:
    """Yield the texts of glyphs, with blanks where there are gaps; one drawn over its twin counts once."""
    previous: Glyph | None = None
    for at in order:
        glyph = glyphs[at]
        text = reading(glyph)
        if previous is not None:
            if _is_twin(previous, glyph, reading):
                continue
            if gap := _gap(previous, glyph):
                yield Piece(gap, at)
        yield Piece(text, at)
        previous = glyph


def _is_twin(one: Glyph, other: Glyph, reading: Reading) -> bool:
    distance = math.dist(one.origin, other.origin)
    return (
        distance < _TWIN * min(one.advance, other.advance)
        and reading(one) == reading(other)
        and bool(reading(one))
    )


def _gap(one: Glyph, other: Glyph) -> str:
    """Return the white space between two glyphs: a line end, a blank, or nothing."""
    size = max(one.size, other.size, 0.1)
    cosine, sine = one.along
    dx, dy = other.origin[0] - one.origin[0], other.origin[1] - one.origin[1]
    across = abs(-sine * dx + cosine * dy)
    horizontal = max(one.quad[0] - other.quad[2], other.quad[0] - one.quad[2])
    vertical = max(one.quad[1] - other.quad[3], other.quad[1] - one.quad[3])
    if across > _LINE * size:
        return "\n"
    return " " if max(horizontal, vertical) > _GAP * size else ""


def with_neighbors(glyphs: Sequence[Glyph], found: set[int]) -> set[int]:
    """Add the glyphs whose middle lies within one that was found: what is drawn over it says the same."""
    quads = [glyphs[at].quad for at in found]
    if not quads:
        return found
    left, bottom = min(q[0] for q in quads), min(q[1] for q in quads)
    right, top = max(q[2] for q in quads), max(q[3] for q in quads)
    added = set(found)
    for at, glyph in enumerate(glyphs):
        x, y = glyph.middle
        if at in added or not (left <= x <= right and bottom <= y <= top):
            continue
        near = [quad for quad in quads if quad[0] < x < quad[2] and quad[1] < y < quad[3]]
        if near and any(abs(x - (quad[0] + quad[2]) / 2) < _TWIN * glyph.size for quad in near):
            added.add(at)
    return added


def within(glyphs: Sequence[Glyph], boxes: Sequence[Quad]) -> set[int]:
    """Return the glyphs of which a tenth or more lies in one of the boxes."""
    found: set[int] = set()
    for at, glyph in enumerate(glyphs):
        x, y = glyph.middle
        for box in boxes:
            inside = box[0] <= x <= box[2] and box[1] <= y <= box[3]
            if inside or overlap(glyph.quad, box) >= _LEAST_SHARE * max(area(glyph.quad), 0.01):
                found.add(at)
                break
    return found
