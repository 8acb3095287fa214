"""Assignments, knapsacks and transports."""

from typing import Any, Final

import numpy as np
import scipy.optimize

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem

optimize: Any = scipy.optimize
SECONDS: Final = 12.0


def assign(request: Any) -> dict[str, Any]:
    height, width = len(request.costs), len(request.costs[0])
    if any(len(row) != width for row in request.costs):
        raise WrongProblem(field="costs", reason="its rows differ in length")
    workers = request.workers or [f"worker {place + 1}" for place in range(height)]
    tasks = request.tasks or [f"task {place + 1}" for place in range(width)]
    for field, names, count in (("workers", workers, height), ("tasks", tasks, width)):
        if len(names) != count:
            raise WrongProblem(field=field, reason=f"it has {len(names)} names, and 'costs' {count}")
    forbidden = np.inf if request.goal == "minimize" else -np.inf
    costs = np.array([[forbidden if cost is None else cost for cost in row] for row in request.costs])
    try:
        rows, columns = optimize.linear_sum_assignment(costs, maximize=request.goal == "maximize")
    except ValueError as error:
        raise Infeasible(field="costs") from error
    pairs = [
        {"worker": workers[row], "task": tasks[column], "cost": float(costs[row, column])}
        for row, column in zip(rows, columns, strict=True)
    ]
    return {"total": float(costs[rows, columns].sum()), "pairs": pairs}


def pack(request: Any) -> dict[str, Any]:
    items = request.items
    weights = np.array([[item.weight for item in items]], float)
    found = optimize.milp(
        -np.array([item.value for item in items], float),
        constraints=[optimize.LinearConstraint(weights, -np.inf, request.capacity)],
        bounds=optimize.Bounds(0, [item.copies for item in items]),
        integrality=np.ones(len(items)),
        options={"time_limit": SECONDS, "mip_rel_gap": 0},
    )
    if found.x is None:
        raise NotConverged(field="items", reason=f"nothing was found within {SECONDS:g} seconds")
    counts = [round(value) for value in found.x]
    chosen = [{"name": item.name, "count": count} for item, count in zip(items, counts, strict=True) if count]
    return {
        "value": sum(item.value * count for item, count in zip(items, counts, strict=True)),
        "weight": sum(item.weight * count for item, count in zip(items, counts, strict=True)),
        "optimal": found.status == 0,
        "items": chosen,
    }


def ship(request: Any) -> dict[str, Any]:
    height, width = len(request.supplies), len(request.demands)
    if len(request.costs) != height or any(len(row) != width for row in request.costs):
        raise WrongProblem(field="costs", reason=f"it must have {height} rows of {width} costs")
    if sum(request.demands) > sum(request.supplies) * (1 + 1e-12):
        raise Infeasible(field="demands")
    costs = np.array(request.costs, float)
    sent, received = np.kron(np.eye(height), np.ones(width)), np.kron(np.ones(height), np.eye(width))
    found = optimize.linprog(
        costs.ravel(),
        A_ub=sent,
        b_ub=request.supplies,
        A_eq=received,
        b_eq=request.demands,
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        raise NotConverged(field="costs", reason="no plan was found")
    plan = found.x.reshape(height, width)
    shipments = [
        {"supply": i, "demand": j, "amount": float(plan[i, j]), "cost": float(plan[i, j] * costs[i, j])}
        for i in range(height)
        for j in range(width)
        if plan[i, j] > 1e-9  # noqa: PLR2004 - the tolerance of HiGHS
    ]
    return {"total": float(found.fun), "shipments": shipments}
