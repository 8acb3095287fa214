"""Evaluate expressions in doubles, decimals of many digits or exact fractions, one or a batch.

One expression or a batch of up to 1,000 with shared variables; in a batch each item has its result or its
error. Expressions know + - * / // % ^ (or **), 5!, 8%, comparisons, and, or, not, `a if b else c`,
`if(b, a, c)` and `b ? a : c`, implicit products such as 2x and 3(x + 1), the constants pi, e, tau, inf, nan,
true, false (and i in the domain 'complex'), matrices `[1, 2; 3, 4]`, ranges `1:5`, elements `A[1, 2]`, units
(`3 km to mile`, `5 kg in lb`), sums over whole numbers (`sum(i, 1, n, i^2)`) and the functions that
docs/math-functions.md lists. `100 + 10%` is 100.1, as in spreadsheets.
`a = 2; a*b` and `f(t) = t^2; f(3)` define names and functions; in a batch they hold for the items that
follow. 1/2x has two readings and is refused.

`mode`: 'float' computes in doubles, and whole numbers exactly; 'decimal' in as many `digits` as you ask for;
'fraction' exactly. A variable is a number, a list or a matrix of numbers, or a text with a constant
expression, such as "1/3", "0.10" or "3 km", that loses nothing on its way. round() takes halves away from
zero, as spreadsheets do; % has the sign of the divisor.
"""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.algebras.scalar import Kind
from flowforge_math.core.evaluation import Domain, Evaluator, Mode
from flowforge_math.core.expressions import (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    ShapeMismatch,
    UndefinedResult,
    UnitMismatch,
    UnknownFunction,
    UnknownName,
)
from servicekit import Inline, OperationError, RequestBody, operation

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Number = bool | int | Annotated[float, Field(allow_inf_nan=False)] | Annotated[str, Field(max_length=2_000)]
Row = Annotated[list[Number], Field(max_length=1_000, fail_fast=True)]
Rows = Annotated[list[Row], Field(max_length=1_000, fail_fast=True)]
ERRORS = (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    ShapeMismatch,
    UndefinedResult,
    UnitMismatch,
    UnknownFunction,
    UnknownName,
)


class EvaluateRequest(RequestBody):
    expression: str | None = Field(None, description="One expression; it answers in `result`.")
    expressions: list[str] | None = Field(
        None, min_length=1, max_length=1_000, description="A batch; it answers in `results`, in order."
    )
    variables: dict[VariableName, Number | Row | Rows] = Field(
        {},
        max_length=500,
        description="Numbers, lists or matrices of numbers, or texts of constant expressions.",
    )
    mode: Mode = Field(
        default="float",
        description=(
            "Arithmetic: `float` in doubles, `decimal` in decimals of `digits` digits, `fraction` "
            "in exact fractions."
        ),
    )
    domain: Domain = Field(
        default="real",
        description=(
            "`complex` gives the square root of a negative number a result, `real` makes it an error."
        ),
    )
    digits: int = Field(50, ge=1, le=1_000, description="Significant digits in the mode 'decimal'.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.expression is None) == (self.expressions is None):
            raise ValueError("give exactly one of 'expression' and 'expressions'")
        if self.mode == "fraction" and self.domain == "complex":
            raise ValueError("'domain' must be 'real' in the mode 'fraction'")
        return self


@dataclass(slots=True)
class Evaluation:
    type: Annotated[Kind, Field(description="Kind of the result, which decides the fields that are filled.")]
    value: Annotated[
        bool | int | float | None,
        Field(
            description=(
                "The result or the double nearest to it; null for complex, infinity, nan, over 1.8e308."
            )
        ),
    ]
    text: Annotated[str, Field(description="The result with every digit: 1/3, 1.5+2j, inf, nan.")]
    real: Annotated[float | None, Field(description="The real part of a complex result.")]
    imaginary: Annotated[float | None, Field(description="The imaginary part of a complex result.")]
    matrix: Annotated[
        list[list[float | None]] | None,
        Field(
            description="The rows of a matrix; a vector is one row. Null elements have their form in `text`."
        ),
    ]
    unit: Annotated[str | None, Field(description="The unit of a quantity, whose number is `value`.")]


@dataclass(slots=True)
class Failure:
    code: Annotated[str, Field(description="Stable code of the error, as in an error answer.")]
    message: Annotated[str, Field(description="What is wrong with the expression, and where.")]


@dataclass(slots=True)
class EvaluatedItem:
    result: Annotated[Evaluation | None, Field(description="The result; null if this expression failed.")]
    error: Annotated[
        Failure | None, Field(description="Why this expression has no result; null if it has one.")
    ]


class EvaluateResult(BaseModel):
    result: Evaluation | None = Field(description="Of the one expression; null for a batch.")
    results: list[EvaluatedItem] = Field(description="Of a batch, in order; empty for one expression.")


@operation(
    "/evaluate",
    example={"expression": "sqrt(x^2 + y^2)", "variables": {"x": 3, "y": 4}},
    errors=ERRORS,
    run=Inline(max_bytes=2_048),
)
def evaluate_expression(request: EvaluateRequest) -> EvaluateResult:
    evaluator = Evaluator(request.mode, request.domain, request.digits, request.variables)
    if request.expression is not None:
        return EvaluateResult(result=_evaluate(evaluator, request.expression, "expression"), results=[])
    items = [
        _item(evaluator, text, f"expressions[{index}]")
        for index, text in enumerate(request.expressions or [])
    ]
    return EvaluateResult(result=None, results=items)


def _evaluate(evaluator: Evaluator, text: str, field: str) -> Evaluation:
    return Evaluation(*evaluator.evaluate(text, field))


def _item(evaluator: Evaluator, text: str, field: str) -> EvaluatedItem:
    try:
        return EvaluatedItem(result=_evaluate(evaluator, text, field), error=None)
    except OperationError as error:
        return EvaluatedItem(result=None, error=Failure(code=error.code, message=error.text))
