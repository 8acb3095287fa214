"""Read tables: CSV, XLSX, Parquet, NDJSON and JSON, a megabyte at a time, in whatever spelling they come.

Importing it loads neither polars nor numpy: `open_table` does, so call it in a worker process.
"""

import os
import sys

from flowforge_tables.faults import (
    TABLE_FAULTS,
    EmptyContent,
    LineTooLong,
    NothingAfterSkippedRows,
    SourceFault,
    TableTooLarge,
    TableTooWide,
    TooManyColumns,
    UnknownColumn,
    UnknownSheet,
    UnreadableContent,
    UnsupportedTable,
)
from flowforge_tables.long_lines import LongLines
from flowforge_tables.opening import open_table
from flowforge_tables.options import DecimalMark, Format, TableOptions
from flowforge_tables.table import Table

# Its pool reserves address space by the core, and a worker may only map so much. Set before it loads.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
# What it does not keep in memory lies where the request's files do: in the folder that a worker works in.
os.environ.setdefault("POLARS_OOC_SPILL_DIR", "spill")
os.environ.setdefault("POLARS_OOC_MEMORY_BUDGET_MB", "64")
if sys.platform == "linux":  # this allocator gives back what a batch took before the next one needs it
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")

__all__ = [
    "TABLE_FAULTS",
    "DecimalMark",
    "EmptyContent",
    "Format",
    "LineTooLong",
    "LongLines",
    "NothingAfterSkippedRows",
    "SourceFault",
    "Table",
    "TableOptions",
    "TableTooLarge",
    "TableTooWide",
    "TooManyColumns",
    "UnknownColumn",
    "UnknownSheet",
    "UnreadableContent",
    "UnsupportedTable",
    "open_table",
]
