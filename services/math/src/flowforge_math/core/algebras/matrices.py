"""Functions of vectors and matrices over any algebra of single numbers."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final

from flowforge_math.core.algebras.grids import MAX_ELEMENTS, Grid, Grids, Row, vector
from flowforge_math.core.algebras.repetition import spend
from flowforge_math.core.expressions import ShapeMismatch, UndefinedResult

SINGULAR: Final = "the matrix is singular: its determinant is 0"
TINY: Final = 1e-13


def eliminate(grids: Grids, rows: list[list[Any]], width: int) -> tuple[int, Any]:
    """Bring *rows* into reduced echelon form over their first *width* columns; return rank and determinant.

    The pivot is the largest element of its column. With inexact numbers one that is 1e-13 of the column's
    largest element at the start counts as zero.
    """
    base, operate = grids.base, grids.base.operate
    rank, determinant = 0, base.number("1")
    largest = [max((abs(row[column]) for row in rows), default=0) for column in range(width)]
    for column in range(width):
        if rank == len(rows):
            break
        spend(base, 2 * len(rows) * len(rows[0]))
        place = max(range(rank, len(rows)), key=lambda index: abs(rows[index][column]))
        pivot = rows[place][column]
        if pivot == 0 or (isinstance(pivot, float | complex) and abs(pivot) <= TINY * largest[column]):
            determinant = base.number("0")
            continue
        if place != rank:
            rows[rank], rows[place] = rows[place], rows[rank]
            determinant = operate("*", determinant, base.number("-1"))
        determinant = operate("*", determinant, pivot)
        rows[rank] = [operate("/", value, pivot) for value in rows[rank]]
        for index, row in enumerate(rows):
            if index != rank and row[column] != 0:
                factor = row[column]
                rows[index] = [
                    operate("-", value, operate("*", factor, other))
                    for value, other in zip(row, rows[rank], strict=True)
                ]
        rank += 1
    return rank, determinant


def determinant(grids: Grids, grid: Grid) -> Any:
    grids.require_square(grid)
    return eliminate(grids, [list(row) for row in grid.rows], grid.width)[1]


def rank(grids: Grids, grid: Grid) -> Any:
    return grids.base.number(str(eliminate(grids, [list(row) for row in grid.rows], grid.width)[0]))


def inverse(grids: Grids, grid: Grid) -> Grid:
    grids.require_square(grid)
    return _solved(grids, grid, grids.identity(grid.height))


def solve(grids: Grids, grid: Grid, right: Grid) -> Grid:
    grids.require_square(grid)
    sides = Grid(tuple((value,) for value in right.rows[0])) if right.vector else right
    if sides.height != grid.height:
        raise grids.mismatch(grid, right, "an equation A*x = b")
    solved = _solved(grids, grid, sides)
    return vector(row[0] for row in solved.rows) if right.vector else solved


def _solved(grids: Grids, grid: Grid, sides: Grid) -> Grid:
    rows = [[*row, *side] for row, side in zip(grid.rows, sides.rows, strict=True)]
    found, _ = eliminate(grids, rows, grid.width)
    if found < grid.width:
        raise UndefinedResult(field=grids.base.field, reason=SINGULAR)
    return Grid(tuple(tuple(row[grid.width :]) for row in rows))


def transpose(_: Grids, grid: Grid) -> Grid:
    return Grid(grid.columns()) if not grid.vector else Grid(tuple((value,) for value in grid.rows[0]))


def trace(grids: Grids, grid: Grid) -> Any:
    grids.require_square(grid)
    return reduce(lambda left, right: grids.base.operate("+", left, right), _diagonal(grid))


def _diagonal(grid: Grid) -> Row:
    return tuple(row[index] for index, row in enumerate(grid.rows) if index < len(row))


def diagonal(grids: Grids, grid: Grid) -> Grid:
    if not grid.vector:
        return vector(_diagonal(grid))
    values, zero = grid.rows[0], grids.base.number("0")
    grids.identity(len(values))
    return Grid(
        tuple(tuple(value if i == j else zero for j in range(len(values))) for i, value in enumerate(values))
    )


def dot(grids: Grids, left: Grid, right: Grid) -> Any:
    return grids.dot(tuple(left.elements()), tuple(right.elements()))


def cross(grids: Grids, left: Grid, right: Grid) -> Grid:
    first, second = tuple(left.elements()), tuple(right.elements())
    if len(first) != 3 or len(second) != 3:  # noqa: PLR2004 - it is defined in space
        raise ShapeMismatch(field=grids.base.field, reason="cross takes two vectors of 3 elements")
    operate = grids.base.operate

    def minor(i: int, j: int) -> Any:
        return operate("-", operate("*", first[i], second[j]), operate("*", first[j], second[i]))

    return vector((minor(1, 2), minor(2, 0), minor(0, 1)))


def norm(grids: Grids, grid: Grid) -> Any:
    values = tuple(grids.base.call("abs", [value]) for value in grid.elements())
    return grids.base.call("sqrt", [grids.dot(values, values)])


def kronecker(grids: Grids, left: Grid, right: Grid) -> Grid:
    if left.height * left.width * right.height * right.width > MAX_ELEMENTS:
        raise ShapeMismatch(field=grids.base.field, reason=f"a matrix has {MAX_ELEMENTS:,} elements at most")
    rows = tuple(
        tuple(grids.base.operate("*", one, two) for one in row for two in other)
        for row in left.rows
        for other in right.rows
    )
    return Grid(rows, left.vector and right.vector)


def size(grids: Grids, grid: Grid) -> Grid:
    sizes = (grid.width,) if grid.vector else (grid.height, grid.width)
    return vector(grids.base.number(str(one)) for one in sizes)


def flatten(_: Grids, grid: Grid) -> Grid:
    return vector(grid.elements())


def reshape(grids: Grids, grid: Grid, rows: Any, columns: Any) -> Grid:
    height, width = grids.base.whole(rows), grids.base.whole(columns)
    values = tuple(grid.elements())
    if height < 1 or width < 1 or height * width != len(values):
        reason = f"{len(values)} elements do not fill {height}x{width}"
        raise ShapeMismatch(field=grids.base.field, reason=reason)
    return Grid(tuple(values[start : start + width] for start in range(0, len(values), width)))


def concat(grids: Grids, left: Grid, right: Grid) -> Grid:
    if left.height != right.height:
        raise grids.mismatch(left, right, "put side by side")
    rows = tuple((*one, *other) for one, other in zip(left.rows, right.rows, strict=True))
    return grids.made(rows, vector=left.vector and right.vector)


def running_sums(grids: Grids, grid: Grid) -> Grid:
    sums: list[Any] = []
    for value in grid.elements():
        sums.append(grids.base.operate("+", sums[-1], value) if sums else value)
    return vector(sums)


def in_order(_: Grids, grid: Grid) -> Grid:
    return vector(sorted(grid.elements()))


def count(grids: Grids, grid: Grid) -> Any:
    return grids.base.number(str(grid.height * grid.width))


def quantile(grids: Grids, grid: Grid, fraction: Any) -> Any:
    """Interpolate linearly between ranks (Hyndman and Fan's type 7, as PERCENTILE.INC)."""
    operate, number = grids.base.operate, grids.base.number
    values = sorted(grid.elements())
    if not values or not 0 <= fraction <= 1:
        raise UndefinedResult(field=grids.base.field, reason="quantile takes values and a number from 0 to 1")
    place = operate("*", fraction, number(str(len(values) - 1)))
    low = int(place)
    weight = operate("-", place, number(str(low)))
    upper = values[min(low + 1, len(values) - 1)]
    return operate("+", values[low], operate("*", weight, operate("-", upper, values[low])))


GRID_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "det": determinant,
    "inv": inverse,
    "rank": rank,
    "solve": solve,
    "transpose": transpose,
    "trace": trace,
    "diag": diagonal,
    "dot": dot,
    "cross": cross,
    "norm": norm,
    "kron": kronecker,
    "size": size,
    "flatten": flatten,
    "reshape": reshape,
    "concat": concat,
    "count": count,
    "cumsum": running_sums,
    "sort": in_order,
    "quantile": quantile,
}
REDUCING: Final = frozenset(
    {"min", "max", "sum", "prod", "mean", "median", "mode", "variance", "std", "mad", "hypot", "gcd", "lcm"}
)
