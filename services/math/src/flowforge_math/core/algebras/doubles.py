"""Doubles and exact whole numbers, real or complex: the algebra of everyday expressions."""

import cmath
import math
import operator
import statistics
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache, partial
from typing import Any, Final

from flowforge_math.core.algebras import bounds
from flowforge_math.core.algebras.derived import known
from flowforge_math.core.algebras.samples import SAMPLES
from flowforge_math.core.algebras.scalar import Outcome, ScalarAlgebra
from flowforge_math.core.algebras.whole import WHOLE_FUNCTIONS
from flowforge_math.core.expressions.operands import IMAGINARY_UNIT

Real = int | float
EXACT_INTEGERS: Final = 2**53
ROUNDING: Final = Context(prec=700, rounding=ROUND_HALF_UP)
MAX_ROUNDING_DIGITS: Final = 300
CONSTANTS: Final[Mapping[str, Real]] = {
    "pi": math.pi,
    "e": math.e,
    "tau": math.tau,
    "inf": math.inf,
    "nan": math.nan,
    "true": True,
    "false": False,
}


def power(base: Real, exponent: Real) -> Real:
    """Return base ** exponent, whole numbers exactly. Raises ValueError where it is not real."""
    if isinstance(base, int) and isinstance(exponent, int) and exponent >= 0:
        return bounds.integer_power(base, exponent)
    if base < 0 and math.isfinite(exponent) and exponent != int(exponent):
        raise ValueError("its base is negative and its exponent is not whole")
    return float(base**exponent)


def round_half_up(value: Real, digits: Real = 0) -> Real:
    """Round halves away from zero, as a spreadsheet does, on the decimal that the number is written as."""
    places = bounds.whole(digits)
    if abs(places) > MAX_ROUNDING_DIGITS:
        raise ValueError("its second argument must lie between -300 and 300")
    if not math.isfinite(value):
        return value
    rounded = Decimal(repr(+value)).quantize(Decimal(1).scaleb(-places), context=ROUNDING)
    return int(rounded) if places <= 0 else float(rounded)


def logarithm(value: Real, base: Real = math.e) -> float:
    return math.log(value) if base == math.e else math.log(value) / math.log(base)


def root(value: Real, degree: Real) -> Real:
    """Return the real root, negative for odd roots of negative numbers."""
    count = bounds.whole(degree)
    if count == 0 or (value < 0 and count % 2 == 0):
        raise ValueError("its first argument must not be negative for even roots")
    result = math.copysign(abs(value) ** (1 / count), value)
    nearest_whole = round(result) if math.isfinite(result) and abs(result) < EXACT_INTEGERS else 0
    exact = count > 0 and nearest_whole and abs(count) < 64 and nearest_whole**count == value  # noqa: PLR2004 - powers of small size
    return float(nearest_whole) if exact else result


def sign(value: Real | Fraction) -> int:
    return (value > 0) - (value < 0)


def clamp(value: Real, low: Real, high: Real) -> Real:
    if low > high:
        raise ValueError("its lower bound exceeds its upper bound")
    return min(max(value, low), high)


def total(*values: Real) -> Real:
    return sum(values) if all(isinstance(value, int) for value in values) else math.fsum(values)


REAL_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: getattr(math, name) for name in ("floor", "ceil", "trunc", "sqrt", "cbrt", "exp")},
    **{name: getattr(math, name) for name in ("log2", "log10", "atan2", "hypot")},
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: getattr(math, name) for name in ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")},
    **{name: getattr(math, name) for name in ("gamma", "lgamma", "erf", "erfc", "degrees", "radians")},
    "abs": abs,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
    "mean": lambda *values: total(*values) / len(values),
    "median": lambda *values: statistics.median(values),
    "sum": total,
    "sign": sign,
    "round": round_half_up,
    "log": logarithm,
    "clamp": clamp,
    "nth_root": root,
    **{name: getattr(math, name) for name in ("expm1", "log1p")},
    **SAMPLES,
    **WHOLE_FUNCTIONS,
}
COMPLEX_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{name: getattr(cmath, name) for name in ("sqrt", "exp", "log", "log10", "sin", "cos", "tan")},
    **{name: getattr(cmath, name) for name in ("asin", "acos", "atan", "sinh", "cosh", "tanh")},
    **{name: getattr(cmath, name) for name in ("asinh", "acosh", "atanh")},
    "log2": lambda value: cmath.log(value, 2),
    "sum": lambda *values: sum(values),
    "mean": lambda *values: sum(values) / len(values),
    "re": lambda value: complex(value).real,
    "im": lambda value: complex(value).imag,
    "conj": lambda value: complex(value).conjugate(),
    "arg": cmath.phase,
}
_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": power,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


