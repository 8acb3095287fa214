"""Solve a system of ordinary differential equations by numbers.

`derivatives` gives the slope of each name as an expression of the names and of t: {"x": "v", "v": "-x"}.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]


class OdeSystemRequest(RequestBody):
    derivatives: dict[Name, str] = Field(
        min_length=1,
        max_length=20,
        description="Expression for the derivative of each unknown over t, by its name.",
    )
    initial: dict[Name, Number] = Field(
        min_length=1, max_length=20, description="Value of each unknown at `t_start`, by its name."
    )
    constants: dict[Name, Number] = Field(
        {}, max_length=100, description="Numbers that the expressions can use, by name."
    )
    t_start: Number = Field(default=0, description="Time of the initial values.")
    t_end: Number = Field(description="Time at which the solution ends; before `t_start` it runs backwards.")
    points: int = Field(101, ge=2, le=10_000, description="How many values are given, at equal distances.")
    relative_tolerance: float = Field(
        1e-8, ge=1e-12, le=0.1, description="Relative error that each step may have."
    )

    @model_validator(mode="after")
    def _has_all_values(self) -> Self:
        if self.derivatives.keys() != self.initial.keys():
            raise ValueError("'derivatives' and 'initial' must have the same names")
        if self.t_start == self.t_end:
            raise ValueError("'t_end' must differ from 't_start'")
        return self


class Trajectory(BaseModel):
    name: str = Field(description="Name of the unknown.")
    values: list[float] = Field(description="Its value at each time of `t`.")


class OdeSystemResult(BaseModel):
    t: list[float] = Field(description="The times of all values, in order.")
    trajectories: list[Trajectory] = Field(description="The values of each unknown over time.")
    evaluations: int = Field(description="How often the derivatives were evaluated.")


@operation(
    "/numeric/ode",
    example={"derivatives": {"x": "v", "v": "-x"}, "initial": {"x": 1, "v": 0}, "t_end": 6.28, "points": 5},
    errors=[*READING, NoConvergence, NumericTask],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
)
def solve_ode_system(request: OdeSystemRequest) -> OdeSystemResult:
    from flowforge_math.core.numerics.trajectories import follow  # noqa: PLC0415 - scipy, in the worker alone

    return OdeSystemResult.model_validate(follow(request))
