"""What the handlers of operations on tables share: a form that is a step is applied to its own table."""

from flowforge_data.core.conversion.forms import SourceReport, TableForm
from flowforge_data.core.conversion.second import TwoTablesForm
from flowforge_data.core.tables.steps.step import TableStep
from servicekit import Context, FileOutput


class StepForm(TableStep, TableForm):
    """A step with its table and the format of the result."""


class TwoTablesStepForm(TwoTablesForm, StepForm):
    """A step on two tables."""


def change(form: StepForm, context: Context) -> FileOutput[SourceReport]:
    """Return the table of the form, changed by the step that the form is. Only workers may call it."""
    from flowforge_data.core.conversion.requests import open_other  # noqa: PLC0415 - polars is for workers
    from flowforge_data.core.tables.steps.running import run_step  # noqa: PLC0415 - likewise

    others = [open_other(form, context.workspace)] if isinstance(form, TwoTablesStepForm) else []
    return run_step(form, form, context.workspace, others)
