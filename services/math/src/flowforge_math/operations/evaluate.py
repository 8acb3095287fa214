"""Evaluate expressions in doubles, decimals of many digits or exact fractions, one or a batch.

One expression or a batch of up to 1,000 with shared variables; in a batch each item has its result or its
error. Expressions know + - * / // % ^ (or **), comparisons, and, or, not, `a if b else c`, the constants pi,
e, tau, inf, nan, true, false (and i in the domain 'complex'), and functions: abs sign floor ceil trunc round
sqrt cbrt exp log(x, base) log2 log10 sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh
degrees radians gamma lgamma erf erfc factorial comb perm gcd lcm min max sum mean median hypot
clamp(x, low, high), and re im conj arg for complex numbers.

`mode`: 'float' computes in doubles, and whole numbers exactly; 'decimal' in as many `digits` as you ask for;
'fraction' exactly. A variable is a number, or a text with a constant expression, such as "1/3" or "0.10",
that loses nothing on its way. round() takes halves away from zero, as spreadsheets do; % has the sign of
the divisor.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from flowforge_math.core.algebras.scalar import Kind
from flowforge_math.core.evaluation import Domain, Evaluator, Mode
from flowforge_math.core.expressions import (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)
from servicekit import Inline, OperationError, RequestBody, operation

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Number = bool | int | Annotated[float, Field(allow_inf_nan=False)] | Annotated[str, Field(max_length=2_000)]
ERRORS = (
    DisallowedExpression,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)


class EvaluateRequest(RequestBody):
    expression: str | None = Field(None, description="One expression; it answers in `result`.")
    expressions: list[str] | None = Field(
        None, min_length=1, max_length=1_000, description="A batch; it answers in `results`, in order."
    )
    variables: dict[VariableName, Number] = Field({}, max_length=500)
    mode: Mode = "float"
    domain: Domain = "real"
    digits: int = Field(50, ge=1, le=1_000, description="Significant digits in the mode 'decimal'.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.expression is None) == (self.expressions is None):
            raise ValueError("give exactly one of 'expression' and 'expressions'")
        if self.mode == "fraction" and self.domain == "complex":
            raise ValueError("'domain' must be 'real' in the mode 'fraction'")
        return self


class Evaluation(BaseModel):
    type: Kind
    value: bool | int | float | None = Field(
        description="The result or the double nearest to it; null for complex, infinity, nan, over 1.8e308."
    )
    text: str = Field(description="The result with every digit: 1/3, 1.5+2j, inf, nan.")
    real: float | None = Field(description="The real part of a complex result.")
    imaginary: float | None = Field(description="The imaginary part of a complex result.")


class Failure(BaseModel):
    code: str
    message: str


class EvaluatedItem(BaseModel):
    result: Evaluation | None
    error: Failure | None


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
    outcome = evaluator.evaluate(text, field)
    return Evaluation(
        type=outcome.kind,
        value=outcome.value,
        text=outcome.text,
        real=outcome.real,
        imaginary=outcome.imaginary,
    )


def _item(evaluator: Evaluator, text: str, field: str) -> EvaluatedItem:
    try:
        return EvaluatedItem(result=_evaluate(evaluator, text, field), error=None)
    except OperationError as error:
        return EvaluatedItem(result=None, error=Failure(code=error.code, message=error.text))
