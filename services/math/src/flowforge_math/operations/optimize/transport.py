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
    supplies: list[Amount] = Field(
        min_length=1, max_length=200, description="Amount available at each source."
    )
    demands: list[Amount] = Field(
        min_length=1, max_length=200, description="Amount needed at each destination."
    )
    costs: list[Annotated[list[Cost], Field(max_length=200, fail_fast=True)]] = Field(
        min_length=1,
        max_length=200,
        description="Cost of one unit from each source (row) to each destination (column).",
    )


class Shipment(BaseModel):
    supply: int = Field(description="Counted from 0.")
    demand: int = Field(description="Index of the demand that receives the goods, counted from 0.")
    amount: float = Field(description="Amount that is shipped.")
    cost: float = Field(description="Amount times the cost of one unit.")


class TransportResult(BaseModel):
    total: float = Field(description="Cost of all shipments.")
    shipments: list[Shipment] = Field(
        description="What goes from where to where; pairs without goods are not listed."
    )


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
