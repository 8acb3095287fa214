"""Matrices of expressions: determinant, inverse, eigenvalues and others, checked by numbers."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import mpmath  # type: ignore[import-untyped] # it ships no types
import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.symbolic import checking
from flowforge_math.core.symbolic.bounded import bounded
from flowforge_math.core.symbolic.checking import Check
from flowforge_math.core.symbolic.faults import NoSymbolicResult
from flowforge_math.core.symbolic.formulas import Formula, formula, read

SECONDS: Final = 12.0
MAX_EIGEN: Final = 5


@dataclass(slots=True)
class Tables:
    """`matrices` and `formulas` are results by name; `pairs` should be equal everywhere.

    `exponential` is a matrix with its exponential.
    """

    matrices: dict[str, Any] = field(default_factory=dict)
    formulas: list[tuple[str, Any]] = field(default_factory=list)
    pairs: list[tuple[Any, Any]] = field(default_factory=list)
    exponential: tuple[Any, Any] | None = None


@bounded("matrix")
def compute(task: str, rows: list[list[str]], right: list[str] | None) -> dict[str, Any]:
    matrix = _matrix(rows)
    if task not in _ANY_SHAPE and matrix.rows != matrix.cols:
        raise NoSymbolicResult(field="matrix", reason=f"'{task}' needs as many rows as columns")
    side = None
    if task == "solve":
        if right is None or len(right) != matrix.rows:
            raise NoSymbolicResult(
                field="right", reason=f"it needs {matrix.rows} expressions, one for each row"
            )
        side = sympy.Matrix([read(text, f"right[{place}]")[0] for place, text in enumerate(right)])
    found = Tables()
    try:
        limited(SECONDS, lambda: _TASKS[task](matrix, side, found))
    except OutOfTime as error:
        reason = f"no result was found within {SECONDS:g} seconds"
        raise NoSymbolicResult(field="matrix", reason=reason) from error
    except TROUBLES as error:
        raise NoSymbolicResult(field="matrix", reason=f"'{task}' has no result for it") from error
    return {
        "matrices": [
            {
                "name": name,
                "rows": [[formula(cell) for cell in one.row(at)] for at in range(one.rows)],
                "latex": sympy.latex(one),
            }
            for name, one in found.matrices.items()
        ],
        "formulas": [{"name": name, "formula": _shown(value)} for name, value in found.formulas],
        "check": _checked(found.pairs) if found.exponential is None else _by_series(*found.exponential),
    }


def _shown(value: Any) -> Formula:
    return formula(sympy.sympify(value))


def _matrix(rows: list[list[str]]) -> Any:
    if len({len(row) for row in rows}) > 1:
        raise NoSymbolicResult(field="matrix", reason="its rows differ in length")
    return sympy.Matrix(
        [
            [read(text, f"matrix[{row}][{column}]")[0] for column, text in enumerate(cells)]
            for row, cells in enumerate(rows)
        ]
    )


def _checked(pairs: list[tuple[Any, Any]]) -> Check:
    checks = [checking.same_everywhere(left, right, "matrix") for left, right in pairs]
    return "confirmed" if checks and all(one == "confirmed" for one in checks) else "not_checked"


def _by_series(matrix: Any, result: Any) -> Check:
    """Compare an exponential with the numerical one at random points, one entry after the other."""
    symbols = sorted(matrix.free_symbols, key=str)
    count = matrix.rows * matrix.cols

    def entry(place: int) -> Callable[[random.Random], tuple[Any, Any]]:
        def at(choose: random.Random) -> tuple[Any, Any]:
            point = {one: sympy.Rational(choose.randint(-20, 30), 17) for one in symbols}
            with mpmath.workdps(40):
                numbers = [
                    [mpmath.mpmathify(cell) for cell in row]
                    for row in sympy.N(matrix.subs(point), 40).tolist()
                ]
                wanted = mpmath.expm(mpmath.matrix(numbers))[place // matrix.cols, place % matrix.cols]
                given = sympy.N(result[place].subs(point), 30)
                return sympy.Float(str(mpmath.re(wanted)), 30), sympy.re(given)

        return at

    checks = [checking.compare(entry(place), "matrix", 2 if symbols else 1) for place in range(count)]
    return "confirmed" if all(one == "confirmed" for one in checks) else "not_checked"


def _same(found: Tables, left: Any, right: Any) -> None:
    found.pairs += list(zip(left, right, strict=True))


def _determinant(matrix: Any, _: Any, found: Tables) -> None:
    value = sympy.factor(matrix.det(method="berkowitz"))
    found.formulas.append(("determinant", value))
    found.pairs.append((value, matrix.det(method="laplace") if matrix.rows <= MAX_EIGEN else value))


def _regular(matrix: Any) -> None:
    if sympy.simplify(matrix.det()) == 0:
        raise NoSymbolicResult(field="matrix", reason="its determinant is 0 for all values")


def _inverse(matrix: Any, _: Any, found: Tables) -> None:
    _regular(matrix)
    result = matrix.inv(method="ADJ").applyfunc(sympy.simplify)
    found.matrices["inverse"] = result
    found.formulas.append(("determinant", sympy.factor(matrix.det())))
    _same(found, matrix * result, sympy.eye(matrix.rows))


def _solve(matrix: Any, side: Any, found: Tables) -> None:
    _regular(matrix)
    result = matrix.LUsolve(side).applyfunc(sympy.simplify)
    found.matrices["x"] = result
    found.formulas.append(("determinant", sympy.factor(matrix.det())))
    _same(found, matrix * result, side)


def _eigenvalues(matrix: Any, _: Any, found: Tables) -> None:
    if matrix.rows > MAX_EIGEN:
        raise NoSymbolicResult(field="matrix", reason=f"eigenvalues have formulas up to {MAX_EIGEN} rows")
    variable = sympy.Dummy("t", real=True)
    polynomial = matrix.charpoly().as_expr(variable)
    for value, times in matrix.eigenvals().items():
        exact = sympy.simplify(value)
        found.formulas += [("eigenvalue", exact)] * times
        if exact.is_real:
            found.pairs.append((sympy.expand(polynomial.subs(variable, exact)), sympy.Integer(0)))


def _eigenvectors(matrix: Any, _: Any, found: Tables) -> None:
    """Give vectors as columns, each with its eigenvalue; fewer than rows where the matrix is defective."""
    if matrix.rows > MAX_EIGEN:
        raise NoSymbolicResult(field="matrix", reason=f"eigenvectors have formulas up to {MAX_EIGEN} rows")
    columns = []
    for value, _times, basis in matrix.eigenvects():
        exact = sympy.simplify(value)
        for vector in basis:
            column = vector.applyfunc(sympy.simplify)
            columns.append(column)
            found.formulas.append((f"eigenvalue of column {len(columns)}", exact))
            if exact.is_real:
                _same(found, matrix * column, exact * column)
    found.matrices["eigenvectors"] = sympy.Matrix.hstack(*columns)
    found.formulas.append(("dimension", sympy.Integer(len(columns))))


def _exponential(matrix: Any, _: Any, found: Tables) -> None:
    """Give exp(A); that of t*A solves x' = A*x."""
    if matrix.rows > MAX_EIGEN:
        raise NoSymbolicResult(field="matrix", reason=f"an exponential has a formula up to {MAX_EIGEN} rows")
    result = matrix.exp()
    if result.has(sympy.re, sympy.im, sympy.Abs, sympy.arg, sympy.atan2):
        # The eigenvalues may be real or not: a formula of complex numbers holds for both.
        plain = {symbol: sympy.Dummy(symbol.name) for symbol in matrix.free_symbols}
        back = {dummy: symbol for symbol, dummy in plain.items()}
        result = matrix.subs(plain).exp().subs(back)
    found.matrices["exponential"] = result.applyfunc(sympy.simplify)
    found.exponential = (matrix, found.matrices["exponential"])


