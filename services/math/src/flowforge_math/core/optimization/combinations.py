"""Assignments, knapsacks and transports."""

from typing import Any, Final

import numpy as np
import scipy.optimize

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem
from flowforge_math.core.optimization.grids import read_grid

optimize: Any = scipy.optimize
SECONDS: Final = 12.0
MAX_SIDE: Final = 1_000
MAX_PLACES: Final = 200
LARGEST: Final = 1e12
TOLERANCE: Final = 1e-9  # of HiGHS


def assign(request: Any) -> dict[str, Any]:
    if request.file is not None:
        grid = read_grid(request, MAX_SIDE)
        found = _assigned(grid.values, request.goal, grid.rows, grid.columns, field="file")
        return {**found, "warnings": grid.data.warnings}
    height, width = len(request.costs), len(request.costs[0])
    if any(len(row) != width for row in request.costs):
        raise WrongProblem(field="costs", reason="its rows differ in length")
    workers = request.workers or [f"worker {place + 1}" for place in range(height)]
    tasks = request.tasks or [f"task {place + 1}" for place in range(width)]
    for field, names, count in (("workers", workers, height), ("tasks", tasks, width)):
        if len(names) != count:
            raise WrongProblem(field=field, reason=f"it has {len(names)} names, and 'costs' {count}")
    costs = np.array(request.costs, float)
    return {**_assigned(costs, request.goal, workers, tasks, field="costs"), "warnings": []}


def _assigned(costs: Any, goal: str, workers: list[str], tasks: list[str], *, field: str) -> dict[str, Any]:
    """Choose the pairs; NaN forbids one."""
    known = np.where(np.isnan(costs), np.inf if goal == "minimize" else -np.inf, costs)
    try:
        rows, columns = optimize.linear_sum_assignment(known, maximize=goal == "maximize")
    except ValueError as error:
        raise Infeasible(field=field) from error
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
    if request.file is not None:
        return _ship_table(request)
    height, width = len(request.supplies), len(request.demands)
    if len(request.costs) != height or any(len(row) != width for row in request.costs):
        raise WrongProblem(field="costs", reason=f"it must have {height} rows of {width} costs")
    costs = np.array(request.costs, float)
    return _shipped(costs, request.supplies, request.demands, (None, None)) | {"warnings": []}


def _ship_table(request: Any) -> dict[str, Any]:
    """Plan by a file: supplies are a column of it, demands a row, or both stand in the request."""
    grid = read_grid(request, MAX_PLACES, [request.supply_column])
    costs = np.array(grid.values)
    rows, supplies, demands = grid.rows, request.supplies, request.demands
    if request.supply_column is not None:
        supplies = grid.data.numbers(request.supply_column, "supply_column").tolist()
    if request.demand_row is not None:
        place = grid.row(request.demand_row, "demand_row")
        demands = costs[place].tolist()
        costs, rows = np.delete(costs, place, axis=0), rows[:place] + rows[place + 1 :]
        if len(supplies) > len(rows):
            supplies = supplies[:place] + supplies[place + 1 :]
    for field, amounts, names in (("supplies", supplies, rows), ("demands", demands, grid.columns)):
        if len(amounts) != len(names):
            raise WrongProblem(field=field, reason=f"there are {len(amounts)}, and {len(names)} in the file")
        if not all(0 <= amount <= LARGEST for amount in amounts):
            raise WrongProblem(field=field, reason="amounts are numbers from 0 to 1e12")
    if not np.isfinite(costs).all() or np.abs(costs).max(initial=0) > LARGEST:
        raise WrongProblem(field="file", reason="each pair needs a cost from -1e12 to 1e12")
    return _shipped(costs, supplies, demands, (rows, grid.columns)) | {"warnings": grid.data.warnings}


def _shipped(
    costs: Any, supplies: list[float], demands: list[float], names: tuple[list[str] | None, list[str] | None]
) -> dict[str, Any]:
    height, width = costs.shape
    if sum(demands) > sum(supplies) * (1 + 1e-12):
        raise Infeasible(field="demands")
    sent, received = np.kron(np.eye(height), np.ones(width)), np.kron(np.ones(height), np.eye(width))
    found = optimize.linprog(
        costs.ravel(),
        A_ub=sent,
        b_ub=supplies,
        A_eq=received,
        b_eq=demands,
        options={"time_limit": SECONDS},
    )
    if found.x is None:
        raise NotConverged(field="costs", reason="no plan was found")
    plan = found.x.reshape(height, width)
    shipments = [
        {
            "supply": i,
            "demand": j,
            "supply_name": names[0][i] if names[0] else None,
            "demand_name": names[1][j] if names[1] else None,
            "amount": float(plan[i, j]),
            "cost": float(plan[i, j] * costs[i, j]),
        }
        for i, j in np.argwhere(plan > TOLERANCE).tolist()
    ]
    return {"total": float(found.fun), "shipments": shipments}
