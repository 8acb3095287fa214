"""Depreciation by the methods of spreadsheets, in decimals."""

from decimal import Decimal, localcontext

from flowforge_math.core.finance.money import CONTEXT, power, rounded


def amounts(
    method: str, cost: Decimal, salvage: Decimal, life: int, *, factor: Decimal, first_months: int
) -> list[Decimal]:
    """Return the depreciation of each period."""
    with localcontext(CONTEXT):
        if method == "straight_line":
            return [(cost - salvage) / life] * life
        if method == "sum_of_years":
            years = Decimal(life * (life + 1)) / 2
            return [(cost - salvage) * (life - period) / years for period in range(life)]
        if method == "fixed_declining":
            return _fixed(cost, salvage, life, first_months)
        return _declining(cost, salvage, life, factor, switching=method.endswith("switching"))


def _declining(
    cost: Decimal, salvage: Decimal, life: int, factor: Decimal, *, switching: bool
) -> list[Decimal]:
    values: list[Decimal] = []
    book = cost
    for period in range(life):
        value = min(book * min(factor / life, Decimal(1)), book - salvage)
        if switching:
            value = max(value, (book - salvage) / (life - period))
        value = max(value, Decimal(0))
        values.append(value)
        book -= value
    return values


def _fixed(cost: Decimal, salvage: Decimal, life: int, first_months: int) -> list[Decimal]:
    """Return DB of spreadsheets: the rate has three decimals, and a short first year makes a year more."""
    rate = rounded(1 - power(salvage / cost, Decimal(1) / life), 3) if salvage else Decimal(1)
    values = [cost * rate * first_months / 12]
    for _ in range(1, life):
        values.append((cost - sum(values)) * rate)
    if first_months < 12:  # noqa: PLR2004 - a whole year
        values.append((cost - sum(values)) * rate * (12 - first_months) / 12)
    return values
