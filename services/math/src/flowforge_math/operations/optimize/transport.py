"""Ship goods from supplies to demands at the least cost (transportation problem).

`costs`, or the table in `file`, has a row for each supply and a column for each demand. What supplies have
beyond all demands stays. A file may bring the amounts too: in its `supply_column` and its `demand_row`.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.optimization.faults import Infeasible, NotConverged, WrongProblem
from flowforge_math.core.optimization.grid_form import GridForm
from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from servicekit import Process, operation

Amount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Cost = Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]


class TransportForm(GridForm):
    supplies: list[Amount] | None = Field(
        None, min_length=1, max_length=200, description="Amount available at each source."
    )
    demands: list[Amount] | None = Field(
        None, min_length=1, max_length=200, description="Amount needed at each destination."
    )
    costs: list[Annotated[list[Cost], Field(max_length=200, fail_fast=True)]] | None = Field(
        None,
        min_length=1,
        max_length=200,
        description=(
            "Cost of one unit from each source (row) to each destination (column). Give this or `file`."
        ),
    )
    supply_column: str | None = Field(
        None, description="Column of the file with the amounts available, instead of `supplies`."
    )
    demand_row: str | None = Field(
        None, description="Name of the row of the file with the amounts needed, instead of `demands`."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.costs is None) == (self.file is None):
            raise ValueError("give exactly one of 'costs' and 'file'")
        if self.file is None and (self.supply_column or self.demand_row):
            raise ValueError("'supply_column' and 'demand_row' need 'file'")
        if (self.supplies is None) == (self.supply_column is None):
            raise ValueError("give exactly one of 'supplies' and 'supply_column'")
        if (self.demands is None) == (self.demand_row is None):
            raise ValueError("give exactly one of 'demands' and 'demand_row'")
        return self


class Shipment(BaseModel):
    supply: int = Field(description="Counted from 0.")
    demand: int = Field(description="Index of the demand that receives the goods, counted from 0.")
    supply_name: str | None = Field(description="Name of the source in the file; null for `costs`.")
    demand_name: str | None = Field(description="Name of the destination in the file; null for `costs`.")
    amount: float = Field(description="Amount that is shipped.")
    cost: float = Field(description="Amount times the cost of one unit.")


class TransportResult(BaseModel):
    total: float = Field(description="Cost of all shipments.")
    shipments: list[Shipment] = Field(
        description="What goes from where to where; pairs without goods are not listed."
    )
    warnings: list[str] = Field(description="What was left out of the file; empty if nothing was.")


@operation(
    "/optimize/transport",
    example={"supplies": [20, 30], "demands": [25, 25], "costs": [[8, 6], [9, 12]]},
    errors=[Infeasible, NotConverged, WrongProblem, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def plan_transport(form: TransportForm) -> TransportResult:
    from flowforge_math.core.optimization.combinations import ship  # noqa: PLC0415 - scipy, in the worker alone

    return TransportResult.model_validate(ship(form))
