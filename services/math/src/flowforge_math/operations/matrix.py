"""Compute with matrices: solve, least squares, inverse, determinant, eigenvalues, decompositions, norms.

Give `matrix` as rows, `sparse` as entries [row, column, value] counted from 0 with `shape`, or a `file`: CSV,
XLSX, Parquet or JSON, a row of the table for each row of the matrix. solve and least_squares need `right`,
`right_rows`, or the `right_column` of the file. `condition` tells how many digits are lost; a warning says
when all are.
"""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from flowforge_math.core.samples.faults import SAMPLE_FAULTS
from flowforge_tables import DecimalMark
from servicekit import FileInput, InvalidInput, Process, RequestForm, operation

Number = Annotated[float, Field(allow_inf_nan=False)]
Row = Annotated[list[Number], Field(max_length=1_000, fail_fast=True)]
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


class MatrixForm(RequestForm):
    task: Task = Field(description="What to compute.")
    matrix: list[Row] | None = Field(
        None,
        min_length=1,
        max_length=1_000,
        fail_fast=True,
        description="The matrix as a list of rows. Give this, `sparse` or `file`.",
    )
    sparse: list[tuple[int, int, Number]] | None = Field(
        None,
        max_length=200_000,
        fail_fast=True,
        description=(
            "The entries other than zero, each as row, column and value, counted from 0; with `shape`."
        ),
    )
    shape: tuple[int, int] | None = Field(None, description="Rows and columns of `sparse`.")
    right: list[Number] | None = Field(
        None, max_length=20_000, fail_fast=True, description="The right side, a vector."
    )
    right_rows: list[Row] | None = Field(
        None, max_length=1_000, fail_fast=True, description="Several right sides: the rows of a matrix."
    )
    file: FileInput | None = Field(
        default=None,
        description="A table of numbers, CSV, XLSX, Parquet, NDJSON or JSON, up to 1,000 by 1,000.",
    )
    right_column: str | None = Field(
        None, description="Column of the file that is the right side: its name, or column_3 without a header."
    )
    header: bool = Field(default=False, description="Whether the first row of CSV or XLSX holds names.")
    sheet: str | None = Field(None, description="Of XLSX; the first one if absent.")
    decimal_mark: DecimalMark = Field("auto", description="Of CSV.")

    @model_validator(mode="after")
    def _has_one_matrix(self) -> Self:
        if sum(source is not None for source in (self.matrix, self.sparse, self.file)) != 1:
            raise ValueError("give exactly one of 'matrix', 'sparse' and 'file'")
        if self.right_column is not None and self.file is None:
            raise ValueError("'right_column' needs 'file'")
        if sum(side is not None for side in (self.right, self.right_rows, self.right_column)) > 1:
            raise ValueError("give one of 'right', 'right_rows' and 'right_column'")
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
    errors=[SingularMatrix, WrongMatrix, *SAMPLE_FAULTS],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=25),
    dearest=lambda: {
        "task": "eigen",
        "matrix": [[row * column % 997 for column in range(1_000)] for row in range(1_000)],
    },
)
def compute_matrix(form: MatrixForm) -> MatrixResult:
    from flowforge_math.core.linear.tasks import Singular, Unsuitable, compute  # noqa: PLC0415 - scipy, in the worker

    matrix, right, warnings = _given(form)
    try:
        found = compute(form.task, matrix, form.sparse, form.shape, right)
    except Unsuitable as error:
        raise WrongMatrix(field=error.field, task=form.task, reason=error.reason) from error
    except Singular as error:
        raise SingularMatrix(task=form.task) from error
    return MatrixResult(
        task=form.task,
        matrices=[NamedMatrix(name=name, rows=rows) for name, rows in found.matrices.items()],
        numbers=[NamedNumber(name=name, value=value) for name, value in found.numbers.items()],
        warnings=[*warnings, *found.warnings],
    )


def _given(form: MatrixForm) -> tuple[Any, Any, list[str]]:
    """Return the matrix, the right side and the warnings of reading them."""
    right = form.right or form.right_rows
    if form.file is None:
        return form.matrix, right, []
    from flowforge_math.core.linear.files import read_matrix, split  # noqa: PLC0415 - polars, in the worker alone

    names, matrix, warnings = read_matrix(
        form.file.path, header=form.header, sheet=form.sheet, decimal_mark=form.decimal_mark
    )
    if form.right_column is not None:
        matrix, column = split(names, matrix, form.right_column)
        right = column.tolist()
    return matrix.tolist(), right, warnings
