"""Solve one equation of one real unknown: every root proven, and nothing called complete that is not.

Candidates come from algebra. Each is put into the caller's own tree, where every step's domain is decided.
What algebra cannot vouch for is proven by splitting intervals.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types
from flint import arb, ctx

from flowforge_math.core.equations.answering.periods import only_in_waves, period_of
from flowforge_math.core.equations.asking.retelling import tree_of
from flowforge_math.core.equations.checking.candidates import Candidates, candidates_of, simplified
from flowforge_math.core.equations.checking.exactness import Exactly, Outside, Undecided, ball_of, is_zero
from flowforge_math.core.equations.enclosing import intervals as iv
from flowforge_math.core.equations.enclosing.enclosures import Enclosure, Enclosures, UnknownEnclosure
from flowforge_math.core.equations.enclosing.intervals import Ends
from flowforge_math.core.equations.enclosing.isolation import REACH, Isolation, Splitter
from flowforge_math.core.expressions.faults import DisallowedExpression, EvaluationTooLong, UndefinedResult
from flowforge_math.core.expressions.tree import Node, fold

ENCLOSING_BITS: Final = 100
PROOF_BITS: Final = 250
PROOF_WIDTH: Final = arb(10) ** -30
MAX_FAMILY_MEMBERS: Final = 200


@dataclass(slots=True)
class Roots:
    """`exact` are proven roots, `numeric` proven without a form, `excluded` zeros outside the domain.

    With a `period`, roots are those of one period. `identities` are intervals of solutions. `between`: where
    the list is complete if not everywhere.
    """

    exact: list[Any] = field(default_factory=list)
    numeric: list[Any] = field(default_factory=list)
    excluded: list[Any] = field(default_factory=list)
    ruled_out: list[Any] = field(default_factory=list)
    identities: list[tuple[Any, Any]] = field(default_factory=list)
    period: Any = None
    complete: bool = True
    between: tuple[float, float] | None = None
    degree: int = 0


class Equation:
    """The *tree* of an equation's difference, and the same as an expression of sympy."""

    def __init__(self, tree: Node, difference: Any, unknown: Any, digits: int) -> None:
        self.tree = tree
        self.difference = difference
        self.unknown = unknown
        self.name = str(unknown)
        self.digits = digits

    def roots(self) -> Roots:
        found = candidates_of(self.difference, self.unknown)
        period = None if found.complete else self._period()
        roots = Roots(
            period=period, complete=found.complete, identities=found.identities, degree=found.degree
        )
        undecided = False
        for candidate in found.certain:
            undecided |= not self._sort_in(candidate, roots, certain=True)
        for candidate in self._possible(found, period):
            undecided |= not self._sort_in(candidate, roots, certain=False)
        if undecided:
            roots.complete = False
        if not found.complete:
            self._split(roots, period)
        return roots

    def value_at(self, point: Any) -> Any:
        """Return the exact value of the difference. Raises Outside and Undecided."""
        try:
            return fold(self.tree, Exactly({self.name: point}))
        except (KeyError, TypeError, ValueError, AttributeError, DisallowedExpression) as error:
            raise Undecided from error
        except (UndefinedResult, EvaluationTooLong, ZeroDivisionError) as error:
            raise Undecided from error

    def enclose(self, box: Ends) -> Enclosure:
        return _enclosed(self.tree, self.name, box)

    def _period(self) -> Any | None:
        if not only_in_waves(self.tree, self.name):
            return None
        return period_of(self.difference, self.unknown)

    def _possible(self, found: Candidates, period: Any) -> list[Any]:
        points = list(found.possible)
        for family in found.families:
            points.extend(_members(family, period))
        return [_into_period(point, period) for point in points] if period is not None else points

    def _sort_in(self, candidate: Any, roots: Roots, *, certain: bool) -> bool:
        """Put a candidate where it belongs. Return False if that cannot be decided."""
        if candidate in (*roots.exact, *roots.excluded, *roots.ruled_out):
            return True
        try:
            if not ball_of(candidate, PROOF_BITS).imag.contains(0):
                return True
        except Undecided:
            return False
        try:
            value = self.value_at(candidate)
        except Outside:
            zero = certain or is_zero(self.difference.subs(self.unknown, candidate))
            (roots.excluded if zero else roots.ruled_out).append(candidate)
            return True
        except Undecided:
            return self._changes_sign(candidate, roots)
        zero = True if certain else is_zero(value)
        if zero:
            roots.exact.append(candidate)
        return zero is not None or self._changes_sign(candidate, roots)

    def _changes_sign(self, candidate: Any, roots: Roots) -> bool:
        """Prove a root by values of both signs around it, where the expression is defined all over."""
        try:
            center = ball_of(candidate, PROOF_BITS).real.mid()
        except Undecided:
            return False
        before, ctx.prec = ctx.prec, PROOF_BITS
        try:
            low, high = (center - PROOF_WIDTH).mid(), (center + PROOF_WIDTH).mid()
            around, left, right = (self.enclose(box) for box in ((low, high), (low, low), (high, high)))
        except UnknownEnclosure:
            return False
        finally:
            ctx.prec = before
        if around.nowhere or not iv.has_zero(around.value):
            return True
        if not around.everywhere or iv.has_zero(left.value) or iv.has_zero(right.value):
            return False
        if (left.value[0] > 0) == (right.value[0] > 0):
            return False
        roots.exact.append(candidate)
        return True

    def _split(self, roots: Roots, period: Any) -> None:
        known = [_ends(one) for one in (*roots.exact, *roots.excluded, *roots.ruled_out)]
        try:
            isolation = self._isolate(known, period)
        except UnknownEnclosure:
            roots.complete = False
            return
        roots.numeric = [_float(root, self.digits) for root in isolation.roots]
        roots.complete = not isolation.undecided
        if isolation.undecided and period is None:
            roots.between = _decided_range(isolation.undecided)

    def _isolate(self, known: list[Ends], period: Any) -> Isolation:
        before, ctx.prec = ctx.prec, ENCLOSING_BITS
        try:
            simpler = self._simpler()
            splitter = Splitter(self.enclose, simpler, known, int(self.digits * 3.33) + 20)
            if period is None:
                return splitter.everywhere()
            window = _window(period)
            splitter.known += [
                _moved(one, ball_of(period, ENCLOSING_BITS).real, n) for one in known for n in (-1, 1)
            ]
            return splitter.run([window])
        finally:
            ctx.prec = before

    def _simpler(self) -> Callable[[Ends], Enclosure] | None:
        """Return enclosures of what sympy made of the difference: it has cancelled what cancels."""
        tree = tree_of(simplified(self.difference))
        if tree is None:
            return None
        try:
            _enclosed(tree, self.name, (arb(1), arb(2)))
        except UnknownEnclosure:
            return None
        return lambda box: _enclosed(tree, self.name, box)


