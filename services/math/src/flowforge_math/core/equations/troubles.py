"""What the algebra raises where it has no answer: a question is then answered as one without a method."""

from typing import Final

from mpmath.libmp import NoConvergence  # type: ignore[import-untyped] # it ships no types
from sympy import PoleError  # type: ignore[import-untyped] # likewise
from sympy.core.coreerrors import BaseCoreError  # type: ignore[import-untyped] # likewise
from sympy.integrals.risch import NonElementaryIntegralException  # type: ignore[import-untyped] # likewise
from sympy.matrices.exceptions import MatrixError  # type: ignore[import-untyped] # likewise
from sympy.polys.matrices.exceptions import DMError  # type: ignore[import-untyped] # likewise
from sympy.polys.polyerrors import BasePolynomialError  # type: ignore[import-untyped] # likewise

TROUBLES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BaseCoreError,
    BasePolynomialError,
    DMError,
    LookupError,
    MatrixError,
    NoConvergence,
    NonElementaryIntegralException,
    NotImplementedError,
    PoleError,
    RecursionError,
    TypeError,
    ValueError,
)
