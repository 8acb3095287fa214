"""Compare loans: payment, interest, fees, total cost and effective annual rate of each, the cheapest first.

The effective rate includes all fees, as the annual percentage rate of charge does. Every amount is
rounded in decimals.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.finance.annuities import NoAnnuity
from flowforge_math.core.finance.loans import PaymentTooSmall
from flowforge_math.core.finance.money import Amount, Rounding
from flowforge_math.core.finance.offers import Cost, Offer, cost_of
from servicekit import RequestBody, Threads, operation

Method = Literal["annuity", "linear", "interest_only"]


class LoanOffer(RequestBody):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(description="Of the offer.")
    principal: Amount = Field(gt=0, description="What is borrowed.")
    annual_rate: Decimal = Field(ge=0, le=10, max_digits=20, description="A year: 0.06 is 6 %.")
    periods: int = Field(ge=1, le=1_200, description="How many payments are made.")
    periods_a_year: int = Field(12, ge=1, le=365, description="12 for monthly payments.")
    method: Method = Field(
        "annuity", description="Equal payments, equal repayments, or all repaid at the end."
    )
    upfront_fee: Amount = Field(Decimal(0), ge=0, description="Taken from the amount that is paid out.")
    periodic_fee: Amount = Field(Decimal(0), ge=0, description="Paid with every payment.")
    final_fee: Amount = Field(Decimal(0), ge=0, description="Paid with the last payment.")


class CompareLoansRequest(RequestBody):
    offers: list[LoanOffer] = Field(min_length=2, max_length=20, description="Loans to compare.")
    rank_by: Literal["total_cost", "effective_annual_rate", "payment"] = Field(
        "total_cost",
        description="What makes an offer the better one: interest and fees, the rate, or the payment.",
    )
    decimals: int = Field(2, ge=0, le=6, description="Decimal places of amounts.")
    rounding: Rounding = Field("half_up", description="How amounts are rounded.")

    @model_validator(mode="after")
    def _has_names(self) -> Self:
        names = [offer.name for offer in self.offers]
        if len(set(names)) < len(names):
            raise ValueError("'offers' must have different names")
        return self


class ComparedLoan(BaseModel):
    rank: int = Field(description="1 for the best offer.")
    name: str = Field(description="Of the offer.")
    payment: float = Field(description="Of the first period, with its fee.")
    total_paid: float = Field(description="All that is paid, fees included.")
    total_interest: float = Field(description="Interest of all periods.")
    total_fees: float = Field(description="All fees.")
    total_cost: float = Field(description="Interest and fees.")
    effective_annual_rate: float | None = Field(description="With all fees; null above 1,000 % a period.")
    more_than_best: float = Field(description="By how much its total cost exceeds that of the best offer.")


class CompareLoansResult(BaseModel):
    best: str = Field(description="Name of the best offer.")
    sentence: str = Field(description="The outcome in plain words.")
    offers: list[ComparedLoan] = Field(description="The best first.")
    warnings: list[str] = Field(description="What makes the offers hard to compare.")


@operation(
    "/finance/compare-loans",
    example={
        "offers": [
            {"name": "Bank A", "principal": 200000, "annual_rate": 0.06, "periods": 360},
            {
                "name": "Bank B",
                "principal": 200000,
                "annual_rate": 0.058,
                "periods": 360,
                "upfront_fee": 4000,
            },
        ]
    },
    errors=[NoAnnuity, PaymentTooSmall],
    run=Threads(),
)
def compare_loans(request: CompareLoansRequest) -> CompareLoansResult:
    costs = [cost_of(Offer(**dict(offer)), request.decimals, request.rounding) for offer in request.offers]
    keys = {
        "total_cost": lambda one: one.interest + one.fees,
        "effective_annual_rate": lambda one: (
            one.effective_rate if one.effective_rate is not None else Decimal(10**9)
        ),
        "payment": lambda one: one.payment,
    }
    costs.sort(key=keys[request.rank_by])
    best, second = costs[0], costs[1]
    saved = second.interest + second.fees - best.interest - best.fees
    warnings = []
    if len({offer.principal for offer in request.offers}) > 1:
        warnings.append("The offers lend different amounts: compare effective rates, not costs.")
    if len({offer.periods / offer.periods_a_year for offer in request.offers}) > 1:
        warnings.append("The offers run for different times: the longer one costs more at the same rate.")
    than = f"costs {abs(saved):,} {'less' if saved >= 0 else 'more'} than {second.name}"
    return CompareLoansResult(
        best=best.name,
        sentence=f"{best.name} is the best by {request.rank_by.replace('_', ' ')}; it {than}.",
        offers=[_compared(rank, one, best) for rank, one in enumerate(costs, 1)],
        warnings=warnings,
    )


def _compared(rank: int, one: Cost, best: Cost) -> ComparedLoan:
    return ComparedLoan(
        rank=rank,
        name=one.name,
        payment=float(one.payment),
        total_paid=float(one.total_paid),
        total_interest=float(one.interest),
        total_fees=float(one.fees),
        total_cost=float(one.interest + one.fees),
        effective_annual_rate=None if one.effective_rate is None else float(one.effective_rate),
        more_than_best=float(one.interest + one.fees - best.interest - best.fees),
    )
