"""The bytes of a text column, one cell after the other, as arrays: for checks of a whole column at once."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TextBytes:
    """A text column: its content, and where the cells that are not empty begin and end in it."""

    column: pa.Array
    text: Bytes
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]

    @property
    def first(self) -> Bytes:
        """The first byte of each cell that is not empty."""
        return self.text[self.begins]

    @property
    def second(self) -> Bytes:
        """The byte after the first, 0 where there is none."""
        found: Bytes = self.text[np.minimum(self.begins + 1, self.ends - 1)]
        return np.where(self.ends - self.begins > 1, found, np.uint8(0))

    @property
    def last(self) -> Bytes:
        return self.text[self.ends - 1]

    @property
    def longest(self) -> int:
        return int((self.ends - self.begins).max(initial=0))


def bytes_of(series: pl.Series) -> TextBytes:
    column = series.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, content = column.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(column) + 1]
    text = np.frombuffer(content or b"", dtype=np.uint8)[: bounds[-1]]
    begins, ends = bounds[:-1], bounds[1:]
    if column.null_count or (begins == ends).any():
        filled = begins < ends
        begins, ends = begins[filled], ends[filled]
    return TextBytes(column, text[bounds[0] :], begins - bounds[0], ends - bounds[0])