def _enclosed(tree: Node, name: str, box: Ends) -> Enclosure:
    try:
        return fold(tree, Enclosures(name, box))
    except (ZeroDivisionError, DisallowedExpression, UndefinedResult, EvaluationTooLong) as error:
        raise UnknownEnclosure from error


def _members(family: Any, period: Any) -> list[Any]:
    """Return the members of a family in one period, or those near zero if there is none."""
    variable, form = family.variables[0], family.expr
    if form.free_symbols - {variable}:
        return []
    step = sympy.expand(form.subs(variable, 1) - form.subs(variable, 0))
    count = 4
    if period is not None and step != 0:
        ratio = abs(sympy.nsimplify(sympy.simplify(period / step)))
        count = min(int(sympy.ceiling(ratio)), MAX_FAMILY_MEMBERS) if ratio.is_real else count
        return [form.subs(variable, index) for index in range(max(count, 1))]
    members = [form.subs(variable, index) for index in range(-count, count + 1)]
    return [one for one in members if one.is_finite]


def _into_period(point: Any, period: Any) -> Any:
    """Move a point by whole periods to where 0 <= point < period."""
    turns = sympy.floor(sympy.N(point / period, 30) + sympy.Float("1e-20"))
    return sympy.expand(point - turns * period)


def _window(period: Any) -> Ends:
    length = ball_of(period, ENCLOSING_BITS).real
    start = (-length / 7).mid()
    return (start, (start + length).upper())


def _moved(one: Ends, length: Any, turns: int) -> Ends:
    return (iv.down(one[0] + turns * length), iv.up(one[1] + turns * length))


def _ends(point: Any) -> Ends:
    real = ball_of(point, PROOF_BITS).real
    return iv.exactly(real)


def _float(root: Ends, digits: int) -> Any:
    middle = ((root[0] + root[1]) / 2).mid()
    mantissa, exponent = middle.man_exp()
    exact = sympy.Integer(int(mantissa)) * sympy.Integer(2) ** int(exponent)
    return sympy.Float(exact, max(digits, 15))


def _decided_range(undecided: list[Ends]) -> tuple[float, float] | None:
    """Return the widest range that no undecided piece meets, measured within the first hundred."""
    reach = float(REACH)
    edges = sorted((max(float(low), -reach), min(float(high), reach)) for low, high in undecided)
    best, start = None, -reach
    for low, high in [*edges, (reach, reach)]:
        inside = min(low, 100.0) - max(start, -100.0)
        if low > start and inside > 0 and (best is None or inside > best[0]):
            best = (inside, start, low)
        start = max(start, high)
    return (best[1], best[2]) if best else None
