"""Run steps on the table of a request and write the result."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.conversion.opening import Source, use_table, whole_table
from flowforge_data.core.conversion.requests import open_source, report_of
from flowforge_data.core.conversion.running import finished, write_options
from flowforge_data.core.conversion.writing import counted
from flowforge_data.core.formats.columns.rows import frame_of, plain_decimals
from flowforge_data.core.formats.port import Frames, Notes, WriteOptions
from flowforge_data.core.formats.registry import format_named
from flowforge_data.core.tables.steps.applying import apply
from flowforge_data.core.tables.steps.step import TableStep, Work
from flowforge_data.core.tables.steps.streaming import (
    BATCH,
    Stage,
    changed,
    first_rows,
    is_large,
    table_of,
)
from servicekit import FileOutput


def run_step(
    form: TableForm, step: TableStep, workspace: Path, others: Sequence[Source] = ()
) -> FileOutput[SourceReport]:
    """Open the table, apply *step*, and return the result in the format asked for."""
    source = open_source(form, workspace)
    work = Work(source.notes.warnings, rejects=source.notes.rejects)
    if writes_batches(form) and any(is_large(one) for one in (source, *others)):
        work.others = [table_of(one, workspace / f"other{number}") for number, one in enumerate(others)]
        return written_in_batches(form, source, [Stage(step, work)], workspace)
    frame = whole_table(source)
    work.others = [whole_table(one) for one in others]
    return written(form, apply(step, frame, work), source, workspace)


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


def writes_batches(form: TableForm) -> bool:
    """Return whether the format asked for is written batch after batch."""
    return format_named(form.to).write_table is not None


def written_in_batches(
    form: TableForm, source: Source, stages: Sequence[Stage], workspace: Path, most: int | None = None
) -> FileOutput[SourceReport]:
    """Change a table while it is read, at most *most* rows of it, and return the file that was written."""
    chosen = format_named(form.to)
    path, options, notes = workspace / "result", write_options(form), source.notes
    told = list(notes.warnings)

    def use(frames: Frames) -> None:
        notes.warnings[:] = told
        assert chosen.write_table is not None  # noqa: S101 - `writes_batches` is true
        first = frames if most is None else first_rows(frames, most)
        chosen.write_table(counted(changed(first, stages, workspace), notes), path, options, notes)

    use_table(source, use, dates=True, columns=stages[0].step.columns() if stages else None)
    notes.warnings[:] = dict.fromkeys(notes.warnings)
    return finished(form, FileOutput(path, chosen.media_type, f"result.{chosen.extension}"), source)


def written(
    form: TableForm, frame: pl.DataFrame, source: Source, workspace: Path
) -> FileOutput[SourceReport]:
    """Return *frame* as a file of the format asked for, with the report on its source."""
    chosen = format_named(form.to)
    path = workspace / "result"
    options, notes = write_options(form), source.notes
    frame = plain_decimals(frame, notes.warnings)
    if chosen.write_table is not None:
        slices = frame.iter_slices(BATCH) if frame.height > BATCH else iter([frame])
        chosen.write_table(slices, path, options, notes)
    else:
        assert chosen.write_document is not None  # noqa: S101 - a target writes one or the other
        chosen.write_document(list(frame.iter_rows(named=True)), path, options, notes)
    notes.details["rows"] = frame.height
    notes.details["columns"] = {one.name: str(one.dtype).lower() for one in frame.iter_columns()}
    return finished(form, FileOutput(path, chosen.media_type, f"result.{chosen.extension}"), source)
