"""Convert a table or document to another format: CSV, JSON, XLSX, Parquet, XML, YAML and 17 more, either way.

The source's format, encoding, delimiter, quotation mark, header and lines before the table are detected
and reported, and every one can be set. Nothing is lost silently: `007`, `1.10`, integers over 64 bits and
repeated column names survive, an empty cell is null and `""` is an empty text, and a row that does not fit
the table is rejected with its row number and the reason. `rejects` decides what happens then.

Cells that a spreadsheet would run as formulas (`=HYPERLINK(...)`) get an apostrophe in CSV and TSV, unless
`escape_formulas` is false. CSV, NDJSON and Parquet pass in constant memory, whatever their size.
"""

from datetime import timedelta

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceReport, TargetForm
from flowforge_data.core.faults import READING, WRITING
from flowforge_data.core.formats.names import TargetFormat
from servicekit import Cache, Context, FileOutput, Limits, Process, operation

MAX_FILE_BYTES = 1 << 30


class ConvertForm(TargetForm):
    to: TargetFormat = Field(description="The format to write.")


@operation(
    "/convert",
    errors=[*READING, *WRITING],
    run=Process(max_memory_bytes=1 << 30, reserved_bytes=2 << 30),
    json_file=True,
    deadline=timedelta(seconds=60),
    limits=Limits(max_file_bytes=MAX_FILE_BYTES),
    cache=Cache(hours=1),
    example={"text": "id;name\n1;Ada\n2;Grace\n", "to": "json"},
)
def convert_data(form: ConvertForm, context: Context) -> FileOutput[SourceReport]:
    from flowforge_data.core.conversion.running import convert  # noqa: PLC0415 - polars is for workers

    return convert(form, form.to, context.workspace)
