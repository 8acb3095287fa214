"""Routes of vehicles by OR-Tools: cheapest insertion, then guided local search."""

import math
from itertools import pairwise
from typing import Any, Final

from ortools.constraint_solver import (  # type: ignore[import-untyped] # it ships no types
    pywrapcp,
    routing_enums_pb2,
)

from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from flowforge_math.core.optimization.grids import read_grid

SCALE: Final = 1_000_000
LARGEST: Final = 1e12
LARGEST_PLACE: Final = 1e9
MAX_STOPS: Final = 200


def route(form: Any) -> dict[str, Any]:
    """Search routes through the stops of a form, or of the table in its file."""
    names: list[str] = []
    warnings: list[str] = []
    if form.file is not None:
        form, names, warnings = _of_table(form)
    found = _routes(form)
    for one in found["routes"]:
        one["names"] = [names[stop] for stop in one["stops"]] if names else []
    return {**found, "warnings": warnings}


def _of_table(form: Any) -> tuple[Any, list[str], list[str]]:
    """Return the form with what its file holds, the names of the stops, and the warnings of reading it."""
    grid = read_grid(form, MAX_STOPS, [form.demand_column])
    changes: dict[str, Any] = {}
    if form.x_column is not None:
        places = [grid.data.numbers(one, f"{axis}_column") for axis, one in _axes(form)]
        if any(math.isnan(value) or abs(value) > LARGEST_PLACE for axis in places for value in axis):
            raise WrongProblem(field="file", reason="each stop needs coordinates from -1e9 to 1e9")
        changes["points"] = list(zip(*(axis.tolist() for axis in places), strict=True))
    else:
        changes["distances"] = grid.full()
        if any(not 0 <= value <= LARGEST_PLACE for row in changes["distances"] for value in row):
            raise WrongProblem(field="file", reason="distances are numbers from 0 to 1e9")
    if form.demand_column is not None:
        demands = grid.data.numbers(form.demand_column, "demand_column")
        if any(not (0 <= value <= LARGEST_PLACE and value == int(value)) for value in demands):
            raise WrongProblem(field="demand_column", reason="demands are whole numbers from 0 to 1e9")
        changes["demands"] = [int(value) for value in demands]
    return form.model_copy(update=changes), grid.rows, grid.data.warnings


def _axes(form: Any) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("x", form.x_column), ("y", form.y_column)


def _routes(request: Any) -> dict[str, Any]:
    distances = _distances(request)
    size = len(distances)
    if request.depot >= size or (request.demands and len(request.demands) != size):
        raise WrongProblem(
            field="depot", reason=f"there are {size} stops, counted from 0, and as many demands"
        )
    scale = min(SCALE, LARGEST / max(max(map(max, distances)) * size, 1e-9))
    whole = [[round(value * scale) for value in row] for row in distances]
    manager = pywrapcp.RoutingIndexManager(size, request.vehicles, request.depot)
    model = pywrapcp.RoutingModel(manager)
    node = manager.IndexToNode
    transit = model.RegisterTransitCallback(lambda one, other: whole[node(one)][node(other)])
    model.SetArcCostEvaluatorOfAllVehicles(transit)
    if request.demands:
        load = model.RegisterUnaryTransitCallback(lambda one: request.demands[node(one)])
        model.AddDimensionWithVehicleCapacity(load, 0, [request.capacity] * request.vehicles, True, "load")  # noqa: FBT003 - its signature
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(int(request.seconds * 1000))
    solution = model.SolveWithParameters(parameters)
    if solution is None:
        raise Infeasible(field="demands" if request.demands else "distances")
    routes = []
    for vehicle in range(request.vehicles):
        stops = [request.depot]
        index = model.Start(vehicle)
        while not model.IsEnd(index):
            index = solution.Value(model.NextVar(index))
            stops.append(node(index))
        routes.append(_route(request, stops, distances))
    return {"distance": math.fsum(one["distance"] for one in routes), "routes": routes}


def _route(request: Any, stops: list[int], distances: list[list[float]]) -> dict[str, Any]:
    length = math.fsum(distances[one][other] for one, other in pairwise(stops))
    load = sum(request.demands[stop] for stop in stops[:-1]) if request.demands else 0
    return {"stops": stops, "distance": length, "load": load}


def _distances(request: Any) -> list[list[float]]:
    if request.points is not None:
        return [[math.dist(one, other) for other in request.points] for one in request.points]
    rows: list[list[float]] = request.distances
    if any(len(row) != len(rows) for row in rows):
        raise WrongProblem(field="distances", reason="it must be square")
    return rows
