"""Evaluate expressions in the arithmetic that the caller chose."""

from collections.abc import Mapping
from typing import Any, Literal

from flowforge_math.core.algebras.doubles import Complexes, Reals
from flowforge_math.core.algebras.fractions import Fractions
from flowforge_math.core.algebras.scalar import BEYOND_DOUBLES, Outcome, ScalarAlgebra
from flowforge_math.core.expressions import NumberTooLarge, fold, parse

Mode = Literal["float", "decimal", "fraction"]
Domain = Literal["real", "complex"]
Given = bool | float | str


class Evaluator:
    """One arithmetic with its variables, for one expression or a batch; not for two threads at once."""

    def __init__(
        self,
        mode: Mode = "float",
        domain: Domain = "real",
        digits: int = 50,
        variables: Mapping[str, Given] | None = None,
    ) -> None:
        self._algebra = _algebra(mode, domain, digits)
        values = {name: self._read(name, value) for name, value in (variables or {}).items()}
        self._algebra.names.update(values)
        self._infinite = any(self._algebra.outcome(value).kind == "infinity" for value in values.values())

    def evaluate(self, text: str, field: str = "expression") -> Outcome:
        """Return the result of the expression *text*, which the caller wrote in *field*.

        Raises the faults of expressions. An infinite result of finite operands is NumberTooLarge.
        """
        outcome = self._algebra.outcome(self._value(text, field))
        if outcome.kind == "infinity" and not self._infinite and "inf" not in text:
            raise NumberTooLarge(field=field, limit=BEYOND_DOUBLES)
        return outcome

    def _value(self, text: str, field: str) -> Any:
        expression = parse(text, field)
        expression.require_names(self._algebra.names)
        expression.require_calls(self._algebra.functions)
        self._algebra.field = field
        return fold(expression.root, self._algebra)

    def _read(self, name: str, value: Given) -> Any:
        """Take numbers as they are written: 0.1 is one tenth where the arithmetic can tell."""
        if isinstance(value, bool):
            return value
        field = f"variables.{name}"
        self._algebra.field = field
        return self._value(value, field) if isinstance(value, str) else self._algebra.number(repr(value))


def _algebra(mode: Mode, domain: Domain, digits: int) -> ScalarAlgebra[Any]:
    if mode == "decimal":
        from flowforge_math.core.algebras.decimals import Decimals  # noqa: PLC0415 - mpmath, when it is needed

        return Decimals(digits, domain)
    if mode == "fraction":
        return Fractions()
    return Complexes() if domain == "complex" else Reals()
