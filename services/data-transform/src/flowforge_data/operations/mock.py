"""Make mock data: rows of made-up names, addresses, numbers and dates, in any format that /convert writes.

The same `seed` makes the same rows. E-mail addresses are of example domains, and card numbers of no bank.
"""

from typing import Annotated

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport
from flowforge_data.core.faults import WRITING
from flowforge_data.core.formats.names import TargetFormat
from flowforge_data.core.tables.mock.columns import CannotMock, MockColumn, UnknownLocale
from servicekit import Context, FileOutput, Process, RequestBody, operation

_MAX_ROWS = 100_000


class MockRequest(RequestBody):
    columns: Annotated[list[MockColumn], Field(min_length=1, max_length=100)] = Field(
        description="The columns."
    )
    rows: int = Field(10, ge=1, le=_MAX_ROWS, description="How many rows; rows times columns: 1,000,000.")
    seed: int = Field(1, ge=0, le=1 << 31, description="Start of the chance: the same seed, the same rows.")
    locale: str = Field("en_US", max_length=20, description="Language and country, such as de_DE.")
    to: TargetFormat = Field("json", description="The format of the result.")
    table_name: str = Field("data", min_length=1, max_length=100, description="Name of the table in SQL.")


@operation(
    "/mock",
    errors=[*WRITING, CannotMock, UnknownLocale],
    run=Process(max_memory_bytes=1 << 30),
    example={"columns": [{"name": "id", "kind": "row_number"}, {"name": "who", "kind": "name"}], "rows": 3},
    json_file=True,
)
def make_mock_data(request: MockRequest, context: Context) -> FileOutput[SourceReport]:
    from flowforge_data.core.formats.port import WriteOptions  # noqa: PLC0415 - for workers
    from flowforge_data.core.tables.mock.making import rows  # noqa: PLC0415 - likewise
    from flowforge_data.core.tables.steps.running import made_table  # noqa: PLC0415 - likewise

    if request.rows * len(request.columns) > 1_000_000:  # noqa: PLR2004 - what the deadline allows
        raise CannotMock(field="rows", reason="'rows' times the number of 'columns' is over 1,000,000")
    made = rows(request.columns, request.rows, request.locale, request.seed, context.check)
    return made_table(made, request.to, WriteOptions(table=request.table_name), context.workspace)
