"""Prove by splitting intervals that an equation has no other roots than those known, or find them.

A piece is decided if the expression has no zero on it, or if its slope has one sign there and a known root
or a change of sign accounts for it. Pieces within a millionth of a known root or of a domain's end may stay
undecided once they are tiny.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from flint import arb, ctx

from flowforge_math.core.equations.enclosing import intervals as iv
from flowforge_math.core.equations.enclosing.enclosures import Enclosure
from flowforge_math.core.equations.enclosing.intervals import Ends
from flowforge_math.core.equations.timing import TimeLimit

Enclose = Callable[[Ends], Enclosure]
CORE: Final = 128
REACH: Final = arb(2) ** 60
TINY: Final = arb(2) ** -40
NEAR: Final = arb(10) ** -6
OFF_CENTER: Final = arb(0.4871)
MAX_BOXES: Final = 20_000
MAX_ROOTS: Final = 100
SECONDS: Final = 4.0


@dataclass(slots=True)
class Isolation:
    """`roots` were found besides the known ones; `undecided` are the pieces that nothing is proven of."""

    roots: list[Ends] = field(default_factory=list)
    undecided: list[Ends] = field(default_factory=list)


class Splitter:
    """*enclose* gives values and slopes; *simpler* may exclude zeros that it cannot. *known* are decided."""

    def __init__(self, enclose: Enclose, simpler: Enclose | None, known: Sequence[Ends], bits: int) -> None:
        self.enclose = enclose
        self.simpler = simpler
        self.known = list(known)
        self.bits = bits
        self.boxes = 0
        self.limit = TimeLimit(SECONDS)
        self.found = Isolation()

    def everywhere(self) -> Isolation:
        """Look at all real numbers."""
        self.run([(arb(-CORE), arb(0)), (arb(0), arb(CORE))])
        for sign in (1, -1):
            self._outwards(sign)
        return self.found

    def run(self, boxes: list[Ends]) -> Isolation:
        stack = deque(boxes)
        while stack:
            box = stack.popleft()
            self.boxes += 1
            if self.boxes > MAX_BOXES or len(self.found.roots) > MAX_ROOTS or self.limit.is_over():
                self.found.undecided.extend([box, *stack])
                break
            if self._is_decided(box):
                continue
            size = iv.width(box)
            scale = iv.magnitude(box)[1]
            if size < TINY * (max(1, scale)):
                if not self._is_excused(box):
                    self.found.undecided.append(box)
                continue
            middle = (box[0] + size * OFF_CENTER).mid()
            stack.extend(((box[0], middle), (middle, box[1])))
        return self.found

    def _outwards(self, sign: int) -> None:
        edge = arb(CORE)
        while edge <= REACH:
            if self._is_decided(_beyond(edge, sign)):
                return
            self.run([_sided(edge, 2 * edge, sign)])
            edge = 2 * edge
        self.found.undecided.append(_beyond(edge, sign))

    def _is_decided(self, box: Ends) -> bool:
        one = self.enclose(box)
        if one.nowhere or not iv.has_zero(one.value):
            return True
        if self.simpler is not None:
            other = self.simpler(box)
            if other.nowhere or not iv.has_zero(other.value):
                return True
        if not one.everywhere or one.slope is None or not iv.is_finite(box):
            return False
        middle = ((box[0] + box[1]) / 2).mid()
        center = self.enclose((middle, middle))
        shift = iv.multiply(one.slope, iv.add(box, iv.negative((middle, middle))))
        if not iv.has_zero(iv.add(center.value, shift)):
            return True
        return not iv.has_zero(one.slope) and self._is_accounted(box, one.slope)

    def _is_accounted(self, box: Ends, slope: Ends) -> bool:
        """Return whether the one root that a monotone piece can have is known, absent, or now found."""
        if any(root[0] >= box[0] and root[1] <= box[1] for root in self.known):
            return True
        left, right = (self.enclose((end, end)).value for end in box)
        if iv.has_zero(left) or iv.has_zero(right):
            return False
        if (left[0] > 0) == (right[0] > 0):
            return True
        root = self._refined(box, slope)
        self.found.roots.append(root)
        self.known.append(root)
        return True

    def _refined(self, box: Ends, slope: Ends) -> Ends:
        """Narrow a simple root by Newton's interval method, in as many bits as are wanted."""
        before, ctx.prec = ctx.prec, self.bits + 60
        try:
            for _ in range(200):
                middle = ((box[0] + box[1]) / 2).mid()
                value = self.enclose((middle, middle)).value
                step = iv.multiply(value, iv.reciprocal(slope))
                moved = iv.add((middle, middle), iv.negative(step))
                box = (max(box[0], moved[0]), min(box[1], moved[1]))
                if iv.width(box) <= arb(2) ** -self.bits * (1 + iv.magnitude(box)[1]):
                    break
                narrowed = self.enclose(box)
                slope = narrowed.slope if narrowed.slope is not None else slope
        finally:
            ctx.prec = before
        return box

    def _is_excused(self, box: Ends) -> bool:
        if not self.enclose(box).everywhere:
            return True
        return any(root[0] - NEAR < box[1] and root[1] + NEAR > box[0] for root in self.known)


def _beyond(edge: Any, sign: int) -> Ends:
    return (edge, iv.INFINITY) if sign > 0 else (iv.NEGATIVE_INFINITY, -edge)


def _sided(low: Any, high: Any, sign: int) -> Ends:
    return (low, high) if sign > 0 else (-high, -low)
