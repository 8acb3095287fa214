"""Vectors and matrices over any algebra of single numbers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from flowforge_math.core.algebras.repetition import spend
from flowforge_math.core.algebras.scalar import ScalarAlgebra
from flowforge_math.core.expressions import ShapeMismatch, UndefinedResult

MAX_ELEMENTS: Final = 10_000
Row = tuple[Any, ...]
_PLAIN: Final = {".*": "*", "./": "/", ".^": "**"}


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of equal length; a vector is one row."""

    rows: tuple[Row, ...]
    vector: bool = False

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    @property
    def size(self) -> str:
        return f"{self.width}" if self.vector else f"{self.height}x{self.width}"

    def elements(self) -> Iterator[Any]:
        return chain.from_iterable(self.rows)

    def columns(self) -> tuple[Row, ...]:
        return tuple(zip(*self.rows, strict=True))


def vector(values: Any) -> Grid:
    return Grid((tuple(values),), vector=True)


class Grids:
    """Operations on grids over *base*, the algebra of their elements."""

    def __init__(self, base: ScalarAlgebra[Any]) -> None:
        self.base = base

    def made(self, rows: tuple[Row, ...], *, vector: bool = False) -> Grid:
        """Return a grid. Raises ShapeMismatch if rows differ in length or there are too many elements."""
        if len({len(row) for row in rows}) > 1:
            raise ShapeMismatch(field=self.base.field, reason="the rows of a matrix have the same length")
        if sum(map(len, rows)) > MAX_ELEMENTS:
            raise ShapeMismatch(
                field=self.base.field, reason=f"a matrix has {MAX_ELEMENTS:,} elements at most"
            )
        return Grid(rows, vector)

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, Grid) and isinstance(right, Grid) and operator == "*":
            return self.product(left, right)
        if isinstance(left, Grid) and not isinstance(right, Grid) and operator == "**":
            return self.power(left, right)
        if operator in ("/", "//", "%") and isinstance(right, Grid):
            hint = f"use .{operator[0]} element by element, or inv(A)"
            raise UndefinedResult(field=self.base.field, reason=f"a matrix is no divisor: {hint}")
        return self._elementwise(_PLAIN.get(operator, operator), left, right)

    def each(self, function: Callable[..., Any], grid: Grid) -> Grid:
        spend(self.base, grid.height * grid.width)
        return Grid(tuple(tuple(map(function, row)) for row in grid.rows), grid.vector)

    def product(self, left: Grid, right: Grid) -> Any:
        """Return the matrix product; of two vectors of one length their scalar product."""
        if left.vector and right.vector:
            return self.dot(left.rows[0], right.rows[0])
        second = right.rows if not right.vector else tuple((value,) for value in right.rows[0])
        if left.width != len(second):
            raise self.mismatch(left, right, "multiplied")
        columns = tuple(zip(*second, strict=True))
        spend(self.base, 2 * left.height * left.width * len(columns))
        rows = tuple(tuple(self._dot(row, column) for column in columns) for row in left.rows)
        if right.vector:
            return vector(row[0] for row in rows)
        return Grid(rows, left.vector)

    def power(self, grid: Grid, exponent: Any) -> Grid:
        self.require_square(grid)
        count = self.base.whole(exponent)
        if count < 0:
            raise UndefinedResult(
                field=self.base.field, reason="write inv(A) for a negative power of a matrix"
            )
        result, factor = self.identity(grid.height), grid
        while count:
            if count % 2:
                result = self.product(result, factor)
            count //= 2
            factor = self.product(factor, factor) if count else factor
        return result

    def identity(self, size: int) -> Grid:
        zero, one = self.base.number("0"), self.base.number("1")
        if size * size > MAX_ELEMENTS or size < 1:
            raise ShapeMismatch(field=self.base.field, reason=f"a matrix has 1 to {MAX_ELEMENTS:,} elements")
        return Grid(tuple(tuple(one if i == j else zero for j in range(size)) for i in range(size)))

    def dot(self, left: Row, right: Row) -> Any:
        if len(left) != len(right):
            reason = f"vectors of {len(left)} and {len(right)} elements have no scalar product"
            raise ShapeMismatch(field=self.base.field, reason=reason)
        spend(self.base, 2 * len(left))
        return self._dot(left, right)

    def require_square(self, grid: Grid) -> None:
        if grid.vector or grid.height != grid.width or not grid.height:
            raise ShapeMismatch(field=self.base.field, reason=f"a square matrix is needed, not {grid.size}")

    def mismatch(self, left: Grid, right: Grid, word: str) -> ShapeMismatch:
        return ShapeMismatch(field=self.base.field, reason=f"{left.size} and {right.size} cannot be {word}")

    def _dot(self, left: Row, right: Row) -> Any:
        operate = self.base.operate
        total = operate("*", left[0], right[0])
        for one, other in zip(left[1:], right[1:], strict=True):
            total = operate("+", total, operate("*", one, other))
        return total

    def _elementwise(self, operator: str, left: Any, right: Any) -> Grid:
        operate = self.base.operate
        if not isinstance(left, Grid):
            return self.each(lambda value: operate(operator, left, value), right)
        if not isinstance(right, Grid):
            return self.each(lambda value: operate(operator, value, right), left)
        if (left.height, left.width) != (right.height, right.width):
            raise self.mismatch(left, right, "combined element by element")
        spend(self.base, left.height * left.width)
        rows = tuple(
            tuple(operate(operator, one, other) for one, other in zip(first, second, strict=True))
            for first, second in zip(left.rows, right.rows, strict=True)
        )
        return Grid(rows, left.vector and right.vector)
