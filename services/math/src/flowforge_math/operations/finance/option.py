"""Price a European option by Black, Scholes and Merton, with its Greeks, or find its implied volatility.

Give `volatility`, or `price` to find the volatility that it implies. Rates are continuous and a year.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.finance.options import NoVolatility, Option, implied_volatility, valued
from servicekit import Inline, RequestBody, operation


class OptionRequest(RequestBody):
    kind: Literal["call", "put"] = Field(description="Right to buy (`call`) or to sell (`put`).")
    spot: float = Field(gt=0, le=1e12, allow_inf_nan=False, description="Price of the underlying now.")
    strike: float = Field(
        gt=0, le=1e12, allow_inf_nan=False, description="Price at which the option can be exercised."
    )
    years: float = Field(gt=0, le=100, allow_inf_nan=False, description="To expiry.")
    rate: float = Field(
        0,
        ge=-1,
        le=10,
        allow_inf_nan=False,
        description="Risk-free interest rate per year, continuously compounded: 0.05 is 5 %.",
    )
    dividend_yield: float = Field(
        0,
        ge=-1,
        le=10,
        allow_inf_nan=False,
        description="Dividend yield of the underlying per year, continuously compounded.",
    )
    volatility: float | None = Field(
        None, gt=0, le=10, allow_inf_nan=False, description="A year: 0.2 is 20 %."
    )
    price: float | None = Field(
        None,
        gt=0,
        le=1e12,
        allow_inf_nan=False,
        description=(
            "Market price of the option, from which the implied volatility is computed. Give this "
            "or `volatility`."
        ),
    )

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.volatility is None) == (self.price is None):
            raise ValueError("give exactly one of 'volatility' and 'price'")
        return self


class OptionResult(BaseModel):
    price: float = Field(description="Price of the option at this volatility.")
    volatility: float = Field(description="Annual volatility, given or implied: 0.2 is 20 %.")
    delta: float = Field(description="Change of the price for a change of the underlying by 1.")
    gamma: float = Field(description="Change of delta for a change of the underlying by 1.")
    vega: float = Field(description="For a change of the volatility by 1, which is 100 %.")
    theta: float = Field(description="A year.")
    rho: float = Field(description="For a change of the rate by 1, which is 100 %.")


@operation(
    "/finance/option",
    example={"kind": "call", "spot": 42, "strike": 40, "years": 0.5, "rate": 0.1, "volatility": 0.2},
    errors=[NoVolatility],
    run=Inline(),
)
def price_option(request: OptionRequest) -> OptionResult:
    option = Option(
        is_call=request.kind == "call",
        spot=request.spot,
        strike=request.strike,
        years=request.years,
        rate=request.rate,
        dividend_yield=request.dividend_yield,
    )
    volatility = request.volatility or implied_volatility(option, request.price or 0.0)
    return OptionResult(volatility=volatility, **valued(option, volatility))
