"""Run the steps of a pipeline, and say which one failed."""

from collections.abc import Sequence

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.conversion.opening import whole_table
from flowforge_data.core.conversion.requests import open_another, open_source
from flowforge_data.core.faults import MissingTable, PipelineStepFailed
from flowforge_data.core.steps.running import apply, written
from flowforge_data.core.steps.step import TableStep, Work
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
    frame = whole_table(source)
    frame = frame if preview_rows is None else frame.head(preview_rows)
    waiting = list(files)
    heights = [frame.height]
    for number, step in enumerate(steps, 1):
        context.check()
        name = str(getattr(step, "operation", ""))
        others = []
        if name in NEEDS_ANOTHER:
            if not waiting:
                raise MissingTable(step=number, operation=name)
            others = [
                whole_table(open_another(waiting.pop(0), context.workspace / f"other{number}", "others"))
            ]
        try:
            work = Work(source.notes.warnings, others, source.notes.rejects, f"step {number} ({name}): ")
            frame = apply(step, frame, work)
        except InvalidInput as error:
            raise PipelineStepFailed(step=number, operation=name, reason=error.text.rstrip(".")) from error
        heights.append(frame.height)
    if waiting:
        source.notes.warn(f"{len(waiting)} tables in 'others' were not used by any step")
    source.notes.details["rows_after_each_step"] = heights
    return written(form, frame, source, context.workspace)
