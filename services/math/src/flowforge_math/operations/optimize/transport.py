"""Ship goods from supplies to demands at the least cost (transportation problem).

`costs` has a row for each supply and a column for each demand. What supplies have beyond all demands stays.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem
from servicekit import Process, RequestBody, operation

Amount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class TransportRequest(RequestBody):
    supplies: list[Amount] = Field(min_length=1, max_length=200)
    demands: list[Amount] = Field(min_length=1, max_length=200)
    costs: list[Annotated[list[Cost], Field(max_length=200)]] = Field(min_length=1, max_length=200)


class Shipment(BaseModel):
    supply: int = Field(description="Counted from 0.")
    demand: int
    amount: float
    cost: float


class TransportResult(BaseModel):
    total: float
    shipments: list[Shipment]


@operation(
    "/optimize/transport",
    example={"supplies": [20, 30], "demands": [25, 25], "costs": [[8, 6], [9, 12]]},
    errors=[Infeasible, NotConverged, WrongProblem],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def plan_transport(request: TransportRequest) -> TransportResult:
    from flowforge_math.core.optimization.combinations import ship  # noqa: PLC0415 - scipy, in the worker alone

    return TransportResult.model_validate(ship(request))
