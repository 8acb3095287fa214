"""Convert a table or document to another format: CSV, JSON, XLSX, Parquet, XML, YAML and 17 more, either way.

The source's format, encoding, delimiter, quotation mark, header and lines before the table are detected
and reported, and every one can be set. Nothing is lost silently: `007`, `1.10`, integers over 64 bits and
repeated column names survive, an empty cell is null and `""` is an empty text, and a row that does not fit
the table is rejected with its row number and the reason. `rejects` decides what happens then.

Cells that a spreadsheet would run as formulas (`=HYPERLINK(...)`) get an apostrophe in CSV and TSV, unless
`escape_formulas` is false. CSV, NDJSON and Parquet pass in constant memory, whatever their size.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field

from flowforge_data.core.conversion.forms import SourceForm, SourceReport
from flowforge_data.core.faults import READING, WRITING
from flowforge_data.core.formats.names import TargetFormat
from servicekit import Cache, Context, FileOutput, Limits, Process, operation

MAX_FILE_BYTES = 1 << 30


class ConvertForm(SourceForm):
    to: TargetFormat = Field(description="The format to write.")
    output_encoding: Literal["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"] = Field(
        "utf-8", description="Encoding of text formats; utf-8-sig begins with the mark that Excel looks for."
    )
    output_delimiter: Annotated[str, Field(min_length=1, max_length=1)] = Field(
        ",", description="Delimiter of CSV."
    )
    output_header: bool = Field(
        default=True, description="Whether CSV, TSV and the like begin with column names."
    )
    line_end: Literal["lf", "crlf"] = Field("lf", description="Line ends of CSV and TSV.")
    quote_all: bool = Field(default=False, description="Put every CSV cell into quotation marks.")
    escape_formulas: bool = Field(
        default=True, description="Put an apostrophe before CSV cells that a spreadsheet would run."
    )
    indent: int | None = Field(
        None, ge=1, le=8, description="Spaces of indentation in JSON and XML; none by default."
    )
    sheet_name: str = Field("Sheet1", min_length=1, max_length=31, description="Name of the sheet in XLSX.")
    table_name: str = Field(
        "data", min_length=1, max_length=100, description="Name of the table in SQL and Avro."
    )
    root_name: str = Field(
        "rows", min_length=1, max_length=100, description="Name of the root element in XML."
    )
    row_name: str = Field("row", min_length=1, max_length=100, description="Name of a row's element in XML.")
    rejects: Literal["skip", "fail", "zip"] = Field(
        "skip",
        description="What happens to rows that do not fit: skip reports them, fail answers 422, zip answers "
        "an archive with the result and rejects.csv.",
    )


@operation(
    "/convert",
    errors=[*READING, *WRITING],
    run=Process(max_memory_bytes=1 << 30),
    deadline=timedelta(seconds=60),
    limits=Limits(max_file_bytes=MAX_FILE_BYTES),
    cache=Cache(hours=1),
    example={"text": "id;name\n1;Ada\n2;Grace\n", "to": "json"},
)
def convert_data(form: ConvertForm, context: Context) -> FileOutput[SourceReport]:
    from flowforge_data.core.conversion.running import convert  # noqa: PLC0415 - polars is for workers

    return convert(form, context.workspace)
