"""Make a PDF of a table: rows as JSON, or a CSV file; the header is repeated on every page."""

import csv
import html
import io
from typing import Any, Self

from pydantic import Field, model_validator

from flowforge_pdf.core.documents import named
from flowforge_pdf.core.making.page_setup import MadeReport, PageSetup
from flowforge_pdf.core.making.styles import TABLE
from flowforge_pdf.core.making.typesetting import MAKING, make
from flowforge_pdf.settings import PdfSettings
from flowforge_pdfs.opening import RUN
from servicekit import Cache, FileInput, FileOutput, InvalidInput, operation

_MOST_CELLS = 100_000


class UnreadableTable(InvalidInput):
    code = "PDF_TABLE_UNREADABLE"
    message = "'{field}' is no table: {reason}."


class FromTableForm(PageSetup):
    rows: list[Any] = Field(
        [],
        max_length=20_000,
        description="Rows: objects with the columns as names, or lists, the first the header.",
    )
    file: FileInput | None = Field(
        None, description="The table as CSV, in UTF-8; the separator is recognized."
    )
    heading: str = Field("", max_length=500, description="Heading above the table.")
    size: float = Field(9, ge=4, le=40, description="Size of the letters in points.")

    @model_validator(mode="after")
    def _has_rows(self) -> Self:
        if bool(self.rows) == (self.file is not None):
            raise ValueError("give 'rows' or 'file'")
        return self


@operation(
    "/from-table",
    errors=(*MAKING, UnreadableTable),
    run=RUN,
    cache=Cache(hours=24),
    example={"rows": [{"Item": "Ink", "Price": 19.9}], "heading": "Prices"},
)
def make_from_table(form: FromTableForm, settings: PdfSettings) -> FileOutput[MadeReport]:
    rows = _csv_rows(form.file) if form.file else _json_rows(form.rows)
    if sum(len(row) for row in rows) > _MOST_CELLS:
        raise UnreadableTable(field="rows", reason=f"it has more than {_MOST_CELLS:,} cells")
    heading = f"<h1>{html.escape(form.heading)}</h1>" if form.heading else ""
    style = f"body{{font:{form.size}pt/1.3 'Noto Sans'}}{TABLE}"
    name = named(form.file.name)[: -len(".pdf")] if form.file else "table"
    return make(f"<style>{style}</style>{heading}{_table(rows)}", form, settings.limits, name)


def _json_rows(rows: list[Any]) -> list[list[str]]:
    if all(isinstance(row, dict) for row in rows):
        columns = list(dict.fromkeys(key for row in rows for key in row))
        return [columns, *([_text(row.get(column)) for column in columns] for row in rows)]
    if all(isinstance(row, list) for row in rows):
        return [[_text(cell) for cell in row] for row in rows]
    raise UnreadableTable(field="rows", reason="its rows should be all objects, or all lists")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _csv_rows(file: FileInput) -> list[list[str]]:
    text = file.content.decode("utf-8-sig", "replace")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:5_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = [row for row in csv.reader(io.StringIO(text), dialect) if row]
    if not rows:
        raise UnreadableTable(field="file", reason="it has no rows")
    return rows


def _table(rows: list[list[str]]) -> str:
    columns = max(len(row) for row in rows)
    filled = [row + [""] * (columns - len(row)) for row in rows]
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in filled[0])
    body = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in filled[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(text: str) -> str:
    number = text.replace(",", "").replace(".", "").lstrip("-").isdigit()
    return f"<td{' class=number' if number else ''}>{html.escape(text)}</td>"
