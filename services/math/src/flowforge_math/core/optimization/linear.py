"""Linear programs from expressions, solved by HiGHS."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import scipy.optimize

from flowforge_math.core.equations.relation import Relation, read_relation
from flowforge_math.core.expressions import parse
from flowforge_math.core.expressions.tree import Node, fold
from flowforge_math.core.optimization.faults import Infeasible, NotConverged, Unbounded, WrongProblem

optimize: Any = scipy.optimize
SECONDS: Final = 18.0
_INFEASIBLE, _UNBOUNDED, _TIME = 2, 3, 1


@dataclass(frozen=True, slots=True)
class Affine:
    """A constant and a factor for each name."""

    constant: float
    factors: Mapping[str, float]

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
            factors = dict(left.factors)
            for name, value in right.factors.items():
                factors[name] = factors.get(name, 0.0) + value
            return Affine(left.constant + right.constant, factors)
        if operator == "*" and not (left.factors and right.factors):
            return left.scaled(right.constant) if not right.factors else right.scaled(left.constant)
        if operator == "/" and not right.factors and right.constant:
            return left.scaled(1 / right.constant)
        if operator == "**" and not left.factors and not right.factors:
            return Affine(left.constant**right.constant, {})
        raise WrongProblem(
            field=self.field, reason="it is not linear: variables are only multiplied by numbers"
        )

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


def solve_program(request: Any) -> dict[str, Any]:
    """Solve it. Raises the faults of expressions and of optimization."""
    objective = fold(parse(request.objective, "objective").root, Affines("objective"))
    relations = [
        read_relation(text, f"constraints[{place}]") for place, text in enumerate(request.constraints)
    ]
    rows = [_row(relation, f"constraints[{place}]") for place, relation in enumerate(relations)]
    names = list(
        dict.fromkeys(
            [*objective.factors, *(name for row in rows for name in row.factors), *request.variables]
        )
    )
    if not names:
        raise WrongProblem(field="objective", reason="there are no variables")
    sign = 1 if request.goal == "minimize" else -1
    costs = np.array([sign * objective.factors.get(name, 0.0) for name in names])
    matrix = np.array([[row.factors.get(name, 0.0) for name in names] for row in rows]).reshape(
        len(rows), len(names)
    )
    limits = np.array([-row.constant for row in rows])
    signs: list[str] = [relation.sign for relation in relations]
    low = np.where([one in (">", ">=", "=") for one in signs], limits, -np.inf) if rows else limits
    high = np.where([one in ("<", "<=", "=") for one in signs], limits, np.inf) if rows else limits
    kinds = [request.variables[name].kind if name in request.variables else "real" for name in names]
    bounds = [_bounds(request.variables.get(name), kind) for name, kind in zip(names, kinds, strict=True)]
    whole = any(kind != "real" for kind in kinds)
    found = _milp(costs, matrix, (low, high), bounds, whole=kinds, gap=request.gap)
    prices = None if whole or not rows else _prices(costs, matrix, (low, high), bounds, signs)
    shown = Shown(names, matrix, limits, signs, sign, objective.constant)
    return _result(request, found, shown, prices)


def _row(relation: Relation, field: str) -> Affine:
    algebra = Affines(field)
    return algebra.operate("-", fold(relation.left.root, algebra), fold(relation.right.root, algebra))


def _bounds(variable: Any, kind: str) -> tuple[float, float]:
    if kind == "binary":
        return 0.0, 1.0
    if variable is None:
        return 0.0, np.inf
    low = -np.inf if variable.low is None else variable.low
    high = np.inf if variable.high is None else variable.high
    if low > high:
        raise Infeasible(field="variables")
    return low, high


def _milp(
    costs: Any, matrix: Any, limits: tuple[Any, Any], bounds: Any, *, whole: list[str], gap: float
) -> Any:
    constraints = [optimize.LinearConstraint(matrix, *limits)] if len(matrix) else []
    found = optimize.milp(
        costs,
        constraints=constraints,
        bounds=optimize.Bounds(*zip(*bounds, strict=True)),
        integrality=[int(kind != "real") for kind in whole],
        options={"time_limit": SECONDS, "mip_rel_gap": gap},
    )
    if found.status == _INFEASIBLE:
        raise Infeasible(field="constraints")
    if found.status == _UNBOUNDED:
        raise Unbounded(field="constraints")
    if found.x is None:
        raise NotConverged(field="constraints", reason=f"nothing was found within {SECONDS:g} seconds")
    return found


def _prices(costs: Any, matrix: Any, limits: tuple[Any, Any], bounds: Any, signs: list[str]) -> list[float]:
    equal = np.array([sign == "=" for sign in signs])
    upper = np.array([sign in ("<", "<=") for sign in signs])
    turned = np.where(upper, 1.0, -1.0)
    right = np.where(upper, limits[1], limits[0])
    with np.errstate(invalid="ignore"):
        found = optimize.linprog(
            costs,
            A_ub=(matrix * turned[:, None])[~equal] if (~equal).any() else None,
            b_ub=(right * turned)[~equal] if (~equal).any() else None,
            A_eq=matrix[equal] if equal.any() else None,
            b_eq=right[equal] if equal.any() else None,
            bounds=bounds,
        )
    prices = np.zeros(len(signs))
    if found.x is None:
        return [float(price) for price in prices]
    if (~equal).any():
        prices[~equal] = found.ineqlin.marginals * turned[~equal]
    if equal.any():
        prices[equal] = found.eqlin.marginals
    return [float(price) for price in prices]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a program its answer needs; `sign` is -1 where the objective was turned."""

    names: list[str]
    matrix: Any
    limits: Any
    signs: list[str]
    sign: int
    constant: float


def _result(request: Any, found: Any, shown: Shown, prices: Any) -> dict[str, Any]:
    names, matrix, sign = shown.names, shown.matrix, shown.sign
    values = [float(round(value)) if abs(value - round(value)) < 1e-9 else float(value) for value in found.x]  # noqa: PLR2004 - the tolerance of HiGHS
    used = matrix @ np.array(values) if len(matrix) else []
    slacks = [
        limit - use if one in ("<", "<=") else use - limit
        for one, use, limit in zip(shown.signs, used, shown.limits, strict=True)
    ]
    return {
        "optimal": found.status == 0,
        "objective": sign * float(found.fun) + shown.constant,
        "values": [{"name": name, "value": value} for name, value in zip(names, values, strict=True)],
        "constraints": [
            {
                "constraint": text,
                "slack": float(slack),
                "shadow_price": None if prices is None else sign * float(prices[place]),
            }
            for place, (text, slack) in enumerate(zip(request.constraints, slacks, strict=True))
        ],
    }
