"""What a format offers, and what is known and found out while one is read or written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import polars as pl

from flowforge_data.core.formats.columns.exact import ColumnType
from flowforge_data.core.formats.columns.parsing import Marks
from flowforge_tables.rejects import Rejects

Frames = Iterator[pl.DataFrame]
Types = Literal["exact", "text"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How the caller says that a file is written; None is detected."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    skip_rows: int | None = None
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    sheet: str | int | None = None
    record_path: str | None = None
    types: Types = "exact"
    column_types: Mapping[str, ColumnType] = field(default_factory=dict)
    marks: Marks = field(default_factory=Marks)
    null_values: tuple[str, ...] = ()
    flatten: bool = False


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a file is to be written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    header: bool = True
    line_end: str = "\n"
    quote_all: bool = False
    escape_formulas: bool = True
    indent: int | None = None
    sheet: str = "Sheet1"
    table: str = "data"
    root: str = "rows"
    row: str = "row"


@dataclass(slots=True)
class Notes:
    """What is found out while reading and writing: it ends up in the answer's report."""

    details: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    rejects: Rejects = field(default_factory=Rejects)

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)


@dataclass(frozen=True, slots=True)
class TextTable:
    """Batches of text columns, to be cast; `first_row` is the file's row of the first record.

    `frames` takes the columns that are wanted, some of `names`, and may give more; None for all.
    """

    frames: Callable[[Sequence[str] | None], Frames]
    first_row: int = 2
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TypedTable:
    """Batches whose columns have types of their own, the same in every batch.

    `document` gives the rows as they are, where columns cannot hold all of them: lists, objects, mixed types.
    """

    frames: Callable[[], Frames]
    document: Callable[[], Any] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A tree of JSON values."""

    value: Any


Content = TextTable | TypedTable | Document
Reader = Callable[[Path, ReadOptions, Notes], Content]
TableWriter = Callable[[Frames, Path, WriteOptions, Notes], None]
DocumentWriter = Callable[[Any, Path, WriteOptions, Notes], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. A writer of tables takes batches, a writer of documents any JSON value.

    `typed` formats keep dates and times, so that text columns of them are cast.
    """

    name: str
    title: str
    media_type: str
    extension: str
    read: Reader | None = None
    write_table: TableWriter | None = None
    write_document: DocumentWriter | None = None
    typed: bool = False
