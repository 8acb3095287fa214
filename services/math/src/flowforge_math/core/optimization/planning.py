"""Schedules of tasks on shared resources, by the constraint solver of OR-Tools."""

from typing import Any, Final

from ortools.sat.python import cp_model

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem

WORKERS: Final = 2


def plan(request: Any) -> dict[str, Any]:
    _check(request)
    model = cp_model.CpModel()
    latest = max(task.earliest for task in request.tasks) + sum(task.duration for task in request.tasks)
    starts = {task.name: model.new_int_var(task.earliest, latest, task.name) for task in request.tasks}
    ends = {task.name: starts[task.name] + task.duration for task in request.tasks}
    for task in request.tasks:
        for before in task.after:
            model.add(starts[task.name] >= ends[before])
        if task.deadline is not None:
            model.add(ends[task.name] <= task.deadline)
    _share(model, request, starts)
    finish = model.new_int_var(0, latest, "finish")
    model.add_max_equality(finish, list(ends.values()))
    model.minimize(finish)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = request.seconds
    solver.parameters.num_workers = WORKERS
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise Infeasible(field="tasks")
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise NotConverged(field="seconds", reason="no schedule was found in this time")
    found = {name: int(solver.value(start)) for name, start in starts.items()}
    return {
        **_schedule(request, found, int(solver.value(finish))),
        "optimal": status == cp_model.OPTIMAL,
        "lower_bound": round(solver.best_objective_bound),
    }


def _share(model: Any, request: Any, starts: dict[str, Any]) -> None:
    """Keep what tasks use at a time within each resource."""
    busy: dict[str, list[tuple[Any, int]]] = {}
    for task in request.tasks:
        span = model.new_fixed_size_interval_var(starts[task.name], task.duration, task.name)
        for resource, amount in task.uses.items():
            busy.setdefault(resource, []).append((span, amount))
    for resource, used in busy.items():
        capacity = request.resources.get(resource, 1)
        if capacity == 1:
            model.add_no_overlap([span for span, _ in used])
        else:
            model.add_cumulative([span for span, _ in used], [amount for _, amount in used], capacity)


def _schedule(request: Any, starts: dict[str, int], finish: int) -> dict[str, Any]:
    tasks = [
        {
            "name": task.name,
            "start": starts[task.name],
            "end": starts[task.name] + task.duration,
            "uses": sorted(task.uses),
        }
        for task in request.tasks
    ]
    resources = []
    for name in sorted({resource for task in request.tasks for resource in task.uses}):
        busy = sum(task.duration * task.uses.get(name, 0) for task in request.tasks)
        whole = finish * request.resources.get(name, 1)
        resources.append({"name": name, "busy": busy, "share": busy / whole if whole else 0.0})
    tasks.sort(key=lambda one: (one["start"], one["name"]))
    return {"finish": finish, "tasks": tasks, "resources": resources}


def _check(request: Any) -> None:
    names = [task.name for task in request.tasks]
    if len(set(names)) < len(names):
        raise WrongProblem(field="tasks", reason="two tasks have one name")
    for place, task in enumerate(request.tasks):
        unknown = [name for name in task.after if name not in names]
        if unknown:
            raise WrongProblem(field=f"tasks[{place}].after", reason=f"there is no task '{unknown[0]}'")
        for resource, amount in task.uses.items():
            capacity = request.resources.get(resource, 1)
            if amount > capacity:
                reason = f"'{task.name}' needs {amount} of '{resource}', which has {capacity}"
                raise WrongProblem(field=f"tasks[{place}].uses", reason=reason)
    _check_order({task.name: task.after for task in request.tasks})


def _check_order(after: dict[str, list[str]]) -> None:
    """Raise WrongProblem if tasks wait for each other."""
    left = {name: set(before) for name, before in after.items()}
    while left:
        ready = [name for name, before in left.items() if not before & left.keys()]
        if not ready:
            raise WrongProblem(field="tasks", reason=f"'{min(left)}' waits for itself by way of 'after'")
        for name in ready:
            del left[name]
