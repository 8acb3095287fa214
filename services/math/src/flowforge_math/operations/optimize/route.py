"""Find a short round trip, or routes of several vehicles, through all stops.

Give `distances` between stops, or `points` on a plane. Stop 0 is the depot unless `depot` names another.
Vehicles have a `capacity` for the `demands` of stops. The routes are good, and not proven to be the shortest.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.optimization.faults import Infeasible, WrongProblem
from servicekit import Process, RequestBody, operation

Distance = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]


class RouteRequest(RequestBody):
    distances: list[Annotated[list[Distance], Field(max_length=200, fail_fast=True)]] | None = Field(
        None,
        min_length=2,
        max_length=200,
        description="Distance from each stop (row) to each other (column). Give this or `points`.",
    )
    points: list[tuple[Coordinate, Coordinate]] | None = Field(
        None,
        min_length=2,
        max_length=200,
        description="Coordinates of the stops, for straight distances. Give this or `distances`.",
    )
    depot: int = Field(0, ge=0, description="Stop where every route begins and ends, counted from 0.")
    vehicles: int = Field(1, ge=1, le=50, description="Greatest number of routes.")
    demands: list[Annotated[int, Field(ge=0, le=10**9)]] | None = Field(
        None, max_length=200, description="What each stop takes of the capacity of a vehicle."
    )
    capacity: int | None = Field(None, ge=1, le=10**9, description="Of each vehicle.")
    seconds: float = Field(3, gt=0, le=15, description="How long to search for better routes.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.distances is None) == (self.points is None):
            raise ValueError("give exactly one of 'distances' and 'points'")
        if (self.demands is None) != (self.capacity is None):
            raise ValueError("give both 'demands' and 'capacity', or neither")
        return self


class VehicleRoute(BaseModel):
    stops: list[int] = Field(description="From depot to depot.")
    distance: float = Field(description="Distance of this route, back to the depot.")
    load: int = Field(description="Sum of the demands on this route.")


class RouteResult(BaseModel):
    distance: float = Field(description="Total distance of all routes.")
    routes: list[VehicleRoute] = Field(description="One route for each vehicle that is used.")


@operation(
    "/optimize/route",
    example={"points": [[0, 0], [0, 3], [4, 3], [4, 0]], "seconds": 0.5},
    errors=[Infeasible, WrongProblem],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    deadline=timedelta(seconds=25),
)
def find_route(request: RouteRequest) -> RouteResult:
    from flowforge_math.core.optimization.routing import route  # noqa: PLC0415 - OR-Tools, in the worker alone

    return RouteResult.model_validate(route(request))
