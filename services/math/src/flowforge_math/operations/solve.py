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
solution, but for those `excluded`, and 'none' where there is none. `steps` show the way on paper for one
linear, quadratic or factorable equation.
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
    equations: list[str] = Field(
        min_length=1,
        max_length=20,
        description=(
            "Equations or inequalities, such as `x^2 = 2` or `x + y < 3`; without a relation, `= 0` is meant."
        ),
    )
    unknowns: list[SymbolName] = Field([], max_length=20, description="What to solve for.")
    domain: Literal["real", "complex"] = Field(default="real", description="Whether complex solutions count.")
    method: Literal["auto", "symbolic", "numeric"] = Field(
        default="auto", description="`auto` solves exactly where possible, and numerically otherwise."
    )
    digits: int = Field(15, ge=1, le=200, description="Significant digits of decimals.")
    search_low: Bound = Field(
        default=-100, description="Lower end of the range in which the numeric method searches."
    )
    search_high: Bound = Field(
        default=100, description="Upper end of the range in which the numeric method searches."
    )

    @model_validator(mode="after")
    def _searches_somewhere(self) -> Self:
        if self.search_low >= self.search_high:
            raise ValueError("'search_low' must be less than 'search_high'")
        return self


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Quantity(Part):
    exact: str = Field(description="Exact value, such as `sqrt(2)/2`.")
    latex: str = Field(description="The same formula in LaTeX, for display.")
    decimal: str | None = Field(description="Null where parameters are left.")
    real: float | None = Field(description="Real part as a double; null where parameters are left.")
    imaginary: float | None = Field(description="Imaginary part as a double; null where parameters are left.")


class SolvedUnknown(Part):
    unknown: str = Field(description="Name of the unknown.")
    value: Quantity = Field(description="Its value, exact and as a number.")


class SolutionPoint(Part):
    values: list[SolvedUnknown] = Field(description="Value of each unknown.")


class SolutionFamily(Part):
    unknown: str = Field(description="Unknown whose values the family describes.")
    exact: str = Field(description="Formula of the values with a whole-number parameter, such as `pi*n`.")
    latex: str = Field(description="The same formula in LaTeX, for display.")


class SolutionInterval(Part):
    low: Quantity | None = Field(description="Null: without end.")
    high: Quantity | None = Field(description="Upper end; null if there is none.")
    low_included: bool = Field(description="Whether the lower end itself is a solution.")
    high_included: bool = Field(description="Whether the upper end itself is a solution.")


class ProvenRange(Part):
    low: float = Field(description="Least value of the proven range.")
    high: float = Field(description="Greatest value of the proven range.")


class SolveResult(Part):
    status: Literal["solved", "none", "all"] = Field(
        description="`all`: every number is a solution; `none`: there is no solution."
    )
    method: Literal["symbolic", "numeric"] = Field(description="Method that found the solutions.")
    complete: bool = Field(description="Whether it is proven that there are no other solutions.")
    unknowns: list[str] = Field(description="Names of the unknowns, in the order of the answer.")
    solutions: list[SolutionPoint] = Field(description="Single solutions.")
    families: list[SolutionFamily] = Field(
        description="Infinite families of solutions, such as those of `sin(x) = 0`."
    )
    intervals: list[SolutionInterval] = Field(description="Intervals of solutions, of an inequality.")
    excluded: list[Quantity] = Field(description="Numbers that are no solutions though they look like some.")
    conditions: list[str] = Field(description="What the parameters must fulfil.")
    complete_between: ProvenRange | None = Field(
        description="Where the list is proven complete, if not all over."
    )
    steps: list[str] = Field(
        description="How one gets there on paper, for a linear, quadratic or factorable equation; else empty."
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
