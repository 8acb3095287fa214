"""Propose the steps that turn input rows into output rows, from a few examples, and say where they fail.

The steps run as they are in /pipeline. Found are columns taken over and renamed, parts of text (split, first
and last characters), case, fixed words between them, dates in another format, and simple arithmetic. More
examples exclude more guesses: rows on which several rules that fit the examples differ are listed.
"""

from typing import Annotated, Any

from pydantic import BaseModel, Field, JsonValue

from flowforge_data.core.faults import STEPS
from servicekit import Context, Process, RequestBody, operation

Row = Annotated[dict[str, JsonValue], Field(max_length=40)]


class Example(RequestBody):
    input: Row = Field(description="A row as it is.")
    output: Row = Field(description="The row that it should become.")


class ByExampleRequest(RequestBody):
    examples: list[Example] = Field(min_length=1, max_length=20, description="Rows before and after.")
    rows: list[Row] = Field(
        [], max_length=5_000, description="More rows to try the steps on, to see where they would fail."
    )


class FoundColumn(BaseModel):
    column: str = Field(description="The column of the output.")
    expression: str | None = Field(description="SQL that makes it; null if nothing was found.")
    alternatives: list[str] = Field(description="Other expressions that fit all examples.")


class Failure(BaseModel):
    row: int = Field(description="Number of the row in `rows`, from 1.")
    column: str = Field(description="The column of the output.")
    reason: str = Field(description="Why the result is missing or doubtful.")
    value: Any = Field(description="What the steps give.")


class ByExampleResult(BaseModel):
    complete: bool = Field(description="Whether an expression was found for every column.")
    steps: list[dict[str, Any]] = Field(description="The steps, ready for /pipeline.")
    columns: list[FoundColumn] = Field(description="Each column of the output with what makes it.")
    results: list[dict[str, Any]] = Field(description="What the steps make of `rows`.")
    failures: list[Failure] = Field(description="Rows on which the steps fail, or may be wrong.")


@operation(
    "/by-example",
    errors=STEPS,
    run=Process(max_memory_bytes=512 << 20),
    example={
        "examples": [
            {"input": {"name": "Ada Lovelace"}, "output": {"short": "A. Lovelace"}},
            {"input": {"name": "Grace Hopper"}, "output": {"short": "G. Hopper"}},
        ],
        "rows": [{"name": "Linus Torvalds"}, {"name": "Plato"}],
    },
)
def propose_steps(request: ByExampleRequest, context: Context) -> ByExampleResult:
    from flowforge_data.core.tables.examples.proposals import propose, tried  # noqa: PLC0415 - polars is for workers

    inputs = [one.input for one in request.examples]
    outputs = [one.output for one in request.examples]
    found = propose(inputs, outputs, context.check)
    results, failures = tried(found, request.rows)
    return ByExampleResult(
        complete=all(one.expression is not None for one in found.columns),
        steps=found.steps,
        columns=[
            FoundColumn(column=one.name, expression=one.expression, alternatives=one.alternatives)
            for one in found.columns
        ],
        results=results,
        failures=[
            Failure(row=row, column=name, reason=why, value=value) for row, name, why, value in failures
        ],
    )
