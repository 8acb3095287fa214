"""Expressions of the first degree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flowforge_math.core.expressions.tree import Node
from flowforge_math.core.optimization.faults import WrongProblem


@dataclass(frozen=True, slots=True)
class Affine:
    """A constant and a factor for each name."""

    constant: float
    factors: dict[str, float]

    def scaled(self, by: float) -> "Affine":
        return Affine(self.constant * by, {name: value * by for name, value in self.factors.items()})


class Affines:
    """The algebra of expressions of the first degree. Raises WrongProblem for others."""

    def __init__(self, field: str) -> None:
        self.field = field

    def number(self, text: str) -> Affine:
        return Affine(float(text), {})

    def name(self, name: str) -> Affine:
        return Affine(0.0, {name: 1.0})

    def operate(self, operator: str, left: Affine, right: Affine) -> Affine:
        if operator in ("+", "-"):
            right = right if operator == "+" else right.scaled(-1)
            # A tree uses each value once, so the left one may grow: a long sum costs what its terms cost.
            factors = left.factors
            for name, value in right.factors.items():
                factors[name] = factors.get(name, 0.0) + value
            return Affine(left.constant + right.constant, factors)
        if operator == "*" and not (left.factors and right.factors):
            return left.scaled(right.constant) if not right.factors else right.scaled(left.constant)
        if operator == "/" and not right.factors and right.constant:
            return left.scaled(1 / right.constant)
        if operator == "**" and not left.factors and not right.factors:
            return Affine(self._power(left.constant, right.constant), {})
        raise WrongProblem(
            field=self.field, reason="it is not linear: variables are only multiplied by numbers"
        )

    def _power(self, base: float, exponent: float) -> float:
        try:
            value = base**exponent
        except (OverflowError, ZeroDivisionError) as error:
            raise WrongProblem(field=self.field, reason="a power in it has no value up to 1.8e308") from error
        if isinstance(value, complex):
            raise WrongProblem(field=self.field, reason="a power in it is not real")
        return float(value)

    def call(self, function: str, arguments: Sequence[Affine]) -> Affine:
        if function == "sum":
            result = arguments[0]
            for one in arguments[1:]:
                result = self.operate("+", result, one)
            return result
        raise WrongProblem(field=self.field, reason=f"it is not linear: it calls {function}")

    def choose(
        self,
        condition: Affine,  # noqa: ARG002 - the algebras' common signature
        then: Callable[[], Affine],  # noqa: ARG002 - likewise
        otherwise: Callable[[], Affine],  # noqa: ARG002 - likewise
    ) -> Affine:
        raise WrongProblem(field=self.field, reason="it is not linear: it has a condition")

    def structure(self, node: Node) -> Any:  # noqa: ARG002 - likewise
        raise WrongProblem(field=self.field, reason="it is not linear: it has a matrix, a range or a text")
