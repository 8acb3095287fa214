"""Change a table in several steps in one call: it is read once and written once.

Each step is `{"operation": "filter", ...}` with the parameters of /tables/filter and the like. Steps that
need a second table (join, union, compare, match) take it from `others` by its place, in their order.
Rows that a step rejects (cast, validate) come back with their row in the table before that step; `rejects`
decides how. `preview_rows` runs the steps on the first rows only, to see what they do.
"""

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Literal, Union

from pydantic import Field, create_model

from flowforge_data.core.conversion.forms import WATCHED, SourceForm, SourceReport, TableForm
from flowforge_data.core.faults import CHANGING, MissingTable, PipelineStepFailed
from flowforge_data.core.tables.matching.fields import TooManyCandidates
from flowforge_data.core.tables.steps.step import RUN, TableStep
from flowforge_data.operations import tables
from flowforge_data.operations.tables.compare import KeysRepeat
from flowforge_data.operations.tables.explode import TooManyItems
from flowforge_data.operations.tables.join import JoinTooLarge
from flowforge_data.operations.tables.pivot import TooManyPivotColumns
from servicekit import Context, FileInput, FileOutput, Limits, operation

_MOST_STEPS, _MOST_OTHERS = 50, 10


def _steps() -> dict[str, type[TableStep]]:
    """Return the step of every operation on tables that has one, by the operation's name."""
    found: dict[str, type[TableStep]] = {}
    for entry in pkgutil.iter_modules(tables.__path__):
        module = import_module(f"{tables.__name__}.{entry.name}")
        for value in vars(module).values():
            own = isinstance(value, type) and value.__module__ == module.__name__
            if own and issubclass(value, TableStep) and not issubclass(value, SourceForm):
                found[entry.name.replace("_", "-")] = value
    return found


if TYPE_CHECKING:
    AnyStep = TableStep
else:
    _named = [
        create_model(
            f"{step.__name__}Step", __base__=step, __module__=__name__, operation=(Literal[name], ...)
        )
        for name, step in _steps().items()
    ]
    globals().update({step.__name__: step for step in _named})  # where pickle looks for them
    AnyStep = Annotated[Union[tuple(_named)], Field(discriminator="operation")]  # noqa: UP007 - from a list


class PipelineForm(TableForm):
    steps: tuple[AnyStep, ...] = Field(min_length=1, max_length=_MOST_STEPS, description="Applied in order.")
    others: Annotated[list[FileInput], WATCHED] = Field(
        [], max_length=_MOST_OTHERS, description="Tables that join, union, compare and match add."
    )
    preview_rows: int | None = Field(
        None, ge=1, le=10_000, description="Run on so many of the first rows only."
    )


@operation(
    "/pipeline",
    errors=[
        *CHANGING,
        MissingTable,
        PipelineStepFailed,
        KeysRepeat,
        TooManyItems,
        JoinTooLarge,
        TooManyPivotColumns,
        TooManyCandidates,
    ],
    run=RUN,
    json_file=True,
    limits=Limits(max_file_bytes=256 << 20, max_files=11),
    example={
        "data": [{"city": "Rome", "n": 1}, {"city": "Oslo", "n": 5}],
        "steps": [{"operation": "filter", "where": "n > 2"}, {"operation": "select", "keep": ["city"]}],
    },
)
def run_pipeline(form: PipelineForm, context: Context) -> FileOutput[SourceReport]:
    from flowforge_data.core.tables.steps.pipelines import run_pipeline as run  # noqa: PLC0415 - polars is for workers

    return run(form, form.steps, form.others, form.preview_rows, context)
