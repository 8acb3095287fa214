"""Query one or several tables with SQL, in DuckDB's dialect: one SELECT statement.

The source is the table `data`, or the name in `table`. Further files are `more_files`, and their tables have
the names in `more_names`, in the same order. Give values as `parameters`, for `?` in order or `$name` by
name: never put them into the text. The query reads no file, no address and no setting of the service.
"""

from typing import Annotated, Any, Self

from pydantic import Field, JsonValue, model_validator

from flowforge_data.core.conversion.forms import WATCHED, SourceReport, TableForm
from flowforge_data.core.documents.queries.forms import RUN, InvalidQuery, Query, QueryFailed
from flowforge_data.core.faults import READING, WRITING
from servicekit import Context, FileInput, FileOutput, Limits, operation

TableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=60)]


class SqlForm(TableForm):
    query: Query = Field(description="The SELECT statement.")
    table: TableName = Field("data", description="Name of the source's table.")
    more_files: Annotated[list[FileInput], WATCHED] = Field([], max_length=20, description="Further tables.")
    more_names: list[TableName] = Field([], max_length=20, description="The names of the further tables.")
    parameters: list[JsonValue] | dict[str, JsonValue] = Field([], description="Values for ? or $name.")

    @model_validator(mode="after")
    def _names_every_table(self) -> Self:
        names = [self.table, *self.more_names]
        if len(self.more_files) != len(self.more_names) or len(set(names)) < len(names):
            raise ValueError("give each of 'more_files' a name of its own in 'more_names'")
        return self


@operation(
    "/query/sql",
    errors=[*READING, *WRITING, InvalidQuery, QueryFailed],
    run=RUN,
    json_file=True,
    limits=Limits(max_file_bytes=256 << 20, max_files=21),
    example={
        "data": [{"n": 1}, {"n": 5}],
        "query": "SELECT sum(n) AS total FROM data WHERE n > ?",
        "parameters": [2],
    },
)
def query_sql(form: SqlForm, context: Context) -> FileOutput[SourceReport]:
    from flowforge_data.core.conversion.opening import whole_table  # noqa: PLC0415 - engines are for workers
    from flowforge_data.core.conversion.requests import open_another, open_source  # noqa: PLC0415 - likewise
    from flowforge_data.core.documents.queries.sql import run_sql  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.steps.running import written  # noqa: PLC0415 - likewise

    source = open_source(form, context.workspace)
    tables: dict[str, Any] = {form.table: whole_table(source)}
    for name, file in zip(form.more_names, form.more_files, strict=True):
        tables[name] = whole_table(open_another(file, context.workspace / name, "more_files"))
    return written(form, run_sql(form.query, tables, form.parameters), source, context.workspace)
