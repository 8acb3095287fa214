"""Compute with matrices: solve, least squares, inverse, determinant, eigenvalues, decompositions, norms.

Give `matrix` as rows, or `sparse` as entries [row, column, value] counted from 0 with `shape`. solve and
least_squares need `right` or `right_rows`. `condition` tells how many digits are lost; a warning says when
all are.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from servicekit import InvalidInput, Process, RequestBody, operation

Number = Annotated[float, Field(allow_inf_nan=False)]
Row = Annotated[list[Number], Field(max_length=1_000)]
Task = Literal[
    "solve",
    "least_squares",
    "inverse",
    "pseudo_inverse",
    "determinant",
    "rank",
    "eigen",
    "svd",
    "qr",
    "lu",
    "cholesky",
    "norms",
    "exponential",
    "null_space",
]


class WrongMatrix(InvalidInput):
    code = "MATRIX_NOT_SUITABLE"
    message = "'{field}' does not suit '{task}': {reason}."


class SingularMatrix(InvalidInput):
    code = "MATRIX_SINGULAR"
    message = "'matrix' is singular, so '{task}' has no result: least_squares and pseudo_inverse have one."


class MatrixRequest(RequestBody):
    task: Task = Field(description="What to compute.")
    matrix: list[Row] | None = Field(
        None,
        min_length=1,
        max_length=1_000,
        description="The matrix as a list of rows. Give this or `sparse`.",
    )
    sparse: list[tuple[int, int, Number]] | None = Field(
        None,
        max_length=200_000,
        description=(
            "The entries other than zero, each as row, column and value, counted from 0; with `shape`."
        ),
    )
    shape: tuple[int, int] | None = Field(None, description="Rows and columns of `sparse`.")
    right: Row | None = Field(None, description="The right side, a vector.")
    right_rows: list[Row] | None = Field(
        None, max_length=1_000, description="Several right sides: the rows of a matrix."
    )

    @model_validator(mode="after")
    def _has_one_matrix(self) -> Self:
        if (self.matrix is None) == (self.sparse is None):
            raise ValueError("give exactly one of 'matrix' and 'sparse'")
        if self.sparse is not None and self.shape is None:
            raise ValueError("'sparse' needs 'shape'")
        return self


class NamedMatrix(BaseModel):
    name: str = Field(description="Such as x, inverse, q, r, u, singular_values, eigenvectors_imaginary.")
    rows: list[list[float]] = Field(description="A vector is one row.")


class NamedNumber(BaseModel):
    name: str = Field(description="What the number is, such as `determinant`.")
    value: float | None = Field(description="Null where it is infinite.")


class MatrixResult(BaseModel):
    task: Task = Field(description="The task of the request.")
    matrices: list[NamedMatrix] = Field(
        description="Matrices and vectors of the answer by name, such as `solution` or `inverse`."
    )
    numbers: list[NamedNumber] = Field(
        description="Single numbers of the answer by name, such as `determinant` or `rank`."
    )
    warnings: list[str] = Field(
        description=(
            "What limits the answer, such as values left out or a poorly conditioned problem; "
            "empty if nothing does."
        )
    )


@operation(
    "/matrix",
    example={"task": "solve", "matrix": [[2, 1], [1, 3]], "right": [3, 5]},
    errors=[SingularMatrix, WrongMatrix],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
)
def compute_matrix(request: MatrixRequest) -> MatrixResult:
    from flowforge_math.core.linear.tasks import Singular, Unsuitable, compute  # noqa: PLC0415 - scipy, in the worker

    try:
        found = compute(
            request.task, request.matrix, request.sparse, request.shape, request.right or request.right_rows
        )
    except Unsuitable as error:
        raise WrongMatrix(field=error.field, task=request.task, reason=error.reason) from error
    except Singular as error:
        raise SingularMatrix(task=request.task) from error
    return MatrixResult(
        task=request.task,
        matrices=[NamedMatrix(name=name, rows=rows) for name, rows in found.matrices.items()],
        numbers=[NamedNumber(name=name, value=value) for name, value in found.numbers.items()],
        warnings=found.warnings,
    )
