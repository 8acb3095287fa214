"""Least squares in exact fractions of the numbers as written, for predictors that are nearly dependent."""

from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat


def exact_least_squares(
    matrix: Any, target: Any, powers_of: int | None = None
) -> tuple[Any, Any, float] | None:
    """Return coefficients, the inverse of the normal matrix, and the sum of squared residuals.

    None if the columns are dependent. *powers_of* is the column whose powers are those that follow it: they
    are taken of the number as written, and not of its double.
    """
    rows = fmpq_mat([_row(row, powers_of) for row in matrix])
    right = fmpq_mat([[_exact(value)] for value in target])
    normal = rows.transpose() * rows
    try:
        inverse = normal.inv()
    except ZeroDivisionError:
        return None
    values = inverse * (rows.transpose() * right)
    residuals = right - rows * values
    squares = residuals.transpose() * residuals
    width = matrix.shape[1]
    return (
        np.array([_double(values[place, 0]) for place in range(width)]),
        np.array([[_double(inverse[i, j]) for j in range(width)] for i in range(width)]),
        _double(squares[0, 0]),
    )


def _row(row: Any, powers_of: int | None) -> list[Any]:
    if powers_of is None:
        return [_exact(value) for value in row]
    base = _exact(row[powers_of])
    powers = [base]
    for _ in range(powers_of + 1, len(row)):
        powers.append(powers[-1] * base)
    return [*(_exact(value) for value in row[:powers_of]), *powers]


def _exact(value: float) -> Any:
    ratio = Fraction(repr(float(value)))
    number: Any = fmpq
    return number(ratio.numerator, ratio.denominator)


def _double(value: Any) -> float:
    return float(Fraction(int(value.p), int(value.q)))
