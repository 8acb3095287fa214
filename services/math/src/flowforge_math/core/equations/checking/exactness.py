"""Exact values of a candidate: every step of the caller's own expression, its domain decided.

A library's form of the whole expression would have cancelled: of x^2/x nothing is left that 0 could violate.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import sympy  # type: ignore[import-untyped] # it ships no types
from flint import acb, arb, ctx

from flowforge_math.core.algebras.derived import DERIVED
from flowforge_math.core.algebras.repetition import structure
from flowforge_math.core.algebras.symbols import CONSTANTS, FUNCTIONS
from flowforge_math.core.equations.enclosing.intervals import ratio_ball
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.expressions.tree import Node

PRECISIONS: Final = (160, 360)
PROOF_SECONDS: Final = 1.5


class Outside(Exception):
    """The candidate lies outside the domain of some step."""


class Undecided(Exception):
    """It could not be decided whether the candidate lies in the domain."""


def ball_of(value: Any, precision: int) -> Any:
    """Return an enclosure of a number of sympy, complex in general. Raises Undecided where it has none."""
    before, ctx.prec = ctx.prec, precision
    try:
        return _ball(value)
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError) as error:
        raise Undecided from error
    finally:
        ctx.prec = before


def _ball(value: Any) -> Any:
    if value.is_Rational:
        return _rational(value)
    if value in _CONSTANTS:
        return acb(_CONSTANTS[value]())
    if value.is_Add or value.is_Mul:
        return _joined(value)
    if isinstance(value, sympy.polys.rootoftools.ComplexRootOf) or value.is_Float:
        return _approximate(value)
    if value.is_Pow:
        base, exponent = value.args
        return _ball(base) ** (int(exponent) if exponent.is_Integer else _ball(exponent))
    return _BALLS[type(value)](*(_ball(part) for part in value.args))


def _rational(value: Any) -> Any:
    return acb(ratio_ball(int(value.p), int(value.q)))


def _joined(value: Any) -> Any:
    result = _ball(value.args[0])
    for part in value.args[1:]:
        result = result + _ball(part) if value.is_Add else result * _ball(part)
    return result


def _approximate(value: Any) -> Any:
    """Return a root of a polynomial, isolated by sympy, or a number of so many bits."""
    if value.is_Float:
        radius = arb(2) ** (-int(value._prec) + 8) * (abs(float(value)) + 1)  # noqa: SLF001 - the precision has no other name
        return _rational(sympy.Rational(value)) + arb(0, radius)
    digits = ctx.prec // 3 + 5
    near = sympy.Rational(str(value.eval_rational(n=digits)))
    return _rational(near) + arb(0, arb(10) ** (-digits + 2))


_CONSTANTS: Final[dict[Any, Callable[[], Any]]] = {
    sympy.pi: arb.pi,
    sympy.E: arb.const_e,
    sympy.EulerGamma: arb.const_euler,
    sympy.I: lambda: acb(0, 1),
    sympy.GoldenRatio: lambda: (1 + arb(5).sqrt()) / 2,
}
_BALLS: Final[dict[Any, Callable[..., Any]]] = {
    **{getattr(sympy, name): getattr(acb, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    **{getattr(sympy, name): getattr(acb, name) for name in ("sinh", "cosh", "tanh", "asinh", "acosh")},
    **{getattr(sympy, name): getattr(acb, name) for name in ("atanh", "log", "erf", "gamma")},
    sympy.exp: acb.exp,
    sympy.Abs: lambda one: acb(abs(one)),
    sympy.sign: lambda one: acb(one.real.sgn()),
    sympy.re: lambda one: acb(one.real),
    sympy.im: lambda one: acb(one.imag),
    sympy.LambertW: lambda one, branch=0: one.lambertw(int(float(acb(branch).real))),
}


def is_zero(value: Any) -> bool | None:
    """Decide whether a number is zero: by enclosures if it is not, by algebra if it is. None: not decided."""
    if value.is_Rational:
        return bool(value == 0)
    for precision in PRECISIONS:
        try:
            if not ball_of(value, precision).contains(0):
                return False
        except Undecided:
            return None
    try:
        return limited(PROOF_SECONDS, lambda: _proven_zero(value))
    except OutOfTime:
        return None


def _proven_zero(value: Any) -> bool | None:
    if sympy.expand(value) == 0:
        return True
    if value.is_algebraic:
        unknown = sympy.Symbol("z")
        return bool(sympy.minimal_polynomial(value, unknown) == unknown)
    if sympy.simplify(value) == 0:
        return True
    return True if value.equals(0) else None


def sign_of(value: Any) -> int:
    """Return -1, 0 or 1. Raises Undecided."""
    for precision in PRECISIONS:
        real = ball_of(value, precision).real
        if real > 0 or real < 0:
            return 1 if real > 0 else -1
    if is_zero(value):
        return 0
    raise Undecided


class Exactly:
    """The algebra of exact real numbers. Raises Outside and Undecided."""

    max_steps = 2_000

    def __init__(self, names: dict[str, Any]) -> None:
        self.field = "equations"
        self.steps_left = self.max_steps
        self.given: frozenset[str] = frozenset()
        self.names = {**CONSTANTS, **names}

    def number(self, text: str) -> Any:
        return sympy.Rational(text)

    def name(self, name: str) -> Any:
        return self.names[name]

    def operate(self, operator: str, left: Any, right: Any) -> Any:
        if operator == "/":
            if sign_of(right) == 0:
                raise Outside
            return left / right
        if operator == "**":
            return self._power(left, right)
        return {"+": left + right, "-": left - right, "*": left * right}[operator]

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        if function in DERIVED and function not in ("mod", "variance", "std"):
            return DERIVED[function][1](self, *arguments)
        for check in _DOMAINS.get(function, ()):
            check(*arguments)
        if function in ("cbrt", "nth_root"):
            degree = arguments[1] if function == "nth_root" else sympy.Integer(3)
            return self._root(arguments[0], degree)
        if function in ("min", "max") or function not in FUNCTIONS:
            return self._extreme(function, arguments)
        return FUNCTIONS[function](*arguments)

    def choose(
        self,
        condition: Any,  # noqa: ARG002 - the algebras' common signature
        then: Callable[[], Any],  # noqa: ARG002 - likewise
        otherwise: Callable[[], Any],  # noqa: ARG002 - likewise
    ) -> Any:
        raise Undecided

    def structure(self, node: Node) -> Any:
        return structure(node, self)

    def whole(self, value: Any) -> int:
        if not value.is_Integer:
            raise Undecided
        return int(value)

    def _power(self, base: Any, exponent: Any) -> Any:
        sign = sign_of(base)
        if sign == 0 and sign_of(exponent) < 0:
            raise Outside
        if sign < 0 and not exponent.is_Integer:
            whole = exponent.is_integer
            if whole is None and not exponent.is_Rational:
                difference = exponent - sympy.floor(sympy.N(exponent, 30) + sympy.Rational(1, 2))
                whole = is_zero(difference)
            if whole is None:
                raise Undecided
            if not whole:
                raise Outside
        return base**exponent

    def _root(self, value: Any, degree: Any) -> Any:
        sign = sign_of(value)
        if not degree.is_Integer or degree == 0:
            raise Undecided
        if sign < 0 and degree % 2 == 0:
            raise Outside
        return sign * abs(value) ** (1 / degree) if sign else sympy.Integer(0)

    def _extreme(self, function: str, arguments: Sequence[Any]) -> Any:
        if function not in ("min", "max"):
            raise Undecided
        result = arguments[0]
        for one in arguments[1:]:
            larger = sign_of(one - result) > 0
            result = one if larger == (function == "max") else result
        return result


def _at_least(bound: int) -> Callable[..., None]:
    def check(value: Any, *_: Any) -> None:
        if sign_of(value - bound) < 0:
            raise Outside

    return check


def _over(bound: int) -> Callable[..., None]:
    def check(value: Any, *_: Any) -> None:
        if sign_of(value - bound) <= 0:
            raise Outside

    return check


def _base(_: Any, base: Any = None) -> None:
    if base is not None and (sign_of(base) <= 0 or sign_of(base - 1) == 0):
        raise Outside


def _within(value: Any) -> None:
    if sign_of(value * value - 1) > 0:
        raise Outside


def _strictly_within(value: Any) -> None:
    if sign_of(value * value - 1) >= 0:
        raise Outside


def _no_zero_of(function: Any) -> Callable[..., None]:
    def check(value: Any) -> None:
        if sign_of(function(value)) == 0:
            raise Outside

    return check


_DOMAINS: Final[dict[str, tuple[Callable[..., None], ...]]] = {
    "sqrt": (_at_least(0),),
    "log": (_over(0), _base),
    "log2": (_over(0),),
    "log10": (_over(0),),
    "log1p": (_over(-1),),
    "asin": (_within,),
    "acos": (_within,),
    "acosh": (_at_least(1),),
    "atanh": (_strictly_within,),
    "tan": (_no_zero_of(sympy.cos),),
}
