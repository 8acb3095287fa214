"""Open the source that a request names, and report what was found out about it."""

from pathlib import Path
from typing import Final

from flowforge_data.core.conversion.forms import DocumentForm, RejectedRow, SourceForm, SourceReport
from flowforge_data.core.conversion.opening import Origin, Source, open_file, open_value
from flowforge_data.core.conversion.second import TwoTablesForm
from flowforge_data.core.faults import UnknownEncoding
from flowforge_data.core.formats.columns.parsing import Marks
from flowforge_data.core.formats.port import Notes, ReadOptions
from servicekit import FileInput

SHOWN_REJECTS: Final = 10
SHOWN_WARNINGS: Final = 20


def open_source(form: DocumentForm, workspace: Path) -> Source:
    """Open `file`, `text` or `data` of the request."""
    notes = Notes()
    options = read_options(form) if isinstance(form, SourceForm) else ReadOptions()
    if form.data is not None:
        return open_value(form.data, options, notes)
    named = None if form.from_format == "auto" else form.from_format
    if form.file is not None:
        origin = Origin("file", form.file.name, named)
        return open_file(on_disk(form.file, workspace / "source"), origin, options, notes)
    return open_file(_texton_disk(form.text, workspace / "text"), Origin("text", form=named), options, notes)


def open_another(file: FileInput, place: Path, field: str) -> Source:
    """Open a further file of the request, of a format that is detected."""
    return open_file(on_disk(file, place), Origin(field, file.name), ReadOptions(), Notes())


def open_other(form: TwoTablesForm, workspace: Path) -> Source:
    """Open `other_file`, `other_text` or `other_data` of the request."""
    place = workspace / "other"
    if form.other_file is not None:
        return open_another(form.other_file, place, "other_file")
    if form.other_data is not None:
        return open_value(form.other_data, ReadOptions(), Notes(), "other_data")
    path = _texton_disk(form.other_text, place)
    return open_file(path, Origin("other_text"), ReadOptions(), Notes())


def _texton_disk(text: str | None, place: Path) -> Path:
    place.write_text(text or "", encoding="utf-8", newline="")
    return place


def on_disk(file: FileInput, place: Path) -> Path:
    """Readers seek and open the file again: what lies in memory goes to *place*."""
    if file.path.is_file():
        return file.path
    with place.open("wb") as target:
        for piece in file.chunks():
            target.write(piece)
    return place


def read_options(form: SourceForm) -> ReadOptions:
    if form.encoding is not None:
        check_encoding(form.encoding)
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
        types=form.type_detection,
        column_types=form.column_types,
        marks=Marks(form.decimal_mark, form.date_format, form.day_first),
        null_values=tuple(form.null_values),
        flatten=form.flatten,
    )


def check_encoding(name: str) -> None:
    try:
        "a".encode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UnknownEncoding(name=repr(name)) from error


def warnings_of(notes: Notes) -> list[str]:
    """Return the first warnings, and how many more there are."""
    warnings = notes.warnings[:SHOWN_WARNINGS]
    more = len(notes.warnings) - SHOWN_WARNINGS
    return [*warnings, f"and {more} more"] if more > 0 else warnings


def report_of(notes: Notes) -> SourceReport:
    first = sorted(notes.rejects.kept, key=lambda one: one.row)[:SHOWN_REJECTS]
    return SourceReport(
        details=notes.details,
        rejected=notes.rejects.count,
        rejects=[RejectedRow(row=one.row, column=one.column, reason=one.reason) for one in first],
        warnings=warnings_of(notes),
    )
