"""SQL INSERT statements, in the quoting of the SQL standard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from flowforge_data.core.formats.columns.rows import as_text, plain_number
from flowforge_data.core.formats.port import Format, Frames, Notes, WriteOptions

ROWS_A_STATEMENT: Final = 500
_TYPES: Final[dict[Any, str]] = {
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE PRECISION",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
    pl.Datetime: "TIMESTAMP",
}


def write(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    with path.open("w", encoding="utf-8", newline="") as file:
        created = False
        for frame in frames:
            if not created:
                file.write(create_table(frame, options.table))
                created = True
            for statement in _inserts(frame, options.table):
                file.write(statement)


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def create_table(frame: pl.DataFrame, table: str) -> str:
    columns = ",\n".join(
        f"  {identifier(one.name)} {_TYPES.get(one.dtype.base_type(), 'TEXT')}"
        for one in frame.iter_columns()
    )
    return f"CREATE TABLE {identifier(table)} (\n{columns}\n);\n"


def _inserts(frame: pl.DataFrame, table: str) -> Iterator[str]:
    names = ", ".join(identifier(name) for name in frame.columns)
    for start in range(0, frame.height, ROWS_A_STATEMENT):
        rows = frame.slice(start, ROWS_A_STATEMENT).iter_rows()
        values = ",\n".join("  (" + ", ".join(_literal(cell) for cell in row) + ")" for row in rows)
        yield f"INSERT INTO {identifier(table)} ({names}) VALUES\n{values};\n"


def _literal(value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            finite = value - value == 0
            return plain_number(value) if finite else "NULL"
        case _:
            return "'" + as_text(value).replace("'", "''").replace("\0", "") + "'"


SQL: Final = Format("sql", "SQL statements", "application/sql", "sql", write_table=write)
