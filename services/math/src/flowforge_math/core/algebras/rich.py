"""Expressions with matrices, ranges, units and own functions, over an algebra of single numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flowforge_math.core.algebras.grids import MAX_ELEMENTS, Grid, Grids, Row, vector
from flowforge_math.core.algebras.matrices import GRID_FUNCTIONS, REDUCING
from flowforge_math.core.algebras.quantities import Quantities, Quantity
from flowforge_math.core.algebras.repetition import repeat, spend
from flowforge_math.core.algebras.scalar import ScalarAlgebra
from flowforge_math.core.algebras.units import find_unit
from flowforge_math.core.expressions import ShapeMismatch, UndefinedResult, UnitMismatch, fold
from flowforge_math.core.expressions.operands import names_in
from flowforge_math.core.expressions.tree import Index, Matrix, Node, Repetition, Span

KEEP_UNITS: Final = frozenset({"abs", "min", "max", "sum", "mean", "median", "round", "std", "mad", "clamp"})
_SHAPES: Final = frozenset({"identity", "zeros", "ones", "linspace", "value"})


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function that the caller defined. It sees only what was defined before it."""

    parameters: tuple[str, ...]
    body: Node


class Rich:
    """`own` are functions of the caller."""

    def __init__(self, base: ScalarAlgebra[Any], own: Mapping[str, OwnFunction]) -> None:
        self.base = base
        self.own = own
        self.grids = Grids(base)
        self.quantities = Quantities(base)
        without = frozenset() if "sqrt" in base.known else frozenset({"norm"})
        self.known = frozenset({*base.known, *GRID_FUNCTIONS, *_SHAPES}) - without

    def number(self, text: str) -> Any:
        return self.base.number(text)

    def name(self, name: str) -> Any:
        if name in self.base.names:
            return self.base.names[name]
        unit = find_unit(name)
        return self.quantities.of(unit) if unit else self.base.names[name]

    def whole(self, value: Any) -> int:
        if isinstance(value, Grid | str):
            raise UndefinedResult(
                field=self.base.field, reason="a whole number is needed, not a matrix or text"
            )
        return self.base.whole(self.quantities.plain(value))

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, str) or isinstance(right, str):
            if operator in ("==", "!="):
                return (left == right) == (operator == "==")
            raise UndefinedResult(field=self.base.field, reason=f"{operator} has no meaning for texts")
        if isinstance(left, Quantity) or isinstance(right, Quantity) or operator == "to":
            self._refuse_mixture([left, right])
            return self.quantities.operate(operator, left, right)
        if isinstance(left, Grid) or isinstance(right, Grid):
            return self.grids.operate(operator, left, right)
        return self.base.operate({".*": "*", "./": "/", ".^": "**"}.get(operator, operator), left, right)

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        if function in self.own:
            return self._call_own(self.own[function], arguments)
        values = list(arguments)
        if any(isinstance(value, str) for value in values):
            raise UndefinedResult(field=self.base.field, reason=f"{function} has no meaning for texts")
        if function in _SHAPES:
            return self._shape(function, values)
        self._refuse_mixture(values, function)
        if function in GRID_FUNCTIONS:
            grids = [value if isinstance(value, Grid) else vector((value,)) for value in values]
            if function in ("quantile", "reshape"):
                grids[1:] = values[1:]
            return GRID_FUNCTIONS[function](self.grids, *grids)
        if function in REDUCING:
            values = [
                one for value in values for one in (value.elements() if isinstance(value, Grid) else (value,))
            ]
            spend(self.base, len(values))
            if not values:
                raise UndefinedResult(field=self.base.field, reason=f"{function} of nothing is not defined")
        return self._each(function, values)

    def _refuse_mixture(self, values: Sequence[Any], function: str = "") -> None:
        """Refuse units among matrices: their elements are plain numbers."""
        matrices = function in GRID_FUNCTIONS or any(isinstance(value, Grid) for value in values)
        if matrices and any(isinstance(value, Quantity) for value in values):
            raise UnitMismatch(field=self.base.field, reason="the elements of a matrix have no units")

    def choose(self, condition: Any, then: Callable[[], Any], otherwise: Callable[[], Any]) -> Any:
        if isinstance(condition, Grid | Quantity | str):
            raise UndefinedResult(field=self.base.field, reason="a condition is a number or a comparison")
        return self.base.choose(condition, then, otherwise)

    def structure(self, node: Node) -> Any:
        if isinstance(node, Matrix):
            return self._matrix(node)
        if isinstance(node, Index):
            return self._index(node)
        if isinstance(node, Span):
            return self._span(node)
        if isinstance(node, Repetition):
            return repeat(node, self.base, self)
        return getattr(node, "text", "")

    def _each(self, function: str, values: list[Any]) -> Any:
        """Call a function of numbers on numbers, or on each element of one matrix."""
        grids = [value for value in values if isinstance(value, Grid)]
        if len(grids) > 1:
            raise ShapeMismatch(field=self.base.field, reason=f"{function} takes one matrix at the most")
        if grids:
            return self.grids.each(
                lambda one: self._each(function, [one if value is grids[0] else value for value in values]),
                grids[0],
            )
        if any(isinstance(value, Quantity) for value in values):
            if function == "sqrt":
                return self.quantities.root(values[0])
            if function in KEEP_UNITS:
                return self.quantities.magnitude(function, values)
            values = [self.quantities.plain(value) for value in values]
        return self.base.call(function, values)

    def _call_own(self, own: OwnFunction, arguments: Sequence[Any]) -> Any:
        spend(self.base, len(names_in(own.body)) + 1)
        before = {name: self.base.names.get(name) for name in own.parameters}
        self.base.names.update(zip(own.parameters, arguments, strict=True))
        try:
            return fold(own.body, self)
        finally:
            for name, value in before.items():
                self.base.names.pop(name)
                if value is not None:
                    self.base.names[name] = value

    def _shape(self, function: str, values: list[Any]) -> Any:
        if function == "value":
            return self.quantities.convert(values[0], values[1]).number
        if function == "linspace":
            return self._linspace(*(self.quantities.plain(one) for one in values))
        height = self.whole(values[0])
        width = self.whole(values[1]) if len(values) > 1 else height
        if function == "identity":
            return self.grids.identity(height)
        if not 1 <= height * width <= MAX_ELEMENTS or height < 1:
            raise ShapeMismatch(field=self.base.field, reason=f"a matrix has 1 to {MAX_ELEMENTS:,} elements")
        return Grid(((self.number("0" if function == "zeros" else "1"),) * width,) * height)

    def _linspace(self, low: Any, high: Any, number: Any) -> Grid:
        count = self.whole(number)
        if not 2 <= count <= MAX_ELEMENTS:  # noqa: PLR2004 - both ends
            raise ShapeMismatch(field=self.base.field, reason=f"linspace makes 2 to {MAX_ELEMENTS:,} numbers")
        step = self.operate("/", self.operate("-", high, low), self.number(str(count - 1)))
        return vector(
            self.operate("+", low, self.operate("*", step, self.number(str(place)))) for place in range(count)
        )

    def _matrix(self, node: Matrix) -> Grid:
        rows: list[Row] = []
        for row in node.rows:
            values = [fold(one, self) for one in row]
            parts = [
                value.rows[0] if isinstance(value, Grid) and value.vector else (value,) for value in values
            ]
            if any(isinstance(value, Grid | Quantity | str) for part in parts for value in part):
                raise ShapeMismatch(field=self.base.field, reason="a matrix is made of numbers and vectors")
            rows.append(tuple(value for part in parts for value in part))
        return self.grids.made(tuple(rows) or ((),), vector=len(rows) <= 1)

    def _span(self, node: Span) -> Grid:
        low, high = fold(node.low, self), fold(node.high, self)
        step = fold(node.step, self) if node.step else self.number("1")
        count = self.operate("//", self.operate("-", high, low), step)
        length = self.whole(count) + 1
        if length > MAX_ELEMENTS:
            raise ShapeMismatch(
                field=self.base.field, reason=f"a range has {MAX_ELEMENTS:,} numbers at the most"
            )
        spend(self.base, max(length, 0))
        return vector(
            self.operate("+", low, self.operate("*", step, self.number(str(place))))
            for place in range(length)
        )

    def _index(self, node: Index) -> Any:
        grid = fold(node.matrix, self)
        if not isinstance(grid, Grid):
            raise ShapeMismatch(
                field=self.base.field, reason="only matrices and vectors have elements: A[1, 2]"
            )
        if len(node.places) != (1 if grid.vector else 2):
            needed = "one index" if grid.vector else "two indices"
            raise ShapeMismatch(field=self.base.field, reason=f"a {grid.size} matrix takes {needed}")
        *upper, last = node.places
        rows = self._places(upper[0], grid.height) if upper else [0]
        columns = self._places(last, grid.width)
        taken = tuple(
            tuple(grid.rows[row][column] for column in (columns if isinstance(columns, list) else [columns]))
            for row in (rows if isinstance(rows, list) else [rows])
        )
        if not isinstance(columns, list):
            values = vector(row[0] for row in taken)
            return values if upper and isinstance(rows, list) else values.rows[0][0]
        return Grid(taken, grid.vector or not isinstance(rows, list))

    def _places(self, node: Node | None, length: int) -> int | list[int]:
        if node is None:
            return list(range(length))
        value = fold(node, self)
        wanted = [self.whole(one) for one in (value.elements() if isinstance(value, Grid) else (value,))]
        for place in wanted:
            if not 1 <= place <= length:
                raise ShapeMismatch(field=self.base.field, reason=f"there is no element {place} of {length}")
        places = [place - 1 for place in wanted]
        return places if isinstance(value, Grid) else places[0]
