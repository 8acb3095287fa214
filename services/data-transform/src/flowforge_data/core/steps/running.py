"""Run steps on the table of a request and write the result."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.conversion.opening import Source, whole_table
from flowforge_data.core.conversion.requests import open_source, report_of
from flowforge_data.core.conversion.running import finished, write_options
from flowforge_data.core.faults import ColumnExists, StepFailed
from flowforge_data.core.formats.port import Notes, WriteOptions
from flowforge_data.core.formats.registry import format_named
from flowforge_data.core.steps.step import TableStep, Work
from flowforge_data.core.tables.rows import frame_of, plain_decimals
from servicekit import FileOutput


def run_steps(
    form: TableForm, steps: Sequence[TableStep], workspace: Path, others: Sequence[pl.DataFrame] = ()
) -> FileOutput[SourceReport]:
    """Open the table, apply *steps* in order, and return the result in the format asked for."""
    source = open_source(form, workspace)
    frame = whole_table(source)
    work = Work(source.notes.warnings, others, source.notes.rejects)
    for step in steps:
        frame = apply(step, frame, work)
    return written(form, frame, source, workspace)


def made_table(
    rows: Sequence[dict[str, Any]], to: str, options: WriteOptions, workspace: Path
) -> FileOutput[SourceReport]:
    """Return rows that were made, not read, as a file of the format asked for."""
    notes, path = Notes(), workspace / "result"
    chosen = format_named(to)
    if chosen.write_document is not None:
        chosen.write_document(list(rows), path, options, notes)
    else:
        assert chosen.write_table is not None  # noqa: S101 - a target writes one or the other
        chosen.write_table(iter([frame_of(rows, notes.warnings)]), path, options, notes)
    notes.details["rows"] = len(rows)
    return FileOutput(path, chosen.media_type, f"result.{chosen.extension}", report_of(notes))


def apply(step: TableStep, frame: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Apply one step. A name that a step gives twice is ColumnExists."""
    try:
        return step.apply(frame, work)
    except pl.exceptions.DuplicateError as error:
        raise ColumnExists from error
    except pl.exceptions.PolarsError as error:
        raise StepFailed(
            step=type(step).__name__.removesuffix("Form").removesuffix("Step").lower()
        ) from error


def written(
    form: TableForm, frame: pl.DataFrame, source: Source, workspace: Path
) -> FileOutput[SourceReport]:
    """Return *frame* as a file of the format asked for, with the report on its source."""
    chosen = format_named(form.to)
    path = workspace / "result"
    options, notes = write_options(form), source.notes
    frame = plain_decimals(frame, notes.warnings)
    if chosen.write_table is not None:
        chosen.write_table(iter([frame]), path, options, notes)
    else:
        assert chosen.write_document is not None  # noqa: S101 - a target writes one or the other
        chosen.write_document(list(frame.iter_rows(named=True)), path, options, notes)
    notes.details["rows"] = frame.height
    notes.details["columns"] = {one.name: str(one.dtype).lower() for one in frame.iter_columns()}
    return finished(form, FileOutput(path, chosen.media_type, f"result.{chosen.extension}"), source)