# Of doubles they have a result, whatever the operands.
_SAFE: Final = {sign: _ARITHMETIC[sign] for sign in ("+", "-", "*", "==", "!=", "<", "<=", ">", ">=")}
# Short literals that were read, shared by all evaluators: numbers do not change.
_LITERALS: Final[dict[str, Real | complex]] = {}
SHORT: Final = 20
MAX_LITERALS: Final = 4_096


class Reals(ScalarAlgebra[Real | complex]):
    operators = _ARITHMETIC
    functions = REAL_FUNCTIONS
    no_result = "is not a real number; domain 'complex' may have a result"

    def constants(self) -> Mapping[str, Real | complex]:
        return CONSTANTS

    @classmethod
    @cache
    def known_functions(cls) -> frozenset[str]:
        return known(cls.functions)

    def read(self, text: str) -> Real | complex:
        return int(text) if text.lstrip("-").isdecimal() else float(text)

    def number(self, text: str) -> Real | complex:
        found = _LITERALS.get(text)
        if found is None:
            found = super().number(text)
            if len(text) <= SHORT and len(_LITERALS) < MAX_LITERALS:
                _LITERALS[text] = found
        return found

    def operate(self, operator: str, left: Real | complex, right: Real | complex) -> Real | complex:
        """Do without what guards the others where a double comes out and nothing can fail."""
        if type(left) is float and type(right) is float and operator in _SAFE:
            return _SAFE[operator](left, right)  # type: ignore[no-any-return] # a table of functions of numbers
        return super().operate(operator, left, right)

    def bounded(self, value: Real | complex) -> Real | complex:
        return bounds.bounded(value) if isinstance(value, int) else value

    def outcome(self, value: Real | complex) -> Outcome:
        if isinstance(value, bool):
            return Outcome("boolean", value, str(value).lower())
        if isinstance(value, int):
            return Outcome("integer", nearest(value), str(value))
        if isinstance(value, complex):
            text = f"{value.real!r}{value.imag:+}j"
            return Outcome("complex", None, text, finite(value.real), finite(value.imag))
        if math.isnan(value):
            return Outcome("nan", None, "nan")
        if math.isinf(value):
            return Outcome("infinity", None, repr(value))
        return Outcome("real", value, repr(value))


def _either(name: str, *values: Real | complex) -> Real | complex:
    try:
        return REAL_FUNCTIONS[name](*values)  # type: ignore[no-any-return] # a table of functions of numbers
    except (ValueError, TypeError):
        if name not in COMPLEX_FUNCTIONS:
            raise
        return COMPLEX_FUNCTIONS[name](*values)  # type: ignore[no-any-return] # likewise


def _complex_power(base: Real | complex, exponent: Real | complex) -> Real | complex:
    if isinstance(base, complex) or isinstance(exponent, complex):
        return complex(base) ** exponent
    try:
        return power(base, exponent)
    except ValueError:
        return complex(base) ** exponent


class Complexes(Reals):
    """Stays real where it can: sqrt(4) is 2, and sqrt(-4) is 2j."""

    operators = {**_ARITHMETIC, "**": _complex_power}
    functions = {**COMPLEX_FUNCTIONS, **{name: partial(_either, name) for name in REAL_FUNCTIONS}}
    no_result = "is not defined"

    def constants(self) -> Mapping[str, Real | complex]:
        return {**CONSTANTS, "i": 1j, IMAGINARY_UNIT: 1j}


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def nearest(value: int) -> int | float | None:
    """Return *value* as JSON readers in doubles will see it."""
    if abs(value) <= EXACT_INTEGERS:
        return value
    try:
        return float(value)
    except OverflowError:
        return None
