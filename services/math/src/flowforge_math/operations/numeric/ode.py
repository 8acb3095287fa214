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
    derivatives: dict[Name, str] = Field(min_length=1, max_length=20)
    initial: dict[Name, Number] = Field(min_length=1, max_length=20)
    constants: dict[Name, Number] = Field({}, max_length=100)
    t_start: Number = 0
    t_end: Number
    points: int = Field(101, ge=2, le=10_000, description="How many values are given, at equal distances.")
    relative_tolerance: float = Field(1e-8, ge=1e-12, le=0.1)

    @model_validator(mode="after")
    def _has_all_values(self) -> Self:
        if self.derivatives.keys() != self.initial.keys():
            raise ValueError("'derivatives' and 'initial' must have the same names")
        if self.t_start == self.t_end:
            raise ValueError("'t_end' must differ from 't_start'")
        return self


class Trajectory(BaseModel):
    name: str
    values: list[float]


class OdeSystemResult(BaseModel):
    t: list[float]
    trajectories: list[Trajectory]
    evaluations: int


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
