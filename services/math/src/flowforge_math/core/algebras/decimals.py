"""Decimals of as many digits as asked for, real or complex, by mpmath's arbitrary-precision arithmetic.

Every result keeps twelve guard digits that are not shown; equality is judged on the digits asked for.
"""

import math
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, Literal

from mpmath import MPContext  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras import bounds
from flowforge_math.core.algebras.doubles import nearest
from flowforge_math.core.algebras.samples import SAMPLES, median
from flowforge_math.core.algebras.scalar import Outcome, ScalarAlgebra
from flowforge_math.core.algebras.whole import WHOLE_FUNCTIONS
from flowforge_math.core.expressions import NumberTooLarge, UndefinedResult
from flowforge_math.core.expressions.operands import IMAGINARY_UNIT

GUARD_DIGITS: Final = 12
MAX_MAGNITUDE_BITS: Final = 33_300
MAX_EXPONENT: Final = 23_000
MAX_DIGIT_CALLS: Final = 100_000
TOO_LARGE: Final = "decimals lie between 1e-10000 and 1e10000"

_ELEMENTARY: Final = ("sqrt", "cbrt", "log10", "sin", "cos", "tan", "asin", "acos", "atan")
_HYPERBOLIC: Final = ("asinh", "acosh", "atanh", "degrees", "radians", "re", "im", "conj", "arg", "sign")
_GROWING: Final = ("exp", "sinh", "cosh", "tanh")


