"""Carry out a conversion: open the source, write the target, deal with rejected rows."""

from dataclasses import replace
from pathlib import Path, PurePath

from flowforge_data.core.conversion.forms import SourceReport, TargetForm
from flowforge_data.core.conversion.opening import Source
from flowforge_data.core.conversion.requests import open_source, report_of
from flowforge_data.core.conversion.writing import refuse_rejects, write_source, zip_with_rejects
from flowforge_data.core.formats.port import WriteOptions
from servicekit import FileOutput


def convert(form: TargetForm, to: str, workspace: Path) -> FileOutput[SourceReport]:
    """Return the converted file with its report."""
    source = open_source(form, workspace)
    path = workspace / "converted"
    chosen = write_source(source, to, path, write_options(form))
    return finished(form, FileOutput(path, chosen.media_type, f"{_stem(form)}.{chosen.extension}"), source)


def finished(form: TargetForm, made: FileOutput[None], source: Source) -> FileOutput[SourceReport]:
    """Return the file with the report, and the rejected rows as the form asks for them."""
    notes = source.notes
    if form.rejects == "fail":
        refuse_rejects(source)
    if form.rejects == "zip" and notes.rejects.count:
        assert isinstance(made.data, Path)  # noqa: S101 - results lie in the workspace
        name = made.name or "data"
        archive = made.data.with_name("archive")
        zip_with_rejects(made.data, name, notes, archive)
        return FileOutput(archive, "application/zip", f"{PurePath(name).stem}.zip", report_of(notes))
    return FileOutput(made.data, made.media_type, made.name, report_of(notes))


def _stem(form: TargetForm) -> str:
    given = form.file.name if form.file is not None else None
    return PurePath(given or "data").stem or "data"


def write_options(form: TargetForm) -> WriteOptions:
    options = WriteOptions(
        encoding=form.output_encoding,
        delimiter=form.output_delimiter,
        header=form.output_header,
        line_end="\r\n" if form.line_end == "crlf" else "\n",
        quote_all=form.quote_all,
        escape_formulas=form.escape_formulas,
        indent=form.indent,
        sheet=form.sheet_name,
    )
    return replace(options, table=form.table_name, root=form.root_name, row=form.row_name)
