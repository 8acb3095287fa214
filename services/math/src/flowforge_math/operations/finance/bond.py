"""Price a bond from its yield, or find the yield from its price, with duration and accrued interest.

As PRICE, YIELD, DURATION and MDURATION of spreadsheets: prices are per 100 of face value and clean, without
accrued interest. `day_count`: 30/360 (US), actual/actual, actual/360, actual/365 or 30E/360.
"""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.finance.bonds import Bond, DayCount, NoYield, priced, yield_of
from servicekit import Inline, RequestBody, operation


class BondRequest(RequestBody):
    settlement: date = Field(description="Day on which the bond is bought.")
    maturity: date = Field(description="Day on which the bond is redeemed, within 200 years of `settlement`.")
    coupon_rate: float = Field(ge=0, le=10, allow_inf_nan=False, description="A year: 0.0575 is 5.75 %.")
    redemption: float = Field(100, gt=0, le=1e6, allow_inf_nan=False, description="Per 100 of face value.")
    frequency: Literal[1, 2, 4] = Field(2, description="Coupons a year.")
    day_count: DayCount = Field(
        default="30/360", description="Convention for counting days and the length of a year."
    )
    yield_rate: float | None = Field(
        None,
        gt=-1,
        le=10,
        allow_inf_nan=False,
        description="Annual yield from which the price is computed: 0.065 is 6.5 %. Give this or `price`.",
    )
    price: float | None = Field(
        None,
        gt=0,
        le=1e6,
        allow_inf_nan=False,
        description="Clean price per 100 from which the yield is computed. Give this or `yield_rate`.",
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.yield_rate is None) == (self.price is None):
            raise ValueError("give exactly one of 'yield_rate' and 'price'")
        if self.settlement >= self.maturity:
            raise ValueError("'settlement' must come before 'maturity'")
        if self.maturity.year - self.settlement.year > 200:  # noqa: PLR2004 - 800 coupons
            raise ValueError("'maturity' must come within 200 years")
        return self


class BondResult(BaseModel):
    price: float = Field(description="Clean, per 100.")
    dirty_price: float = Field(description="Price with accrued interest, per 100: what the buyer pays.")
    accrued_interest: float = Field(description="Interest since the last coupon, per 100.")
    yield_rate: float = Field(description="Annual yield to maturity: 0.065 is 6.5 %.")
    duration: float = Field(description="Macaulay's, in years.")
    modified_duration: float = Field(
        description="Relative loss of price for a rise of the yield by 1, in years."
    )
    convexity: float = Field(description="Curvature of the price over the yield, in years squared.")
    coupons_left: int = Field(description="Coupons from settlement to maturity.")
    next_coupon: date = Field(description="Day of the first coupon after settlement.")


@operation(
    "/finance/bond",
    example={
        "settlement": "2008-02-15",
        "maturity": "2017-11-15",
        "coupon_rate": 0.0575,
        "yield_rate": 0.065,
    },
    errors=[NoYield],
    run=Inline(max_bytes=1_024),
)
def price_bond(request: BondRequest) -> BondResult:
    bond = Bond(
        request.settlement,
        request.maturity,
        request.coupon_rate,
        request.redemption,
        request.frequency,
        request.day_count,
    )
    rate = request.yield_rate if request.yield_rate is not None else yield_of(bond, request.price or 0.0)
    return BondResult(yield_rate=rate, **priced(bond, rate))
