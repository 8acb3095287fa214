"""Open a source: its format is detected or given, its rows are cast without a loss."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl

from flowforge_data.core.conversion.records import records_of
from flowforge_data.core.formats.columns.ahead import ahead
from flowforge_data.core.formats.columns.casting import Casting, ColumnWidens, Plan, RowsIncomplete, infer
from flowforge_data.core.formats.columns.parsing import Marks
from flowforge_data.core.formats.columns.rows import flatten, frame_of, rows_of
from flowforge_data.core.formats.port import (
    Content,
    Document,
    Frames,
    Notes,
    ReadOptions,
    TextTable,
    TypedTable,
)
from flowforge_data.core.formats.registry import detect_format, format_named
from flowforge_tables import SourceFault
from flowforge_tables.decimal_marks import decimal_mark_of

MAX_RESTARTS: Final = 200
SAMPLED_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Source:
    """An opened source: what it holds, what was found out about it, the request's field, and its bytes."""

    content: Content
    options: ReadOptions
    notes: Notes
    field: str = "file"
    size: int = 0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file of the request comes from: its field, its name, and its format if the caller says it."""

    field: str = "file"
    name: str | None = None
    form: str | None = None


@contextmanager
def _faults_named(field: str) -> Iterator[None]:
    """Make errors of the source name *field*."""
    try:
        yield
    except Exception as error:
        if isinstance(error, SourceFault):
            error.name_field(field)
        raise


def open_file(path: Path, origin: Origin, options: ReadOptions, notes: Notes) -> Source:
    """Open a file. Raises one of READING."""
    with _faults_named(origin.field):
        found = origin.form or detect_format(path, origin.name)
        notes.details = {"format": found} | notes.details
        reader = format_named(found).read
        assert reader is not None  # noqa: S101 - every SourceFormat is readable
        content = reader(path, options, notes)
        return Source(content, options, notes, origin.field, path.stat().st_size)


def open_value(value: Any, options: ReadOptions, notes: Notes, field: str = "data") -> Source:
    """Open a JSON value of the request itself."""
    notes.details = {"format": "json"} | notes.details
    return Source(Document(value), options, notes, field)


def use_table(
    source: Source, use: Callable[[Frames], None], *, dates: bool, columns: Sequence[str] | None = None
) -> None:
    """Call *use* with the typed batches of the table; again, if a later batch needs a wider type.

    *dates* says whether text that is a date becomes one: for formats that have dates. If only some *columns*
    are needed, others may be left out.
    """
    content = source.content
    with _faults_named(source.field):
        if isinstance(content, TypedTable):
            use(content.frames())
        elif isinstance(content, Document):
            use(iter([_document_frame(content.value, source)]))
        else:
            try:
                _use_text(content, source, use, dates, _wanted(content, source.options, columns))
            except RowsIncomplete:
                _use_text(content, source, use, dates, None)


def _document_frame(value: Any, source: Source) -> pl.DataFrame:
    found: list[str] = []
    rows = records_of(value, source.options.record_path, found)
    if found:
        source.notes.details["record_path"] = found[0]
    if source.options.flatten:
        rows = [flatten(row) for row in rows]
    return frame_of(rows, source.notes.warnings)


def _wanted(content: TextTable, options: ReadOptions, columns: Sequence[str] | None) -> list[str] | None:
    """Return the columns to read: the needed ones, and those with a type, whose cells may be rejects."""
    if not columns or not set(columns) <= set(content.names):
        return None
    return [name for name in content.names if name in columns or name in options.column_types]


def _use_text(
    content: TextTable,
    source: Source,
    use: Callable[[Frames], None],
    dates: bool,  # noqa: FBT001 - as `use_table`
    columns: list[str] | None,
) -> None:
    options, notes = source.options, source.notes
    plan = Plan(asked=options.column_types)

    def read() -> Frames:
        return ahead(_without_nulls(content.frames(columns), options))

    frames = read()
    first = next(frames, pl.DataFrame())
    frames = chain([first], frames)
    if options.types == "exact":
        plan.exact = infer(first, dates=dates, leave=options.column_types)
    marks = _marks(first, source)
    for _ in range(MAX_RESTARTS):
        casting = Casting(plan, notes.rejects, marks, content.first_row, whole_rows=columns is None)
        try:
            use(ahead(casting.apply(frames)))
        except ColumnWidens as widens:
            plan.widen(widens.column)
            frames = read()
        else:
            return
    plan.exact = {}
    use(Casting(plan, notes.rejects, marks, content.first_row, whole_rows=columns is None).apply(read()))


def _marks(first: pl.DataFrame, source: Source) -> Marks:
    """Return how numbers are written: the decimal mark is detected in the columns that are to be numbers."""
    options, notes = source.options, source.notes
    wanted = [name for name, kind in options.column_types.items() if kind in ("integer", "number")]
    asked = [name for name in wanted if name in first.columns]
    if options.marks.decimal != "auto" or not asked:
        return options.marks
    cells = (cell for row in first.select(asked).head(SAMPLED_ROWS).iter_rows() for cell in row)
    mark, guess = decimal_mark_of(str(cell) for cell in cells if cell is not None)
    notes.details["decimal_mark"] = mark
    if guess:
        notes.warn(guess[0].lower() + guess[1:].rstrip("."))
    return replace(options.marks, decimal=mark)


def _without_nulls(frames: Frames, options: ReadOptions) -> Frames:
    if not options.null_values:
        yield from frames
        return
    for frame in frames:
        yield frame.with_columns(
            pl.when(pl.col(pl.String).is_in(options.null_values))
            .then(None)
            .otherwise(pl.col(pl.String))
            .name.keep()
        )


def whole_table(source: Source, *, dates: bool = True) -> pl.DataFrame:
    """Return the table as one frame."""
    kept: list[pl.DataFrame] = []

    def keep(frames: Frames) -> None:
        kept[:] = list(frames)

    use_table(source, keep, dates=dates)
    return pl.concat(kept) if kept else pl.DataFrame()


def document_of(source: Source) -> Any:
    """Return the source as a JSON value: a document as it is, a table as a list of rows."""
    content = source.content
    if isinstance(content, Document):
        return content.value
    if isinstance(content, TypedTable) and content.document is not None and not source.options.flatten:
        with _faults_named(source.field):
            return content.document()
    return list(rows_of([whole_table(source, dates=False)]))


def keeps_more_as_document(source: Source) -> bool:
    """Return whether a document has values that a table of the source would convert to text."""
    content = source.content
    if isinstance(content, Document):
        return True
    return isinstance(content, TypedTable) and content.document is not None and not source.options.flatten
