"""Compute the internal rate of return of cash flows, regular as IRR or dated as XIRR.

Flows that change their sign several times may have several rates: all are given, and `rate` is the one that
is nearest to zero.
"""

from datetime import date, timedelta
from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_math.core.finance.flows import NoRate, WrongDates, internal_rates, times_of
from servicekit import Process, RequestBody, operation

Flow = Annotated[float, Field(allow_inf_nan=False, ge=-1e24, le=1e24)]


class IrrRequest(RequestBody):
    cash_flows: list[Flow] = Field(min_length=2, max_length=1_000, description="What is paid is negative.")
    dates: list[date] | None = Field(
        None,
        max_length=1_000,
        description=(
            "Date of each cash flow, in the same order; without them the cash flows are one period apart."
        ),
    )


class IrrResult(BaseModel):
    rate: float = Field(description="A period, or a year of 365 days with dates: 0.1 is 10 %.")
    all_rates: list[float] = Field(
        description=(
            "Every rate at which the net present value is zero, ascending; several where the "
            "signs change often."
        )
    )
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


@operation(
    "/finance/irr",
    example={"cash_flows": [-70000, 12000, 15000, 18000, 21000, 26000]},
    errors=[NoRate, WrongDates],
    run=Process(max_memory_bytes=128 << 20),
    deadline=timedelta(seconds=20),
)
def find_internal_rate(request: IrrRequest) -> IrrResult:
    times = times_of(request.dates, len(request.cash_flows))
    rates = internal_rates(request.cash_flows, times)
    warnings = []
    if len(rates) > 1:
        warnings.append(
            f"{len(rates)} rates make the present value zero: compare net present values instead."
        )
    return IrrResult(rate=min(rates, key=abs), all_rates=rates, warnings=warnings)
