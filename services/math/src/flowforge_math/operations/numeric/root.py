"""Find roots by numbers: all of one equation within a range, or one of a system near a start.

Give `low` and `high` for one equation of `variable`, or `start` values for a system of as many equations.
Every root is checked: `residual` is by how much it misses. For exact roots there is `solve`.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.numerics.faults import NoConvergence, NumericTask
from flowforge_math.core.symbolic.answers import VariableName
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Equation = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]


class RootRequest(RequestBody):
    equations: list[Equation] = Field(
        min_length=1, max_length=20, description="Such as cos(x) = x, or an expression that is to be 0."
    )
    variable: VariableName = Field("x", description="The unknown, with `low` and `high`.")
    low: Number | None = Field(None, description="Where the range begins.")
    high: Number | None = Field(None, description="Where the range ends.")
    start: dict[VariableName, Number] = Field(
        {}, max_length=20, description="A value near the root for each unknown of a system."
    )
    constants: dict[VariableName, Number] = Field({}, max_length=100, description="Values of other names.")

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.low is None) != (self.high is None) or (self.low is None) == (not self.start):
            raise ValueError("give 'low' and 'high', or 'start'")
        return self


class NumericRoot(BaseModel):
    values: dict[str, float] = Field(description="Value of each unknown.")
    residual: float = Field(description="The largest difference of two sides at this point.")


class RootResult(BaseModel):
    roots: list[NumericRoot] = Field(description="In order; empty where the range has none.")
    warnings: list[str] = Field(description="What limits the result.")


@operation(
    "/numeric/root",
    example={"equations": ["cos(x) = x"], "low": 0, "high": 2},
    errors=[*READING, NoConvergence, NumericTask],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
)
def find_roots(request: RootRequest) -> RootResult:
    from flowforge_math.core.numerics.roots import find  # noqa: PLC0415 - scipy, in the worker alone

    return RootResult.model_validate(find(request))
