"""Open the source that a request names, and report what was found out about it."""

from pathlib import Path
from typing import Final

from flowforge_data.core.conversion.forms import RejectedRow, SourceForm, SourceReport
from flowforge_data.core.conversion.opening import Source, open_file, open_value
from flowforge_data.core.faults import UnknownEncoding
from flowforge_data.core.formats.port import Notes, ReadOptions
from flowforge_data.core.tables.parsing import Marks

SHOWN_REJECTS: Final = 10
SHOWN_WARNINGS: Final = 20


def open_source(form: SourceForm, workspace: Path) -> Source:
    """Open `file`, `text` or `data` of the request."""
    notes, options = Notes(), read_options(form)
    if form.data is not None:
        return open_value(form.data, options, notes)
    named = None if form.from_format == "auto" else form.from_format
    if form.file is not None:
        return open_file(_on_disk(form, workspace), form.file.name, named, options, notes)
    path = workspace / "text"
    path.write_text(form.text or "", encoding="utf-8", newline="")
    return open_file(path, None, named, options, notes)


def _on_disk(form: SourceForm, workspace: Path) -> Path:
    """Readers seek and open the file again: what lies in memory goes to the workspace."""
    assert form.file is not None  # noqa: S101 - asked before
    if form.file.path.is_file():
        return form.file.path
    path = workspace / "source"
    with path.open("wb") as target:
        for piece in form.file.chunks():
            target.write(piece)
    return path


def read_options(form: SourceForm) -> ReadOptions:
    if form.encoding is not None:
        _check_encoding(form.encoding)
    return ReadOptions(
        encoding=form.encoding,
        delimiter=form.delimiter,
        quote=form.quote,
        header=form.header,
        skip_rows=form.skip_rows,
        columns=tuple(form.column_names),
        widths=tuple(form.widths),
        sheet=form.sheet,
        record_path=form.record_path,
        types=form.types,
        column_types=form.column_types,
        marks=Marks(form.decimal_mark, form.date_format, form.day_first),
        null_values=tuple(form.null_values),
        flatten=form.flatten,
    )


def _check_encoding(name: str) -> None:
    try:
        "a".encode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnknownEncoding(name=repr(name)) from error


def report_of(notes: Notes) -> SourceReport:
    first = sorted(notes.rejects.kept, key=lambda one: one.row)[:SHOWN_REJECTS]
    warnings = notes.warnings[:SHOWN_WARNINGS]
    if len(notes.warnings) > SHOWN_WARNINGS:
        warnings = [*warnings, f"and {len(notes.warnings) - SHOWN_WARNINGS} more"]
    return SourceReport(
        details=notes.details,
        rejected=notes.rejects.count,
        rejects=[RejectedRow(row=one.row, column=one.column, reason=one.reason) for one in first],
        warnings=warnings,
    )
