"""Apply one step to a table in memory."""

import polars as pl

from flowforge_data.core.faults import ColumnExists, StepFailed
from flowforge_data.core.tables.steps.step import TableStep, Work


def apply(step: TableStep, frame: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Apply one step to a whole table. A name that a step gives twice is ColumnExists."""
    result = apply_to_batch(step, frame, work)
    step.conclude(frame.height, result.height, work)
    return result


def apply_to_batch(step: TableStep, frame: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Apply one step to some of the rows, whose number is not known yet."""
    try:
        return step.apply(frame, work)
    except pl.exceptions.PolarsError as error:
        raise failure(step, error) from error


def failure(step: TableStep, error: pl.exceptions.PolarsError) -> Exception:
    """Return what callers are told of an error of the engine."""
    if isinstance(error, pl.exceptions.DuplicateError):
        return ColumnExists()
    name = type(step).__name__.removesuffix("Form").removesuffix("Step").lower()
    return StepFailed(step=name)
