"""What every operation on a table or document takes in: the source and how it is written."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, JsonValue, model_validator

from flowforge_data.core.formats.names import SourceFormat, TargetFormat
from flowforge_tables import LongLines
from servicekit import FileInput, FileRule, RequestForm

WATCHED = FileRule(watch=LongLines)  # a table with an endless line is refused while it arrives
ColumnTypeName = Literal["text", "integer", "number", "boolean", "date", "datetime"]
Encoding = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[A-Za-z0-9_.:-]+$")]
OneCharacter = Annotated[str, Field(min_length=1, max_length=1, pattern=r"^[\x00-\x7f]$")]  # one byte


class DocumentForm(RequestForm):
    """A document: exactly one of `file`, `text` and `data`."""

    file: Annotated[FileInput | None, WATCHED] = Field(
        None, description="The file to read: JSON, YAML, XML, CSV and others."
    )
    text: str | None = Field(None, max_length=16 << 20, description="The content itself, instead of a file.")
    data: JsonValue = Field(None, description="The JSON value itself, instead of a file.")
    from_format: SourceFormat | Literal["auto"] = Field(
        "auto", alias="from", description="The format of the source; 'auto' detects it."
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        given = [name for name in ("file", "text", "data") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of 'file', 'text' and 'data'")
        return self


class SourceForm(DocumentForm):
    """A table or document, and how it is written."""

    encoding: Encoding | None = Field(
        None, description="Text encoding, such as utf-8 or windows-1252; detected."
    )
    delimiter: OneCharacter | None = Field(None, description="Delimiter of CSV; detected.")
    quote: str | None = Field(
        None,
        max_length=1,
        pattern=r"^[\x00-\x7f]?$",
        description="Quotation mark of CSV; detected. Empty for none.",
    )
    header: bool | None = Field(None, description="Whether the first row holds column names; detected.")
    skip_rows: int | None = Field(None, ge=0, le=1_000_000, description="Lines before the table; detected.")
    column_names: list[str] = Field(
        [], max_length=16_384, description="Names of the columns, instead of those in the file."
    )
    widths: list[Annotated[int, Field(ge=1, le=100_000)]] = Field(
        [], max_length=1_000, description="Widths of fixed width columns in characters; detected."
    )
    sheet: str | int | None = Field(
        None, description="Sheet of a workbook by name or number, or the number of an HTML or Markdown table."
    )
    record_path: str | None = Field(
        None, max_length=1_000, description="Where the rows are in a document, such as data.items; detected."
    )
    type_detection: Literal["exact", "text"] = Field(
        "exact",
        description="'exact' makes numbers and booleans of text columns if every cell comes back as the same "
        "text (007 and 1.10 stay text); 'text' leaves every cell as it is.",
    )
    column_types: dict[str, ColumnTypeName] = Field(
        {},
        max_length=1_000,
        description="Types of columns by name. A cell that has another type rejects its row.",
    )
    decimal_mark: Literal["auto", ".", ","] = Field(
        "auto", description="Decimal mark in columns with a type in 'column_types'; 'auto' detects it."
    )
    date_format: str | None = Field(
        None, max_length=100, description="strftime format of dates in 'column_types', such as %d.%m.%Y."
    )
    day_first: bool | None = Field(
        None, description="Whether 01/02/2024 is the first of February. Without it such dates are rejected."
    )
    null_values: list[str] = Field([], max_length=100, description="Texts that mean no value, such as NA.")
    flatten: bool = Field(default=False, description="Make columns such as address.city of nested objects.")


class TargetForm(SourceForm):
    """A source, and how the result is written."""

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


class TableForm(TargetForm):
    """A table to change, and how the result is written: JSON rows if nothing is said."""

    to: TargetFormat = Field("json", description="The format of the result.")


class RejectedRow(BaseModel):
    row: int = Field(description="Row of the file, from 1 with the header; blank lines are not counted.")
    column: str | None = Field(
        description="Column that could not be read; null where the whole row could not."
    )
    reason: str = Field(description="Why the row was rejected.")


class SourceReport(BaseModel):
    """What was detected and what did not fit."""

    details: dict[str, Any] = Field(
        description="What was detected or chosen: format, encoding, delimiter, rows ..."
    )
    rejected: int = Field(description="Rows that were rejected.")
    rejects: list[RejectedRow] = Field(description="The first rejected rows.")
    warnings: list[str] = Field(description="What was guessed, changed or dropped.")
