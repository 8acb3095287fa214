"""Ordinary differential equations in closed form: y'' is written as it is on paper."""

from collections.abc import Callable, Sequence
from typing import Any

import sympy  # type: ignore[import-untyped] # it ships no types

from flowforge_math.core.algebras.symbols import CONSTANTS, KNOWN, Symbols
from flowforge_math.core.equations.asking.relation import read_relation
from flowforge_math.core.equations.timing import OutOfTime, limited
from flowforge_math.core.equations.troubles import TROUBLES
from flowforge_math.core.expressions import fold
from flowforge_math.core.symbolic.bounded import bounded
from flowforge_math.core.symbolic.calculus import SECONDS, Answer
from flowforge_math.core.symbolic.faults import NoSymbolicResult
from flowforge_math.core.symbolic.formulas import formula


class Derivatives(Symbols):
    """Expressions in which y' is the derivative of the unknown function."""

    def __init__(self, field: str, names: dict[str, Any], variable: Any) -> None:
        super().__init__(field, names)
        self.variable = variable

    def call(self, function: str, arguments: Sequence[Any]) -> Any:
        if function == "transpose":
            return sympy.diff(arguments[0], self.variable)
        return super().call(function, arguments)


@bounded("equation")
def solve_differential(
    text: str, function: str, variable: str, conditions: dict[str, tuple[str, str]]
) -> Answer:
    """Solve for the function; a condition is a place and a value there."""
    relation = read_relation(text, "equation")
    if relation.sign != "=":
        raise NoSymbolicResult(field="equation", reason="it is no equation")
    x = sympy.Symbol(variable, real=True)
    y = sympy.Function(function)
    names = {name: sympy.Symbol(name, real=True) for name in relation.names if name not in CONSTANTS}
    algebra = Derivatives("equation", {**CONSTANTS, **names, variable: x, function: y(x)}, x)
    for side in (relation.left, relation.right):
        side.require_calls({*KNOWN, "transpose"})
    difference = fold(relation.left.root, algebra) - fold(relation.right.root, algebra)
    if not difference.has(sympy.Derivative):
        reason = f"it has no derivative of the function: write {function}' for the first one"
        raise NoSymbolicResult(field="equation", reason=reason)
    equation = sympy.Eq(difference, 0)
    given = _conditions(conditions, y, x, function)
    solution = _limited(lambda: sympy.dsolve(equation, y(x), ics=given or None))
    solution = solution[0] if isinstance(solution, list) else solution
    checked = _limited(lambda: sympy.checkodesol(equation, solution, order="auto", solve_for_func=False))
    return Answer(
        formula(solution.rhs if solution.lhs == y(x) else solution),
        "confirmed" if checked[0] else "not_checked",
        [f"C1, C2, ... are free constants; {function} is a function of {variable}."] if not given else [],
    )


def _conditions(given: dict[str, tuple[str, str]], y: Any, x: Any, function: str) -> dict[Any, Any]:
    from flowforge_math.core.symbolic.formulas import read_point  # noqa: PLC0415 - beside its use

    result = {}
    for name, (place, value) in given.items():
        order = name.count("'")
        if name.rstrip("'") != function:
            raise NoSymbolicResult(
                field="conditions", reason=f"'{name}' is neither {function} nor a derivative of it"
            )
        at, is_ = read_point(place, f"conditions.{name}"), read_point(value, f"conditions.{name}")
        result[(y(x).diff(x, order) if order else y(x)).subs(x, at)] = is_
    return result


def _limited(work: Callable[[], Any]) -> Any:
    try:
        return limited(SECONDS, work)
    except OutOfTime as error:
        raise NoSymbolicResult(
            field="equation", reason=f"no solution was found within {SECONDS:g} seconds"
        ) from error
    except TROUBLES as error:
        reason = "no method is known for it; /ode solves it by numbers"
        raise NoSymbolicResult(field="equation", reason=reason) from error