class Decimals(ScalarAlgebra[Any]):
    no_result = "has no result in this domain"

    def __init__(self, digits: int, domain: Literal["real", "complex"]) -> None:
        self.digits = digits
        self.domain = domain
        self.digit_calls_left = MAX_DIGIT_CALLS
        self.context = MPContext()
        self.context.dps = digits + GUARD_DIGITS
        self.tolerance = self.context.mpf(10) ** -digits
        self.functions = self._functions()
        self.operations = self._operations()
        super().__init__()

    def constants(self) -> dict[str, Any]:
        context = self.context
        known = {
            "pi": +context.pi,
            "e": +context.e,
            "tau": 2 * context.pi,
            "inf": context.inf,
            "nan": context.nan,
        }
        imaginary = {"i": context.j, IMAGINARY_UNIT: context.j} if self.domain == "complex" else {}
        return {**known, **imaginary, "true": True, "false": False}

    def read(self, text: str) -> Any:
        return self.context.mpf(bounds.literal(text))

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        return self._apply(operator, self.operations[operator], (left, right))

    def bounded(self, value: Any) -> Any:
        if isinstance(value, bool):
            return value
        number = self.context.mpmathify(value)
        if isinstance(number, self.context.mpc) and self.domain == "real":
            raise ValueError("its result is complex: domain 'complex' has one")
        if not self.context.isfinite(number) or number == 0:
            return number
        if abs(self.context.mag(number)) > MAX_MAGNITUDE_BITS:
            raise bounds.OutOfBounds(TOO_LARGE)
        return number

    def outcome(self, value: Any) -> Outcome:
        if isinstance(value, bool):
            return Outcome("boolean", value, str(value).lower())
        if self.context.isnan(value):
            return Outcome("nan", None, "nan")
        if isinstance(value, self.context.mpc) and abs(value.imag) > self.tolerance * abs(value):
            return self._complex_outcome(value)
        return self._real_outcome(self.context.re(value))

    def _real_outcome(self, value: Any) -> Outcome:
        if self.context.isinf(value):
            return Outcome("infinity", None, "inf" if value > 0 else "-inf")
        if self.context.isint(value) and abs(value) * self.tolerance < 1:
            return Outcome("integer", nearest(int(value)), str(int(value)))
        return Outcome("real", _double(value), self.context.nstr(value, self.digits))

    def _complex_outcome(self, value: Any) -> Outcome:
        real, imaginary = (self.context.nstr(part, self.digits) for part in (value.real, abs(value.imag)))
        text = f"{real}{'-' if value.imag < 0 else '+'}{imaginary}j"
        return Outcome("complex", None, text, _double(value.real), _double(value.imag))

    def _show(self, name: str, arguments: Sequence[Any]) -> str:
        return super()._show(name, [_short(self.context, argument) for argument in arguments])

    def _apply(self, name: str, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        """Count what takes long, so that a batch of calls in many digits stays short."""
        if name.isalpha() or name == "**":
            self.digit_calls_left -= self.digits
        if self.digit_calls_left < 0:
            limit = f"calls times digits may reach {MAX_DIGIT_CALLS:,} in one request"
            raise NumberTooLarge(field=self.field, limit=limit)
        result = super()._apply(name, function, arguments)
        finite = self.context.isfinite
        if name and not finite(result) and all(map(finite, arguments)):
            raise UndefinedResult(field=self.field, reason=f"{self._show(name, arguments)} is not finite")
        return result

    def _equal(self, left: Any, right: Any) -> bool:
        larger = max(abs(left), abs(right))
        return bool(left == right or abs(left - right) <= self.tolerance * larger)

    def _power(self, base: Any, exponent: Any) -> Any:
        context = self.context
        if base == 0 or not (context.isfinite(base) and context.isfinite(exponent)):
            return context.power(base, exponent)
        if abs(exponent) * (abs(context.mag(base)) + 1) > MAX_MAGNITUDE_BITS * 2:
            raise bounds.OutOfBounds(TOO_LARGE)
        return context.power(base, exponent)

    def _grow(self, function: Callable[[Any], Any], value: Any) -> Any:
        if self.context.isfinite(value) and abs(value) > MAX_EXPONENT:
            raise bounds.OutOfBounds(f"exp, sinh, cosh and tanh take arguments up to {MAX_EXPONENT:,}")
        return function(value)

    def _round(self, value: Any, digits: Any = 0) -> Any:
        places = self._whole(digits)
        if abs(places) > bounds.MAX_EXPONENT:
            raise ValueError("its second argument must lie between -4000 and 4000")
        scale = self.context.mpf(10) ** places
        half = self.context.mpf(0.5) + self.tolerance
        return self.context.sign(value) * self.context.floor(abs(value) * scale + half) / scale

    def _whole(self, value: Any) -> int:
        if not self.context.isint(value):
            raise ValueError("its arguments must be whole numbers")
        return bounds.bounded(int(self.context.re(value)))

    def whole(self, value: Any) -> int:
        try:
            return self._whole(value)
        except ValueError as error:
            reason = "the bounds of a sum or product are whole numbers"
            raise UndefinedResult(field=self.field, reason=reason) from error
        except bounds.OutOfBounds as error:
            raise NumberTooLarge(field=self.field, limit=error) from error

    def _angle(self, height: Any, width: Any) -> Any:
        if self.context.im(height) != 0 or self.context.im(width) != 0:
            raise ValueError("its arguments must be real")
        return self.context.atan2(self.context.re(height), self.context.re(width))

    def _cube_root(self, value: Any) -> Any:
        """Return the real root of a real number, as the doubles do."""
        if self.context.im(value) == 0:
            return self.context.sign(value) * self.context.cbrt(abs(value))
        return self.context.cbrt(value)

    def _root(self, value: Any, degree: Any) -> Any:
        count = self._whole(degree)
        if count == 0 or (value < 0 and count % 2 == 0):
            raise ValueError("its first argument must not be negative for even roots")
        return self.context.sign(value) * self.context.root(abs(value), count)

    def _on_whole(self, function: Callable[..., Any]) -> Callable[..., int]:
        return lambda *values: function(*map(self._whole, values))

    def _functions(self) -> dict[str, Callable[..., Any]]:
        context = self.context
        ordered: dict[str, Callable[..., Any]] = {
            "abs": abs,
            "floor": context.floor,
            "ceil": context.ceil,
            "trunc": lambda value: context.sign(value) * context.floor(abs(value)),
            "round": self._round,
            "min": lambda *values: min(values),
            "max": lambda *values: max(values),
            "clamp": lambda value, low, high: min(max(value, low), high),
            "sum": lambda *values: context.fsum(values),
            "mean": lambda *values: context.fsum(values) / len(values),
            "median": lambda *values: median(*map(context.mpmathify, values)),
            **SAMPLES,
            "log": context.log,
            "expm1": lambda value: self._grow(context.expm1, value),
            "log1p": context.log1p,
            "nth_root": self._root,
            "cbrt": self._cube_root,
            "atan2": self._angle,
            "log2": lambda value: context.log(value, 2),
        }
        return {
            **{name: getattr(context, name) for name in (*_ELEMENTARY, *_HYPERBOLIC)},
            **{name: partial(self._grow, getattr(context, name)) for name in _GROWING},
            **ordered,
            **{name: self._on_whole(function) for name, function in WHOLE_FUNCTIONS.items()},
        }

    def _operations(self) -> dict[str, Callable[[Any, Any], Any]]:
        equal = self._equal
        return {
            "+": operator.add,
            "-": operator.sub,
            "*": operator.mul,
            "/": self.context.fdiv,
            "//": lambda left, right: self.context.floor(self.context.fdiv(left, right)),
            "%": lambda left, right: self.context.mpf(left) % right,
            "**": self._power,
            "==": equal,
            "!=": lambda left, right: not equal(left, right),
            "<": lambda left, right: bool(left < right) and not equal(left, right),
            "<=": lambda left, right: bool(left <= right) or equal(left, right),
            ">": lambda left, right: bool(left > right) and not equal(left, right),
            ">=": lambda left, right: bool(left >= right) or equal(left, right),
        }


def _double(value: Any) -> float | None:
    double = float(value)
    return double if math.isfinite(double) else None


def _short(context: MPContext, value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(context.nstr(value, 12))
