"""Functions that every algebra has as soon as it has those that they are made of."""

from collections.abc import Callable, Collection, Mapping
from functools import reduce
from typing import Any, Final

from flowforge_math.core.algebras.samples import NEEDS_TWO
from flowforge_math.core.expressions.faults import UndefinedResult

Derived = tuple[tuple[str, ...], Callable[..., Any]]


def _ratio(upper: str | None, lower: str) -> Callable[..., Any]:
    def function(algebra: Any, value: Any) -> Any:
        numerator = algebra.call(upper, [value]) if upper else algebra.number("1")
        return algebra.operate("/", numerator, algebra.call(lower, [value]))

    return function


def _power(exponent: str) -> Callable[..., Any]:
    return lambda algebra, value: algebra.operate("**", value, algebra.number(exponent))


def _operator(sign: str) -> Callable[..., Any]:
    return lambda algebra, left, right: algebra.operate(sign, left, right)


def _product(algebra: Any, *values: Any) -> Any:
    return reduce(lambda left, right: algebra.operate("*", left, right), values)


def _deviation(algebra: Any, *values: Any) -> Any:
    if len(values) < 2:  # noqa: PLR2004 - two deviations
        raise UndefinedResult(field=algebra.field, reason=f"std is not defined ({NEEDS_TWO})")
    return algebra.call("sqrt", [algebra.call("variance", values)])


DERIVED: Final[Mapping[str, Derived]] = {
    "sec": (("cos",), _ratio(None, "cos")),
    "csc": (("sin",), _ratio(None, "sin")),
    "cot": (("sin", "cos"), _ratio("cos", "sin")),
    "square": ((), _power("2")),
    "cube": ((), _power("3")),
    "pow": ((), _operator("**")),
    "mod": ((), _operator("%")),
    "prod": ((), _product),
    "std": (("variance", "sqrt"), _deviation),
}


def known(functions: Collection[str]) -> frozenset[str]:
    """Return the names of *functions* and of what is derived from them."""
    derived = {name for name, (needed, _) in DERIVED.items() if set(needed) <= set(functions)}
    return frozenset({*functions, *derived})
