"""Parquet, Arrow (Feather) and ORC: typed columns, read and written in batches."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ipc, orc

from flowforge_data.core.formats.port import Format, Frames, Notes, ReadOptions, TypedTable, WriteOptions
from flowforge_tables import UnreadableContent

BATCH: Final = 16_384
GROUP: Final = 65_536
_REPEATED: Final = 4
_Opened = tuple[pa.Schema, Callable[[], Iterator[pa.RecordBatch]]]


def _parquet(path: Path) -> _Opened:
    file = pq.ParquetFile(path)
    return file.schema_arrow, lambda: file.iter_batches(BATCH, use_threads=False)


def _arrow(path: Path) -> _Opened:
    file = ipc.open_file(pa.memory_map(str(path)))
    return file.schema, lambda: (file.get_batch(number) for number in range(file.num_record_batches))


def _orc(path: Path) -> _Opened:
    file = orc.ORCFile(str(path))
    return file.schema, lambda: (file.read_stripe(number) for number in range(file.nstripes))


def _reader(title: str, opener: Callable[[Path], _Opened]) -> Callable[..., TypedTable]:
    def read(path: Path, options: ReadOptions, notes: Notes) -> TypedTable:  # noqa: ARG001 - as every reader
        try:
            schema, batches = opener(path)
        except (pa.ArrowException, OSError) as error:
            raise UnreadableContent(format=title, reason="it is damaged or of another format") from error
        notes.details["types"] = {one.name: str(one.type) for one in schema}
        return TypedTable(lambda: _frames(batches, title, notes))

    return read


def _frames(batches: Callable[[], Iterator[pa.RecordBatch]], title: str, notes: Notes) -> Frames:
    try:
        for batch in batches():
            for start in range(0, batch.num_rows, BATCH):
                yield plain_frame(pl.from_arrow(batch.slice(start, BATCH)), notes)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableContent(format=title, reason="it is damaged or incomplete") from error


def _combined(frames: Frames) -> Frames:
    """Yield frames of many rows: each becomes a group of rows of its own in the file."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(one.height for one in waiting) >= GROUP:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)


def plain_frame(frame: Any, notes: Notes) -> pl.DataFrame:
    """Return the frame with types that every format can carry: categories as text, zones as UTC."""
    return pl.DataFrame([_plain(series, notes) for series in frame.iter_columns()])


def _plain(series: pl.Series, notes: Notes) -> pl.Series:
    dtype = series.dtype
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        notes.warn(
            f"the times of the column '{series.name}' are in UTC now; their zone was {dtype.time_zone}"
        )
        return series.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if dtype in (pl.Categorical, pl.Enum):
        return series.cast(pl.String)
    if dtype == pl.Binary:
        notes.warn(f"the bytes of the column '{series.name}' are written in hexadecimal")
        return series.bin.encode("hex")
    if dtype == pl.UInt64 and (series.max() or 0) > (1 << 63) - 1:  # type: ignore[operator] # of an integer column
        return series.cast(pl.String)
    return series.cast(pl.Int64) if dtype.is_unsigned_integer() else series


def _table(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def write_parquet(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    writer: pq.ParquetWriter | None = None
    for frame in _combined(frames):
        table = _table(frame)
        if writer is None:
            repeated = [one.name for one in frame.iter_columns() if _repeats(one)]
            writer = pq.ParquetWriter(path, table.schema, compression="zstd", use_dictionary=repeated)
        writer.write_table(table)
    _closed(writer, lambda empty: pq.write_table(empty, path))


def _repeats(series: pl.Series) -> bool:
    """Return whether a column has few different values: a dictionary makes no other smaller."""
    return not series.dtype.is_nested() and series.n_unique() * _REPEATED <= len(series)


def write_arrow(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    writer: Any = None
    for table in map(_table, _combined(frames)):
        writer = writer or ipc.new_file(str(path), table.schema)
        writer.write_table(table)
    _closed(writer, lambda empty: _write_empty_arrow(empty, path))


def _write_empty_arrow(empty: pa.Table, path: Path) -> None:
    with ipc.new_file(str(path), empty.schema) as writer:
        writer.write_table(empty)


def write_orc(frames: Frames, path: Path, options: WriteOptions, notes: Notes) -> None:  # noqa: ARG001 - as every writer
    writer: Any = None
    for table in map(_table, _combined(frames)):
        writer = writer or orc.ORCWriter(str(path))
        writer.write(table)
    _closed(writer, lambda empty: orc.write_table(empty, str(path)))


def _closed(writer: Any, write_empty: Callable[[pa.Table], None]) -> None:
    """Close the writer, or write a table without rows where nothing came."""
    if writer is None:
        write_empty(pa.table({}))
    else:
        writer.close()


PARQUET: Final = Format(
    "parquet",
    "Parquet",
    "application/vnd.apache.parquet",
    "parquet",
    read=_reader("Parquet", _parquet),
    write_table=write_parquet,
    typed=True,
)
ARROW: Final = Format(
    "arrow",
    "Arrow",
    "application/vnd.apache.arrow.file",
    "arrow",
    read=_reader("Arrow", _arrow),
    write_table=write_arrow,
    typed=True,
)
ORC: Final = Format(
    "orc", "ORC", "application/x-orc", "orc", read=_reader("ORC", _orc), write_table=write_orc, typed=True
)
