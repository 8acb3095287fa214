"""Matrices of six numbers, as content streams have them."""

from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Quad = tuple[float, float, float, float]


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that applies *m* first, then *n*."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def bounds(m: Matrix, left: float, bottom: float, right: float, top: float) -> Quad:
    """Return the upright rectangle around a transformed one."""
    points = [at(m, left, bottom), at(m, right, bottom), at(m, left, top), at(m, right, top)]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def inverse(m: Matrix) -> Matrix | None:
    """Return the inverse, or None if there is none."""
    determinant = m[0] * m[3] - m[1] * m[2]
    if abs(determinant) < 1e-12:  # noqa: PLR2004 - nothing that is drawn
        return None
    a, b, c, d = m[3] / determinant, -m[1] / determinant, -m[2] / determinant, m[0] / determinant
    return a, b, c, d, -(m[4] * a + m[5] * c), -(m[4] * b + m[5] * d)


def matrix_of(value: Any) -> Matrix:
    """Return an array of six numbers as a matrix; the identity for anything else."""
    try:
        numbers = [float(each) for each in value]
    except (TypeError, ValueError, ArithmeticError):
        return IDENTITY
    if len(numbers) != 6:  # noqa: PLR2004 - of a matrix
        return IDENTITY
    return numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]


def overlap(one: Quad, other: Quad) -> float:
    """Return the area that two rectangles share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def touches(one: Quad, other: Quad) -> bool:
    return overlap(one, other) > 0


def area(quad: Quad) -> float:
    return max(0.0, quad[2] - quad[0]) * max(0.0, quad[3] - quad[1])


def covers(outer: Quad, inner: Quad, tolerance: float = 0.5) -> bool:
    return (
        outer[0] - tolerance <= inner[0]
        and outer[1] - tolerance <= inner[1]
        and inner[2] <= outer[2] + tolerance
        and inner[3] <= outer[3] + tolerance
    )


def united(quads: list[Quad]) -> Quad:
    return (
        min(q[0] for q in quads),
        min(q[1] for q in quads),
        max(q[2] for q in quads),
        max(q[3] for q in quads),
    )
