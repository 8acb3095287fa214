"""The tasks of linear algebra, each a function of one matrix and perhaps a right side."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import scipy.linalg
import scipy.sparse
import scipy.sparse.linalg

LOST: Final = 1e15
WORRYING: Final = 1e10
MAX_DENSE: Final = 1_000
MAX_SPARSE: Final = 20_000
MAX_EXPONENTIAL: Final = 300


class Unsuitable(Exception):
    def __init__(self, field_name: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field_name
        self.reason = reason


class Singular(Exception):
    """The matrix has no inverse."""


@dataclass(slots=True)
class Found:
    matrices: dict[str, list[list[float]]] = field(default_factory=dict)
    numbers: dict[str, float | None] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, name: str, value: Any) -> None:
        """Add a matrix or vector; of complex ones the real and the imaginary part."""
        array = np.atleast_2d(np.asarray(value))
        if np.iscomplexobj(array):
            if np.abs(array.imag).max() > 0:
                self.matrices[f"{name}_imaginary"] = array.imag.tolist()
            array = array.real
        self.matrices[name] = array.tolist()

    def count(self, name: str, value: float) -> None:
        self.numbers[name] = float(value) if math.isfinite(value) else None


Task = Callable[[Any, Any, Found], None]


def compute(task: str, matrix: Any, sparse: Any, shape: tuple[int, int] | None, right: Any) -> Found:
    """Do the task. Raises Unsuitable and Singular."""
    found = Found()
    if sparse is not None and shape is not None:
        if task == "solve":
            _solve_sparse(_sparse(sparse, shape), right, found)
            return found
        if max(shape) > MAX_DENSE:
            raise Unsuitable("sparse", f"only solve takes over {MAX_DENSE:,} rows or columns")
        dense = _sparse(sparse, shape).toarray()
    else:
        dense = _dense(matrix, "matrix")
    with np.errstate(all="ignore"):
        _TASKS[task](dense, right, found)
    return found


def _dense(rows: Sequence[Sequence[float]], name: str) -> Any:
    if not rows or not rows[0] or len({len(row) for row in rows}) > 1:
        raise Unsuitable(name, "its rows have the same length, at least 1")
    return np.array(rows, np.float64)


def _sparse(entries: list[tuple[int, int, float]], shape: tuple[int, int]) -> Any:
    if not all(1 <= size <= MAX_SPARSE for size in shape):
        raise Unsuitable("shape", f"rows and columns lie between 1 and {MAX_SPARSE:,}")
    if any(not (0 <= row < shape[0] and 0 <= column < shape[1]) for row, column, _ in entries):
        raise Unsuitable("sparse", "an entry lies outside 'shape'; rows and columns count from 0")
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    return scipy.sparse.csc_matrix((values, (rows, columns)), shape=shape)


def _right(right: Any, height: int) -> tuple[Any, bool]:
    if not right:
        raise Unsuitable("right", "it is needed")
    is_vector = not isinstance(right[0], list)
    sides = np.array(right, np.float64)[:, None] if is_vector else _dense(right, "right")
    if len(sides) != height:
        raise Unsuitable("right", f"it has {len(sides)} rows, and the matrix {height}")
    return sides, is_vector


def _square(matrix: Any) -> None:
    if matrix.shape[0] != matrix.shape[1]:
        raise Unsuitable("matrix", f"it must be square, not {matrix.shape[0]}x{matrix.shape[1]}")


def _judge(matrix: Any, found: Found) -> None:
    condition = float(np.linalg.cond(matrix))
    found.count("condition", condition)
    if not condition < LOST:
        raise Singular
    if condition > WORRYING:
        digits = int(math.log10(condition))
        found.warnings.append(
            f"The matrix is nearly singular (condition {condition:.2g}): about {digits} digits are lost."
        )


def _solve(matrix: Any, right: Any, found: Found) -> None:
    _square(matrix)
    sides, is_vector = _right(right, len(matrix))
    try:
        factors = scipy.linalg.lu_factor(matrix, check_finite=False)
        solution = scipy.linalg.lu_solve(factors, sides)
    except (scipy.linalg.LinAlgError, ValueError) as error:
        raise Singular from error
    reciprocal, _ = scipy.linalg.lapack.dgecon(factors[0], np.linalg.norm(matrix, 1))
    found.count("condition", 1 / reciprocal if reciprocal else math.inf)
    if not reciprocal > 1 / LOST:
        raise Singular
    if reciprocal < 1 / WORRYING:
        found.warnings.append(
            f"The matrix is nearly singular (condition {1 / reciprocal:.2g}): digits are lost."
        )
    solution = solution + scipy.linalg.lu_solve(factors, sides - matrix @ solution)
    found.add("x", solution[:, 0] if is_vector else solution)
    found.count("residual", float(np.linalg.norm(matrix @ solution - sides)))


def _solve_sparse(matrix: Any, right: Any, found: Found) -> None:
    _square(matrix)
    sides, is_vector = _right(right, matrix.shape[0])
    try:
        solution = scipy.sparse.linalg.splu(matrix).solve(sides)
    except RuntimeError as error:
        raise Singular from error
    if not np.isfinite(solution).all():
        raise Singular
    found.add("x", solution[:, 0] if is_vector else solution)
    found.count("residual", float(np.linalg.norm(matrix @ solution - sides)))


def _least_squares(matrix: Any, right: Any, found: Found) -> None:
    sides, is_vector = _right(right, len(matrix))
    solution, _, rank, values = np.linalg.lstsq(matrix, sides, rcond=None)
    found.add("x", solution[:, 0] if is_vector else solution)
    found.count("residual", float(np.linalg.norm(matrix @ solution - sides)))
    found.count("rank", rank)
    found.count("condition", float(values[0] / values[-1]) if len(values) and values[-1] else math.inf)
    if rank < min(matrix.shape):
        found.warnings.append("The columns are dependent: of all solutions the shortest is given.")


def _inverse(matrix: Any, _: Any, found: Found) -> None:
    _square(matrix)
    _judge(matrix, found)
    found.add("inverse", np.linalg.inv(matrix))


def _determinant(matrix: Any, _: Any, found: Found) -> None:
    _square(matrix)
    sign, logarithm = np.linalg.slogdet(matrix)
    found.count("determinant", float(sign * np.exp(logarithm)) if math.isfinite(logarithm) else 0.0)
    found.count("sign", float(sign))
    found.count("logarithm", float(logarithm))


def _eigen(matrix: Any, _: Any, found: Found) -> None:
    _square(matrix)
    if np.array_equal(matrix, matrix.T):
        values, vectors = np.linalg.eigh(matrix)
    else:
        values, vectors = np.linalg.eig(matrix)
        order = np.lexsort((values.imag, values.real))
        values, vectors = values[order], vectors[:, order]
    found.add("eigenvalues", values)
    found.add("eigenvectors", vectors)


def _svd(matrix: Any, _: Any, found: Found) -> None:
    u, values, v = np.linalg.svd(matrix, full_matrices=False)
    found.add("u", u)
    found.add("singular_values", values)
    found.add("v_transposed", v)


def _qr(matrix: Any, _: Any, found: Found) -> None:
    q, r = np.linalg.qr(matrix)
    found.add("q", q)
    found.add("r", r)


def _lu(matrix: Any, _: Any, found: Found) -> None:
    p, lower, upper = scipy.linalg.lu(matrix)
    found.add("p", p)
    found.add("l", lower)
    found.add("u", upper)


def _cholesky(matrix: Any, _: Any, found: Found) -> None:
    _square(matrix)
    if not np.allclose(matrix, matrix.T, rtol=1e-12, atol=0):
        raise Unsuitable("matrix", "it must be symmetric")
    try:
        found.add("l", np.linalg.cholesky(matrix))
    except np.linalg.LinAlgError as error:
        raise Unsuitable("matrix", "it must be positive definite") from error


def _norms(matrix: Any, _: Any, found: Found) -> None:
    kinds: dict[str, Any] = {"one": 1, "two": 2, "infinity": np.inf, "frobenius": "fro", "nuclear": "nuc"}
    for name, kind in kinds.items():
        found.count(name, float(np.linalg.norm(matrix, kind)))
    found.count("condition", float(np.linalg.cond(matrix)))


def _exponential(matrix: Any, _: Any, found: Found) -> None:
    _square(matrix)
    if len(matrix) > MAX_EXPONENTIAL:
        raise Unsuitable("matrix", f"it has {MAX_EXPONENTIAL} rows at the most")
    value = scipy.linalg.expm(matrix)
    if not np.isfinite(value).all():
        raise Unsuitable("matrix", "its exponential exceeds 1.8e308")
    found.add("exponential", value)


def _null_space(matrix: Any, _: Any, found: Found) -> None:
    space = scipy.linalg.null_space(matrix)
    found.count("dimension", space.shape[1])
    found.matrices["basis"] = space.T.tolist()


_TASKS: Final[Mapping[str, Task]] = {
    "solve": _solve,
    "least_squares": _least_squares,
    "inverse": _inverse,
    "pseudo_inverse": lambda matrix, _, found: found.add("pseudo_inverse", np.linalg.pinv(matrix)),
    "determinant": _determinant,
    "rank": lambda matrix, _, found: found.count("rank", float(np.linalg.matrix_rank(matrix))),
    "eigen": _eigen,
    "svd": _svd,
    "qr": _qr,
    "lu": _lu,
    "cholesky": _cholesky,
    "norms": _norms,
    "exponential": _exponential,
    "null_space": _null_space,
}
