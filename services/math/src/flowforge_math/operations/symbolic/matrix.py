"""Compute with matrices of expressions: determinant, inverse, solution, eigenvectors, exponential.

eigenvectors are columns, each with its eigenvalue; there are fewer than rows where the matrix cannot be
diagonalized. The exponential of t*A solves the differential equations x' = A*x. Results are formulas, checked
by numbers at random points where that is possible. For numbers alone there is `matrix`.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flowforge_math.core.symbolic.answers import FormulaResult
from flowforge_math.core.symbolic.faults import READING
from servicekit import Process, RequestBody, operation

Entry = Annotated[str, StringConstraints(min_length=1, max_length=200)]
SymbolicTask = Literal[
    "determinant",
    "inverse",
    "solve",
    "eigenvalues",
    "eigenvectors",
    "exponential",
    "characteristic_polynomial",
    "reduced_row_echelon",
    "null_space",
]


class SymbolicMatrixRequest(RequestBody):
    task: SymbolicTask = Field(description="What to compute.")
    matrix: list[Annotated[list[Entry], Field(min_length=1, max_length=8)]] = Field(
        min_length=1, max_length=8, description='Rows of expressions: [["a", "b"], ["c", "d"]].'
    )
    right: list[Entry] | None = Field(
        None, max_length=8, description="The right side of solve, one for each row."
    )


class Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class NamedFormulas(Part):
    name: str = Field(description="Such as inverse, x or basis, whose columns are vectors.")
    rows: list[list[FormulaResult]] = Field(description="Its rows.")
    latex: str = Field(description="The whole matrix.")


class NamedFormula(Part):
    name: str = Field(description="Such as determinant or eigenvalue.")
    formula: FormulaResult = Field(description="Its value.")


class SymbolicMatrixResult(Part):
    matrices: list[NamedFormulas] = Field(description="The matrices that were asked for.")
    formulas: list[NamedFormula] = Field(
        description="The single values; an eigenvalue as often as it counts."
    )
    check: Literal["confirmed", "not_checked"] = Field(
        description="Whether numbers at random points of the domain confirm the result."
    )


@operation(
    "/symbolic/matrix",
    example={"task": "inverse", "matrix": [["a", "b"], ["c", "d"]]},
    errors=READING,
    run=Process(max_memory_bytes=512 << 20),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "task": "inverse",
        "matrix": [[f"a{row}{column}" for column in range(8)] for row in range(8)],
    },
)
def compute_symbolic_matrix(request: SymbolicMatrixRequest) -> SymbolicMatrixResult:
    from flowforge_math.core.symbolic.tables import compute  # noqa: PLC0415 - sympy, in the worker alone

    return SymbolicMatrixResult.model_validate(compute(request.task, request.matrix, request.right))
