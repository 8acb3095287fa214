"""SQL over tables in memory: one SELECT, in an engine that is locked before it sees the query."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import duckdb
import polars as pl

from flowforge_data.core.documents.queries.forms import InvalidQuery, QueryFailed

MEMORY: Final = "512MB"
# The order matters: spilling is switched off first, since a locked configuration refuses it, and the engine
# would otherwise write into the working folder.
_LOCKS: Final = (
    "SET temp_directory = ''",
    "SET max_temp_directory_size = '0KiB'",
    f"SET memory_limit = '{MEMORY}'",
    "SET threads = 1",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",
    "SET lock_configuration = true",
)


def run_sql(query: str, tables: Mapping[str, pl.DataFrame], parameters: Any) -> pl.DataFrame:
    """Return the result of one SELECT over *tables*. Raises InvalidQuery and QueryFailed."""
    connection = duckdb.connect(":memory:")
    try:
        for name, frame in tables.items():
            connection.register("source", frame.to_arrow())
            connection.table("source").create(name)
            connection.unregister("source")
        for statement in _LOCKS:
            connection.execute(statement)
        return _result(connection, _only_select(connection, query), parameters)
    finally:
        connection.close()


def _only_select(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    try:
        statements: Sequence[duckdb.Statement] = connection.extract_statements(query)
    except duckdb.Error as error:
        raise InvalidQuery(language="SQL", reason=_reason(error)) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise InvalidQuery(language="SQL", reason="it has to be one SELECT statement and nothing else")
    return statements[0]


def _result(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, parameters: Any
) -> pl.DataFrame:
    try:
        table = connection.execute(statement, parameters or None).to_arrow_table()
    except duckdb.OutOfMemoryException as error:
        raise QueryFailed(reason=f"it needs more than {MEMORY} of memory") from error
    except duckdb.Error as error:
        raise QueryFailed(reason=_reason(error)) from error
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a result has columns
    return frame.with_columns(
        pl.col(pl.Decimal).cast(pl.Float64),
        pl.col(pl.Int128).cast(pl.String),
        pl.col(pl.Time).cast(pl.String),
    )


def _reason(error: Exception) -> str:
    """Return the engine's own explanation in one line, without its kind and its drawing of the place."""
    first = str(error).partition("\n")[0]
    return first.partition(": ")[2].partition(" LINE ")[0].rstrip(".!? ") or "it cannot be carried out"
