"""Solve equations, systems and inequalities: exactly where that is possible, numerically where it is not.

Write `x^2 = 2`, `a*x + b = 0` or `x^2 < 4`; an expression alone is set equal to zero. `unknowns` may be left
out where there are no more names than equations; the other names are parameters. Each solution is given
exactly, in decimals of `digits` digits, as doubles, and in LaTeX.

Every solution was put into your own equation, and each step's domain was decided: x^2/x = 0 has none.
`complete` is true only where it is proven that there are no others; `complete_between` gives the range where
only that is proven. `excluded` are numbers that would solve the equation and lie outside its domain, or that
are missing among intervals. `families` are infinitely many of one form, with an integer n. `intervals` are
whole ranges of solutions, of inequalities too. `conditions` say what parameters must fulfil. Polynomials of a
degree over 10 are given in decimals, and so is what has no closed form. If the list is not complete, only
what lies between `search_low` and `search_high` is listed. `status` is 'all' where every number is a
solution, but for those `excluded`, and 'none' where there is none.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from flowforge_math.core.equations.faults import MalformedEquation, NoMethod, UnknownsUnclear
from flowforge_math.core.expressions import (
    AmbiguousExpression,
    DisallowedExpression,
    EvaluationTooLong,
    ExpressionTooComplex,
    MalformedExpression,
    NumberTooLarge,
    UndefinedResult,
    UnknownFunction,
    UnknownName,
)
from servicekit import Process, RequestBody, operation

SymbolName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=64)]
Bound = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]


class SolveRequest(RequestBody):
    equations: list[str] = Field(min_length=1, max_length=20)
    unknowns: list[SymbolName] = Field([], max_length=20, description="What to solve for.")
    domain: Literal["real", "complex"] = "real"
    method: Literal["auto", "symbolic", "numeric"] = "auto"
    digits: int = Field(15, ge=1, le=200, description="Significant digits of decimals.")
    search_low: Bound = -100
    search_high: Bound = 100

    @model_validator(mode="after")
    def _searches_somewhere(self) -> Self:
        if self.search_low >= self.search_high:
            raise ValueError("'search_low' must be less than 'search_high'")
        return self


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Quantity(Part):
    exact: str
    latex: str
    decimal: str | None = Field(description="Null where parameters are left.")
    real: float | None
    imaginary: float | None


class SolvedUnknown(Part):
    unknown: str
    value: Quantity


class SolutionPoint(Part):
    values: list[SolvedUnknown]


class SolutionFamily(Part):
    unknown: str
    exact: str
    latex: str


class SolutionInterval(Part):
    low: Quantity | None = Field(description="Null: without end.")
    high: Quantity | None
    low_included: bool
    high_included: bool


class ProvenRange(Part):
    low: float
    high: float


class SolveResult(Part):
    status: Literal["solved", "none", "all"]
    method: Literal["symbolic", "numeric"]
    complete: bool = Field(description="Whether it is proven that there are no other solutions.")
    unknowns: list[str]
    solutions: list[SolutionPoint]
    families: list[SolutionFamily]
    intervals: list[SolutionInterval]
    excluded: list[Quantity] = Field(description="Numbers that are no solutions though they look like some.")
    conditions: list[str] = Field(description="What the parameters must fulfil.")
    complete_between: ProvenRange | None = Field(
        description="Where the list is proven complete, if not all over."
    )


@operation(
    "/solve",
    example={"equations": ["x^2 + y = 7", "x - y = 1"]},
    errors=[
        AmbiguousExpression,
        DisallowedExpression,
        EvaluationTooLong,
        ExpressionTooComplex,
        MalformedEquation,
        MalformedExpression,
        NoMethod,
        NumberTooLarge,
        UndefinedResult,
        UnknownFunction,
        UnknownName,
        UnknownsUnclear,
    ],
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=20),
)
def solve_equations(request: SolveRequest) -> SolveResult:
    # sympy takes 60 MB and a second: only the worker loads it.
    from flowforge_math.core.equations.solving import Question, solve  # noqa: PLC0415 - likewise

    question = Question(
        equations=tuple(request.equations),
        unknowns=tuple(request.unknowns),
        domain=request.domain,
        method=request.method,
        digits=request.digits,
        search=(request.search_low, request.search_high),
    )
    return SolveResult.model_validate(solve(question))
