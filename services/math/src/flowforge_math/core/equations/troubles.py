"""What the algebra raises where it has no answer: a question is then answered as one without a method."""

from typing import Final

from sympy.polys.polyerrors import BasePolynomialError  # type: ignore[import-untyped] # it ships no types

TROUBLES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BasePolynomialError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
