"""Run the steps of a pipeline, and say which one failed."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.conversion.opening import Source, whole_table
from flowforge_data.core.conversion.requests import open_another, open_source
from flowforge_data.core.faults import MissingTable, PipelineStepFailed
from flowforge_data.core.tables.steps.applying import apply
from flowforge_data.core.tables.steps.running import writes_batches, written, written_in_batches
from flowforge_data.core.tables.steps.step import TableStep, Work
from flowforge_data.core.tables.steps.streaming import Stage, is_large, table_of
from servicekit import Context, FileInput, FileOutput, InvalidInput

NEEDS_ANOTHER = ("join", "union", "compare", "match")


def run_pipeline(
    form: TableForm,
    steps: Sequence[TableStep],
    files: Sequence[FileInput],
    preview_rows: int | None,
    context: Context,
) -> FileOutput[SourceReport]:
    """Apply *steps* in order. Raises MissingTable and PipelineStepFailed with the step."""
    source = open_source(form, context.workspace)
    others = _others(steps, files, source, context.workspace)
    if writes_batches(form) and any(is_large(one) for one in (source, *others.values())):
        stages = _stages(steps, others, source, context.workspace)
        return _in_batches(form, source, stages, preview_rows, context.workspace)
    frame = whole_table(source)
    frame = frame if preview_rows is None else frame.head(preview_rows)
    heights = [frame.height]
    for number, step in enumerate(steps, 1):
        context.check()
        tables = [whole_table(others[number])] if number in others else []
        frame = _applied(step, frame, _work(source, number, step, tables), number)
        heights.append(frame.height)
    source.notes.details["rows_after_each_step"] = heights
    return written(form, frame, source, context.workspace)


def _others(
    steps: Sequence[TableStep], files: Sequence[FileInput], source: Source, workspace: Path
) -> dict[int, Source]:
    """Return the second table of each step that needs one, by the number of the step."""
    waiting, found = list(files), {}
    for number, step in enumerate(steps, 1):
        if _name(step) not in NEEDS_ANOTHER:
            continue
        if not waiting:
            raise MissingTable(step=number, operation=_name(step))
        found[number] = open_another(waiting.pop(0), workspace / f"other{number}", "others")
    if waiting:
        source.notes.warn(f"{len(waiting)} tables in 'others' were not used by any step")
    return found


def _name(step: TableStep) -> str:
    return str(getattr(step, "operation", ""))


def _work(
    source: Source, number: int, step: TableStep, others: Sequence[pl.DataFrame | pl.LazyFrame]
) -> Work:
    label = f"step {number} ({_name(step)}): "
    return Work(source.notes.warnings, others, source.notes.rejects, label)


def _applied(step: TableStep, frame: pl.DataFrame, work: Work, number: int) -> pl.DataFrame:
    try:
        return apply(step, frame, work)
    except InvalidInput as error:
        raise _failed(number, step, error) from error


def _failed(number: int, step: TableStep, error: InvalidInput) -> PipelineStepFailed:
    return PipelineStepFailed(step=number, operation=_name(step), reason=error.text.rstrip("."))


def _stages(
    steps: Sequence[TableStep], others: dict[int, Source], source: Source, workspace: Path
) -> list[Stage]:
    found = []
    for number, step in enumerate(steps, 1):
        tables = [table_of(others[number], workspace / f"table{number}")] if number in others else []
        found.append(Stage(step, _work(source, number, step, tables)))
    return found


def _in_batches(
    form: TableForm, source: Source, stages: Sequence[Stage], most: int | None, workspace: Path
) -> FileOutput[SourceReport]:
    """Run the steps while the table is read."""
    try:
        result = written_in_batches(form, source, stages, workspace, most)
    except InvalidInput as error:
        for number, stage in enumerate(stages, 1):
            if stage.error is error:
                raise _failed(number, stage.step, error) from error
        raise
    assert result.report is not None  # noqa: S101 - a table has one
    result.report.details["rows_after_each_step"] = [stages[0].taken, *(one.given for one in stages)]
    return result
