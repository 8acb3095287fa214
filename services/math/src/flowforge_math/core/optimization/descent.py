"""Minima of expressions, by scipy's SLSQP, Nelder-Mead and differential evolution."""

import math
import time
import warnings as python_warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.optimize

from flowforge_math.core.algebras.arrays import CONSTANTS, KNOWN, Arrays
from flowforge_math.core.equations.asking.relation import read_relation
from flowforge_math.core.expressions import Expression, fold, parse
from flowforge_math.core.expressions.tree import Chain, Node
from flowforge_math.core.optimization.faults import NotConverged, WrongProblem

optimize: Any = scipy.optimize
Function = Callable[[Sequence[float]], float]
TOLERANCE: Final = 1e-6
WORST: Final = 1e300
ROUNDS: Final = 1_000
SECONDS: Final = 12.0


def function_of(root: Node, names: Sequence[str], constants: Mapping[str, float], field: str) -> Function:
    """Return a function of the variables' values; NaN where the expression has none."""

    def value(values: Sequence[float]) -> float:
        algebra = Arrays({**constants, **dict(zip(names, map(np.float64, values), strict=True))}, field)
        with np.errstate(all="ignore"):
            return float(fold(root, algebra))

    return value


def checked(expression: Expression, known: Sequence[str]) -> Node:
    expression.require_names({*CONSTANTS, *known})
    expression.require_calls(KNOWN)
    return expression.root


def minimize(request: Any) -> dict[str, Any]:
    names = list(request.variables)
    known = [*names, *request.constants]
    root = checked(parse(request.expression, "expression"), known)
    sign = 1.0 if request.goal == "minimize" else -1.0
    value = function_of(root, names, request.constants, "expression")
    bounds = [(one.low, one.high) for one in request.variables.values()]
    for name, (low, high) in zip(names, bounds, strict=True):
        if low is not None and high is not None and low > high:
            raise WrongProblem(field=f"variables.{name}", reason="'low' exceeds 'high'")
    constraints = [_constraint(text, place, names, request) for place, text in enumerate(request.constraints)]

    def objective(values: Sequence[float]) -> float:
        found = sign * value(values)
        return found if math.isfinite(found) else WORST

    watched = Watched(objective, constraints, time.monotonic() + SECONDS)
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        try:
            found = _search(request, watched, bounds, constraints)
        except OutOfTime as error:
            found = watched.ended(error)
    violation = max((_violation(one, found.x) for one in constraints), default=0.0)
    if objective(found.x) >= WORST or violation > TOLERANCE * 10:
        raise NotConverged(
            field="expression", reason="no point that fulfils everything was reached: try other starts"
        )
    warnings = (
        [] if found.success else ["The search ended early: the result may not be the best near its start."]
    )
    return {
        "objective": value(found.x),
        "values": [{"name": name, "value": float(one)} for name, one in zip(names, found.x, strict=True)],
        "evaluations": int(found.nfev),
        "largest_violation": violation,
        "warnings": warnings,
    }


class OutOfTime(Exception):
    """The search lasted longer than it may."""


@dataclass(slots=True)
class Watched:
    """An objective that remembers its best point that fulfils the constraints, and ends after a time."""

    objective: Function
    constraints: list[dict[str, Any]]
    ends: float
    best: Any = None
    least: float = math.inf
    calls: int = 0

    def __call__(self, values: Sequence[float]) -> float:
        if time.monotonic() > self.ends:
            raise OutOfTime
        self.calls += 1
        found = self.objective(values)
        if found < self.least and all(_violation(one, values) <= TOLERANCE for one in self.constraints):
            self.best, self.least = np.array(values), found
        return found

    def ended(self, error: OutOfTime) -> Any:
        """Return the best point so far as an early end. Raises NotConverged if there is none."""
        if self.best is None:
            reason = f"no point that fulfils everything was reached within {SECONDS:g} seconds"
            raise NotConverged(field="expression", reason=reason) from error
        return optimize.OptimizeResult(x=self.best, fun=self.least, nfev=self.calls, success=False)


def _search(request: Any, objective: Function, bounds: Any, constraints: list[dict[str, Any]]) -> Any:
    if request.global_search:
        if any(low is None or high is None for low, high in bounds):
            raise WrongProblem(
                field="variables", reason="a global search needs 'low' and 'high' of every variable"
            )

        def penalized(values: Sequence[float]) -> float:
            missed = sum(_violation(one, values) for one in constraints)
            return objective(values) + 1e6 * missed if missed > TOLERANCE else objective(values)

        coarse = optimize.differential_evolution(
            penalized, bounds, seed=1, maxiter=300, tol=1e-10, polish=False
        )
        start = coarse.x
    else:
        start = np.array([_start(one) for one in request.variables.values()])
    found = optimize.minimize(
        objective,
        start,
        bounds=bounds,
        constraints=constraints,
        method="SLSQP",
        options={"maxiter": ROUNDS, "ftol": 1e-14},
    )
    if constraints:
        return found
    refined = optimize.minimize(
        objective,
        found.x,
        bounds=bounds,
        method="Nelder-Mead",
        options={"xatol": 1e-11, "fatol": 1e-14, "maxiter": 400 * len(start)},
    )
    if refined.fun < found.fun:
        refined.success = bool(refined.success or found.success)
        return refined
    return found


def _start(variable: Any) -> float:
    if variable.start is not None:
        return float(variable.start)
    low, high = variable.low, variable.high
    if low is not None and high is not None:
        return float((low + high) / 2)
    if low is None and high is None:
        raise WrongProblem(field="variables", reason="every variable needs a 'start' or bounds")
    return float(low + 1 if low is not None else high - 1)


def _constraint(text: str, place: int, names: list[str], request: Any) -> dict[str, Any]:
    field = f"constraints[{place}]"
    relation = read_relation(text, field)
    known = [*names, *request.constants]
    left, right = checked(relation.left, known), checked(relation.right, known)
    first, second = (right, left) if relation.sign in ("<", "<=") else (left, right)
    function = function_of(Chain(first, (("-", second),)), names, request.constants, field)

    def value(values: Sequence[float]) -> float:
        found = function(values)
        return found if math.isfinite(found) else -WORST

    return {"type": "eq" if relation.sign == "=" else "ineq", "fun": value}


def _violation(constraint: dict[str, Any], values: Sequence[float]) -> float:
    value = constraint["fun"](values)
    return float(abs(value) if constraint["type"] == "eq" else max(-value, 0.0))
