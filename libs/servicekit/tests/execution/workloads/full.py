"""Handlers whose disk is full, found out by different libraries: /dev/full takes nothing."""

import errno
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing

from servicekit import InvalidInput

from .plain import AddRequest, Sum


class Unwritable(InvalidInput):
    code = "UNWRITABLE"
    message = "The result cannot be written."


def write(body: AddRequest) -> Sum:
    raise OSError(errno.ENOSPC, "No space left on device", f"/secret/{body.left}")


def write_by_library(body: AddRequest) -> Sum:
    list(_WRITERS.values())[int(body.left)]()
    raise AssertionError("it was written")


def _csv() -> None:
    import polars as pl  # noqa: PLC0415 - only in the worker

    pl.DataFrame({"a": range(100_000)}).write_csv("/dev/full")


def _parquet() -> None:
    import polars as pl  # noqa: PLC0415 - likewise

    pl.DataFrame({"a": range(100_000)}).write_parquet("/dev/full")


def _png() -> None:
    import pyvips  # noqa: PLC0415 - likewise

    target = pyvips.Target.new_to_file("/dev/full")
    pyvips.Image.black(2000, 2000).write_to_target(target, ".png")


def _database() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")


def _translated() -> None:
    try:
        _parquet()
    except Exception as error:
        raise Unwritable from error


_WRITERS: Mapping[str, Callable[[], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "png": _png,
    "database": _database,
    "translated": _translated,
}
