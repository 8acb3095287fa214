"""Make the depreciation table of an asset: straight line, sum of years, declining balance.

The methods are SLN, SYD, DDB (with `factor`) and DB (fixed rate of three decimals, `first_year_months`) of
spreadsheets. double_declining_switching changes to straight line where that is more.
"""

from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.finance.depreciation import amounts
from flowforge_math.core.finance.money import Amount, rounded
from servicekit import Inline, RequestBody, operation


class DepreciationRequest(RequestBody):
    cost: Amount = Field(gt=0, description="What the asset cost.")
    salvage: Amount = Field(Decimal(0), ge=0, description="What it is worth at the end.")
    life: int = Field(ge=1, le=1_000, description="Periods.")
    method: Literal[
        "straight_line", "sum_of_years", "double_declining", "double_declining_switching", "fixed_declining"
    ] = Field(
        default="straight_line",
        description="Depreciation method; the declining ones write off more at the start.",
    )
    factor: Decimal = Field(Decimal(2), gt=0, le=100, description="Of double_declining.")
    first_year_months: int = Field(12, ge=1, le=12, description="Of fixed_declining.")
    decimals: int = Field(
        2, ge=0, le=12, description="Decimals to which every amount is rounded: 2 for cents."
    )

    @model_validator(mode="after")
    def _loses_value(self) -> Self:
        if self.salvage > self.cost:
            raise ValueError("'salvage' must not exceed 'cost'")
        return self


class DepreciationRow(BaseModel):
    period: int = Field(description="Number of the period, from 1.")
    depreciation: float = Field(description="Value lost in this period.")
    book_value: float = Field(description="Value left at the end of this period.")


class DepreciationResult(BaseModel):
    total: float = Field(description="Sum of all depreciation.")
    rows: list[DepreciationRow] = Field(description="One row for each period of the life.")


@operation(
    "/finance/depreciation",
    example={"cost": 30000, "salvage": 7500, "life": 10},
    run=Inline(max_bytes=256),
)
def depreciate(request: DepreciationRequest) -> DepreciationResult:
    values = amounts(
        request.method,
        request.cost,
        request.salvage,
        request.life,
        factor=request.factor,
        first_months=request.first_year_months,
    )
    rows, book, total = [], request.cost, Decimal(0)
    for period, value in enumerate(values, start=1):
        book, total = book - value, total + value
        rows.append(
            DepreciationRow(
                period=period,
                depreciation=float(rounded(value, request.decimals)),
                book_value=float(rounded(book, request.decimals)),
            )
        )
    return DepreciationResult(total=float(rounded(total, request.decimals)), rows=rows)
