"""Find a short round trip, or routes of several vehicles, through all stops.

Give `distances` between stops, `points` on a plane, or a `file` with either: a square table of distances, or
one row for each stop with its `x_column` and `y_column`. Stop 0 is the depot unless `depot` names another.
Vehicles have a `capacity` for the `demands` of stops. The routes are good, and not proven to be the shortest.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from flowforge_math.core.optimization.grid_form import GridForm
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from servicekit import Process, operation

Distance = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class RouteForm(GridForm):
    distances: list[Annotated[list[Distance], Field(max_length=200, fail_fast=True)]] | None = Field(
        None,
        min_length=2,
        max_length=200,
        description="Distance from each stop (row) to each other (column). Or give `points` or `file`.",
    )
    points: list[tuple[Coordinate, Coordinate]] | None = Field(
        None,
        min_length=2,
        max_length=200,
        description="Coordinates of the stops, for straight distances. Or give `distances` or `file`.",
    )
    depot: int = Field(0, ge=0, description="Stop where every route begins and ends, counted from 0.")
    vehicles: int = Field(1, ge=1, le=50, description="Greatest number of routes.")
    demands: list[Annotated[int, Field(ge=0, le=10**9)]] | None = Field(
        None, max_length=200, description="What each stop takes of the capacity of a vehicle."
    )
    capacity: int | None = Field(None, ge=1, le=10**9, description="Of each vehicle.")
    x_column: str | None = Field(None, description="Column of the file with the first coordinate of stops.")
    y_column: str | None = Field(None, description="Column of the file with the second coordinate.")
    demand_column: str | None = Field(
        None, description="Column of the file with what each stop takes, instead of `demands`."
    )
    seconds: float = Field(3, gt=0, le=15, description="How long to search for better routes.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if sum(source is not None for source in (self.distances, self.points, self.file)) != 1:
            raise ValueError("give exactly one of 'distances', 'points' and 'file'")
        if self.file is None and (self.x_column or self.y_column or self.demand_column):
            raise ValueError("'x_column', 'y_column' and 'demand_column' need 'file'")
        if (self.x_column is None) != (self.y_column is None):
            raise ValueError("give both 'x_column' and 'y_column', or neither")
        if self.demands is not None and self.demand_column is not None:
            raise ValueError("give one of 'demands' and 'demand_column'")
        if (self.demands is None and self.demand_column is None) != (self.capacity is None):
            raise ValueError("give both 'demands' and 'capacity', or neither")
        return self


class VehicleRoute(BaseModel):
    stops: list[int] = Field(description="From depot to depot.")
    names: list[str] = Field(description="Names of these stops in the file; empty without a file.")
    distance: float = Field(description="Distance of this route, back to the depot.")
    load: int = Field(description="Sum of the demands on this route.")


class RouteResult(BaseModel):
    distance: float = Field(description="Total distance of all routes.")
    routes: list[VehicleRoute] = Field(description="One route for each vehicle that is used.")
    warnings: list[str] = Field(description="What was left out of the file; empty if nothing was.")


@operation(
    "/optimize/route",
    example={"points": [[0, 0], [0, 3], [4, 3], [4, 0]], "seconds": 0.5},
    errors=[Infeasible, WrongProblem, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def find_route(form: RouteForm) -> RouteResult:
    from flowforge_math.core.optimization.routing import route  # noqa: PLC0415 - OR-Tools, in the worker alone

    return RouteResult.model_validate(route(form))