def _characteristic(matrix: Any, _: Any, found: Tables) -> None:
    used = {symbol.name for symbol in matrix.free_symbols}
    name = next(one for one in "tsuvwzpqr" if one not in used)
    variable = sympy.Symbol(name, real=True)
    polynomial = matrix.charpoly().as_expr(variable)
    found.formulas.append((f"characteristic polynomial in {name}", polynomial))
    found.pairs.append((polynomial, (variable * sympy.eye(matrix.rows) - matrix).det()))


def _echelon(matrix: Any, _: Any, found: Tables) -> None:
    reduced, pivots = matrix.rref(simplify=True)
    found.matrices["reduced row echelon form"] = reduced
    found.formulas.append(("rank", sympy.Integer(len(pivots))))


def _null_space(matrix: Any, _: Any, found: Tables) -> None:
    basis = matrix.nullspace(simplify=True)
    found.formulas.append(("dimension", sympy.Integer(len(basis))))
    if basis:
        found.matrices["basis"] = sympy.Matrix.hstack(*basis)
        _same(found, matrix * found.matrices["basis"], sympy.zeros(matrix.rows, len(basis)))


_ANY_SHAPE: Final = frozenset({"reduced_row_echelon", "null_space"})
_TASKS: Final[dict[str, Callable[[Any, Any, Tables], None]]] = {
    "determinant": _determinant,
    "inverse": _inverse,
    "solve": _solve,
    "eigenvalues": _eigenvalues,
    "eigenvectors": _eigenvectors,
    "exponential": _exponential,
    "characteristic_polynomial": _characteristic,
    "reduced_row_echelon": _echelon,
    "null_space": _null_space,
}
