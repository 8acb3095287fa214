"""Evaluate expressions in the arithmetic that the caller chose."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal

from flowforge_math.core.algebras.compiled import FAILURES, is_small
from flowforge_math.core.algebras.doubles import Complexes, Reals
from flowforge_math.core.algebras.fractions import Fractions
from flowforge_math.core.algebras.grids import Grid
from flowforge_math.core.algebras.quantities import Quantity
from flowforge_math.core.algebras.rich import OwnFunction, Rich
from flowforge_math.core.algebras.scalar import BEYOND_DOUBLES, Outcome, ScalarAlgebra
from flowforge_math.core.algebras.units import find_unit
from flowforge_math.core.compilation import compiled_of
from flowforge_math.core.expressions import Expression, NumberTooLarge, Statement, fold, parse_program

Mode = Literal["float", "decimal", "fraction"]
Domain = Literal["real", "complex"]
Scalar = bool | float | str
Given = Scalar | Sequence[Scalar] | Sequence[Sequence[Scalar]]
STEPS_EACH_DIGITS: Final = 25


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
        self._own: dict[str, OwnFunction] = {}
        self._values: set[str] = set()
        self._compiles = type(self._algebra) is Reals
        if mode == "decimal":
            self._algebra.max_steps = self._algebra.steps_left = 50_000 // (1 + digits // STEPS_EACH_DIGITS)
        values = {name: self._read(name, value) for name, value in (variables or {}).items()}
        self._algebra.names.update(values)
        self._algebra.given = frozenset(values)
        self._values.update(name for name, value in values.items() if isinstance(value, Grid | Quantity))
        self._infinite = any(_is_infinite(self._algebra, value) for value in values.values())
        self._compiles = self._compiles and all(map(is_small, values.values()))

    @cached_property
    def _rich(self) -> Rich:
        return Rich(self._algebra, self._own)

    def evaluate(self, text: str, field: str = "expression") -> Outcome:
        """Return the result of *text*, which the caller wrote in *field*: that of its last statement.

        Names and functions that it defines are kept for the next text. Raises the faults of expressions. An
        infinite result of finite operands is NumberTooLarge.
        """
        quickly = self._compiled_outcome(text) if self._compiles else None
        if quickly is not None:
            return quickly
        value: Any = None
        for statement in parse_program(text, field):
            value = self._run(statement)
        outcome = self._outcome(value)
        if not self._infinite and "inf" not in text and self._exceeds(value, outcome):
            raise NumberTooLarge(field=field, limit=BEYOND_DOUBLES)
        return outcome

    def _compiled_outcome(self, text: str) -> Outcome | None:
        """Return the finite result of an expression that is compiled, None where its tree is to be folded."""
        names = self._algebra.names
        found = compiled_of(text)
        if found is None or not names.keys() >= found.names:
            return None
        try:
            value = found.function(names)
        except FAILURES:
            return None
        if type(value) is float:
            return Outcome("real", value, repr(value)) if math.isfinite(value) else None
        return self._algebra.outcome(value)

    def _exceeds(self, value: Any, outcome: Outcome) -> bool:
        if isinstance(value, Grid | Quantity):
            return _is_infinite(self._algebra, value)
        return outcome.kind == "infinity"

    def _run(self, statement: Statement) -> Any:
        expression = statement.expression
        self._algebra.field = expression.field
        if statement.parameters is not None and statement.name is not None:
            self._require(expression, frozenset(statement.parameters))
            self._compiles = False
            self._own[statement.name] = OwnFunction(statement.parameters, expression.root)
            return f"{statement.name}({', '.join(statement.parameters)})"
        value = self._value(expression)
        if statement.name is not None:
            self._algebra.names[statement.name] = value
            self._compiles &= is_small(value)
            if isinstance(value, Grid | Quantity | str):
                self._values.add(statement.name)
        return value

    def _value(self, expression: Expression) -> Any:
        """Fold in the plain algebra, or in the rich one where matrices, units or own functions occur."""
        if expression.rich or self._needs_more(expression):
            self._require(expression, frozenset())
            return fold(expression.root, self._rich)
        expression.require_calls(self._algebra.known)
        return fold(expression.root, self._algebra)

    def _needs_more(self, expression: Expression) -> bool:
        """Return whether a name has no plain number, or a function is not one of the plain algebra."""
        plain, names, functions = self._algebra, expression.names.keys(), expression.functions
        if not (names <= plain.names.keys() and functions <= plain.known):
            return True
        return not (self._values.isdisjoint(names) and self._own.keys().isdisjoint(functions))

    def _require(self, expression: Expression, parameters: frozenset[str]) -> None:
        units = {name for name in expression.names if find_unit(name)}
        expression.require_names({*self._algebra.names, *parameters, *units})
        arities = {name: len(own.parameters) for name, own in self._own.items()}
        expression.require_calls(self._rich.known, arities)

    def _read(self, name: str, value: Given) -> Any:
        """Parse numbers as they are written: 0.1 is one tenth where the arithmetic is exact."""
        field = f"variables.{name}"
        self._algebra.field = field
        if isinstance(value, bool) or (self._compiles and is_small(value)):
            return value
        if isinstance(value, str):
            return self._value(parse_program(value, field)[-1].expression)
        if isinstance(value, int | float):
            return self._algebra.number(repr(value))
        nested = [row if isinstance(row, Sequence) and not isinstance(row, str) else [row] for row in value]
        is_vector = not any(isinstance(row, Sequence) and not isinstance(row, str) for row in value)
        rows = tuple(tuple(self._read(name, one) for one in row) for row in nested)
        if is_vector:
            rows = (tuple(row[0] for row in rows),)
        return self._rich.grids.made(rows, vector=is_vector)

    def _outcome(self, value: Any) -> Outcome:
        if isinstance(value, str):
            return Outcome("text", None, value)
        if isinstance(value, Grid):
            return self._grid_outcome(value)
        if isinstance(value, Quantity):
            inner = self._algebra.outcome(value.number)
            return Outcome("quantity", inner.value, f"{inner.text} {value.label}", unit=value.label)
        return self._algebra.outcome(value)

    def _grid_outcome(self, grid: Grid) -> Outcome:
        outcomes = [[self._outcome(value) for value in row] for row in grid.rows]
        text = "; ".join(", ".join(one.text for one in row) for row in outcomes)
        values = [[_number(one) for one in row] for row in outcomes]
        return Outcome("matrix", None, f"[{text}]", matrix=values)


def _number(outcome: Outcome) -> float | None:
    return outcome.value


def _is_infinite(algebra: ScalarAlgebra[Any], value: Any) -> bool:
    if isinstance(value, int | float | str):
        return isinstance(value, float) and math.isinf(value)
    value = value.number if isinstance(value, Quantity) else value
    values: Iterator[Any] = value.elements() if isinstance(value, Grid) else iter((value,))
    return any(algebra.outcome(one).kind == "infinity" for one in values)


def _algebra(mode: Mode, domain: Domain, digits: int) -> ScalarAlgebra[Any]:
    if mode == "decimal":
        from flowforge_math.core.algebras.decimals import Decimals  # noqa: PLC0415 - mpmath, when it is needed

        return Decimals(digits, domain)
    if mode == "fraction":
        return Fractions()
    return Complexes() if domain == "complex" else Reals()
