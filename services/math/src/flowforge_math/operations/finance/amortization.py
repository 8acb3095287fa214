"""Make the repayment table of a loan, every figure rounded in decimals, and its total cost.

`method`: annuity pays the same every period, linear repays the same, interest_only repays at the end.
"""

from decimal import Decimal

from pydantic import BaseModel, Field

from flowforge_math.core.finance.annuities import NoAnnuity
from flowforge_math.core.finance.loans import Method, PaymentTooSmall, Terms, schedule
from flowforge_math.core.finance.money import Amount, Rounding
from servicekit import Inline, RequestBody, operation


class AmortizationRequest(RequestBody):
    principal: Amount = Field(gt=0, description="What is borrowed.")
    annual_rate: Decimal = Field(ge=0, le=10, max_digits=20, description="A year: 0.06 is 6 %.")
    periods: int = Field(ge=1, le=1_200, description="Number of payments.")
    periods_a_year: int = Field(12, ge=1, le=365, description="Payments per year: 12 for monthly ones.")
    method: Method = Field(
        default="annuity",
        description=(
            "`annuity` repays in equal payments, `linear` in equal parts of the principal, "
            "`interest_only` at the end."
        ),
    )
    payment: Amount | None = Field(None, gt=0, description="A payment of your own, for the method annuity.")
    extra_payment: Amount = Field(Decimal(0), ge=0, description="Paid in addition every period.")
    decimals: int = Field(
        2, ge=0, le=6, description="Decimals to which every amount is rounded: 2 for cents."
    )
    rounding: Rounding = Field(
        default="half_up",
        description="How halves are rounded: up, or to the even neighbor (banker's rounding).",
    )


class AmortizationRow(BaseModel):
    period: int = Field(description="Number of the payment, from 1.")
    payment: float = Field(description="Amount paid in this period: interest and principal.")
    interest: float = Field(description="Part of the payment that is interest.")
    principal: float = Field(description="Part of the payment that reduces the balance.")
    balance: float = Field(description="Debt that is left after the payment.")


class AmortizationResult(BaseModel):
    payment: float = Field(description="Of the first period.")
    periods: int = Field(description="Number of payments until the balance is zero.")
    total_paid: float = Field(description="Sum of all payments.")
    total_interest: float = Field(description="Part of `total_paid` that is interest.")
    effective_annual_rate: float = Field(description="Interest rate per year with compounding: 0.05 is 5 %.")
    rows: list[AmortizationRow] = Field(description="One row for each payment.")


@operation(
    "/finance/amortization",
    example={"principal": 200000, "annual_rate": 0.06, "periods": 360},
    errors=[NoAnnuity, PaymentTooSmall],
    run=Inline(max_bytes=256),
)
def make_amortization_table(request: AmortizationRequest) -> AmortizationResult:
    rate = request.annual_rate / request.periods_a_year
    terms = Terms(
        principal=request.principal,
        rate=rate,
        periods=request.periods,
        method=request.method,
        payment=request.payment if request.method == "annuity" else None,
        extra=request.extra_payment,
        places=request.decimals,
        rounding=request.rounding,
    )
    rows = schedule(terms)
    return AmortizationResult(
        payment=float(rows[0].payment),
        periods=len(rows),
        total_paid=float(sum(row.payment for row in rows)),
        total_interest=float(sum(row.interest for row in rows)),
        effective_annual_rate=float((1 + rate) ** request.periods_a_year - 1),
        rows=[
            AmortizationRow(
                period=row.period,
                payment=float(row.payment),
                interest=float(row.interest),
                principal=float(row.principal),
                balance=float(row.balance),
            )
            for row in rows
        ],
    )
