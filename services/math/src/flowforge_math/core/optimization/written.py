"""Linear programs written as expressions."""

import math
from typing import Any

import numpy as np
import scipy.sparse

from flowforge_math.core.equations.asking.relation import Relation, read_relation
from flowforge_math.core.expressions import parse
from flowforge_math.core.expressions.tree import fold
from flowforge_math.core.optimization.affine import Affine, Affines
from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from flowforge_math.core.optimization.program import Program


def read_written(request: Any) -> Program:
    """Read the objective and constraints of a request. Raises the faults of expressions and WrongProblem."""
    objective = fold(parse(request.objective, "objective").root, Affines("objective"))
    relations = [
        read_relation(text, f"constraints[{place}]") for place, text in enumerate(request.constraints)
    ]
    rows = [_row(relation, f"constraints[{place}]") for place, relation in enumerate(relations)]
    used = [*objective.factors, *(name for row in rows for name in row.factors)]
    names = list(dict.fromkeys([*used, *request.variables]))
    if not names:
        raise WrongProblem(field="objective", reason="there are no variables")
    for field, row in [
        ("objective", objective),
        *((f"constraints[{at}]", row) for at, row in enumerate(rows)),
    ]:
        if not all(map(math.isfinite, (row.constant, *row.factors.values()))):
            raise WrongProblem(field=field, reason="a number in it exceeds 1.8e308")
    limits = np.array([-row.constant for row in rows])
    signs = [relation.sign for relation in relations]
    kinds = [request.variables[name].kind if name in request.variables else "real" for name in names]
    bounds = [_bounds(request.variables.get(name), kind) for name, kind in zip(names, kinds, strict=True)]
    return Program(
        maximize=request.goal == "maximize",
        names=names,
        costs=np.array([objective.factors.get(name, 0.0) for name in names]),
        constant=objective.constant,
        matrix=_matrix(rows, names),
        low=np.where([one in (">", ">=", "=") for one in signs], limits, -np.inf),
        high=np.where([one in ("<", "<=", "=") for one in signs], limits, np.inf),
        lower=np.array([low for low, _ in bounds]),
        upper=np.array([high for _, high in bounds]),
        whole=np.array([kind != "real" for kind in kinds]),
        labels=list(request.constraints),
    )


def _matrix(rows: list[Affine], names: list[str]) -> Any:
    places = {name: place for place, name in enumerate(names)}
    entries = [
        (value, at, places[name]) for at, row in enumerate(rows) for name, value in row.factors.items()
    ]
    values, down, across = zip(*entries, strict=True) if entries else ((), (), ())
    return scipy.sparse.csr_matrix((values, (down, across)), shape=(len(rows), len(names)))


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
