"""Compute the net present value of cash flows, regular as NPV or dated as XNPV.

Without `dates`, the first cash flow comes after one period as NPV has it, or at once with `first_at_once`.
With `dates`, years have 365 days and the first cash flow is not discounted, as XNPV has it.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_math.core.finance.flows import WrongDates, present_value, times_of
from servicekit import Inline, RequestBody, operation

Flow = Annotated[float, Field(allow_inf_nan=False, ge=-1e24, le=1e24)]


class NpvRequest(RequestBody):
    rate: float = Field(
        gt=-1, le=1_000, allow_inf_nan=False, description="A period, or a year with dates: 0.1 is 10 %."
    )
    cash_flows: list[Flow] = Field(
        min_length=1,
        max_length=10_000,
        fail_fast=True,
        description="Amounts in order of time; payments are negative, receipts positive.",
    )
    dates: list[date] | None = Field(
        None,
        max_length=10_000,
        fail_fast=True,
        description=(
            "Date of each cash flow, in the same order; without them the cash flows are one period apart."
        ),
    )
    first_at_once: bool = Field(
        default=False,
        description=(
            "Whether the first cash flow is due now instead of after one period; only without `dates`."
        ),
    )


class NpvResult(BaseModel):
    net_present_value: float = Field(description="Sum of the discounted cash flows.")
    present_values: list[float] = Field(description="Of each cash flow.")


@operation(
    "/finance/npv",
    example={"rate": 0.1, "cash_flows": [-10000, 3000, 4200, 6800]},
    errors=[WrongDates],
    run=Inline(),
)
def find_net_present_value(request: NpvRequest) -> NpvResult:
    first = 0 if request.first_at_once else 1
    times = times_of(request.dates, len(request.cash_flows), first)
    values = [
        present_value(request.rate, [flow], [time])
        for flow, time in zip(request.cash_flows, times, strict=True)
    ]
    return NpvResult(
        net_present_value=present_value(request.rate, request.cash_flows, times), present_values=values
    )
