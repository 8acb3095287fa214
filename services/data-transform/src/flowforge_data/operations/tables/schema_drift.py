"""Compare the columns of a table with a schema that was kept: what is missing, new, or of another type.

Without `schema` the answer holds the schema of this table only: keep it, and send it with the next file.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from flowforge_data.core.conversion.forms import SourceForm
from flowforge_data.core.faults import READING
from flowforge_data.core.tables.profiling.drift import Change, ColumnSchema, KeptColumn
from flowforge_data.core.tables.steps.step import LIMITS, RUN
from servicekit import Context, operation


class SchemaDriftForm(SourceForm):
    schema_: Annotated[list[KeptColumn], Field(max_length=16_384)] | None = Field(
        None, alias="schema", description="The kept schema: `columns` of an earlier answer."
    )
    values: bool = Field(
        default=True, description="Whether the values of text columns that have few are part of the schema."
    )


class DriftResult(BaseModel):
    drifted: bool = Field(description="Whether anything changed.")
    breaking: bool = Field(description="Whether a change may break what relies on the kept schema.")
    changes: list[Change] = Field(description="What changed, breaking changes first.")
    columns: list[ColumnSchema] = Field(description="The schema of this table: keep it for `schema`.")
    rows: int = Field(description="How many rows the table has.")
    warnings: list[str] = Field(description="What was guessed or dropped while the source was read.")


@operation(
    "/tables/schema-drift",
    errors=READING,
    run=RUN,
    limits=LIMITS,
    example={
        "data": [{"id": "x1", "city": "Rome"}],
        "schema": [{"name": "id", "type": "integer", "nullable": False}, {"name": "town", "type": "text"}],
    },
)
def detect_schema_drift(form: SchemaDriftForm, context: Context) -> DriftResult:
    from flowforge_data.core.conversion.opening import whole_table  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.conversion.requests import open_source, warnings_of  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.profiling.schemas import changes_of, schema_of  # noqa: PLC0415 - likewise

    source = open_source(form, context.workspace)
    frame = whole_table(source)
    found = schema_of(frame, form.schema_ or [], values=form.values)
    changes = [] if form.schema_ is None else changes_of(form.schema_, found)
    return DriftResult(
        drifted=bool(changes),
        breaking=any(one.breaking for one in changes),
        changes=changes,
        columns=found,
        rows=frame.height,
        warnings=warnings_of(source.notes),
    )
