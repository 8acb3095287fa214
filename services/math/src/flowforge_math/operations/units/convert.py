"""Convert numbers from one unit to another.

Units are written as in expressions: km, km/h, m^2, kg*m/s^2, degC, GiB; SI prefixes are known. The dimensions
must match. Currencies are converted only by `rates`: what one unit of a common currency buys of each.
"""

from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from flowforge_math.core.algebras.doubles import Reals
from flowforge_math.core.algebras.quantities import Quantity
from flowforge_math.core.algebras.rich import Rich
from flowforge_math.core.algebras.units import alike, find_unit, show_dimensions
from flowforge_math.core.expressions import (
    AmbiguousExpression,
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    UndefinedResult,
    UnitMismatch,
    fold,
    parse,
)
from servicekit import Inline, InvalidInput, RequestBody, operation

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Rate = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class UnknownUnit(InvalidInput):
    code = "UNIT_UNKNOWN"
    message = "'{field}' names '{name}', which is no known unit{hint}."


class ConvertRequest(RequestBody):
    values: list[Annotated[float, Field(allow_inf_nan=False)]] = Field(
        min_length=1, max_length=10_000, fail_fast=True, description="The numbers to convert."
    )
    from_unit: str = Field(max_length=200, description="Such as mile, km/h or EUR.")
    to_unit: str = Field(max_length=200, description="Such as km, m/s or USD.")
    rates: dict[Currency, Rate] = Field({}, max_length=400, description='Such as {"EUR": 1, "USD": 1.08}.')


class ConvertResult(BaseModel):
    values: list[float] = Field(description="The converted numbers, in order.")
    from_unit: str = Field(description="Unit of the request in its standard spelling.")
    to_unit: str = Field(description="Target unit in its standard spelling.")
    dimension: str = Field(description="What is measured, such as length.")
    same_dimension: list[str] = Field(description="Other units of the same dimension.")


@operation(
    "/units/convert",
    example={"values": [26.2], "from_unit": "mile", "to_unit": "km"},
    errors=[
        AmbiguousExpression,
        DisallowedExpression,
        ExpressionTooComplex,
        MalformedExpression,
        UndefinedResult,
        UnitMismatch,
        UnknownUnit,
    ],
    run=Inline(max_bytes=2_048),
)
def convert_units(request: ConvertRequest) -> ConvertResult:
    if request.rates and {request.from_unit, request.to_unit} <= request.rates.keys():
        ratio = Fraction(request.rates[request.to_unit]) / Fraction(request.rates[request.from_unit])
        values = [float(Fraction(value) * ratio) for value in request.values]
        return _result(request, values, "currency", sorted(request.rates))
    rich = Rich(Reals(), {})
    source, target = _unit(rich, request.from_unit, "from_unit"), _unit(rich, request.to_unit, "to_unit")
    rich.base.field = "to_unit"
    converted = [
        rich.quantities.convert(rich.operate("*", value, source), target).number for value in request.values
    ]
    return _result(request, converted, show_dimensions(target.dimensions), alike(target.dimensions))


def _unit(rich: Rich, text: str, field: str) -> Quantity:
    expression = parse(text, field)
    for name in expression.names:
        if find_unit(name) is None:
            hint = " (give its rate in 'rates')" if len(name) == 3 and name.isupper() else ""  # noqa: PLR2004 - a currency
            raise UnknownUnit(field=field, name=name, hint=hint)
    rich.base.field = field
    unit = fold(expression.root, rich)
    if not isinstance(unit, Quantity) or not unit.bare:
        raise UnknownUnit(field=field, name=text, hint=": write a unit alone, such as km/h")
    return unit


def _result(request: ConvertRequest, values: list[float], dimension: str, known: list[str]) -> ConvertResult:
    return ConvertResult(
        values=[float(value) for value in values],
        from_unit=request.from_unit,
        to_unit=request.to_unit,
        dimension=dimension,
        same_dimension=known,
    )
