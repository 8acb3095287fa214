"""Change tables that are larger than memory: rows pass in batches, and what must be kept is kept on disk.

A step that looks at one row at a time changes batch after batch. Others, such as sorting, run in polars'
streaming engine, which moves what it holds to files above a budget. They lie in the folder `spill` of the
request, which goes with it, also when the worker is killed.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl
from polars.io.plugins import register_io_source

from flowforge_data.core.conversion.opening import Source, use_table, whole_table
from flowforge_data.core.formats.columnar import write_parquet
from flowforge_data.core.formats.columns.rows import plain_decimals
from flowforge_data.core.formats.port import Document, Frames, Notes, WriteOptions
from flowforge_data.core.tables.steps.applying import apply_to_batch, failure
from flowforge_data.core.tables.steps.step import TableStep, Work
from servicekit import OperationError

STREAM_FROM: Final = 8 << 20
BATCH: Final = 16_384


@dataclass(slots=True)
class Stage:
    """One step, what it works with, and how many rows it has given."""

    step: TableStep
    work: Work
    taken: int = 0
    given: int = 0
    failures: list[Exception] = field(default_factory=list)
    error: BaseException | None = None


def is_large(source: Source) -> bool:
    """Return whether a table is better read in batches. Documents are in memory anyway."""
    return source.size >= STREAM_FROM and not isinstance(source.content, Document)


def table_of(source: Source, place: Path) -> pl.DataFrame | pl.LazyFrame:
    """Return a table in memory, or one that is large from a file at *place*."""
    if not is_large(source):
        return whole_table(source)
    use_table(source, lambda frames: write_parquet(frames, place, WriteOptions(), Notes()), dates=True)
    return pl.scan_parquet(place)


def changed(frames: Frames, stages: Sequence[Stage], workspace: Path) -> Frames:
    """Yield the batches of the table that the steps of *stages* make, one after the other, of *frames*."""
    Path(workspace, os.environ["POLARS_OOC_SPILL_DIR"], str(os.getpid())).mkdir(parents=True, exist_ok=True)
    from_engine = False
    for number, stage in enumerate(stages):
        stage.taken = stage.given = stage.work.offset = 0
        stage.failures.clear()
        stage.work.failed.clear()
        if stage.step.is_per_row():
            frames = _each_batch(stage, frames)
        else:
            place = workspace / f"stage{number}" if from_engine else None
            frames, from_engine = _whole_table(stage, frames, place), True
        frames = _counted(stage, frames, upstream=stages[:number])
    return _without_decimals(frames)


def first_rows(frames: Frames, most: int) -> Frames:
    """Yield the first *most* rows."""
    for frame in frames:
        yield frame.head(most)
        most -= frame.height
        if most <= 0:
            return


def _each_batch(stage: Stage, frames: Frames) -> Frames:
    for frame in frames:
        stage.taken += frame.height
        yield apply_to_batch(stage.step, frame, stage.work)
        stage.work.offset += frame.height


def _whole_table(stage: Stage, frames: Frames, place: Path | None) -> Frames:
    """Run a step in the engine. It takes *frames* as they come, or from *place*, where they are put first."""
    if place is None:
        table = _scanned(stage, frames)
    else:
        write_parquet(_taken(stage, frames), place, WriteOptions(), Notes())
        table = pl.scan_parquet(place)
    try:
        made = stage.step.lazy(table, stage.work)
        empty = pl.DataFrame(schema=made.collect_schema())
        batches = made.collect_batches(chunk_size=BATCH, maintain_order=True, lazy=True, engine="streaming")
        yield from chain([empty], batches)
    except pl.exceptions.PolarsError as error:
        if stage.failures:
            raise stage.failures[0] from error
        raise failure(stage.step, error) from error


def _scanned(stage: Stage, frames: Frames) -> pl.LazyFrame:
    """Return a table of which the engine pulls *frames*; it may do so once."""
    first = next(frames, pl.DataFrame())
    waiting = chain([first], _taken(stage, frames))
    stage.taken += first.height

    def batches(
        columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        try:
            for frame in waiting:
                part = frame if columns is None else frame.select(columns)
                part = part if predicate is None else part.filter(predicate)
                part = part if rows is None else part.head(rows)
                yield part
                rows = None if rows is None else rows - part.height
                if rows == 0:
                    return
        except Exception as error:
            stage.failures.append(error)  # the engine raises one of its own
            raise

    return register_io_source(batches, schema=first.schema)


def _taken(stage: Stage, frames: Frames) -> Frames:
    for frame in frames:
        stage.taken += frame.height
        yield frame


def _counted(stage: Stage, frames: Frames, upstream: Sequence[Stage]) -> Frames:
    """Count the rows of a stage, and keep the error that it raises, unless it is of a stage before."""
    try:
        for frame in frames:
            stage.given += frame.height
            stage.step.check_height(stage.given)
            yield frame
        stage.step.conclude(stage.taken, stage.given, stage.work)
    except OperationError as error:
        if all(one.error is not error for one in upstream):
            stage.error = error
        raise


def _without_decimals(frames: Frames) -> Frames:
    """Make numbers or text of decimals, as all values of a column allow: such a table is taken as a whole."""
    first = next(frames, pl.DataFrame())
    if any(kind.is_decimal() for kind in first.schema.values()):
        whole = pl.concat([first, *frames])
        yield plain_decimals(whole, [])
    else:
        yield first
        yield from frames
