"""Compute one figure of regular payments from the others: PMT, PV, FV, NPER or RATE.

What you pay is negative and what you receive positive, as in spreadsheets: a loan of 10,000 has
`present_value` 10000 and a negative payment. Computed in decimals of 34 digits.
"""

from decimal import Decimal

from pydantic import BaseModel, Field

from flowforge_math.core.finance.annuities import Annuity, NoAnnuity, Unknown, solve_annuity
from flowforge_math.core.finance.money import Amount, Rate, rounded
from servicekit import Inline, RequestBody, operation


class AnnuityRequest(RequestBody):
    find: Unknown = Field(description="The figure to compute from the others.")
    rate: Rate = Field(Decimal(0), description="A period: 0.06/12 for 6 % a year paid monthly.")
    periods: Decimal = Field(Decimal(0), ge=0, le=100_000, description="Number of payments.")
    payment: Amount = Field(
        default=Decimal(0), description="Amount of each payment; money that is paid out is negative."
    )
    present_value: Amount = Field(
        default=Decimal(0), description="Value at the start; money that is paid out is negative."
    )
    future_value: Amount = Field(
        default=Decimal(0), description="Value after the last payment; money that is paid out is negative."
    )
    due_at_start: bool = Field(default=False, description="Payments at the beginning of each period.")
    decimals: int = Field(2, ge=0, le=12, description="Of the rounded result.")


class AnnuityResult(BaseModel):
    value: float = Field(description="The nearest double.")
    rounded: str = Field(description="The result in so many decimals, halves away from zero.")


@operation(
    "/finance/annuity",
    example={"find": "payment", "rate": 0.005, "periods": 360, "present_value": 200000},
    errors=[NoAnnuity],
    run=Inline(),
)
def compute_annuity(request: AnnuityRequest) -> AnnuityResult:
    annuity = Annuity(
        request.rate,
        request.periods,
        request.payment,
        request.present_value,
        request.future_value,
        due=request.due_at_start,
    )
    value = solve_annuity(annuity, request.find)
    return AnnuityResult(value=float(value), rounded=str(rounded(value, request.decimals)))
